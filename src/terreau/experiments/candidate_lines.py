"""Read the offers and the know-how of a perimeter, and how near each is to a piece."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from rapidfuzz import fuzz

from terreau.actors.enums import Lifecycle, ResourceDirection
from terreau.actors.folding import fold
from terreau.actors.models import Competence, MeaningVector, Organisation, Resource
from terreau.actors.search.meaning import Meaning, load_meaning
from terreau.alliances.models import Membership
from terreau.experiments.models import Contribution, Piece
from terreau.experiments.resource_use import same_unit

MOST_LINES = 4_000
# Vectors that no job has computed yet, computed within the request.
MOST_ENCODED = 200


@dataclass(frozen=True)
class Line:
    """One offer, or one thing an organisation knows how to do."""

    organisation: Organisation
    text: str
    nature: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    resource: int | None = None
    promised: Decimal = Decimal(0)
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    is_of_member: bool = False

    @property
    def is_competence(self) -> bool:
        """Whether it is a know-how rather than an offer."""
        return self.resource is None

    @property
    def amount_left(self) -> Decimal | None:
        """What is not promised yet; None when the line says no quantity."""
        if self.quantity is None:
            return None
        return max(self.quantity - self.promised, Decimal(0))

    def serves_during(self, piece: Piece) -> bool:
        """Whether its period meets that of the piece; an open end meets everything."""
        too_late = self.starts_on and piece.ends_on and self.starts_on > piece.ends_on
        too_early = self.ends_on and piece.starts_on and self.ends_on < piece.starts_on
        return not (too_late or too_early)


class Lines:
    """The lines of one perimeter, with what they mean where a model is installed."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._meaning = load_meaning()
        self._vectors = _vectors_of(lines, self._meaning) if self._meaning else None

    def near(self, piece: Piece) -> Iterator[tuple[Line, float]]:
        """Give each line whose period fits and how near it is to the piece, from 0 to 1."""
        words = fold(f"{piece.title} {piece.note}")
        scores = np.array([fuzz.token_set_ratio(words, fold(one.text)) / 100 for one in self.lines])
        # Few letters in common mean nothing.
        scores[scores < 0.75] = 0
        if self._meaning is not None and self._vectors is not None and len(self.lines):
            asked = self._meaning.encode([f"{piece.title} {piece.note}".strip()])[0]
            scores = np.maximum(scores, self._vectors @ asked)
        for line, score in zip(self.lines, scores, strict=True):
            if line.serves_during(piece):
                yield line, float(min(max(score, 0), 1))


def read_lines(
    where: Q,
    pieces: Sequence[Piece],
    *,
    members: QuerySet[Membership],
    today: datetime.date,
) -> Lines:
    """Read the lines that may serve these pieces, and which are those of members."""
    is_member = Exists(members.filter(organisation=OuterRef("organisation")))
    active = Q(organisation__merged_into=None, organisation__lifecycle=Lifecycle.ACTIVE)
    natures = {piece.nature for piece in pieces}
    offers = Resource.objects.open_on(today).filter(
        where, active, direction=ResourceDirection.OFFER, nature__in=natures
    )
    offers = offers.annotate(is_of_member=is_member).select_related("organisation")
    rows = list(offers.order_by("pk")[:MOST_LINES])
    promised = _promised(rows)
    lines = [
        Line(
            row.organisation,
            row.title,
            row.nature,
            row.quantity,
            row.unit,
            row.pk,
            promised.get(row.pk, Decimal(0)),
            row.starts_on,
            row.ends_on,
            row.is_of_member,
        )
        for row in rows
    ]
    known = Competence.objects.filter(where, active).annotate(is_of_member=is_member)
    known = known.select_related("organisation").order_by("pk")[:MOST_LINES]
    lines += [Line(row.organisation, row.name, is_of_member=row.is_of_member) for row in known]
    return Lines(lines)


def _promised(rows: Sequence[Resource]) -> dict[int, Decimal]:
    """What is promised of each line, in its own unit, in one query."""
    units = {row.pk: row.unit for row in rows}
    standing = Contribution.objects.standing().filter(resource__in=units).order_by()
    told: dict[int, Decimal] = {}
    columns = ("resource", "delivered_quantity", "quantity", "piece__unit")
    for key, delivered, quantity, unit in standing.values_list(*columns):
        amount = quantity if delivered is None else delivered
        if amount is not None and same_unit(unit, units[key]):
            told[key] = told.get(key, Decimal(0)) + amount
    return told


def _vectors_of(lines: Sequence[Line], meaning: Meaning) -> np.ndarray:
    """Find the vectors that the directory keeps; compute some of those it has not yet."""
    keys = {line.organisation.pk for line in lines}
    kept = MeaningVector.objects.filter(key__in=keys, kind__in=("competence", "offer"))
    told = kept.order_by("pk").values_list("key", "text", "vector")[: 4 * MOST_LINES]
    known = {(key, text): np.frombuffer(bytes(vector), dtype="<f2") for key, text, vector in told}
    vectors = np.zeros((len(lines), 512), dtype=np.float32)
    fresh = []
    for rank, line in enumerate(lines):
        vector = known.get((line.organisation.pk, line.text))
        if vector is None:
            fresh.append(rank)
        else:
            vectors[rank] = vector
    fresh = fresh[:MOST_ENCODED]
    if fresh:
        vectors[fresh] = meaning.encode([lines[rank].text for rank in fresh])
    return vectors
