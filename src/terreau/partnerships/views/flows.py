"""What each party gives and receives, side by side."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.parties import add_flow, remove_flow
from terreau.partnerships.balance import balances_of
from terreau.partnerships.forms.parties import FlowForm
from terreau.partnerships.frame import partnership_frame
from terreau.partnerships.models import Flow
from terreau.partnerships.permissions import can_describe_party, current_parties, parties_of
from terreau.partnerships.pictures.balance import draw_balance
from terreau.partnerships.reading import with_flows
from terreau.partnerships.views.access import fetch_partnership, fetch_party


@login_not_required
def flows(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the balance, even when it is not one."""
    partnership = fetch_partnership(request, uuid)
    frame = partnership_frame(request, partnership, "flows", _("Apports"))
    parties = with_flows(parties_of(partnership))
    for party in parties:
        party.partnership = partnership
    balances = balances_of(parties)
    context = frame | {
        "picture": draw_balance(balances),
        "rows": [
            {"balance": one, "may": can_describe_party(request.posture, one.party)}
            for one in balances
            if one.party.left_on is None or not one.is_silent
        ],
        "is_alone": len(current_parties(partnership)) < 2,
    }
    return render(request, "partnerships/flows.html", context)


def add(request: HttpRequest, uuid: UUID, party: UUID) -> HttpResponse:
    """Note one thing that a party gives or receives."""
    partnership = fetch_partnership(request, uuid)
    found = fetch_party(partnership, party)
    require(can_describe_party(request.posture, found))
    form = FlowForm(request.POST or None, initial={"direction": request.GET.get("sens", "gives")})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                add_flow(found, form.cleaned_data, by=request.posture, now=timezone.now())
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("C’est noté : tout le monde y voit plus clair."))
                return redirect("partnerships:flows", uuid)
    context = partnership_frame(request, partnership, "flows", _("Noter un apport"))
    page = context | {"form": form, "party": found, "act": _("Noter"), "back": "partnerships:flows"}
    return render(request, "partnerships/flow_form.html", page, status=status)


@require_POST
def remove(request: HttpRequest, uuid: UUID, flow: int) -> HttpResponse:
    """Take one line back."""
    partnership = fetch_partnership(request, uuid)
    rows = Flow.objects.select_related("party__organisation").filter(party__partnership=partnership)
    found = get_object_or_404(rows, pk=flow)
    found.party.partnership = partnership
    remove_flow(found, by=request.posture, now=timezone.now())
    messages.success(request, _("La ligne est retirée ; le journal en garde la trace."))
    return redirect("partnerships:flows", uuid)
