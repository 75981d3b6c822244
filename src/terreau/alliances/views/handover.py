"""The handover sheet of a facilitator, and the act of handing over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.actions.handover import hand_over
from terreau.alliances.charges import charge_of
from terreau.alliances.forms.handover import HandoverForm
from terreau.alliances.permissions import membership_of
from terreau.alliances.permissions_journal import can_hand_over
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require


def handover(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all that this facilitator carries; a POST passes it on."""
    alliance = fetch_alliance(request, slug)
    require(can_hand_over(request.posture, alliance))
    posture = request.posture
    posted = request.POST if request.method == "POST" else None
    form = HandoverForm(posted, alliance=alliance, by=posture, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        to, note = form.cleaned_data["mandate"], form.cleaned_data["note"]
        try:
            hand_over(alliance, to=to, note=note, by=posture, now=timezone.now())
        except Refused as error:
            form.add_error("mandate", str(error))
        else:
            messages.success(
                request,
                _("Le relais est passé à %(name)s. Merci pour tout ce que vous avez porté.")
                % {"name": to.person.full_name},
            )
            return redirect(alliance)
    context = alliance_frame(request, alliance, "handover", _("Passer le relais")) | {
        "charge": charge_of(posture.person, membership_of(posture, alliance), alliance),
        "form": form,
        "posture": posture,
        "today": timezone.localdate(),
    }
    return render(request, "alliances/handover.html", context)
