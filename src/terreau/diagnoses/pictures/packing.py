"""Set discs as near as possible to their true places, clear of one another and of the words."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Points = NDArray[np.float64]

_GAP = 1.5
_DOT = 3.0  # the mark of a true place, with its edge
_ROUNDED = 0.01  # what places are rounded by, at most
_TURNS = np.arange(24) / 24 * 2 * np.pi
_CIRCLE = np.column_stack([np.cos(_TURNS), np.sin(_TURNS)])
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


@lru_cache(maxsize=64)
def pack(discs: tuple[Disc, ...], words: tuple[Box, ...], least: float) -> tuple[Placed, ...]:
    """Set every disc, always the same way; all are made smaller together when room is short."""
    for scale, spares_marks, stays_home in _ATTEMPTS:
        radii = [max(one.radius * scale, least) for one in discs]
        marks = [one.mark for one in discs if one.mark] if spares_marks else []
        placed: list[Placed] = []
        for disc, radius in zip(discs, radii, strict=True):
            found = _place(disc, radius, _Obstacles(placed, words, marks))
            if found is None or (stays_home and _is_away(found, disc)):
                break
            placed.append(Placed(*found, radius))
        else:
            return tuple(placed)
    return tuple(
        Placed(*_inside(disc.wanted, radius, disc.room), radius)
        for disc, radius in zip(discs, radii, strict=True)
    )


@dataclass(frozen=True)
class _Obstacles:
    """What a disc may not cover."""

    placed: Sequence[Placed]
    words: Sequence[Box]
    marks: Sequence[Point]

    def spare(self, points: Points, radius: float) -> NDArray[np.bool_]:
        """Tell at which of these places a disc covers none of them."""
        x, y = points[:, 0, None], points[:, 1, None]
        free = np.ones(len(points), dtype=bool)
        if self.placed:
            ox, oy, other = np.array([(one.x, one.y, one.radius) for one in self.placed]).T
            far = radius + other + _GAP - _ROUNDED
            free &= (np.hypot(x - ox, y - oy) >= far).all(axis=1)
        if self.words:
            left, top, right, bottom = np.array(self.words).T
            away = np.hypot(x - np.clip(x, left, right), y - np.clip(y, top, bottom))
            free &= (away >= radius + _GAP - _ROUNDED).all(axis=1)
        if self.marks:
            mx, my = np.array(self.marks).T
            free &= (np.hypot(x - mx, y - my) >= radius + _DOT - _ROUNDED).all(axis=1)
        return free


def _place(disc: Disc, radius: float, around: _Obstacles) -> Point | None:
    """Give the free place nearest to the true one, on the side that says the same if any."""
    others = [mark for mark in around.marks if mark != disc.mark]
    alone = len(others) >= len(around.marks) - 1
    at = _inside(disc.wanted, radius, disc.room)
    if math.dist(at, disc.wanted) <= _DOT and alone:
        without = _Obstacles(around.placed, around.words, others)
        if without.spare(np.array([at]), radius)[0]:
            return at
    for candidates in (_beside(disc, radius, around), _over(disc.room, radius)):
        points = _all_inside(np.concatenate(list(candidates)), radius, disc.room)
        points = points[around.spare(points, radius)]
        if len(points):
            return _nearest(points, disc)
    return None


def _nearest(points: Points, disc: Disc) -> Point:
    """Choose the nearest of these places, those that stay home first."""
    left, top, right, bottom = disc.home
    x, y = points.T
    away = (x < left) | (x > right) | (y < top) | (y > bottom)
    distance = np.hypot(x - disc.wanted[0], y - disc.wanted[1])
    best = np.lexsort((y, x, distance, away))[0]
    return float(x[best]), float(y[best])


def _is_away(point: Point, disc: Disc) -> bool:
    left, top, right, bottom = disc.home
    return not (left <= point[0] <= right and top <= point[1] <= bottom)


def _beside(disc: Disc, radius: float, around: _Obstacles) -> Iterator[Points]:
    """Give the places that touch what is already there."""
    yield np.array([disc.wanted])
    for one in around.placed:
        yield np.array([one.x, one.y]) + (radius + one.radius + _GAP) * _CIRCLE
    for mark in around.marks:
        yield np.array(mark) + (radius + _DOT) * _CIRCLE
    away = radius + _GAP
    for left, top, right, bottom in around.words:
        across = (disc.wanted[0], left - away, right + away)
        up = (disc.wanted[1], top - away, bottom + away)
        yield np.array([(x, y) for x in across for y in up])


def _over(room: Box, radius: float) -> Iterator[Points]:
    """Give places all over a box, close enough for a disc to find a hole."""
    step = radius / 2
    across = room[0] + step * np.arange(int((room[2] - room[0]) / step) + 1)
    up = room[1] + step * np.arange(int((room[3] - room[1]) / step) + 1)
    yield np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)


def _all_inside(points: Points, radius: float, box: Box) -> Points:
    """Bring a disc into a box from each of these places, by the shortest way."""
    low, high = np.array(box[:2]) + radius, np.array(box[2:]) - radius
    return np.asarray(np.round(np.minimum(np.maximum(points, low), high), 3), dtype=float)


def _inside(point: Point, radius: float, box: Box) -> Point:
    return (
        round(min(max(point[0], box[0] + radius), box[2] - radius), 3),
        round(min(max(point[1], box[1] + radius), box[3] - radius), 3),
    )
