"""One experiment: its question, its puzzle and its holes, readable by all who may see it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import require
from terreau.experiments.actions.experiments import NOT_BEGUN, edit_experiment, start_experiment
from terreau.experiments.extensions import sections_of
from terreau.experiments.forms.experiments import ExperimentForm
from terreau.experiments.models import Experiment
from terreau.experiments.permissions import can_edit_experiment, can_edit_pieces
from terreau.experiments.permissions_contributions import can_pledge
from terreau.experiments.pictures.puzzle import draw_puzzle
from terreau.experiments.piece_rows import rows_of
from terreau.experiments.puzzle_reading import read_puzzle, read_totals, with_puzzle
from terreau.experiments.views.access import (
    experiment_frame,
    fetch_experiment,
    visible_experiments,
)


@login_not_required
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the question, the puzzle, and who could still join."""
    rows = with_puzzle(visible_experiments(request))
    rows = rows.prefetch_related("territories", "domains", "challenges", "decisions")
    found = fetch_experiment(request, uuid, rows)
    frame = experiment_frame(request, found, "detail")
    puzzle = read_puzzle(found)
    picture = None
    if puzzle.pieces:
        picture = draw_puzzle(
            puzzle,
            title=_("Le puzzle de « %(title)s »") % {"title": found.title},
            address=lambda piece: reverse("experiments:piece", args=[found.uuid, piece.uuid]),
            signed_in=frame["signed_in"],
        )
    decisions = list(found.decisions.all())
    readable = Experiment.objects.visible_to(request.user)
    context = frame | {
        "puzzle": puzzle,
        "picture": picture,
        "pieces": rows_of(found, puzzle.pieces, signed_in=frame["signed_in"]),
        "totals": read_totals(puzzle) if frame["takes_part"] else None,
        "decision": decisions[-1] if decisions else None,
        "may_edit_pieces": can_edit_pieces(request.posture, found),
        "may_pledge": can_pledge(request.posture, found),
        "may_start": frame["steers"] and found.state in NOT_BEGUN,
        "duplications": readable.filter(duplicates=found).order_by("pk")[:12],
        "origins": _origins(request, found),
        "sections": sections_of(request, found),
    }
    return render(request, "experiments/detail.html", context)


def _origins(request: HttpRequest, found: Experiment) -> dict:
    """Of what it is born: named to those who may read it."""
    others = [one for one in (found.duplicates, found.born_of_experiment) if one]
    if not others:
        return {}
    keys = [one.pk for one in others]
    seen = Experiment.objects.visible_to(request.user).filter(pk__in=keys)
    readable = set(seen.order_by().values_list("pk", flat=True))
    return {
        "duplicates": found.duplicates if found.duplicates_id in readable else None,
        "born_of": found.born_of_experiment if found.born_of_experiment_id in readable else None,
    }


def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Rewrite the presentation; the second of two people is told and loses nothing."""
    found = fetch_experiment(request, uuid)
    require(can_edit_experiment(request.posture, found))
    posted = request.POST if request.method == "POST" else None
    seen = Experiment.objects.visible_to(request.user)
    form = ExperimentForm(posted, instance=found, readable=seen)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_experiment(found, form.values(), now=timezone.now(), **stamp),
        blame="duplicates",
    )
    if status == SAVED:
        messages.success(request, _("L’expérimentation est enregistrée."))
        return redirect("experiments:detail", uuid)
    context = experiment_frame(request, found, "detail", _("Modifier")) | {"form": form}
    return render(request, "experiments/edit.html", context, status=status)


@require_POST
def start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note that the trial begins."""
    found = fetch_experiment(request, uuid)
    start_experiment(found, by=request.posture, now=timezone.now())
    messages.success(request, _("L’expérimentation a commencé. Racontez-la au fil des jours."))
    return redirect("experiments:detail", uuid)
