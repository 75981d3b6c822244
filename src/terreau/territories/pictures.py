"""Draw territories: areas, neighbours, overseas in insets, each with its table."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.maps import Area, Inset, MapLayer, MapPoint, draw_map
from terreau.territories.contours import area_of, contours_where, point_at, point_of
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Adjacency, Contour, Territory
from terreau.territories.picture_words import note_of, remarks_on, units_table
from terreau.territories.projection import METROPOLE, OVERSEAS

__all__ = ["france_map", "perimeter_map", "point_at", "point_of", "territory_map"]

MOST_DRAWN = 400
MOST_PARTS = 100
MOST_NAMED_HALLS = 12
ZONE_NAMES = {
    "971": "Guadeloupe",
    "972": "Martinique",
    "973": "Guyane",
    "974": "La Réunion",
    "976": "Mayotte",
}


def perimeter_map(
    territories: Iterable[Territory],
    *,
    title: str,
    points: Sequence[MapPoint] = (),
    count: int = 0,
) -> Picture:
    """Draw a perimeter, its neighbours pale, and actors by the shape of their world.

    `count`, the number of its communes when the page knows it, tells at once of a crowd.
    """
    units = list(territories)
    communes = Territory.objects.communes_of(units).order_by()
    is_crowd = count > MOST_DRAWN
    inside, around = ([], []) if is_crowd else _communes_and_around(communes)
    if is_crowd or len(inside) > MOST_DRAWN:
        inside = list(contours_where(Q(pk__in=[unit.pk for unit in units])))
        around = _departements_around(communes)
    return _draw(units, inside, around, title, points)


def territory_map(
    territory: Territory, neighbours: Sequence[Territory], *, communes: int
) -> Picture:
    """Draw one territory, with its communes when they are not too many, among its neighbours."""
    title = _("Où se trouve : %(name)s") % {"name": territory.name}
    wanted = Q(pk__in=[territory.pk, *(unit.pk for unit in neighbours)])
    parts = _parts_of(territory, communes)
    found = list(contours_where(wanted | parts if parts else wanted))
    beside = {unit.pk for unit in neighbours}
    own = [contour for contour in found if contour.territory_id == territory.pk]
    around = [contour for contour in found if contour.territory_id in beside]
    inside = [one for one in found if one.territory_id not in {territory.pk, *beside}]
    # The outline of a région has specks that its départements hide.
    outline = own if territory.kind != TerritoryKind.REGION else []
    return _draw([territory], inside or own, around, title, outline=outline)


def _parts_of(territory: Territory, communes: int) -> Q | None:
    above = {TerritoryKind.EPCI: "epci", TerritoryKind.DEPARTEMENT: "departement"}
    if territory.kind == TerritoryKind.REGION:
        return Q(kind=TerritoryKind.DEPARTEMENT, region=territory, is_obsolete=False)
    field = above.get(TerritoryKind(territory.kind))
    if field is None or communes > MOST_PARTS:
        return None
    return Q(kind=TerritoryKind.COMMUNE, is_obsolete=False, **{field: territory})


def _draw(
    units: list[Territory],
    inside: list[Contour],
    around: list[Contour],
    title: str,
    points: Sequence[MapPoint] = (),
    outline: Sequence[Contour] = (),
) -> Picture:
    remarks = remarks_on(units, inside)
    inside, around = _each_outline_once(inside), _each_outline_once(around)
    zones = sorted({contour.zone for contour in inside}) or [METROPOLE]
    marks = tuple(points) or _town_halls(inside, remarks.missing)
    layers = {
        zone: (
            _layer(around, zone, "is-neighbour", sets_frame=False),
            _layer(inside, zone, "is-inside"),
            _outline(outline, zone),
            MapLayer(areas=_margin(inside, zone)),
            MapLayer(points=marks if zone == zones[0] else (), sets_frame=not inside),
        )
        for zone in zones
    }
    first = METROPOLE if METROPOLE in layers else zones[0]
    return draw_map(
        layers[first],
        title=title,
        description=_describe(units),
        table=units_table(title, units, remarks),
        insets=[Inset(_zone_name(z), layers[z]) for z in zones if z != first],
        note=note_of(remarks),
        tallest=520,
    )


def france_map(
    points: Sequence[tuple[str, MapPoint]] = (),
    *,
    title: str = "",
    description: str = "",
    table: PictureTable | None = None,
    areas: Iterable[Territory] = (),
    linked_level: str = "",
) -> Picture:
    """Draw France with its overseas départements in insets.

    `points` are (zone, point) pairs as `point_of` returns them; `areas` are perimeters to fill;
    `linked_level` makes the régions or the départements lead to their pages.
    """
    kinds = [TerritoryKind.REGION, TerritoryKind.DEPARTEMENT]
    contours = list(contours_where(Q(kind__in=kinds)))
    filled = list(contours_where(Q(pk__in=[unit.pk for unit in areas])))
    layers = {zone: _france_layers(contours, filled, zone, linked_level) for zone in _zones()}
    for zone in layers:
        marks = tuple(point for where, point in points if where == zone)
        layers[zone] += (MapLayer(points=marks, sets_frame=False),)
    title = title or _("Carte de France")
    return draw_map(
        layers[METROPOLE],
        title=title,
        description=description or _("Les régions et départements, l’outre-mer en encarts."),
        table=table or _regions_table(title),
        insets=[
            Inset(_zone_name(zone), layers[zone])
            for zone in OVERSEAS
            if any(layer.areas for layer in layers[zone])
        ],
        note=note_of(remarks_on([], [])),
        tallest=600,
    )


def _zones() -> list[str]:
    return [METROPOLE, *OVERSEAS]


def _zone_name(zone: str) -> str:
    return ZONE_NAMES.get(zone, _("Métropole"))


def _france_layers(
    contours: list[Contour], filled: list[Contour], zone: str, linked_level: str
) -> tuple[MapLayer, ...]:
    def level(kind: str) -> list[Contour]:
        return [c for c in contours if c.zone == zone and c.territory.kind == kind]

    def areas(some: list[Contour], kind: str) -> tuple[Area, ...]:
        return tuple(
            replace(
                area_of(c, simple=True, linked=kind == linked_level),
                label=c.territory.name if kind == linked_level else "",
            )
            for c in some
        )

    departements = areas(level(TerritoryKind.DEPARTEMENT), TerritoryKind.DEPARTEMENT)
    regions = areas(level(TerritoryKind.REGION), TerritoryKind.REGION)
    alliances = tuple(area_of(c, simple=True, linked=False) for c in filled if c.zone == zone)
    return (
        MapLayer(areas=departements),
        MapLayer(areas=alliances, css="is-alliance", sets_frame=False),
        MapLayer(areas=regions, css="map-border", sets_frame=False),
    )


def _communes_and_around(communes: QuerySet[Territory]) -> tuple[list[Contour], list[Contour]]:
    """The communes and those that touch them, in one query; one too many tells of a crowd."""
    drawn = communes.filter(contour__isnull=False).values("pk")[: MOST_DRAWN + 1]
    keys = Adjacency.objects.keys_around(communes)
    found = contours_where(Q(pk__in=drawn) | Q(pk__in=keys))
    told = found.annotate(is_inside=Exists(communes.filter(pk=OuterRef("pk"))))
    rows = list(told)
    return (
        [one for one in rows if one.is_inside],
        [one for one in rows if not one.is_inside],
    )


def _departements_around(communes: QuerySet[Territory]) -> list[Contour]:
    """Around a very large perimeter, the départements that touch it."""
    touching = Territory.objects.filter(pk__in=Adjacency.objects.keys_around(communes)).order_by()
    return list(contours_where(Q(pk__in=touching.values("departement"))))


def _layer(contours: list[Contour], zone: str, css: str, *, sets_frame: bool = True) -> MapLayer:
    return MapLayer(
        areas=tuple(area_of(contour) for contour in contours if contour.zone == zone),
        css=css,
        sets_frame=sets_frame,
    )


def _outline(contours: Sequence[Contour], zone: str) -> MapLayer:
    own = [area_of(one, linked=False) for one in contours if one.zone == zone]
    areas = tuple(replace(area, label="") for area in own)
    return MapLayer(areas=areas, css="map-outline", sets_frame=False)


def _margin(contours: list[Contour], zone: str) -> tuple[Area, ...]:
    """Leave room around, so that the neighbours are seen."""
    boxes = [(c.min_x, c.min_y, c.max_x, c.max_y) for c in contours if c.zone == zone]
    if not boxes:
        return ()
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
    room = max(25.0, 0.25 * max(right - left, bottom - top))
    return (Area(path="", bounds=(left - room, top - room, right + room, bottom + room)),)


def _town_halls(contours: list[Contour], missing: Sequence[Territory]) -> tuple[MapPoint, ...]:
    """Name the communes of a small perimeter; those without contour are shown by a point only."""
    drawn = [contour.territory for contour in contours]
    shown = [*drawn, *missing] if len(drawn) + len(missing) <= MOST_NAMED_HALLS else missing
    placed = (
        point_of(unit, weight=1.0 + (unit.population or 0) / 1e9)
        for unit in shown[:MOST_NAMED_HALLS]
        if unit.kind == TerritoryKind.COMMUNE
    )
    return tuple(item[1] for item in placed if item)


def _describe(units: list[Territory]) -> str:
    names = ", ".join(unit.name for unit in units[:8])
    return _("En couleur : %(names)s ; en pâle, les territoires voisins.") % {"names": names}


def _regions_table(title: str) -> PictureTable:
    regions = list(Territory.objects.filter(kind=TerritoryKind.REGION, is_obsolete=False))
    return units_table(title, regions, remarks_on([], []))


def _each_outline_once(contours: list[Contour]) -> list[Contour]:
    """Draw no borrowed outline over the commune that lends it."""
    own = {contour.territory_id for contour in contours}
    return [one for one in contours if one.borrowed_from_id not in own]
