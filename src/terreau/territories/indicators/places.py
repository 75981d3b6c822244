"""The communes that a reading is about, with the codes of yesterday that they took over."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from terreau.territories.enums import TerritoryKind
from terreau.territories.models import ReferenceImport, Succession, Territory
from terreau.territories.tokens import successors_of

Within = QuerySet | Iterable[Territory]


@dataclass(frozen=True, eq=False)
class Ground:
    """Communes of today by growing key; `members` are they and the obsolete ones they took over.

    `heirs` gives, for each member, the rank in `communes` of the commune it is part of today.
    """

    communes: NDArray[np.int64]
    members: NDArray[np.int64]
    heirs: NDArray[np.int64]
    areas: frozenset[int]
    parents: dict[str, NDArray[np.int64]]
    is_whole_country: bool = False

    @cached_property
    def is_folded(self) -> bool:
        """Whether some commune took another over."""
        return len(self.members) > len(self.communes)


LEVELS = (TerritoryKind.EPCI, TerritoryKind.DEPARTEMENT, TerritoryKind.REGION)


def read_ground(communes: QuerySet, *, is_whole_country: bool = False) -> Ground:
    """Read communes, the units above them, and what they took over, in two queries."""
    above = [Coalesce(level.value, 0) for level in LEVELS]
    found = communes.order_by().values_list("pk", *above)
    rows = np.array(list(found), np.int64).reshape(-1, 1 + len(LEVELS))
    rows = rows[np.argsort(rows[:, 0])]
    keys = rows[:, 0]
    parents = {level.value: rows[:, rank] for rank, level in enumerate(LEVELS, start=1)}
    areas = {int(key) for key in np.unique(parents[TerritoryKind.DEPARTEMENT]) if key}
    members, heirs, more = _with_predecessors(keys, None if is_whole_country else areas)
    return Ground(keys, members, heirs, frozenset(areas | more), parents, is_whole_country)


def whole_ground(stamp: tuple) -> Ground:
    """Give all the communes of today in one state of the referential, read anew for another."""
    return _kept_ground(stamp)


def ground_stamp() -> tuple:
    """Tell one state of the referential from another, in one query."""
    loaded = ReferenceImport.objects.order_by("-pk")[:1]
    last = Territory.objects.order_by("-pk").values_list(
        *("pk", "code"), Subquery(loaded.values("pk")), Subquery(loaded.values("loaded_at"))
    )
    return last.first() or ()


@lru_cache(maxsize=1)
def _kept_ground(_stamp: tuple) -> Ground:
    return read_ground(Territory.objects.communes(), is_whole_country=True)


def _with_predecessors(
    keys: NDArray[np.int64], areas: set[int] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64], set[int]]:
    moves = Succession.objects.filter(
        predecessor__kind=TerritoryKind.COMMUNE, predecessor__is_obsolete=True
    ).order_by()
    if areas is not None:
        moves = moves.filter(successor__departement__in=areas)
    heirs_of: dict[int, set[int]] = {}
    area_of: dict[int, int | None] = {}
    for before, after, area in moves.values_list(
        "predecessor", "successor", "predecessor__departement"
    ):
        heirs_of.setdefault(before, set()).add(after)
        area_of[before] = area
    ranks = {int(key): rank for rank, key in enumerate(keys)}
    found = {key: ranks.get(_last_heir(key, heirs_of)) for key in heirs_of if key not in ranks}
    taken = sorted(key for key, rank in found.items() if rank is not None)
    members = np.concatenate([keys, np.array(taken, np.int64)])
    heirs = np.concatenate(
        [np.arange(len(keys)), np.array([found[key] for key in taken], np.int64)]
    )
    order = np.argsort(members, kind="stable")
    return members[order], heirs[order], {area_of[key] for key in taken if area_of[key]}


def _last_heir(key: int, heirs_of: dict[int, set[int]]) -> int:
    """Follow a code to the one it became; one that was shared out among several has no heir."""
    seen = {key}
    while key in heirs_of:
        if len(heirs_of[key]) > 1:
            return 0
        (key,) = heirs_of[key]
        if key in seen:
            return 0
        seen.add(key)
    return key


def of_today(units: Iterable[Territory]) -> list[Territory]:
    """Replace each obsolete unit by what it became."""
    found: dict[int, Territory] = {}
    for unit in units:
        for one in successors_of(unit) if unit.is_obsolete else [unit]:
            found[one.pk] = one
    return list(found.values())
