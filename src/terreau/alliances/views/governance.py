"""The question of governance: late, optional, never in the way (R2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.actions.governance import raise_governance, set_governance
from terreau.alliances.forms.governance import GovernanceChoiceForm
from terreau.alliances.governance import FORMS, governance_prompt, started_on
from terreau.alliances.permissions import can_read_inside
from terreau.alliances.permissions_journal import can_raise_governance, can_set_governance
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import require


def governance(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the question, compare the forms, note the choice."""
    alliance = fetch_alliance(request, slug)
    require(can_read_inside(request.posture, alliance))
    if request.method == "POST" and "raise" in request.POST:
        raise_governance(alliance, by=request.posture, now=timezone.now())
        messages.success(request, _("La question est posée ; prenez le temps d’y répondre."))
        return redirect("alliances:governance", slug=slug)
    form = GovernanceChoiceForm(
        request.POST if request.method == "POST" else None,
        initial={"form": alliance.governance_form},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["form"]
        set_governance(alliance, chosen, by=request.posture, now=timezone.now())
        messages.success(request, _("Le choix est noté ; il pourra changer."))
        return redirect("alliances:governance", slug=slug)
    may_set = can_set_governance(request.posture, alliance)
    context = alliance_frame(request, alliance, "governance", _("Gouvernance")) | {
        "forms": FORMS,
        "form": form if may_set else None,
        "may_raise": can_raise_governance(request.posture, alliance),
        "may_set": may_set,
        "is_time": governance_prompt(alliance, timezone.localdate()),
        "begun": alliance.started_on or started_on(alliance),
    }
    return render(request, "alliances/governance.html", context)
