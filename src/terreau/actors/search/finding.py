"""Find the sheets that answer, in an order that is the same on every database.

What answers is exact: nothing is cut off before the ranking. The tiers are: the name itself, the
names that begin so, all the words in the name, all in the name and its aliases, anywhere. Inside
a tier the order is that of the names, then of the keys.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from terreau.actors.bridge.freshness import fresh_since, stale_before
from terreau.actors.models import Organisation
from terreau.actors.models.organisations import OrganisationQuerySet
from terreau.actors.search.postings import read_postings
from terreau.actors.search.queries import (
    FIELDS_OF_ALL,
    FIELDS_OF_SIGNED_IN,
    Filters,
    Term,
    dated_spans,
    tokens_of,
)
from terreau.actors.search.snapshot import (
    LIFECYCLES,
    WORLDS,
    Column,
    Columns,
    Snapshot,
    snapshot_at,
)
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

EARTH_METRES = 6_371_000
_SHOWN = (
    "uuid",
    "name",
    "world",
    "subtype",
    "is_public",
    "lifecycle",
    "place__name",
    "place__departement__code",
)
UNKNOWN_METRES = 1 << 26
Found = dict[str, list[tuple[int, bytes]]]
_SEAT = {
    TerritoryKind.REGION: "regions",
    TerritoryKind.DEPARTEMENT: "departements",
    TerritoryKind.COLLECTIVITY: "departements",
    TerritoryKind.EPCI: "epcis",
}


@dataclass
class Answer:
    """The sheets that answer, by position, without and with the choice of the world."""

    snapshot: Snapshot
    filters: Filters
    signed_in: bool
    filtered: Column  # passes every filter but the words and the world
    any_world: Column
    tiers: list[Column]

    @property
    def passing(self) -> Column:
        """The sheets that pass every filter, whatever their words."""
        return self.filtered & _mask_of_worlds(self.snapshot, self.filters)

    @property
    def mask(self) -> Column:
        """The sheets that pass every filter."""
        return self.any_world & _mask_of_worlds(self.snapshot, self.filters)

    def count_by_world(self) -> dict[str, int]:
        """Count each world under the other filters."""
        counts = np.bincount(
            self.snapshot.columns.worlds[self.any_world], minlength=len(WORLDS)
        ).tolist()
        return dict(zip(WORLDS, counts, strict=True))

    def ordered(self) -> "Ordered":
        """The sheets in the order asked."""
        return Ordered(self)


def find(
    filters: Filters, *, signed_in: bool, more: Iterable[str] = (), also: Iterable[str] = ()
) -> tuple[Answer, Found]:
    """Find the sheets; `more` are tokens, `also` facets that the caller wants read at once."""
    where = FIELDS_OF_SIGNED_IN if signed_in else FIELDS_OF_ALL
    terms = filters.words.terms
    facets = [*(facet for some in filters.facets() for facet in some), *also]
    tokens = set(tokens_of([*facets, *filters.acting()], signed_in=signed_in)) | set(more)
    beginnings: set[str] = set()
    for term in terms:
        tokens |= term.tokens(where)
        beginnings |= term.beginnings(where)
    spans = dated_spans(facets, filters.today, signed_in=signed_in)
    state, found = read_postings(tokens, beginnings, spans)
    snapshot = snapshot_at(state)
    passing = _passing(snapshot, found, filters, signed_in=signed_in)
    if filters.words.is_empty:
        return Answer(snapshot, filters, signed_in, passing, passing, [passing]), found
    tiers = _tiers(snapshot, found, filters, where)
    answering = np.zeros(snapshot.size, dtype=bool)
    for rank, tier in enumerate(tiers):
        tiers[rank] = tier & passing & ~answering
        answering |= tiers[rank]
    return Answer(snapshot, filters, signed_in, passing, answering, tiers), found


def _tiers(snapshot: Snapshot, found: Found, filters: Filters, where: str) -> list[Column]:
    words = filters.words
    named, begun = (np.zeros(snapshot.size, dtype=bool) for _tier in range(2))
    named[snapshot.named(words.beginning)] = True
    begun[snapshot.begins(words.beginning)] = True
    if not words.terms:
        return [named, begun]
    return [named, begun, *_anywhere(snapshot, found, words.terms, where)]


def _anywhere(
    snapshot: Snapshot, found: Found, terms: Sequence[Term], where: str
) -> tuple[Column, Column, Column]:
    """Mark the sheets that hold each term in the name, in the name or an alias, anywhere."""
    in_name, in_alias, in_any = (np.ones(snapshot.size, dtype=bool) for _tier in range(3))
    for term in terms:
        held = mask_of_term(snapshot, found, term, where[0])
        in_name &= held
        held |= mask_of_term(snapshot, found, term, where[1])
        in_alias &= held
        held |= mask_of_term(snapshot, found, term, where[2:])
        in_any &= held
    return in_name, in_alias, in_any


def mask_of_term(snapshot: Snapshot, found: Found, term: Term, where: str) -> Column:
    """Mark the sheets that hold one term."""
    return snapshot.mask(
        piece for token, some in found.items() if term.answers(token, where) for piece in some
    )


def mask_of_facets(
    snapshot: Snapshot, found: Found, facets: Iterable[str], *, signed_in: bool
) -> Column:
    """Mark the sheets that have one of these facets, for ever or until a day not past."""
    tokens = set(tokens_of(list(facets), signed_in=signed_in))
    holding = (token for token in found if token.partition("@")[0] in tokens)
    return snapshot.mask(piece for token in holding for piece in found[token])


def _passing(snapshot: Snapshot, found: Found, filters: Filters, *, signed_in: bool) -> Column:
    """Mark what passes every filter but the words and the world."""
    columns = snapshot.columns
    mask = np.ones(snapshot.size, dtype=bool) if signed_in else columns.is_public.copy()
    for facets in filters.facets():
        mask &= mask_of_facets(snapshot, found, facets, signed_in=signed_in)
    if filters.lifecycle:
        mask &= columns.lifecycles == LIFECYCLES.index(filters.lifecycle)
    if filters.freshness:
        mask &= _fresh(snapshot, filters)
    if filters.territories:
        mask &= _there(snapshot, found, filters, signed_in=signed_in)
    return mask


def _there(snapshot: Snapshot, found: Found, filters: Filters, *, signed_in: bool) -> Column:
    mask = np.zeros(snapshot.size, dtype=bool)
    if filters.where != "acts":
        mask |= seated_in(snapshot, filters.territories)
    if filters.where != "seat":
        mask |= mask_of_facets(snapshot, found, filters.acting(), signed_in=signed_in)
    return mask


def seated_in(snapshot: Snapshot, territories: Iterable[Territory]) -> Column:
    """Mark the sheets seated in any of these territories."""
    keys: dict[str, list[int]] = {}
    for unit in territories:
        column = _SEAT.get(TerritoryKind(unit.kind), "places")
        keys.setdefault(column, []).append(unit.pk)
        keys.setdefault("places", []).append(unit.pk)
    mask = np.zeros(snapshot.size, dtype=bool)
    for column, some in keys.items():
        values = getattr(snapshot.columns, column)
        mask |= values == some[0] if len(some) == 1 else np.isin(values, some)
    return mask


def _fresh(snapshot: Snapshot, filters: Filters) -> Column:
    confirmed = snapshot.columns.confirmed
    fresh = fresh_since(filters.today).toordinal()
    stale = stale_before(filters.today).toordinal()
    if filters.freshness == "unknown":
        return confirmed == 0
    if filters.freshness == "fresh":
        return confirmed >= fresh
    if filters.freshness == "stale":
        return (confirmed > 0) & (confirmed < stale)
    return (confirmed >= stale) & (confirmed < fresh)


def _mask_of_worlds(snapshot: Snapshot, filters: Filters) -> Column:
    if not filters.worlds:
        return np.ones(snapshot.size, dtype=bool)
    ranks = [WORLDS.index(world) for world in sorted(filters.worlds)]
    return np.isin(snapshot.columns.worlds, ranks)


class Ordered:
    """The positions that answer, in order; only the stretch that is shown gets sorted."""

    def __init__(self, answer: Answer) -> None:
        self._columns = answer.snapshot.columns
        self._filters = answer.filters
        self._answer = answer
        if answer.filters.order == "relevance":
            worlds = _mask_of_worlds(answer.snapshot, answer.filters)
            parts = [np.flatnonzero(tier & worlds) for tier in answer.tiers]
            self._positions, self._costs = np.concatenate(parts), None
        else:
            self._positions = np.flatnonzero(answer.mask)
            self._costs = self._cost()

    def __len__(self) -> int:
        return len(self._positions)

    def __getitem__(self, stretch: slice) -> Column:
        start, stop, _step = stretch.indices(len(self))
        if self._costs is None or start >= stop:
            return self._positions[start:stop]
        edges = sorted({start, stop - 1})
        parted = np.argpartition(self._costs, edges)[start:stop]
        return self._positions[parted[np.argsort(self._costs[parted])]]

    def keys(self, stretch: slice) -> list[int]:
        """The keys of a stretch of the list."""
        return self._columns.keys[self[stretch]].tolist()

    def _cost(self) -> Column | None:
        """Numbers of which the smallest comes first, each unique thanks to the position."""
        order, at = self._filters.order, self._positions
        if order == "recent":
            cost = -self._columns.updated[at]
        elif order == "freshness":
            cost = -self._columns.confirmed[at].astype(np.int64)
        elif order == "near":
            cost = _metres(self._columns, at, self._filters.near)
        else:
            return None
        return (cost << 26) + at


def _metres(columns: Columns, at: Column, centre: Territory) -> Column:
    """Metres from a town hall; what has no known place comes last."""
    if centre.lat is None or centre.lon is None:
        return np.full(len(at), UNKNOWN_METRES, dtype=np.int64)
    lats, lons = np.radians(columns.lats[at]), np.radians(columns.lons[at])
    lat, lon = np.radians(np.float32(centre.lat)), np.radians(np.float32(centre.lon))
    across = np.sin((lats - lat) / 2) ** 2
    across += np.cos(lats) * np.cos(lat) * np.sin((lons - lon) / 2) ** 2
    metres = 2 * EARTH_METRES * np.arcsin(np.sqrt(np.minimum(across, 1)))
    return np.where(np.isnan(metres), UNKNOWN_METRES, metres).astype(np.int64)


def sheets_of(keys: Sequence[int], person: object) -> list[Organisation]:
    """Fetch sheets in the order of their keys given; what the person may not see is left out."""
    visible = Organisation.objects.visible_to(person).filter(pk__in=keys)
    found = visible.select_related("place__departement").only(*_SHOWN).in_bulk()
    return [found[key] for key in keys if key in found]


def narrowed(organisations: OrganisationQuerySet, answer: Answer) -> OrganisationQuerySet:
    """Keep the rows of a query that answer, however many they are."""
    return organisations.filter(pk__among=answer.snapshot.columns.keys[answer.mask].tolist())
