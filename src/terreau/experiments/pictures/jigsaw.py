"""The edges of a jigsaw: two neighbours share one line, so that they fit exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
# A knob 1 high, in (along the edge, away from it): neck, side, top, side, neck.
NECK = 0.42
KNOB: tuple[Point, ...] = (
    (-0.86, 0.4),
    (-0.62, 1.0),
    (0.0, 1.0),
    (0.62, 1.0),
    (0.86, 0.4),
    (NECK, 0.0),
)


@dataclass(frozen=True)
class Edge:
    """A line from one corner to the next: plain, or with a knob that `curves` draw."""

    start: Point
    end: Point
    curves: tuple[Point, ...] = ()  # neck, then six points of two cubic curves

    def backwards(self) -> "Edge":
        """The same line walked from its other end, as the neighbour draws it."""
        return Edge(self.end, self.start, tuple(reversed(self.curves)))

    def path(self) -> str:
        """Write it after a pen already at its start."""
        if not self.curves:
            return f"L{_at(self.end)}"
        neck, *points = self.curves
        first, second = points[:3], points[3:]
        curves = "".join("C" + " ".join(_at(one) for one in some) for some in (first, second))
        return f"L{_at(neck)}{curves}L{_at(self.end)}"


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def plain_edge(start: Point, end: Point) -> Edge:
    """The border of the puzzle."""
    return Edge(start, end)


def knob_edge(start: Point, end: Point, *, knob: float, side: int) -> Edge:
    """An edge with a knob in its middle; `side` 1 is to the right of who walks it."""
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    away = (-along[1] * side, along[0] * side)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)

    def place(point: Point) -> Point:
        right, out = point[0] * knob, point[1] * knob
        return (
            middle[0] + along[0] * right + away[0] * out,
            middle[1] + along[1] * right + away[1] * out,
        )

    return Edge(start, end, tuple(place(point) for point in ((-NECK, 0.0), *KNOB)))


def outline(edges: Sequence[Edge]) -> str:
    """Write the closed contour of a piece from its edges, in the order of the clock."""
    return f"M{_at(edges[0].start)}" + "".join(edge.path() for edge in edges) + "Z"


@dataclass(frozen=True)
class Cell:
    """One place of the puzzle: its contour, and the box in which words never meet a knob."""

    path: str
    left: float
    top: float
    right: float
    bottom: float
    words: tuple[float, float, float, float]  # left, top, right, bottom


class Board:
    """A puzzle of so many pieces, row after row; the last row may be short."""

    def __init__(
        self, count: int, *, columns: int, width: float, height: float, knob: float, gap: float
    ) -> None:
        self.count, self.columns, self.knob, self.gap = count, columns, knob, gap
        self.width, self.height = width, height
        self.rows = -(-count // columns)

    def cells(self) -> list[Cell]:
        """The places, in the order of the pieces."""
        return [self._cell(*divmod(place, self.columns)) for place in range(self.count)]

    def _has(self, row: int, column: int) -> bool:
        inside = row >= 0 and 0 <= column < self.columns
        return inside and row * self.columns + column < self.count

    def _corner(self, row: int, column: int) -> Point:
        return (self.gap + column * self.width, self.gap + row * self.height)

    def _below(self, row: int, column: int) -> Edge:
        """The edge under a piece, from left to right."""
        start, end = self._corner(row + 1, column), self._corner(row + 1, column + 1)
        if not self._has(row, column) or not self._has(row + 1, column):
            return plain_edge(start, end)
        return knob_edge(start, end, knob=self.knob, side=1 if (row + column) % 2 else -1)

    def _beside(self, row: int, column: int) -> Edge:
        """The edge to the right of a piece, from top to bottom."""
        start, end = self._corner(row, column + 1), self._corner(row + 1, column + 1)
        if not self._has(row, column) or not self._has(row, column + 1):
            return plain_edge(start, end)
        return knob_edge(start, end, knob=self.knob, side=-1 if (row + column) % 2 else 1)

    def _cell(self, row: int, column: int) -> Cell:
        top, below = self._below(row - 1, column), self._below(row, column).backwards()
        beside, left = self._beside(row, column), self._beside(row, column - 1).backwards()
        corner, opposite = self._corner(row, column), self._corner(row + 1, column + 1)
        enters = self.knob * 1.0 + 3
        # A knob of the neighbour comes in where its points pass the line.
        inside = (
            corner[0] + (enters if _passes(left, 0, corner[0], 1) else 0),
            corner[1] + (enters if _passes(top, 1, corner[1], 1) else 0),
            opposite[0] - (enters if _passes(beside, 0, opposite[0], -1) else 0),
            opposite[1] - (enters if _passes(below, 1, opposite[1], -1) else 0),
        )
        path = outline([top, beside, below, left])
        return Cell(path, *corner, *opposite, inside)


def _passes(edge: Edge, axis: int, line: float, towards: int) -> bool:
    return any((point[axis] - line) * towards > 1 for point in edge.curves)
