"""Tell a weak signal, with or without an account, by the alliance's page or by a link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from terreau.accounts.links import link_verdict, open_link
from terreau.accounts.models import PersonalLink
from terreau.alliances.models import Alliance
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.rate_limits import client_address, limit
from terreau.core.verdicts import Refused, require
from terreau.diagnoses.actions.signals import (
    PURPOSE,
    issue_signal_link,
    links_of_signals,
    revoke_signal_link,
    tell_signal,
)
from terreau.diagnoses.forms.signals import SignalForm
from terreau.diagnoses.permissions_signals import can_issue_signal_link, can_tell_signal
from terreau.dialogues.door_codes import draw_door

RATE = "20/h"  # a class or a night's outreach may tell ten of one address


@never_cache
@login_not_required
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell a signal from the page of an alliance one may see."""
    alliance = fetch_alliance(request, slug)
    require(can_tell_signal(request.posture, alliance))
    frame = alliance_frame(request, alliance, "diagnoses", _("Dire un signal"))
    form = SignalForm(request.POST or None, alliance=alliance, posture=request.posture)
    return _tell(request, alliance, form, frame)


@never_cache
@login_not_required
def tell_by_link(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Tell a signal by a link, without a name; opening the link writes nothing."""
    outcome = open_link(secret, purpose=PURPOSE, now=timezone.now())
    rows = Alliance.objects.filter(slug=slug, deleted_at=None).select_related("instigator", "host")
    alliance = rows.filter(uuid=outcome.link.subject).first() if outcome.link else None
    if not outcome.verdict or alliance is None:
        reason = outcome.verdict.reason or _("Ce lien n’ouvre pas cette alliance.")
        return render(request, "diagnoses/signal_link_refused.html", {"reason": reason}, status=410)
    frame = alliance_frame(request, alliance, "diagnoses", _("Dire un signal"))
    form = SignalForm(request.POST or None, alliance=alliance)
    return _tell(request, alliance, form, frame | {"rail": [], "crumbs": []}, outcome.link)


def _tell(
    request: HttpRequest,
    alliance: Alliance,
    form: SignalForm,
    frame: dict,
    link: PersonalLink | None = None,
) -> HttpResponse:
    status = 200
    if request.method == "POST" and form.is_valid():
        verdict = limit(request, "signal", RATE, key=client_address(request))
        by, detected_by = form.voice()
        try:
            require(verdict)
            tell_signal(
                alliance,
                form.values(),
                by=by,
                detected_by=detected_by,
                link=link,
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error(None, str(error))
            status = 403 if verdict else 429
        else:
            return render(request, "diagnoses/signal_told.html", frame | {"by_link": bool(link)})
    return render(request, "diagnoses/signal_tell.html", frame | {"form": form}, status=status)


@never_cache
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """List the links, without their secrets; a POST makes one and shows it, once."""
    alliance = fetch_alliance(request, slug)
    require(can_issue_signal_link(request.posture, alliance))
    address = ""
    if request.method == "POST":
        secret = issue_signal_link(alliance, by=request.posture, now=timezone.now())
        address = request.build_absolute_uri(
            reverse("diagnoses:signal-link", args=[alliance.slug, secret])
        )
    now = timezone.now()
    context = alliance_frame(request, alliance, "diagnoses", _("Liens de signalement")) | {
        "address": address,
        "qr": draw_door(address) if address else "",
        "links": [
            {"link": link, "verdict": link_verdict(link, now=now)}
            for link in links_of_signals(alliance)[:50]
        ],
    }
    return render(request, "diagnoses/signal_links.html", context)


@require_POST
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a link back."""
    alliance = fetch_alliance(request, slug)
    require(can_issue_signal_link(request.posture, alliance))
    link = get_object_or_404(links_of_signals(alliance), pk=pk)
    revoke_signal_link(alliance, link, by=request.posture, now=timezone.now())
    messages.success(request, _("Le lien est retiré : il n’ouvre plus rien."))
    return redirect("diagnoses:signal-links", slug)
