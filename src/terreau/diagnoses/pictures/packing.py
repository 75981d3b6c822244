"""Set discs as near as possible to their true places, clear of one another and of the words."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom

_GAP = 1.5
_DOT = 3.0  # the mark of a true place, with its edge
_TURNS = 24
# How large the discs are; whether none may hide the true place of another; nor leave its home.
_ATTEMPTS = (
    (1.0, True, True),
    (0.85, True, True),
    (0.7, True, True),
    (0.7, False, True),
    (0.7, False, False),
    (0.5, False, False),
)


@dataclass(frozen=True)
class Disc:
    """A disc to set: where it should stand, the box that holds it, the one that tells it true.

    The mark is what is left at the true place when the disc cannot stand there; None where the
    place says nothing.
    """

    wanted: Point
    radius: float
    room: Box
    home: Box
    mark: Point | None


@dataclass(frozen=True)
class Placed:
    """Where a disc stands, and how large it is there."""

    x: float
    y: float
    radius: float


def pack(discs: Sequence[Disc], words: Sequence[Box], least: float) -> list[Placed]:
    """Set every disc, always the same way; all are made smaller together when room is short."""
    for scale, spares_marks, stays_home in _ATTEMPTS:
        radii = [max(one.radius * scale, least) for one in discs]
        marks = [one.mark for one in discs if one.mark] if spares_marks else []
        placed: list[Placed] = []
        for disc, radius in zip(discs, radii, strict=True):
            found = _place(disc, radius, placed, words, marks)
            if found is None or (stays_home and _is_away((found.x, found.y), disc)):
                break
            placed.append(found)
        else:
            return placed
    return [
        Placed(*_inside(disc.wanted, radius, disc.room), radius)
        for disc, radius in zip(discs, radii, strict=True)
    ]


def _place(
    disc: Disc, radius: float, placed: list[Placed], words: Sequence[Box], marks: list[Point]
) -> Placed | None:
    """Give the free place nearest to the true one, on the side that says the same if any."""
    others = [mark for mark in marks if mark != disc.mark]
    alone = len(others) >= len(marks) - 1
    at = _inside(disc.wanted, radius, disc.room)
    if math.dist(at, disc.wanted) <= _DOT and alone and _is_free(at, radius, placed, words, others):
        return Placed(*at, radius)
    for candidates in (_beside(disc, radius, placed, words, marks), _over(disc.room, radius)):
        inside = {_inside(point, radius, disc.room) for point in candidates}
        for point in sorted(inside, key=lambda point: _cost(point, disc)):
            if _is_free(point, radius, placed, words, marks):
                return Placed(*point, radius)
    return None


def _cost(point: Point, disc: Disc) -> tuple[bool, float, Point]:
    return _is_away(point, disc), math.dist(point, disc.wanted), point


def _is_away(point: Point, disc: Disc) -> bool:
    left, top, right, bottom = disc.home
    return not (left <= point[0] <= right and top <= point[1] <= bottom)


def _is_free(
    at: Point, radius: float, placed: Iterable[Placed], words: Iterable[Box], marks: Iterable[Point]
) -> bool:
    return (
        all(math.dist(at, (one.x, one.y)) >= radius + one.radius + _GAP - 0.01 for one in placed)
        and all(math.dist(at, _inside(at, 0, box)) >= radius + _GAP - 0.01 for box in words)
        and all(math.dist(at, mark) >= radius + _DOT - 0.01 for mark in marks)
    )


def _beside(
    disc: Disc,
    radius: float,
    placed: Iterable[Placed],
    words: Iterable[Box],
    marks: Iterable[Point],
) -> Iterator[Point]:
    """Give the places that touch what is already there."""
    yield disc.wanted
    for one in placed:
        yield from _around((one.x, one.y), radius + one.radius + _GAP)
    for mark in marks:
        yield from _around(mark, radius + _DOT)
    away = radius + _GAP
    for left, top, right, bottom in words:
        for x in (disc.wanted[0], left - away, right + away):
            for y in (disc.wanted[1], top - away, bottom + away):
                yield x, y


def _around(centre: Point, distance: float) -> Iterator[Point]:
    for turn in range(_TURNS):
        angle = 2 * math.pi * turn / _TURNS
        yield centre[0] + distance * math.cos(angle), centre[1] + distance * math.sin(angle)


def _over(room: Box, radius: float) -> Iterator[Point]:
    """Give places all over a box, close enough for a disc to find a hole."""
    step = radius / 2
    for row in range(int((room[3] - room[1]) / step) + 1):
        for column in range(int((room[2] - room[0]) / step) + 1):
            yield room[0] + column * step, room[1] + row * step


def _inside(point: Point, radius: float, box: Box) -> Point:
    """Bring a disc into a box, by the shortest way."""
    return (
        round(min(max(point[0], box[0] + radius), box[2] - radius), 3),
        round(min(max(point[1], box[1] + radius), box[3] - radius), 3),
    )
