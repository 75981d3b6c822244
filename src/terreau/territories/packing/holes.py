"""Find the outline of a commune that the layer forgot: the hole that its neighbours leave."""

from collections import defaultdict
from dataclasses import dataclass

Place = tuple[float, float]

# No town hall is known there: a place inside, read on a map.
PLACES_INSIDE = {"14581": (-0.70, 49.13)}
# Communes restored in 2025: the layer still draws the one they formed together.
STILL_DRAWN_TOGETHER = dict.fromkeys(("15031", "15035", "15047", "15171"), "15141")


@dataclass(frozen=True)
class Hole:
    """A ring of arcs that one commune only owns, and the communes around it."""

    arcs: tuple[int, ...]
    around: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def extent(self) -> float:
        """How wide and tall it is, in degrees."""
        xs, ys = zip(*self.places, strict=True)
        return (max(xs) - min(xs)) + (max(ys) - min(ys))

    def holds(self, place: Place) -> bool:
        """Tell whether a place is inside (ray casting)."""
        x, y = place
        inside = False
        for (ax, ay), (bx, by) in zip(self.places, self.places[1:], strict=False):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                inside = not inside
        return inside


def find_holes(raw: dict) -> list[Hole]:
    """Chain the arcs that a single commune owns: coasts, borders, and forgotten communes."""
    owners = _owners(raw)
    lines = {index: _places(raw, index) for index, owner in owners.items() if len(owner) == 1}
    return [
        Hole(tuple(chain), tuple(sorted({owners[_plain(i)][0] for i in chain})), places)
        for chain, places in _chains(lines)
    ]


def hole_around(holes: list[Hole], place: Place) -> Hole | None:
    """Find the smallest ring around a place: the largest one is the country."""
    found = [hole for hole in holes if hole.holds(place)]
    return min(found, key=lambda hole: hole.extent, default=None)


def _plain(index: int) -> int:
    return index if index >= 0 else ~index


def _owners(raw: dict) -> dict[int, list[str]]:
    owners: dict[int, list[str]] = defaultdict(list)
    for geometry in raw["objects"]["com"]["geometries"]:
        is_multiple = geometry["type"] == "MultiPolygon"
        for polygon in geometry["arcs"] if is_multiple else [geometry["arcs"]]:
            for ring in polygon:
                for index in ring:
                    owners[_plain(index)].append(geometry["id"])
    return owners


def _places(raw: dict, index: int) -> list[Place]:
    (sx, sy), (tx, ty) = raw["transform"]["scale"], raw["transform"]["translate"]
    x = y = 0
    places = []
    for dx, dy in raw["arcs"][index]:
        x, y = x + dx, y + dy
        places.append((x * sx + tx, y * sy + ty))
    return places


def _chains(lines: dict[int, list[Place]]) -> list[tuple[list[int], tuple[Place, ...]]]:
    """Put lines end to end until each ring closes."""
    at: dict[Place, list[int]] = defaultdict(list)
    for index, places in sorted(lines.items()):
        at[places[0]].append(index)
        at[places[-1]].append(index)
    left = dict(sorted(lines.items()))
    chains = []
    while left:
        index, places = next(iter(left.items()))
        del left[index]
        chain, ring = [index], list(places)
        while ring[-1] != ring[0]:
            step = next((one for one in at[ring[-1]] if one in left), None)
            if step is None:
                break
            more = left.pop(step)
            forwards = more[0] == ring[-1]
            chain.append(step if forwards else ~step)
            ring += more[1:] if forwards else more[-2::-1]
        chains.append((chain, tuple(ring)))
    return chains
