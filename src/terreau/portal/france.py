"""The map of France with the published alliances."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.maps import MapPoint
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory
from terreau.territories.pictures import france_map
from terreau.territories.projection import project, zone_of

# Above so many alliances, those of one neighbourhood share a point.
MOST_POINTS = 40
CELL_HM = 900  # about the size of a département
MOST_ROWS = 200


@dataclass(frozen=True)
class Place:
    """A published alliance at the middle of its perimeter, on the plane of a zone."""

    name: str
    slug: str
    perimeter: str
    zone: str = ""
    x: float = 0
    y: float = 0


def published() -> QuerySet[Alliance]:
    """Find the alliances that everybody may see."""
    return Alliance.objects.filter(status=AllianceStatus.PUBLISHED, deleted_at=None)


def published_stamp() -> dict[str, Any]:
    """Count the published alliances, with what changes when one of them does."""
    return published().aggregate(
        count=Count("pk"), versions=Sum("version"), latest=Max("updated_at")
    )


def published_map(stamp: dict[str, Any], referential: tuple) -> Picture:
    """Draw the map, anew only when an alliance or the referential has changed."""
    return _drawn(get_language(), *stamp.values(), referential)


@lru_cache(maxsize=4)
def _drawn(*_stamp: object) -> Picture:
    places = _places()
    filled = Territory.objects.filter(
        alliances__in=published(), kind__in=[TerritoryKind.DEPARTEMENT, TerritoryKind.EPCI]
    ).distinct()[:MOST_ROWS]
    return france_map(
        _points(places),
        title=_("Les alliances publiées"),
        description=_describe(len(places)),
        table=_table(places),
        areas=filled,
    )


def _describe(count: int) -> str:
    if not count:
        return _("Les régions et les départements ; aucune alliance n’est encore publiée.")
    return ngettext(
        "%(count)s alliance publiée, au milieu de son périmètre.",
        "%(count)s alliances publiées, chacune au milieu de son périmètre.",
        count,
    ) % {"count": count}


def _table(places: list[Place]) -> PictureTable:
    rows = tuple((place.name, place.perimeter) for place in places[:MOST_ROWS])
    return PictureTable(
        _describe(len(places)),
        (_("Alliance"), _("Périmètre")),
        rows or ((_("Aucune alliance publiée"), "—"),),
    )


def _places() -> list[Place]:
    """Find the middle of each perimeter: that of its contours, or of its town halls."""
    rows = published().order_by("name", "pk").values_list(
        "name", "slug", "perimeter_label", "perimeter__lon", "perimeter__lat",
        *(f"perimeter__contour__{part}" for part in ("zone", "min_x", "max_x", "min_y", "max_y")),
    )  # fmt: skip
    middles: dict[tuple, dict[str, list]] = {}
    for name, slug, label, lon, lat, *contour in rows:
        zones = middles.setdefault((name, slug, label), defaultdict(list))
        zone, x, y = _middle(lon, lat, contour)
        if zone:
            zones[zone].append((x, y))
    return [_place(alliance, zones) for alliance, zones in middles.items()]


def _middle(lon, lat, contour) -> tuple[str | None, float, float]:
    zone, *box = contour
    if zone:
        return zone, (box[0] + box[1]) / 2, (box[2] + box[3]) / 2
    zone = zone_of(lon, lat) if lon is not None and lat is not None else None
    return (zone, *project(lon, lat, zone)) if zone else (None, 0, 0)


def _place(alliance: tuple, zones: dict[str, list]) -> Place:
    if not zones:
        return Place(*alliance)
    zone, middles = max(zones.items(), key=lambda item: len(item[1]))
    xs, ys = zip(*middles, strict=True)
    return Place(*alliance, zone, sum(xs) / len(xs), sum(ys) / len(ys))


def _points(places: list[Place]) -> list[tuple[str, MapPoint]]:
    """Give each alliance its point, or one point to those of a neighbourhood when many."""
    drawn = [place for place in places if place.zone]
    cells: dict[tuple, list[Place]] = defaultdict(list)
    for place in drawn:
        if len(drawn) <= MOST_POINTS:
            cells[(place.slug,)].append(place)
        else:
            cells[(place.zone, place.x // CELL_HM, place.y // CELL_HM)].append(place)
    return [_point(group) for group in cells.values()]


def _point(group: list[Place]) -> tuple[str, MapPoint]:
    x = sum(place.x for place in group) / len(group)
    y = sum(place.y for place in group) / len(group)
    if len(group) == 1:
        url = reverse("alliances:overview", args=[group[0].slug])
        return group[0].zone, MapPoint(x, y, group[0].name, url=url)
    label = _("%(count)s alliances") % {"count": len(group)}
    url = reverse("alliances:list")
    return group[0].zone, MapPoint(x, y, label, url=url, weight=len(group) / 2)
