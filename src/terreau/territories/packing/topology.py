"""Read a TopoJSON file as projected paths."""

import itertools
import math
from dataclasses import dataclass

from terreau.territories.projection import METROPOLE, OVERSEAS, project, zone_of

Point = tuple[int, int]
Ring = list[Point]


@dataclass(frozen=True)
class Shape:
    """The contour of one territory on the plane of its zone."""

    zone: str
    path: str
    simple_path: str
    box: tuple[int, int, int, int]


class Topology:
    """Arcs shared by neighbours: simplified once, so that no gap opens between two territories."""

    def __init__(self, raw: dict) -> None:
        (self._sx, self._sy), (self._tx, self._ty) = (
            raw["transform"]["scale"],
            raw["transform"]["translate"],
        )
        self._arcs = [self._project_arc(arc) for arc in raw["arcs"]]
        self._full = [points for _zone, points in self._arcs]
        self._simple = [_simplify(points, _tolerance(zone)) for zone, points in self._arcs]

    def shape(self, geometry: dict) -> Shape:
        """Return the contour of a Polygon or MultiPolygon."""
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings_of_arcs = [ring for polygon in polygons for ring in polygon]
        full = [self._ring(ring, self._full) for ring in rings_of_arcs]
        simple = [self._ring(ring, self._simple) for ring in rings_of_arcs]
        first = rings_of_arcs[0][0]
        zone = self._arcs[first if first >= 0 else ~first][0]
        xs = [x for ring in full for x, _y in ring]
        ys = [y for ring in full for _x, y in ring]
        box = (min(xs), min(ys), max(xs), max(ys))
        return Shape(zone, _path(full), _path(_without_islets(simple)), box)

    def _project_arc(self, arc: list[list[int]]) -> tuple[str, Ring]:
        x = y = 0
        places: list[tuple[float, float]] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            places.append((x * self._sx + self._tx, y * self._sy + self._ty))
        zone = zone_of(*places[0]) or METROPOLE
        points = [project(lon, lat, zone) for lon, lat in places]
        return zone, [(round(px), round(py)) for px, py in points]

    @staticmethod
    def _ring(indexes: list[int], arcs: list[Ring]) -> Ring:
        ring: Ring = []
        for index in indexes:
            points = arcs[index] if index >= 0 else arcs[~index][::-1]
            ring.extend(points[1:] if ring else points)
        return ring


def _tolerance(zone: str) -> float:
    if zone == METROPOLE:
        return 11.0
    west, _south, east, _north = OVERSEAS[zone][1]
    return 6.0 if east - west < 2 else 22.0


def _simplify(points: Ring, tolerance: float) -> Ring:
    """Keep the points that depart from the line by more than the tolerance (Douglas-Peucker)."""
    if len(points) < 3:
        return points
    kept = {0, len(points) - 1}
    if points[0] == points[-1]:
        kept.add(max(range(len(points)), key=lambda i: math.dist(points[i], points[0])))
    marks = sorted(kept)
    spans = list(itertools.pairwise(marks))
    while spans:
        first, last = spans.pop()
        far, distance = _farthest(points, first, last)
        if distance > tolerance:
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [points[i] for i in sorted(kept)]


def _farthest(points: Ring, first: int, last: int) -> tuple[int, float]:
    (ax, ay), (bx, by) = points[first], points[last]
    length = math.hypot(bx - ax, by - ay)
    best, best_distance = first, 0.0
    for i in range(first + 1, last):
        px, py = points[i]
        if length:
            distance = abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length
        else:
            distance = math.hypot(px - ax, py - ay)
        if distance > best_distance:
            best, best_distance = i, distance
    return best, best_distance


def _extent(ring: Ring) -> int:
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return (max(xs) - min(xs)) + (max(ys) - min(ys))


def _without_islets(rings: list[Ring]) -> list[Ring]:
    """Drop what would be a dot on a map of France, never the main part."""
    largest = max(rings, key=_extent)
    return [ring for ring in rings if ring is largest or (_extent(ring) > 60 and len(ring) > 3)]


def _path(rings: list[Ring]) -> str:
    return "".join(_subpath(ring) for ring in rings if len(ring) > 2)


def _subpath(ring: Ring) -> str:
    steps = [
        (bx - ax, by - ay)
        for (ax, ay), (bx, by) in itertools.pairwise(ring[:-1])
        if (ax, ay) != (bx, by)
    ]
    numbers = [str(number) for step in steps for number in step]
    text = " ".join(numbers).replace(" -", "-")
    return f"M{ring[0][0]} {ring[0][1]}l{text}z" if numbers else ""
