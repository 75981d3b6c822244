"""The plane on which challenges stand, with room aside for what is not known."""

import math
from dataclasses import dataclass, replace

from terreau.diagnoses.pictures.packing import Box, Point

_EDGE = 3.0  # between the drawing and what stands at its edge
_ROOMY = 12  # challenges that a sheet holds at ease
_CELL = 2.6  # what the smallest disc takes, its mark included, in radii of the sheet


@dataclass(frozen=True)
class Sheet:
    """One size of drawing."""

    width: int
    height: float
    size: int
    radius: int


@dataclass(frozen=True)
class Unknown:
    """How many challenges are known on one side only, or on neither."""

    unmeasured: int = 0
    unfelt: int = 0
    both: int = 0


@dataclass(frozen=True)
class Plane:
    """Where the scores from 0 to 10 stand; up is up. The two lanes hold the unknown."""

    sheet: Sheet
    left: float
    right: float
    top: float
    bottom: float
    has_unmeasured: bool
    unfelt: float | None  # the top of the lane of what is not felt

    def x(self, score: float) -> float:
        """Place a measured score."""
        return self.left + score / 10 * (self.right - self.left)

    def y(self, score: float) -> float:
        """Place a felt score."""
        return self.bottom - score / 10 * (self.bottom - self.top)

    def room(self, measured: float | None, felt: float | None) -> Box:
        """Give the part of the drawing where a challenge may stand without lying."""
        across = (1.0, self.left - 2) if measured is None else (self.left, self.right)
        up = self.top, self.bottom
        if felt is None and self.unfelt is not None:
            up = self.unfelt + self.sheet.size * 1.3, self.sheet.height - 1
        return across[0], up[0], across[1], up[1]

    def place(self, measured: float | None, felt: float | None) -> Point:
        """Place a challenge; an unknown score stands in its lane, not at 0."""
        left, top, right, bottom = self.room(measured, felt)
        x = (left + right) / 2 if measured is None else self.x(measured)
        y = min((top + bottom) / 2, top + self.sheet.radius * 2.2) if felt is None else self.y(felt)
        return x, y

    def mark(self, measured: float | None, felt: float | None) -> Point | None:
        """Give where the true place is told beside: at the edge of the lane if half is unknown."""
        if measured is None and felt is None:
            return None
        x = _EDGE if measured is None else self.x(measured)
        y = self.sheet.height - _EDGE if felt is None else self.y(felt)
        return x, y


def plane_for(sheet: Sheet, count: int, unknown: Unknown) -> Plane:
    """Fit the plane into a sheet, opening the lanes that are needed, higher for a crowd."""
    lane, cell = sheet.radius * 4.4, sheet.radius * _CELL
    left = max(lane, sheet.size * 6.2) if unknown.unmeasured or unknown.both else _EDGE
    right, top, under = sheet.width - _EDGE, sheet.size + 14.0, sheet.size + 10.0
    columns = max(int(left / cell), 1)
    tall = sheet.height - under - top + 8 * max(count - _ROOMY, 0)
    tall = max(tall, math.ceil(unknown.unmeasured / columns) * cell)
    bottom, height, unfelt = top + tall, top + tall + under, None
    if unknown.unfelt or unknown.both:
        rows = max(
            math.ceil(unknown.both / columns),
            math.ceil(unknown.unfelt / int((right - left) / cell)),
        )
        unfelt = height
        height += sheet.size * 1.3 + max(lane, rows * cell) + 2
    return Plane(
        replace(sheet, height=height),
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        has_unmeasured=left > _EDGE,
        unfelt=unfelt,
    )
