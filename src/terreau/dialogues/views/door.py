"""Enter a consultation by its short address, its code read aloud, or a personal link."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from terreau.accounts.links import open_link
from terreau.dialogues.kinds import page_of, with_kinds
from terreau.dialogues.models import Consultation
from terreau.dialogues.voices import LINK_PURPOSE, set_link_cookie


@login_not_required
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code shown in the room or printed on a sheet."""
    if code := request.GET.get("code", "").strip():
        return enter(request, code)
    return render(request, "dialogues/door.html", {"code": ""})


@login_not_required
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Lead whoever has the code to the page of the consultation."""
    found = _find(code)
    if found is None:
        return render(request, "dialogues/door.html", {"code": code[:20]}, status=404)
    return redirect(page_of(found))


@never_cache
@login_not_required
def enter_by_link(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Remember a personal link on this device and lead to the page; writes nothing."""
    found, now = _find(code), timezone.now()
    outcome = open_link(secret, purpose=LINK_PURPOSE, now=now)
    link, reason = outcome.link, outcome.verdict.reason
    if found is None or (link and not link.subject.startswith(f"{found.uuid}:")):
        link, reason = None, _("Ce lien personnel ne correspond à aucune consultation d’ici.")
    if reason or link is None:
        return render(request, "dialogues/link_refused.html", {"reason": reason}, status=410)
    response = redirect(page_of(found))
    return set_link_cookie(response, found, secret, link.expires_at - now)


def _find(code: str) -> Consultation | None:
    published = Consultation.objects.exclude(published_at=None).filter(alliance__deleted_at=None)
    letters = "".join(filter(str.isalnum, code)).upper()
    return with_kinds(published).filter(code=letters).first()
