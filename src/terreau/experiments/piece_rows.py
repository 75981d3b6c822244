"""The pieces of a puzzle in words, for the lists beside the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from terreau.experiments.models import Contribution, Experiment
from terreau.experiments.pictures.puzzle_words import name_of
from terreau.experiments.puzzle_reading import (
    BROUGHT,
    PieceReading,
    amount_of,
    plain_quantity,
    say_state,
)


@dataclass(frozen=True)
class Bringer:
    """One contribution in words."""

    contribution: Contribution
    name: str
    amount: str  # empty when the piece is not counted
    is_brought: bool


@dataclass(frozen=True)
class PieceRow:
    """One piece in words."""

    reading: PieceReading
    url: str
    state: str
    need: str
    surplus: str
    bringers: tuple[Bringer, ...]


def rows_of(
    experiment: Experiment, readings: Sequence[PieceReading], *, signed_in: bool
) -> list[PieceRow]:
    """Describe every piece."""
    return [row_of(experiment, one, signed_in=signed_in) for one in readings]


def row_of(experiment: Experiment, reading: PieceReading, *, signed_in: bool) -> PieceRow:
    """Describe one piece."""
    piece = reading.piece
    return PieceRow(
        reading,
        reverse("experiments:piece", args=[experiment.uuid, piece.uuid]),
        say_state(reading),
        plain_quantity(piece.quantity, piece.unit) if piece.quantity is not None else "",
        plain_quantity(reading.surplus, piece.unit) if reading.surplus else "",
        tuple(bringer_of(row, reading, signed_in=signed_in) for row in reading.contributions),
    )


def bringer_of(row: Contribution, reading: PieceReading, *, signed_in: bool) -> Bringer:
    """Describe one contribution."""
    amount = amount_of(row)
    is_counted = reading.piece.quantity is not None or amount is not None
    return Bringer(
        row,
        name_of(row.organisation, signed_in=signed_in),
        plain_quantity(amount, reading.piece.unit) if is_counted else "",
        row.state in BROUGHT,
    )
