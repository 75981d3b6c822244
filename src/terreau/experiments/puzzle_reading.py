"""Read the puzzle: what each piece needs, what came, what is promised, what is still missing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from terreau.actors.enums import ResourceNature
from terreau.core.formats import format_number
from terreau.experiments.enums import ContributionState
from terreau.experiments.models import Contribution, Experiment, Piece
from terreau.experiments.resource_use import same_unit

BROUGHT = (ContributionState.DELIVERED, ContributionState.THANKED)
ZERO = Decimal(0)


class Cover(StrEnum):
    """How far a piece is filled."""

    FILLED = "filled"
    PLEDGED = "pledged"
    PARTIAL = "partial"
    MISSING = "missing"


@dataclass(frozen=True)
class PieceReading:
    """One piece and what is known of it; quantities are in its own unit."""

    piece: Piece
    contributions: tuple[Contribution, ...]  # that stand: promised, brought, thanked
    asked: tuple[Contribution, ...]
    closed: tuple[Contribution, ...]
    brought: Decimal
    promised: Decimal
    unmeasured: int  # contributions of which nobody said how much
    cover: Cover

    @property
    def covered(self) -> Decimal:
        """What counts: never more than the need."""
        need = self.piece.quantity
        total = self.brought + self.promised
        return total if need is None else min(total, need)

    @property
    def surplus(self) -> Decimal:
        """What comes beyond the need: told, and never counted."""
        if self.piece.quantity is None:
            return ZERO
        return max(self.brought + self.promised - self.piece.quantity, ZERO)

    @property
    def missing(self) -> Decimal | None:
        """What is still to be found; None for a piece that is not counted."""
        if self.piece.quantity is None:
            return None
        return max(self.piece.quantity - self.brought - self.promised, ZERO)

    @property
    def is_open(self) -> bool:
        """Whether somebody is still looked for."""
        return self.cover in (Cover.MISSING, Cover.PARTIAL)


@dataclass(frozen=True)
class Puzzle:
    """Every piece of one experiment, in its order."""

    pieces: tuple[PieceReading, ...]

    def count(self, cover: Cover) -> int:
        """How many pieces are so."""
        return sum(one.cover == cover for one in self.pieces)

    @property
    def is_complete(self) -> bool:
        """Nothing is looked for any more."""
        return bool(self.pieces) and not any(one.is_open for one in self.pieces)

    @property
    def holes(self) -> tuple[PieceReading, ...]:
        """What is still to be found, what cannot be done without first."""
        missing = [one for one in self.pieces if one.is_open]
        return tuple(sorted(missing, key=lambda one: not one.piece.is_essential))


def with_puzzle(rows: QuerySet[Experiment]) -> QuerySet[Experiment]:
    """Read pieces and contributions with the experiments, in two more queries."""
    contributions = Contribution.objects.select_related("organisation").order_by("pk")
    pieces = Piece.objects.prefetch_related(Prefetch("contributions", contributions))
    return rows.prefetch_related(Prefetch("pieces", pieces.order_by("position", "pk")))


def read_puzzle(experiment: Experiment) -> Puzzle:
    """Read the puzzle of an experiment fetched by `with_puzzle`."""
    return Puzzle(tuple(read_piece(piece) for piece in experiment.pieces.all()))


def read_piece(piece: Piece) -> PieceReading:
    """Read one piece with its contributions."""
    rows = list(piece.contributions.all())
    standing = [row for row in rows if row.state in (*BROUGHT, ContributionState.PLEDGED)]
    brought = sum((amount_of(row) or ZERO for row in standing if row.state in BROUGHT), ZERO)
    promised = sum((amount_of(row) or ZERO for row in standing if row.state not in BROUGHT), ZERO)
    return PieceReading(
        piece=piece,
        contributions=tuple(standing),
        asked=tuple(row for row in rows if row.state == ContributionState.ASKED),
        closed=tuple(
            row
            for row in rows
            if row.state in (ContributionState.DECLINED, ContributionState.WITHDRAWN)
        ),
        brought=brought,
        promised=promised,
        unmeasured=sum(amount_of(row) is None for row in standing),
        cover=_cover_of(piece, standing, brought, promised),
    )


def amount_of(row: Contribution) -> Decimal | None:
    """How much it is: what came once it came, else what is promised; None is not known."""
    if row.state in BROUGHT and row.delivered_quantity is not None:
        return row.delivered_quantity
    return row.quantity


def _cover_of(
    piece: Piece, standing: Sequence[Contribution], brought: Decimal, promised: Decimal
) -> Cover:
    if piece.quantity is None:
        if any(row.state in BROUGHT for row in standing):
            return Cover.FILLED
        return Cover.PLEDGED if standing else Cover.MISSING
    if brought >= piece.quantity:
        return Cover.FILLED
    if brought + promised >= piece.quantity:
        return Cover.PLEDGED
    return Cover.PARTIAL if standing else Cover.MISSING


def plain_quantity(quantity: Decimal | None, unit: str = "") -> str:
    """Write « 12,5 heures » or « 25 »; « inconnu » when it is not known."""
    if quantity is None:
        return format_number(None)
    decimals = 0 if quantity == quantity.to_integral_value() else 2
    return f"{format_number(quantity, decimals)} {unit}".strip()


def say_state(reading: PieceReading) -> str:
    """Say in a few words where a piece stands."""
    unit = reading.piece.unit
    if reading.cover == Cover.FILLED:
        return _("apportée")
    if reading.cover == Cover.PLEDGED:
        return pgettext("contribution", "promise")
    if reading.cover == Cover.MISSING:
        return _("manque : qui l’apporte ?")
    if reading.unmeasured and not reading.covered:
        return _("quantité à préciser")
    return _("il manque %(amount)s") % {"amount": plain_quantity(reading.missing, unit)}


def say_counts(puzzle: Puzzle) -> str:
    """Say « 4 pièces apportées, 1 promise, 1 manquante »."""
    if not puzzle.pieces:
        return _("Aucune pièce n’est encore nommée.")
    filled, pledged = puzzle.count(Cover.FILLED), puzzle.count(Cover.PLEDGED)
    partial, missing = puzzle.count(Cover.PARTIAL), puzzle.count(Cover.MISSING)
    told = [
        ngettext("%(n)d pièce apportée", "%(n)d pièces apportées", filled) % {"n": filled},
        ngettext("%(n)d promise", "%(n)d promises", pledged) % {"n": pledged},
    ]
    if partial:
        told.append(ngettext("%(n)d en partie", "%(n)d en partie", partial) % {"n": partial})
    told.append(ngettext("%(n)d manquante", "%(n)d manquantes", missing) % {"n": missing})
    return ", ".join(told) + "."


@dataclass(frozen=True)
class Totals:
    """Cash and in-kind, never added to each other; each with its base.

    A sum of money is None when some came, or is promised, and nobody said how much of it.
    """

    cash_brought: Decimal | None
    cash_promised: Decimal | None
    cash_rows: int
    cash_unmeasured: int  # in another unit than euros, or without amount
    in_kind_value: Decimal
    in_kind_rows: int
    in_kind_valued: int


def read_totals(puzzle: Puzzle) -> Totals:
    """Add up what stands, money apart from what was valued."""
    counts: Counter[str] = Counter()
    for one in puzzle.pieces:
        for row in one.contributions:
            if one.piece.nature == ResourceNature.FINANCIAL:
                _count_cash(counts, one.piece, row)
            else:
                counts["in_kind_rows"] += 1
                if row.value_eur is not None:
                    counts["in_kind_valued"] += 1
                    counts["in_kind_value"] += row.value_eur
    return Totals(
        cash_brought=_sum_of(counts, "brought"),
        cash_promised=_sum_of(counts, "promised"),
        cash_rows=counts["cash_rows"],
        cash_unmeasured=counts["cash_unmeasured"],
        in_kind_value=Decimal(counts["in_kind_value"]),
        in_kind_rows=counts["in_kind_rows"],
        in_kind_valued=counts["in_kind_valued"],
    )


def _count_cash(counts: Counter[str], piece: Piece, row: Contribution) -> None:
    counts["cash_rows"] += 1
    sense = "brought" if row.state in BROUGHT else "promised"
    amount = amount_of(row)
    if amount is None or (piece.unit and not same_unit(piece.unit, "€")):
        counts["cash_unmeasured"] += 1
        counts[f"{sense} unmeasured"] += 1
    else:
        counts[sense] += amount


def _sum_of(counts: Counter[str], sense: str) -> Decimal | None:
    is_unknown = counts[f"{sense} unmeasured"] and not counts[sense]
    return None if is_unknown else Decimal(counts[sense])


def bringers_of(readings: Iterable[PieceReading]) -> set[int]:
    """The organisations whose contributions stand."""
    return {row.organisation_id for one in readings for row in one.contributions}
