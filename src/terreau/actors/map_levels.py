"""What a map of actors divides a territory into, and the counts of each part."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.actors.search.snapshot import WORLDS
from terreau.core.formats import format_number
from terreau.core.worlds_look import world_look
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

_COLUMNS = {
    TerritoryKind.DEPARTEMENT: "departements",
    TerritoryKind.COMMUNE: "places",
}
DEPARTEMENTS = (TerritoryKind.DEPARTEMENT, TerritoryKind.COLLECTIVITY)


@dataclass(frozen=True)
class Level:
    """What a map divides: the territory shown, the kind of its parts, how to choose them."""

    unit: Territory | None
    kind: TerritoryKind
    parts: Q

    @property
    def column(self) -> str:
        """The column of the snapshot that says in which part a sheet is seated."""
        return _COLUMNS[self.kind]


@dataclass(frozen=True)
class Part:
    """One area of the map and its counts by world."""

    name: str
    token: str
    zone: str
    path: str
    bounds: tuple[int, int, int, int]
    counts: tuple[int, ...]

    @cached_property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def short(self) -> str:
        """« Val-de-Marne : 12 »."""
        return _("%(name)s : %(count)s") % {
            "name": self.name,
            "count": format_number(self.total),
        }

    @property
    def words(self) -> str:
        """« Val-de-Marne : 12 organisations (4 publics, 8 économiques) »."""
        said = ngettext("%(count)s organisation", "%(count)s organisations", self.total)
        told = {"name": self.name, "count": said % {"count": format_number(self.total)}}
        worlds = [
            world_look(world).count_words(count)
            for world, count in zip(WORLDS, self.counts, strict=True)
            if count
        ]
        if not worlds:
            return _("%(name)s : %(count)s") % told
        return _("%(name)s : %(count)s (%(worlds)s)") % {**told, "worlds": ", ".join(worlds)}


def level_of(territories: Sequence[Territory]) -> Level:
    """Choose the parts: communes of one département or EPCI, else départements."""
    unit = territories[0] if len(territories) == 1 else None
    kind = unit.kind if unit else ""
    if kind in DEPARTEMENTS:
        parts = Q(territory__departement=unit, territory__kind=TerritoryKind.COMMUNE)
        return Level(unit, TerritoryKind.COMMUNE, parts)
    if kind == TerritoryKind.EPCI:
        parts = Q(territory__epci=unit, territory__kind=TerritoryKind.COMMUNE)
        return Level(unit, TerritoryKind.COMMUNE, parts)
    if unit and kind == TerritoryKind.COMMUNE:
        parts = Q(territory__departement=unit.departement_id)
        return Level(unit, TerritoryKind.COMMUNE, parts & Q(territory__kind=kind))
    if kind == TerritoryKind.REGION:
        parts = Q(territory__region=unit, territory__kind__in=DEPARTEMENTS)
        return Level(unit, TerritoryKind.DEPARTEMENT, parts)
    return Level(None, TerritoryKind.DEPARTEMENT, Q(territory__kind__in=DEPARTEMENTS))
