"""Say what an experiment needs, piece by piece."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.verdicts import refused, require
from terreau.experiments.actions.telling import lock_experiment, tell
from terreau.experiments.enums import ExperimentState
from terreau.experiments.models import Experiment, Piece
from terreau.experiments.permissions import can_edit_pieces

COLUMNS = (
    "nature",
    "title",
    "quantity",
    "unit",
    "starts_on",
    "ends_on",
    "is_essential",
    "note",
)
MOST_PIECES = 40


@transaction.atomic
def add_piece(
    experiment: Experiment, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Piece:
    """Add a piece; the first one opens the gathering."""
    require(can_edit_pieces(by, experiment))
    stored = lock_experiment(experiment)
    if stored.pieces.count() >= MOST_PIECES:
        require(
            refused(
                _(
                    "Un puzzle a quarante pièces au plus. Réunissez-en plusieurs en une, ou posez "
                    "une seconde expérimentation."
                )
            )
        )
    last = stored.pieces.aggregate(last=Max("position"))["last"]
    piece = Piece(experiment=stored, position=0 if last is None else last + 1)
    _fill(piece, values)
    piece.save(force_insert=True)
    if stored.state == ExperimentState.IDEA:
        stored.state = ExperimentState.GATHERING
        stored.save(update_fields=["state", "updated_at"])
    tell(stored, "experiment-piece-added", by=by, now=now, piece=piece.title)
    return piece


@transaction.atomic
def edit_piece(
    piece: Piece,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> Piece:
    """Change a piece, unless somebody did meanwhile (`EditConflict`); what was promised stays."""
    require(can_edit_pieces(by, piece.experiment))
    claim_version(piece, expected_version)
    stored = Piece.objects.select_related("experiment__alliance").get(pk=piece.pk)
    _fill(stored, values)
    stored.save(update_fields=list(COLUMNS))
    tell(stored.experiment, "experiment-piece-edited", by=by, now=now, piece=stored.title)
    return stored


@transaction.atomic
def remove_piece(piece: Piece, *, by: Posture, now: datetime.datetime) -> None:
    """Take away a piece to which nobody ever contributed."""
    require(can_edit_pieces(by, piece.experiment))
    lock_experiment(piece.experiment)
    if piece.contributions.exists():
        require(
            refused(
                _(
                    "Des organisations ont répondu pour cette pièce : elle fait partie de "
                    "l’histoire. Rendez-la facultative, ou ramenez sa quantité à ce qui est venu."
                )
            )
        )
    tell(piece.experiment, "experiment-piece-removed", by=by, now=now, piece=piece.title)
    piece.delete()


def _fill(piece: Piece, values: Mapping[str, Any]) -> None:
    for name in COLUMNS:
        if name in values:
            setattr(piece, name, values[name])
