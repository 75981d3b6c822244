"""The plane of a landscape: one scale for both axes, and shapes drawn around points."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
TONES = ("slate", "honey", "violet", "rose", "brown")
AROUND = 11.0


@dataclass(frozen=True)
class Sheet:
    """One size of drawing."""

    width: int
    size: int
    dot: float
    tallest: float  # of its width


WIDE, NARROW = Sheet(720, 15, 6.5, 0.72), Sheet(300, 13, 5.0, 1.15)


@dataclass(frozen=True)
class Plane:
    """Where points stand on a sheet; up is up."""

    sheet: Sheet
    left: float
    top: float
    scale: float
    height: float
    low: Point

    def place(self, point: Sequence[float]) -> Point:
        x = self.left + (point[0] - self.low[0]) * self.scale
        y = self.height - self.top - (point[1] - self.low[1]) * self.scale
        return x, y


def plane_of(points: Iterable[Sequence[float]], sheet: Sheet, margin: float) -> Plane:
    """Fit points into a sheet, with the same scale along both axes."""
    xs, ys = zip(*[(point[0], point[1]) for point in points], strict=True)
    low = min(xs), min(ys)
    wide, tall = max(max(xs) - low[0], 1e-6), max(max(ys) - low[1], 1e-6)
    room = sheet.width - 2 * margin
    scale = min(room / wide, (sheet.width * sheet.tallest - 2 * margin) / tall)
    height = max(tall * scale + 2 * margin, sheet.width * 0.4)
    left = margin + (room - wide * scale) / 2
    return Plane(sheet, left, (height - tall * scale) / 2, scale, height, low)


def dots_path(points: Iterable[Point], *, step: float) -> str:
    """Write many dots as one path of empty lines; those on the same place are written once."""
    places = {(round(x / step) * step, round(y / step) * step) for x, y in points}
    return "".join(f"M{x:.5g} {y:.5g}h0" for x, y in sorted(places))


def around(points: Sequence[Point], distance: float = AROUND) -> str:
    """Walk around a hull at a distance, its corners rounded."""
    if len(points) < 3:
        return _circle(points, distance)
    middle = _middle(points)
    # The walk must turn the same way whatever the order of the corners.
    ordered = sorted(points, key=lambda p: math.atan2(p[1] - middle[1], p[0] - middle[0]))
    sides = []
    for start, end in zip(ordered, [*ordered[1:], ordered[0]], strict=True):
        length = math.dist(start, end) or 1.0
        away = (end[1] - start[1]) / length * distance, (start[0] - end[0]) / length * distance
        sides.append([(x + away[0], y + away[1]) for x, y in (start, end)])
    radius = f"{distance:.3g}"
    path = f"M{_said(sides[0][0])}L{_said(sides[0][1])}"
    for first, second in sides[1:]:
        path += f"A{radius} {radius} 0 0 1 {_said(first)}L{_said(second)}"
    return f"{path}A{radius} {radius} 0 0 1 {_said(sides[0][0])}Z"


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _y in points) / len(points), sum(y for _x, y in points) / len(points)


def _circle(points: Sequence[Point], distance: float) -> str:
    (x, y), reach = _middle(points), distance
    if len(points) == 2:
        reach += math.dist(*points) / 2
    arc = f"a{reach:.4g} {reach:.4g} 0 1 1"
    return f"M{x - reach:.1f} {y:.1f}{arc} {2 * reach:.1f} 0{arc} {-2 * reach:.1f} 0Z"


def _said(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
