"""Draw where the sheets that answer are seated: areas by number, glyphs by world."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import numpy as np
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from terreau.actors.map_clusters import Clusters, cluster_parts, say_clusters
from terreau.actors.map_levels import Level, Part
from terreau.actors.search.finding import Answer
from terreau.actors.search.snapshot import WORLDS
from terreau.core.formats import format_number
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.maps import Area, Inset, MapLayer, draw_map
from terreau.core.worlds_look import world_look
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Contour
from terreau.territories.pictures import ZONE_NAMES
from terreau.territories.projection import METROPOLE, OVERSEAS

MOST_ROWS = 120
CROWDED = 150
# The class and the opacity of an area, from none to many.
SHADES = (("", 1.0), ("is-inside", 0.6), ("is-inside", 1.0), ("is-alliance", 1.0))
COUNTED = len(WORLDS) + 2


@dataclass(frozen=True)
class DirectoryMap:
    """The picture and what it leaves aside."""

    picture: Picture
    total: int
    unplaced: int
    elsewhere: int


def directory_map(answer: Answer, level: Level, query: QueryDict) -> DirectoryMap:
    """Draw the sheets that answer; one query reads the contours."""
    counts, unplaced = _count(answer, level)
    parts = _read_parts(level, counts)
    placed = sum(part.total for part in parts)
    total = int(np.count_nonzero(answer.mask))
    picture = _draw(parts, level, query, base=_base(total, unplaced, total - placed - unplaced))
    return DirectoryMap(picture, total, unplaced, total - placed - unplaced)


def _read_parts(level: Level, counts: dict[int, tuple[int, ...]]) -> list[Part]:
    rows = Contour.objects.filter(level.parts, territory__is_obsolete=False).values_list(
        "territory",
        "territory__kind",
        "territory__code",
        "territory__name",
        "zone",
        "simple_path",
        "path",
        "min_x",
        "min_y",
        "max_x",
        "max_y",
    )
    blank = (0,) * len(WORLDS)
    is_far = level.unit is None  # seen from so far, the simplest outlines are enough
    return [
        Part(
            name,
            f"{kind}:{code}",
            zone,
            (is_far and simple) or path,
            tuple(box),
            counts.get(pk, blank),
        )
        for pk, kind, code, name, zone, simple, path, *box in rows.order_by("territory__code")
    ]


def _count(answer: Answer, level: Level) -> tuple[dict[int, tuple[int, ...]], int]:
    """Count by part and world; those without a known commune are counted aside."""
    columns, mask = answer.snapshot.columns, answer.mask
    places = getattr(columns, level.column)[mask].astype(np.int64)
    counted = np.bincount(places * COUNTED + columns.worlds[mask])
    counted.resize((len(counted) // COUNTED + 1) * COUNTED, refcheck=False)
    rows = counted.reshape(-1, COUNTED)[:, : len(WORLDS)]
    held = np.flatnonzero(rows.any(axis=1))
    counts = {int(key): tuple(rows[key].tolist()) for key in held if key}
    return counts, int(np.count_nonzero(columns.places[mask] == 0))


def _base(total: int, unplaced: int, elsewhere: int) -> str:
    base = ngettext(
        "Base : %(count)s organisation, placée à la commune de son siège.",
        "Base : %(count)s organisations, placées à la commune de leur siège.",
        total,
    ) % {"count": format_number(total)}
    if unplaced:
        base += " " + _("%(count)s sans commune connue.") % {"count": format_number(unplaced)}
    if elsewhere:
        base += " " + _("%(count)s dont le siège est hors de cette carte.") % {
            "count": format_number(elsewhere)
        }
    return base


def _draw(parts: Sequence[Part], level: Level, query: QueryDict, *, base: str) -> Picture:
    zones = sorted({part.zone for part in parts}, key=_zone_rank) or [METROPOLE]
    clusters = {
        zone: cluster_parts([part for part in parts if part.zone == zone]) for zone in zones
    }
    layers = {zone: _layers(parts, zone, level, query, clusters[zone]) for zone in zones}
    title = (
        _("Où sont les acteurs : %(name)s") % {"name": level.unit.name}
        if level.unit
        else _("Où sont les acteurs en France")
    )
    shown = [part for part in parts if part.total]
    description = ngettext(
        "%(count)s territoire compte au moins une organisation.",
        "%(count)s territoires comptent au moins une organisation.",
        len(shown),
    ) % {"count": format_number(len(shown))}
    return draw_map(
        layers[zones[0]],
        title=title,
        description=description,
        table=_table(title, parts),
        insets=[Inset(ZONE_NAMES.get(zone, _("Métropole")), layers[zone]) for zone in zones[1:]],
        note=" ".join(filter(None, (base, _shading(), say_clusters(clusters.values())))),
        tallest=560,
    )


def _shading() -> str:
    return _("Plus un territoire est foncé, plus il compte d’organisations.")


def _zone_rank(zone: str) -> int:
    order = [METROPOLE, *OVERSEAS]
    return order.index(zone) if zone in order else len(order)


def _layers(
    parts: Sequence[Part], zone: str, level: Level, query: QueryDict, clusters: Clusters
) -> tuple[MapLayer, ...]:
    here = [part for part in parts if part.zone == zone]
    highest = max((part.total for part in parts), default=0)
    address = _address(level, query)
    is_crowded = len(parts) > CROWDED
    areas = tuple(_area(part, address, highest, is_crowded=is_crowded) for part in here)
    return (MapLayer(areas=areas), MapLayer(points=tuple(clusters.points), sets_frame=False))


def _area(part: Part, address: str, highest: int, *, is_crowded: bool) -> Area:
    css, opacity = SHADES[_shade(part.total, highest)]
    if not part.total:
        return Area(part.path, part.bounds, "" if is_crowded else part.name)
    return Area(
        part.path,
        part.bounds,
        label=part.short if is_crowded else part.words,
        url=f"{address}t={quote(part.token)}",
        css=css,
        opacity=1.0 if is_crowded else opacity,
        has_tip=not is_crowded,
    )


def _shade(total: int, highest: int) -> int:
    """Give a class from 1 to 3, each a third of the orders of magnitude; 0 where there is none."""
    if not total:
        return 0
    return 1 + min(2, int(3 * np.log(total) / np.log(max(highest, 2) + 1)))


def _address(level: Level, query: QueryDict) -> str:
    """Deeper into the map, then to the list, with the same filters; the territory comes last."""
    deeper = "actors:map" if level.kind == TerritoryKind.DEPARTEMENT else "actors:list"
    pairs = [
        (name, value)
        for name, values in query.lists()
        for value in values
        if value and name not in {"page", "t", "t-q"}
    ]
    return f"{reverse(deeper)}?{urlencode([*pairs, ('', '')])[:-1]}"


def _table(title: str, parts: Sequence[Part]) -> PictureTable:
    headers = (
        pgettext("column", "Territoire"),
        _("Total"),
        *(str(world_look(world).word) for world in WORLDS),
    )
    largest = sorted((p for p in parts if p.total), key=lambda part: (-part.total, part.name))
    rows = tuple(
        (part.name, format_number(part.total), *(format_number(count) for count in part.counts))
        for part in largest[:MOST_ROWS]
    )
    if len(largest) > MOST_ROWS:
        title = _("%(title)s (les %(most)s premiers)") % {"title": title, "most": MOST_ROWS}
    return PictureTable(title, headers, rows)
