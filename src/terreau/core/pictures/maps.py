"""Draw territories as areas, with the actors' worlds as shapes, and overseas in insets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import Occupied, ellipsis, text_width
from terreau.core.pictures.svg import drawing, element, group, link
from terreau.core.worlds_look import world_look

Bounds = tuple[float, float, float, float]
Ring = Sequence[tuple[int, int]]
WIDTH = 640
LABEL_SIZE = 13
NARROW_LABEL_SIZE = 25  # the sheet enlarges the words of a map on a phone


@dataclass(frozen=True)
class Area:
    """A surface in projected integer coordinates: a path and the box it fills."""

    path: str
    bounds: Bounds
    label: str = ""
    url: str = ""
    css: str = ""
    opacity: float = 1.0
    has_tip: bool = True  # without it the label names the link only, in a crowded map


@dataclass(frozen=True)
class MapPoint:
    """Somebody or something at a place, in the coordinates of the areas.

    `caption` is what is written beside it when that is not its label; a passive point lets the
    pointer reach the area below.
    """

    x: float
    y: float
    label: str
    world: str = ""
    url: str = ""
    weight: float = 1.0
    caption: str | None = None
    is_passive: bool = False

    @property
    def written(self) -> str:
        """What is written beside the point."""
        return self.label if self.caption is None else self.caption


@dataclass(frozen=True)
class MapLayer:
    """Areas and points drawn together; later layers cover earlier ones.

    `css` is a class of the sheet: `is-neighbour`, `is-inside`, `is-alliance`, or `map-outline`.
    """

    areas: tuple[Area, ...] = ()
    points: tuple[MapPoint, ...] = ()
    css: str = ""
    sets_frame: bool = True


@dataclass(frozen=True)
class Inset:
    """A far territory in its own small box, at its own scale."""

    label: str
    layers: tuple[MapLayer, ...]


@dataclass
class _Frame:
    """A place of the drawing and the scale at which a map stands in it."""

    left: float
    top: float
    scale: float
    bounds: Bounds
    occupied: Occupied = field(default_factory=Occupied)

    def place(self, x: float, y: float) -> tuple[float, float]:
        return (
            self.left + (x - self.bounds[0]) * self.scale,
            self.top + (y - self.bounds[1]) * self.scale,
        )


def path_of_rings(rings: Iterable[Ring]) -> tuple[str, Bounds]:
    """Write rings as one compact relative path, with the box they fill.

    >>> path_of_rings([[(0, 0), (4, 0), (4, 3), (0, 0)]])
    ('M0 0l4 0 0 3-4-3z', (0, 0, 4, 3))
    """
    parts, xs, ys = [], [], []
    for ring in rings:
        (last_x, last_y), *others = ring
        xs += [x for x, _y in ring]
        ys += [y for _x, y in ring]
        steps = []
        for x, y in others:
            steps += [x - last_x, y - last_y]
            last_x, last_y = x, y
        # A minus sign separates numbers as well as a space does.
        tail = "".join(str(step) if step < 0 else f" {step}" for step in steps).lstrip()
        parts.append(f"M{ring[0][0]} {ring[0][1]}l{tail}z")
    return "".join(parts), (min(xs), min(ys), max(xs), max(ys))


def bounds_of(layers: Iterable[MapLayer]) -> Bounds:
    """Find the box that contains the layers which set the frame."""
    boxes: list[Bounds] = []
    for layer in layers:
        if layer.sets_frame:
            boxes += [area.bounds for area in layer.areas]
            boxes += [(point.x, point.y, point.x, point.y) for point in layer.points]
    if not boxes:
        return (0, 0, 1, 1)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _framed(bounds: Bounds, left: float, top: float, width: float, height: float) -> _Frame:
    wide = max(bounds[2] - bounds[0], 1e-9)
    tall = max(bounds[3] - bounds[1], 1e-9)
    scale = min(width / wide, height / tall)
    return _Frame(
        left + (width - wide * scale) / 2, top + (height - tall * scale) / 2, scale, bounds
    )


def _draw_areas(layers: Iterable[MapLayer], frame: _Frame) -> SafeString:
    drawn = []
    for layer in layers:
        for area in layer.areas:
            css = f"{layer.css} {area.css}".strip()
            kind = "" if "map-outline" in css or "map-border" in css else "map-area"
            path = element(
                "path",
                *([element("title", area.label)] if area.label and area.has_tip else []),
                d=area.path,
                class_=f"{kind} {css}".strip(),
                fill_opacity=f"{area.opacity:.3g}" if area.opacity < 1 else None,
            )
            drawn.append(link(area.url, area.label, path))
    scale = f"{frame.scale:.6g}"
    left = frame.left - frame.bounds[0] * frame.scale
    top = frame.top - frame.bounds[1] * frame.scale
    return group(drawn, transform=f"translate({left:.2f} {top:.2f}) scale({scale})")


def _draw_shape(point: MapPoint, x: float, y: float) -> SafeString:
    size = 7 * min(3.0, max(1.0, point.weight**0.5))
    if not point.world:
        return element(
            "circle", element("title", point.label), cx=x, cy=y, r=size, class_="map-dot"
        )
    look = world_look(point.world)
    return element(
        "path",
        element("title", f"{point.label} ({look.word})"),
        d=look.path,
        class_=f"p-world {look.css}",
        pointer_events="none" if point.is_passive else None,
        transform=f"translate({x - size:.1f} {y - size:.1f}) scale({size / 5:.3g})",
    )


def _reach(point: MapPoint, x: float, y: float) -> list[SafeString]:
    """Give a finger enough to touch: 24 px on a phone."""
    return [element("circle", cx=x, cy=y, r=27, class_="map-reach")] if point.url else []


def _draw_label(point: MapPoint, x: float, y: float, frame: _Frame) -> SafeString | None:
    """Write the name where nothing stands; what has no room is in the tooltip and the table."""
    for size, css in ((NARROW_LABEL_SIZE, None), (LABEL_SIZE, "is-minor")):
        words = ellipsis(point.written, 320, size)
        width = text_width(words, size)
        for to_right in (True, False):
            left = x + 12 if to_right else x - 12 - width
            fits = left >= 0 and left + width <= WIDTH
            if fits and frame.occupied.take(left, y - size, left + width, y + size * 0.6):
                return element(
                    "text",
                    words,
                    x=x + 12 if to_right else x - 12,
                    y=y + size * 0.35,
                    text_anchor=None if to_right else "end",
                    class_=" ".join(filter(None, ["p-halo", css])),
                )
    return None


def _draw_points(
    layers: Iterable[MapLayer], frame: _Frame, *, are_named: bool = True
) -> list[SafeString]:
    points = [point for layer in layers for point in layer.points]
    points.sort(key=lambda point: (-point.weight, point.label))
    placed = [(point, *frame.place(point.x, point.y)) for point in points]
    for _point, x, y in placed:
        frame.occupied.take(x - 8, y - 8, x + 8, y + 8)
    drawn = [
        link(p.url, p.label, *_reach(p, x, y), _draw_shape(p, x, y)) for p, x, y in reversed(placed)
    ]
    labels = (_draw_label(p, x, y, frame) for p, x, y in placed if p.written and are_named)
    return drawn + [label for label in labels if label]


def _draw_insets(insets: Sequence[Inset], top: float) -> tuple[list[SafeString], float]:
    """Draw the insets in rows under the map; return them and their height."""
    if not insets:
        return [], 0
    # Three in a row leave room for their names even when a phone enlarges the words.
    per_row, gap, tall, name = 3, 8, 64, 32
    wide = (WIDTH - gap * (per_row + 1)) / per_row
    drawn: list[SafeString] = []
    for number, inset in enumerate(insets):
        row, column = divmod(number, per_row)
        left, above = gap + column * (wide + gap), top + row * (tall + gap + name)
        frame = _framed(bounds_of(inset.layers), left + 6, above + 6, wide - 12, tall - 12)
        words = ellipsis(inset.label, wide, NARROW_LABEL_SIZE)
        drawn += [
            element("rect", x=left, y=above, width=wide, height=tall, rx=8, class_="map-inset"),
            _draw_areas(inset.layers, frame),
            *_draw_points(inset.layers, frame, are_named=False),
            element(
                "text",
                words,
                x=left + wide / 2,
                y=above + tall + name * 0.75,
                text_anchor="middle",
                class_="t-soft",
            ),
        ]
    rows = -(-len(insets) // per_row)
    return drawn, rows * (tall + gap + name)


def draw_map(
    layers: Sequence[MapLayer],
    *,
    title: str,
    description: str,
    table: PictureTable,
    insets: Sequence[Inset] = (),
    note: str = "",
    tallest: float = 620,
) -> Picture:
    """Draw layers in the box they fill, with insets below, and pan and zoom where possible."""
    bounds = bounds_of(layers)
    margin = 16
    room = WIDTH - 2 * margin
    ratio = (bounds[3] - bounds[1]) / max(bounds[2] - bounds[0], 1e-9)
    height = min(max(room * ratio, 200), tallest)
    frame = _framed(bounds, margin, margin, room, height)
    far, far_height = _draw_insets(insets, height + 2 * margin)
    linked = any(
        thing.url
        for layer in (*layers, *(far_layer for inset in insets for far_layer in inset.layers))
        for thing in (*layer.areas, *layer.points)
    )
    svg = drawing(
        [_draw_areas(layers, frame), *far, *_draw_points(layers, frame)],
        width=WIDTH,
        height=height + 2 * margin + far_height,
        title=title,
        description=description,
        css="map",
        is_navigable=linked,
        data_terreau_zoom="",
        data_zoom_in=_("Agrandir la carte"),
        data_zoom_out=_("Réduire la carte"),
        data_zoom_reset=_("Revenir à la carte entière"),
    )
    return Picture(svg, title, description, table, note)
