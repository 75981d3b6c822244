"""Who could complete the puzzle: ask, read the proposal, send the asks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from terreau.core.verdicts import Refused, require
from terreau.experiments.actions.coalitions import accept_coalition, ask_for_coalition, set_aside
from terreau.experiments.coalition_reading import read_proposal, sheets_by_key
from terreau.experiments.enums import ProposalState
from terreau.experiments.forms.coalitions import DEFAULTS, WishesForm
from terreau.experiments.models import CoalitionProposal, Contribution, Experiment
from terreau.experiments.permissions import can_compose_coalition, can_read_inside_experiment
from terreau.experiments.views.access import experiment_frame, fetch_experiment

SHOWN = 12
COMPUTED = (ProposalState.READY, ProposalState.ACCEPTED, ProposalState.SET_ASIDE)


def coalitions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the proposals; a POST asks for the next one."""
    found = fetch_experiment(request, uuid)
    require(can_read_inside_experiment(request.posture, found))
    may_compose = can_compose_coalition(request.posture, found)
    rows = CoalitionProposal.objects.filter(experiment=found).select_related("job")
    proposals = list(rows[:SHOWN])
    names = _names(found, proposals)
    form = WishesForm(names, request.POST or None, initial=DEFAULTS | _last(proposals))
    if request.method == "POST":
        require(may_compose)
        if form.is_valid():
            try:
                made = ask_for_coalition(
                    found, form.wishes(), by=request.posture, now=timezone.now()
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("core:job", made.job.pk)
    context = experiment_frame(request, found, "detail", _("Coalitions")) | {
        "form": form if may_compose else None,
        "may_compose": may_compose,
        "proposals": proposals,
    }
    return render(request, "experiments/coalitions.html", context)


def _names(found: Experiment, proposals: list[CoalitionProposal]) -> dict[str, str]:
    """Those whom a new search could do without: the members of the last proposals.

    Who promised or brought a piece is not of them: what is promised stays.
    """
    keys: set[str] = set()
    for one in proposals[:3]:
        keys |= {member["actor"] for member in one.result.get("members", ())}
        keys |= set(one.options.get("excluded", ()))
    if not keys:
        return {}
    standing = Contribution.objects.standing().filter(piece__experiment=found).order_by()
    engaged = set(standing.values_list("organisation", flat=True))
    sheets = sheets_by_key(keys).items()
    return {key: sheet.name for key, sheet in sheets if sheet.pk not in engaged}


def _last(proposals: list[CoalitionProposal]) -> dict:
    return dict(proposals[0].options) if proposals else {}


def _fetch(
    request: HttpRequest, uuid: UUID, proposal: UUID
) -> tuple[Experiment, CoalitionProposal]:
    found = fetch_experiment(request, uuid)
    require(can_read_inside_experiment(request.posture, found))
    rows = CoalitionProposal.objects.select_related("job")
    kept = get_object_or_404(rows, experiment=found, uuid=proposal)
    kept.experiment = found
    return found, kept


def coalition(request: HttpRequest, uuid: UUID, proposal: UUID) -> HttpResponse:
    """Show one proposal, explained."""
    found, kept = _fetch(request, uuid, proposal)
    may_compose = can_compose_coalition(request.posture, found)
    has_result = bool(kept.result)
    context = experiment_frame(request, found, "detail", _("Coalition proposée")) | {
        "proposal": kept,
        "reading": read_proposal(kept) if has_result else None,
        "may_accept": may_compose and kept.state == ProposalState.READY,
        "may_set_aside": may_compose and kept.state in (ProposalState.READY, ProposalState.FAILED),
    }
    return render(request, "experiments/coalition.html", context)


@require_POST
def accept(request: HttpRequest, uuid: UUID, proposal: UUID) -> HttpResponse:
    """Send the asks that were ticked."""
    _found, kept = _fetch(request, uuid, proposal)
    wanted = set()
    for token in request.POST.getlist("asks"):
        actor, _bar, piece = token.partition("|")
        wanted.add((actor, piece))
    asked = accept_coalition(kept, wanted, by=request.posture, now=timezone.now())
    if asked.count:
        sentence = ngettext(
            "%(count)d demande attend sa réponse : l’organisation décide pour elle-même.",
            "%(count)d demandes attendent leur réponse : chaque organisation décide pour "
            "elle-même.",
            asked.count,
        )
        messages.success(request, sentence % {"count": asked.count})
    for sentence in asked.left_out:
        messages.warning(request, sentence)
    return redirect("experiments:detail", uuid)


@require_POST
def aside(request: HttpRequest, uuid: UUID, proposal: UUID) -> HttpResponse:
    """Set a proposal aside."""
    _found, kept = _fetch(request, uuid, proposal)
    set_aside(kept, by=request.posture, now=timezone.now())
    messages.success(request, _("La proposition est écartée ; elle reste dans la liste."))
    return redirect("experiments:coalitions", uuid)
