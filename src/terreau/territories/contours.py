"""Contours as areas of a map, and towns as points on it."""

from django.db.models import Q, QuerySet

from terreau.core.pictures.maps import Area, MapPoint
from terreau.territories.models import Contour, Territory
from terreau.territories.projection import METROPOLE, project, zone_of

_SAID = (
    *("zone", "path", "simple_path", "min_x", "min_y", "max_x", "max_y"),
    *("basis", "borrowed_from__name"),
    *(f"territory__{name}" for name in ("kind", "code", "name", "population", "lon", "lat")),
)


def contours_where(condition: Q) -> QuerySet[Contour]:
    """Read contours, and of their territories only what a map says."""
    kept = Territory.objects.filter(condition).order_by().values("pk")
    found = Contour.objects.filter(territory__in=kept).order_by("territory__code", "pk")
    return found.select_related("territory", "borrowed_from").only(*_SAID)


def area_of(contour: Contour, *, simple: bool = False, css: str = "", linked: bool = True) -> Area:
    """Turn a stored contour into an area; its territory must have been read with it."""
    territory = contour.territory
    return Area(
        path=(contour.simple_path or contour.path) if simple else contour.path,
        bounds=(contour.min_x, contour.min_y, contour.max_x, contour.max_y),
        label=territory.name,
        url=territory.get_absolute_url() if linked else "",
        css=css,
    )


def point_at(lon: float, lat: float, label: str, *, world: str = "", url: str = "") -> MapPoint:
    """Place somebody or something; the point must lie in a zone that is drawn."""
    x, y = project(lon, lat, zone_of(lon, lat) or METROPOLE)
    return MapPoint(x, y, label, world, url)


def point_of(
    territory: Territory, *, label: str = "", world: str = "", url: str = "", weight: float = 1.0
) -> tuple[str, MapPoint] | None:
    """Return the zone and the point of a town hall, None where it is unknown or not drawn."""
    if territory.lon is None or territory.lat is None:
        return None
    zone = zone_of(territory.lon, territory.lat)
    if zone is None:
        return None
    x, y = project(territory.lon, territory.lat, zone)
    return zone, MapPoint(x, y, label or territory.name, world, url, weight)
