"""The glyphs of a map of actors: one a world and a cluster; parts too near are counted together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from terreau.actors.map_levels import Part
from terreau.actors.search.snapshot import WORLDS
from terreau.core.formats import format_number
from terreau.core.pictures.maps import MapPoint
from terreau.core.worlds_look import world_look

MOST_GLYPHS = 40
SPACING = 0.032  # of the width of the map, between the glyphs of one cluster
_NAMED = 4


@dataclass
class Cluster:
    """The largest part of a place and those too near it to have glyphs of their own."""

    at: tuple[float, float]
    parts: list[Part] = field(default_factory=list)

    @property
    def counts(self) -> list[tuple[int, str]]:
        """How many of each world, the most numerous first."""
        sums = map(sum, zip(*(part.counts for part in self.parts), strict=True))
        return sorted(((n, w) for n, w in zip(sums, WORLDS, strict=True) if n), reverse=True)

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts)

    @property
    def name(self) -> str:
        """« Val-de-Marne et Paris »."""
        names = [part.name for part in self.parts]
        if len(names) > _NAMED:
            names = [*names[: _NAMED - 1], _("%(count)s autres") % {"count": len(names) - 3}]
        return get_text_list(names, _("et"))


@dataclass(frozen=True)
class Clusters:
    """The clusters of one zone, and how many parts have no room for theirs."""

    shown: tuple[Cluster, ...] = ()
    left: int = 0
    step: float = 1.0

    @property
    def points(self) -> list[MapPoint]:
        """The glyphs of every cluster."""
        return [point for cluster in self.shown for point in _glyphs(cluster, self.step)]

    @property
    def has_gathered(self) -> bool:
        """Tell whether a number stands for several parts."""
        return any(len(cluster.parts) > 1 for cluster in self.shown)


def cluster_parts(parts: Sequence[Part]) -> Clusters:
    """Gather the parts of a zone, the largest first; a near one joins a cluster already there."""
    if not parts:
        return Clusters()
    wide = max(part.bounds[2] for part in parts) - min(part.bounds[0] for part in parts)
    step = max(wide, 1) * SPACING
    shown: list[Cluster] = []
    left = room = 0
    for part in sorted((part for part in parts if part.total), key=lambda part: -part.total):
        at, worlds = _middle(part), sum(map(bool, part.counts))
        near = [one for one in shown if _is_near(one.at, at, step)]
        if near:
            min(near, key=lambda one: _gap(one.at, at)).parts.append(part)
        elif room + worlds <= MOST_GLYPHS:
            shown.append(Cluster(at, [part]))
            room += worlds
        else:
            left += 1
    return Clusters(tuple(shown), left, step)


def say_clusters(zones: Iterable[Clusters]) -> str:
    """Say how to read the numbers: gathered, or missing where there was no room."""
    zones = list(zones)
    told = []
    if any(zone.has_gathered for zone in zones):
        told.append(_("Un nombre réunit les territoires trop proches pour avoir chacun le leur."))
    if any(zone.left for zone in zones):
        told.append(_("Les nombres sont écrits là où ils tiennent ; le tableau les donne tous."))
    return " ".join(told)


def _middle(part: Part) -> tuple[float, float]:
    left, top, right, bottom = part.bounds
    return (left + right) / 2, (top + bottom) / 2


def _is_near(one: tuple[float, float], other: tuple[float, float], step: float) -> bool:
    return abs(one[0] - other[0]) <= 4 * step and abs(one[1] - other[1]) <= 2 * step


def _gap(one: tuple[float, float], other: tuple[float, float]) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _glyphs(cluster: Cluster, step: float) -> list[MapPoint]:
    worlds, total, name = cluster.counts, cluster.total, cluster.name
    columns = min(3, len(worlds))
    rows = -(-len(worlds) // columns)
    return [
        MapPoint(
            cluster.at[0] + (rank % columns - (columns - 1) / 2) * step,
            cluster.at[1] + (rank // columns - (rows - 1) / 2) * step,
            _("%(name)s : %(count)s") % {"name": name, "count": world_look(world).count_words(n)},
            world=world,
            weight=1.0 + total / 1e9 + (0.5 if rank == 0 else 0),
            caption=format_number(total) if rank == columns - 1 else "",
            is_passive=True,
        )
        for rank, (n, world) in enumerate(worlds)
    ]
