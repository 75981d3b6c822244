"""One piece: what it is, who brings it, who could; and its edition."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import require
from terreau.experiments.actions.pieces import add_piece, edit_piece, remove_piece
from terreau.experiments.candidates import find_candidates
from terreau.experiments.forms.pieces import PieceForm
from terreau.experiments.models import Contribution, Piece
from terreau.experiments.permissions import can_edit_pieces
from terreau.experiments.permissions_contributions import can_ask_for_piece, can_pledge
from terreau.experiments.piece_rows import bringer_of, row_of
from terreau.experiments.puzzle_reading import PieceReading, read_piece
from terreau.experiments.views.access import (
    experiment_frame,
    fetch_experiment,
    fetch_piece,
)


@login_not_required
def piece(request: HttpRequest, uuid: UUID, piece: UUID) -> HttpResponse:
    """Show a piece; to who steers, those who could bring it."""
    rows = Contribution.objects.select_related("organisation").order_by("pk")
    told = Piece.objects.prefetch_related(Prefetch("contributions", rows))
    found = fetch_piece(request, uuid, piece, told)
    experiment = found.experiment
    reading = read_piece(found)
    frame = experiment_frame(request, experiment, "detail", found.title)
    may_ask = can_ask_for_piece(request.posture, experiment)
    own = _own(request, reading)
    context = frame | {
        "piece": found,
        "row": row_of(experiment, reading, signed_in=frame["signed_in"]),
        "asked": _described(reading, reading.asked, frame),
        "closed": _described(reading, reading.closed, frame) if frame["takes_part"] else [],
        "may_edit": can_edit_pieces(request.posture, experiment),
        "may_ask": may_ask,
        "may_pledge": can_pledge(request.posture, experiment),
        "own": own,
        "candidates": find_candidates(found, today=timezone.localdate()) if may_ask else None,
        "is_answered": bool(reading.contributions or reading.asked or reading.closed),
    }
    return render(request, "experiments/piece.html", context)


def _described(reading: PieceReading, rows, frame: dict) -> list:
    return [bringer_of(row, reading, signed_in=frame["signed_in"]) for row in rows]


def _own(request: HttpRequest, reading: PieceReading) -> Contribution | None:
    organisation = request.posture.organisation if request.posture else None
    rows = (*reading.contributions, *reading.asked)
    return next((row for row in rows if organisation and row.organisation == organisation), None)


def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Name a piece that is needed."""
    experiment = fetch_experiment(request, uuid)
    require(can_edit_pieces(request.posture, experiment))
    posted = request.POST if request.method == "POST" else None
    form = PieceForm(posted, instance=Piece(experiment=experiment))
    if request.method == "POST" and form.is_valid():
        add_piece(experiment, form.values(), by=request.posture, now=timezone.now())
        messages.success(
            request, _("La pièce est ajoutée. Nommez la suivante, ou revenez au puzzle.")
        )
        return redirect("experiments:piece-add", uuid)
    context = experiment_frame(request, experiment, "detail", _("Ajouter une pièce"))
    named = Piece.objects.filter(experiment=experiment)
    return render(request, "experiments/piece_form.html", context | {"form": form, "named": named})


def edit(request: HttpRequest, uuid: UUID, piece: UUID) -> HttpResponse:
    """Change a piece; the second of two people is told and loses nothing."""
    found = fetch_piece(request, uuid, piece)
    require(can_edit_pieces(request.posture, found.experiment))
    form = PieceForm(request.POST or None, instance=found)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_piece(found, form.values(), now=timezone.now(), **stamp),
    )
    if status == SAVED:
        messages.success(request, _("La pièce est enregistrée."))
        return redirect("experiments:piece", uuid, piece)
    frame = experiment_frame(request, found.experiment, "detail", _("Modifier une pièce"))
    context = frame | {"form": form, "piece": found, "named": None}
    return render(request, "experiments/piece_form.html", context, status=status)


@require_POST
def remove(request: HttpRequest, uuid: UUID, piece: UUID) -> HttpResponse:
    """Take away a piece for which nobody answered."""
    found = fetch_piece(request, uuid, piece)
    remove_piece(found, by=request.posture, now=timezone.now())
    messages.success(request, _("La pièce est retirée du puzzle."))
    return redirect("experiments:detail", uuid)
