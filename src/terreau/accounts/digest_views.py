"""The digest: what a person chooses, what they would receive, how it stops in one click."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.accounts.digest_actions import stop_digests
from terreau.accounts.digest_forms import DigestPreferenceForm
from terreau.accounts.digest_letters import digest_groups, write_digest
from terreau.accounts.digest_rhythm import next_moment, preference_of
from terreau.accounts.links import hash_secret
from terreau.accounts.models import Digest
from terreau.core.private_pages import private_page

SHOWN_DIGESTS = 6
# What stands for the secret of a link in a message that has not left.
_EXAMPLE = "lien-personnel"


def preferences(request: HttpRequest) -> HttpResponse:
    """Choose the rhythm of the digest."""
    preference = preference_of(request.user)
    form = DigestPreferenceForm(request.POST or None, instance=preference)
    if request.method == "POST" and form.is_valid():
        form.save_choice()
        messages.success(request, _("C’est enregistré."))
        return redirect("accounts:digest")
    sent = Digest.objects.filter(person=request.user, sent_at__isnull=False)
    context = {
        "form": form,
        "next_at": next_moment(preference_of(request.user), timezone.now()),
        "sent": list(sent.order_by("-sent_at")[:SHOWN_DIGESTS]),
    }
    return render(request, "accounts/digest/preferences.html", context)


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """Show the message as it would leave now; nothing is sent, nothing is noted."""
    preference, now = preference_of(request.user), timezone.now()
    today = timezone.localdate(now)
    groups = digest_groups(preference, today=today, now=now)
    letter = write_digest(request.user, groups, secret=_EXAMPLE, today=today) if groups else None
    context = {"letter": letter, "groups": groups, "today": today, "preference": preference}
    context |= {"site": "", "next_at": next_moment(preference, now)}
    return render(request, "accounts/digest/preview.html", context)


@private_page
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask, then stop the digests; the mailbox's own button posts here too (RFC 8058)."""
    digest = Digest.objects.filter(stop_hash=hash_secret(secret)).select_related("person").first()
    if digest is None:
        return render(request, "accounts/digest/stop_unknown.html", status=410)
    if request.method == "POST":
        stop_digests(digest, now=timezone.now())
    context = {"is_done": request.method == "POST", "digest": digest}
    return render(request, "accounts/digest/stop.html", context)
