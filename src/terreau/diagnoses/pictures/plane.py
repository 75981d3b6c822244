"""The plane on which challenges stand, with room aside for what is not known."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
_ROUNDS = 60


@dataclass(frozen=True)
class Sheet:
    """One size of drawing."""

    width: int
    height: int
    size: int
    radius: int


@dataclass(frozen=True)
class Plane:
    """Where the scores from 0 to 10 stand; up is up. The two lanes hold the unknown."""

    sheet: Sheet
    left: float
    right: float
    top: float
    bottom: float
    unmeasured: float | None
    unfelt: float | None

    def x(self, score: float) -> float:
        """Place a measured score."""
        return self.left + score / 10 * (self.right - self.left)

    def y(self, score: float) -> float:
        """Place a felt score."""
        return self.bottom - score / 10 * (self.bottom - self.top)

    def place(self, measured: float | None, felt: float | None) -> Point:
        """Place a challenge; an unknown score stands in its lane, not at 0."""
        x = self.unmeasured if measured is None else self.x(measured)
        y = self.unfelt if felt is None else self.y(felt)
        return (self.left if x is None else x), (self.bottom if y is None else y)


def plane_for(sheet: Sheet, *, has_unmeasured: bool, has_unfelt: bool) -> Plane:
    """Fit the plane into a sheet, opening the lanes that are needed."""
    lane = sheet.radius * 4.4
    left = max(lane, sheet.size * 6.2) if has_unmeasured else 3.0
    under = sheet.size + 10.0
    bottom = sheet.height - under - (lane if has_unfelt else 0)
    return Plane(
        sheet,
        left=left,
        right=sheet.width - 3.0,
        top=sheet.size + 14.0,
        bottom=bottom,
        unmeasured=left / 2 if has_unmeasured else None,
        unfelt=bottom + under + lane / 2 - 6 if has_unfelt else None,
    )


def spread_out(wanted: Sequence[Point], radii: Sequence[float], plane: Plane) -> list[Point]:
    """Push apart what covers one another, as little as needed, always the same way."""
    places = [list(point) for point in wanted]
    for _round in range(_ROUNDS):
        moved = False
        for first in range(len(places)):
            for second in range(first + 1, len(places)):
                moved |= _part(places[first], places[second], radii[first] + radii[second] + 2)
        for place, radius in zip(places, radii, strict=True):
            _keep_inside(place, radius, plane)
        if not moved:
            break
    return [(x, y) for x, y in places]


def _part(one: list[float], other: list[float], apart: float) -> bool:
    away = other[0] - one[0], other[1] - one[1]
    distance = math.hypot(*away)
    if distance >= apart:
        return False
    step = (apart - distance) / 2 + 0.01
    way = (away[0] / distance, away[1] / distance) if distance > 1e-6 else (0.8, 0.6)
    for axis in (0, 1):
        one[axis] -= way[axis] * step
        other[axis] += way[axis] * step
    return True


def _keep_inside(place: list[float], radius: float, plane: Plane) -> None:
    low = 0.0 if plane.unmeasured is not None else plane.left
    floor = plane.bottom if plane.unfelt is None else plane.sheet.height
    place[0] = min(max(place[0], low + radius), plane.right - radius)
    place[1] = min(max(place[1], plane.top + radius), floor - radius)
