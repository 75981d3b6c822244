"""Follow official codes written some time ago to the territories of today."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Succession, Territory

Code = tuple[str, str]  # kind, code


@dataclass(frozen=True)
class Followed:
    """What became of some codes: those that are gone with their heirs, those never heard of."""

    gone: dict[Code, list[Territory]] = field(default_factory=dict)
    unknown: list[Code] = field(default_factory=list)

    def today(self, codes: Iterable[Code]) -> frozenset[Code]:
        """The same codes, each gone one replaced by its heirs."""
        found: set[Code] = set()
        for one in codes:
            heirs = self.gone.get(one)
            found |= {(heir.kind, heir.code) for heir in heirs} if heirs else {one}
        return frozenset(found)


def follow_codes(codes: Iterable[Code]) -> Followed:
    """Find what became of codes, in at most two queries.

    A commune that became part of another one leads to it.
    """
    wanted = list(dict.fromkeys(codes))
    if not wanted:
        return Followed()
    stored = _stored(wanted)
    gone = {key: unit for key in wanted if (unit := _ended(key, stored))}
    heirs = _heirs(gone.values()) if gone else {}
    found = {
        key: heirs.get(unit.pk) or ([unit.commune] if unit.commune else [])
        for key, unit in gone.items()
    }
    known = {*stored, *gone}
    return Followed(found, [key for key in wanted if key not in known])


def _stored(wanted: list[Code]) -> dict[Code, Territory]:
    codes: dict[str, set[str]] = {}
    for kind, code in wanted:
        codes.setdefault(kind, set()).add(code)
        if kind == TerritoryKind.COMMUNE:
            codes.setdefault(TerritoryKind.FORMER_COMMUNE, set()).add(code)
    asked = Q(pk__in=[])
    for kind, some in codes.items():
        asked |= Q(kind=kind, code__in=some)
    rows = Territory.objects.filter(asked).select_related("commune")
    return {(unit.kind, unit.code): unit for unit in rows}


def _ended(key: Code, stored: dict[Code, Territory]) -> Territory | None:
    """The row of a code that is no more: obsolete, or a commune that became part of another."""
    unit = stored.get(key)
    if unit is None and key[0] == TerritoryKind.COMMUNE:
        return stored.get((TerritoryKind.FORMER_COMMUNE, key[1]))
    return unit if unit is not None and unit.is_obsolete else None


def _heirs(units: Iterable[Territory]) -> dict[int, list[Territory]]:
    rows = Succession.objects.filter(predecessor__in=[unit.pk for unit in units])
    found: dict[int, list[Territory]] = {}
    for row in rows.select_related("successor").order_by("successor__code", "pk"):
        kept = found.setdefault(row.predecessor_id, [])
        if row.successor not in kept:
            kept.append(row.successor)
    return found
