"""Draw « la toile »: organisations as the shape of their world, links by what makes them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.svg import drawing, element, link
from terreau.core.worlds_look import world_look
from terreau.fabric.enums import TieKind
from terreau.fabric.pictures.names import Names

# Style first, so that nothing depends on colour: full, dashed, dotted, dash and dot.
STROKES: Mapping[str, tuple[str, str | None]] = {
    TieKind.PARTNERSHIP.value: ("p-tone-leaf", None),
    TieKind.CONTRIBUTION.value: ("p-tone-slate", "7 4"),
    TieKind.MEETING.value: ("p-tone-brown", "2 4"),
    TieKind.IMPORTED.value: ("p-tone-soft", "9 3 2 3"),
}


@dataclass(frozen=True)
class Spot:
    """One thing that is drawn: an organisation, or a group of them."""

    label: str
    told: str
    x: float
    y: float
    strength: float
    world: str = ""
    url: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Thread:
    """One line between two spots."""

    first: int
    second: int
    weight: float
    kind: str
    is_lost: bool = False


@dataclass(frozen=True)
class Scene:
    """What is drawn, with its words."""

    spots: Sequence[Spot]
    threads: Sequence[Thread]
    title: str
    description: str
    table: PictureTable
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """One size of drawing."""

    width: int
    most_height: int
    size: float
    smallest: float
    largest: float
    labels: int
    label_width: float
    links: int
    # How much taller than wide a step may be drawn: distances say nothing.
    stretch: float


WIDE = Sheet(800, 600, 14.0, 5.5, 18.0, 28, 180.0, 150, 1.25)
NARROW = Sheet(330, 440, 13.0, 4.0, 11.0, 9, 118.0, 40, 2.2)
CROWD = 250


def draw_web(scene: Scene) -> Picture:
    """Draw both sizes; the strongest are named, all are in the table."""
    wide, narrow = (_draw(scene, sheet) for sheet in (WIDE, NARROW))
    return Picture(wide, scene.title, scene.description, scene.table, scene.note, narrow)


def _draw(scene: Scene, sheet: Sheet) -> SafeString:
    radii = _radii(scene, sheet)
    points, height = _points(scene, sheet)
    order = sorted(range(len(points)), key=lambda place: -scene.spots[place].strength)
    labels = _labels(scene, sheet, points, radii, order, height)
    linked = set(order[: sheet.links])
    parts = [*_threads(scene, points)]
    for place, spot in enumerate(scene.spots):
        shape = _shape(spot, points[place], radii[place])
        parts.append(link(spot.url if place in linked else "", f"{spot.label}, {spot.told}", shape))
    return drawing(
        [*parts, *labels],
        width=sheet.width,
        height=height,
        title=scene.title,
        description=scene.description,
        css="web",
        is_navigable=True,
        data_terreau_zoom="",
        data_zoom_in=_("Agrandir la toile"),
        data_zoom_out=_("Réduire la toile"),
        data_zoom_reset=_("Revenir à la toile entière"),
    )


def _radii(scene: Scene, sheet: Sheet) -> list[float]:
    most = max((spot.strength for spot in scene.spots), default=1.0) or 1.0
    crowded = min(1.0, math.sqrt(CROWD / max(len(scene.spots), 1)))
    low, high = sheet.smallest * max(crowded, 0.35), sheet.largest * max(crowded, 0.4)
    return [low + (high - low) * math.sqrt(spot.strength / most) for spot in scene.spots]


def _points(scene: Scene, sheet: Sheet) -> tuple[list[tuple[float, float]], float]:
    """Fit the places into the sheet; a phone is taller than wide."""
    xs, ys = [spot.x for spot in scene.spots], [spot.y for spot in scene.spots]
    low, wide = (min(xs), min(ys)), max(max(xs) - min(xs), 1e-6)
    tall = max(max(ys) - min(ys), 1e-6)
    margin = sheet.largest + sheet.size * 1.6
    room = sheet.width - 2 * margin
    scale = min(room / wide, (sheet.most_height - 2 * margin) / tall)
    if len(scene.spots) < 4:
        scale = min(scale, room / 3)
    upright = min(scale * sheet.stretch, (sheet.most_height - 2 * margin) / tall)
    height = max(tall * upright + 2 * margin, sheet.width * 0.35)
    left, top = (sheet.width - wide * scale) / 2, (height - tall * upright) / 2
    return [
        (left + (x - low[0]) * scale, top + (y - low[1]) * upright)
        for x, y in zip(xs, ys, strict=True)
    ], height


def _threads(scene: Scene, points: Sequence[tuple[float, float]]) -> list[SafeString]:
    """Draw the lines of one kind and one width as one path: thousands of them stay light."""
    found: dict[tuple[str, float, bool], list[str]] = {}
    most = max((one.weight for one in scene.threads), default=1.0)
    many = len(scene.threads) > CROWD * 4
    for one in scene.threads:
        width = 0.6 if many else round(0.8 + 3.0 * math.sqrt(one.weight / most), 1)
        (x1, y1), (x2, y2) = points[one.first], points[one.second]
        path = f"M{x1:.5g} {y1:.5g}L{x2:.5g} {y2:.5g}"
        found.setdefault((one.kind, width, one.is_lost), []).append(path)
    weakest_first = list(reversed(STROKES))
    ordered = sorted(found.items(), key=lambda item: (weakest_first.index(item[0][0]), item[0][1]))
    return [
        element(
            "path",
            d="".join(paths),
            class_=f"p-line {'p-tone-clay' if is_lost else STROKES[kind][0]}",
            stroke_width=max(width, 2.2) if is_lost else width,
            stroke_dasharray="2 7" if is_lost else STROKES[kind][1],
            stroke_opacity="0.35" if many else "0.7",
        )
        for (kind, width, is_lost), paths in ordered
    ]


def _shape(spot: Spot, point: tuple[float, float], radius: float) -> SafeString:
    x, y = point
    scale = radius / 5
    place = f"translate({x - radius:.1f} {y - radius:.1f}) scale({scale:.2f})"
    told = element("title", f"{spot.label}, {spot.told}")
    if spot.world:
        look = world_look(spot.world)
        body = element("path", d=look.path, class_=f"p-world {look.css}", transform=place)
    else:
        body = element("circle", cx=x, cy=y, r=radius, class_="p-dot")
    ring = ()
    if spot.is_chosen:
        ring = (element("circle", cx=x, cy=y, r=radius + 5, class_="p-line p-tone-clay"),)
    return element("g", told, body, *ring)


def _labels(
    scene: Scene,
    sheet: Sheet,
    points: Sequence[tuple[float, float]],
    radii: Sequence[float],
    order: Sequence[int],
    height: float,
) -> list[SafeString]:
    """Name the strongest, those that were chosen first; the others are in the table."""
    names = Names(points, radii, sheet.width, height, sheet.size, sheet.label_width)
    parts: list[SafeString] = []
    chosen_first = sorted(order, key=lambda place: not scene.spots[place].is_chosen)
    for place in chosen_first[: sheet.labels * 3]:
        if len(parts) == sheet.labels:
            break
        spot = scene.spots[place]
        css = "p-halo t-strong" if spot.is_chosen else "p-halo"
        if written := names.write(spot.label, place, css):
            parts.append(written)
    return parts
