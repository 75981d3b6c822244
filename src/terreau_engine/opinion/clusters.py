"""Groups on the map, from starts that depend neither on chance nor on who came first."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from terreau_engine.opinion.axes import Floats
from terreau_engine.opinion.tables import Ints

Places = NDArray[np.intp]
MOST_GROUPS: Final = 5
_PEOPLE_PER_GROUP: Final = 12
_EXACT: Final = 600  # up to this many people each is a point; above, a square of the map is
_SQUARES: Final = 24
_ROUNDS: Final = 100
_FIRST_ROUNDS: Final = 8
_BEST: Final = 4
_RINGS: Final = 5
_SPOTS: Final = 16


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Groups of points: label of each, centres (k × 2) from left to right, mean silhouette."""

    labels: Places
    centres: Floats
    silhouette: float


@dataclass(frozen=True, slots=True, eq=False)
class _Base:
    """Points with weights, and the base point of each person."""

    points: Floats
    weights: Floats
    place: Places


def find_groups(points: Floats, *, above: float = -1.0) -> Clusters:
    """Group people by k-means, k from 2 to 5 by the mean silhouette, the smallest of equals.

    Meaning: the best of some starts laid out around the middle (rings, rings with a centre, the
    farthest points), so the same points always give the same groups. Above 600 people the points
    are the means of the squares of a 24 × 24 net, weighted by their people. k is at most
    2 + ⌊people ÷ 12⌋. One group when the silhouette is not `above` what a cloud without groups
    reaches, or when all stand on one spot.
    Shapes: P × 2 in, P labels out. Units: those of the map.

    >>> clusters = find_groups(np.array([[-1.0, 0], [-1, 0.1], [1, 0], [1, 0.1]]))
    >>> clusters.labels.tolist(), clusters.centres.round(2).tolist()
    ([0, 0, 1, 1], [[-1.0, 0.05], [1.0, 0.05]])
    """
    base = _base(points)
    spots = len(np.unique(base.points.round(9) @ np.array([1, 1j])))
    most = min(MOST_GROUPS, 2 + len(points) // _PEOPLE_PER_GROUP, spots)
    if most < 2:
        return _one_group(points, 0.0)
    gaps = _gaps(base.points)
    spread_out = _far_apart(base)
    found: list[tuple[Places, Floats]] = []
    centres = _middle(base)
    for k in range(2, most + 1):
        labels, centres = _k_means(base, _starts(base, k, centres, spread_out))
        found.append((labels, centres))
    values = [silhouette(gaps, base.weights, labels) for labels, _ in found]
    best = int(np.argmax(np.round(values, 12)))
    if values[best] <= above:
        return _one_group(points, values[best])
    labels, centres = found[best]
    order = np.lexsort(centres.T[::-1])
    return Clusters(np.argsort(order)[labels][base.place], centres[order], values[best])


def _one_group(points: Floats, value: float) -> Clusters:
    return Clusters(np.zeros(len(points), np.intp), points.mean(axis=0)[None], value)


def silhouette(gaps: Floats, weights: Floats, labels: Places) -> float:
    """Return the mean over people of (b − a) ÷ max(a, b), 0 for somebody alone in a group.

    `gaps` are the distances between base points, `weights` their people.

    >>> gaps = np.array([[0.0, 1, 9], [1, 0, 8], [9, 8, 0]])
    >>> round(silhouette(gaps, np.ones(3), np.array([0, 0, 1])), 3)
    0.588
    """
    sizes = np.bincount(labels, weights)
    sums = gaps @ (np.eye(len(sizes))[labels] * weights[:, None])
    own = np.arange(len(labels)), labels
    within = sums[own] / np.maximum(sizes[labels] - 1, 1)
    means = sums / sizes
    means[own] = np.inf
    nearest = means.min(axis=1)
    largest = np.maximum(np.maximum(within, nearest), 1e-300)
    values = np.where(sizes[labels] > 1, (nearest - within) / largest, 0.0)
    return float(values @ weights / weights.sum())


def _base(points: Floats) -> _Base:
    if len(points) <= _EXACT:
        return _Base(points, np.ones(len(points)), np.arange(len(points)))
    low, high = np.percentile(points, [0.5, 99.5], axis=0)
    width = np.where(high > low, high - low, 1.0)
    square = np.clip((points - low) / width * _SQUARES, 0, _SQUARES - 1).astype(np.intp)
    _, place = np.unique(square[:, 0] * _SQUARES + square[:, 1], return_inverse=True)
    weights = np.bincount(place).astype(np.float64)
    sums = [np.bincount(place, points[:, axis]) for axis in (0, 1)]
    return _Base(np.column_stack(sums) / weights[:, None], weights, place)


def _squares(points: Floats, others: Floats) -> Floats:
    """Return the squared distances of points to others."""
    across = points[:, None, 0] - others[None, :, 0]
    along = points[:, None, 1] - others[None, :, 1]
    return np.asarray(across * across + along * along)


def _gaps(points: Floats) -> Floats:
    """Return the distances between points, in one place of memory: half of the time is there."""
    across = points[:, None, 0] - points[None, :, 0]
    along = points[:, None, 1] - points[None, :, 1]
    across *= across
    along *= along
    across += along
    return np.asarray(np.sqrt(across, out=across))


def _k_means(base: _Base, starts: Floats) -> tuple[Places, Floats]:
    """Run Lloyd's rounds from every start at once, go on with the best, keep the least spread."""
    centres, _, spread = _rounds(base, starts, _FIRST_ROUNDS)
    best = np.argsort(spread.round(9), kind="stable")[:_BEST]
    centres, labels, spread = _rounds(base, centres[best], _ROUNDS)
    winner = int(np.argmin(spread.round(9)))
    alive, tidy = np.unique(labels[winner], return_inverse=True)
    return tidy, centres[winner][alive]


def _rounds(base: _Base, centres: Floats, rounds: int) -> tuple[Floats, Places, Floats]:
    """Move the centres of several starts (starts × k × 2) until no point changes its group."""
    starts, k = centres.shape[:2]
    points = np.column_stack([-2 * base.points, np.ones(len(base.points))]).T
    weighed = np.column_stack([base.points, np.ones(len(base.points))]) * base.weights[:, None]
    every, columns = np.tile(weighed, (starts, 1)), starts * len(base.points)
    cells, least = _nearest(points, centres)
    # One column a point of a start, and its only number in the row of its centre.
    members = sparse.csc_array(
        (np.ones(columns), cells.ravel(), np.arange(columns + 1, dtype=np.int32)),
        shape=(starts * k, columns),
    )
    for _ in range(rounds):
        members.indices = cells.ravel()
        sums = (members @ every).reshape(starts, k, 3)
        sizes = sums[..., 2:]
        centres = np.where(sizes > 0, sums[..., :2] / np.maximum(sizes, 1e-300), centres)
        before = cells
        cells, least = _nearest(points, centres)
        if np.array_equal(before, cells):
            break
    labels = (cells - _first_cells(starts, k)).astype(np.intp)
    return centres, labels, (least + (base.points**2).sum(axis=1)) @ base.weights


def _first_cells(starts: int, k: int) -> Ints:
    return np.arange(starts, dtype=np.int32)[:, None] * np.int32(k)


def _nearest(points: Floats, centres: Floats) -> tuple[Ints, Floats]:
    """Return the nearest centre of each point in each start, the first of equals.

    `points` holds −2x, −2y and 1 (3 × P). Centres are numbered from the first of the first start to
    the last of the last. The distances squared are given less those of the points to the origin:
    nobody needs them on the way.
    """
    starts, k = centres.shape[:2]
    first, flat = _first_cells(starts, k), centres.transpose(1, 0, 2).reshape(-1, 2)
    gaps = np.column_stack([flat, (flat**2).sum(axis=1)]) @ points
    least, *others = gaps.reshape(k, starts, -1)
    cells = np.repeat(first, points.shape[1], axis=1)
    for group, gap in enumerate(others, start=1):
        np.copyto(cells, first + np.int32(group), where=gap < least)
        np.minimum(least, gap, out=least)
    return cells, least


def _starts(base: _Base, k: int, fewer: Floats, spread_out: Floats) -> Floats:
    """Lay out first centres: turned rings, with a middle or not, and one more than k - 1 had."""
    middle = _middle(base)
    reach = np.sqrt(base.weights @ (base.points - middle) ** 2 / base.weights.sum())
    more: list[Floats] = []
    if len(fewer) == k - 1:
        same = np.repeat(fewer[None], len(spread_out), axis=0)
        more = list(np.concatenate([same, spread_out[:, None]], axis=1))
    rings: list[Floats] = []
    for inner in range(min(2, k - 1)):
        around = k - inner
        for turn in range(_RINGS):
            angle = 2 * np.pi * (np.arange(around) + turn / _RINGS) / around
            ring = middle + reach * np.column_stack([np.cos(angle), np.sin(angle)])
            rings.append(np.vstack([ring, *[middle] * inner]))
    return np.array([*more, *rings])


def _middle(base: _Base) -> Floats:
    return np.asarray(base.weights @ base.points / base.weights.sum())[None]


def _far_apart(base: _Base) -> Floats:
    """Return points of which each is the farthest from the middle and those before it."""
    gaps = _squares(base.points, _middle(base))[:, 0]
    spots = []
    for _ in range(min(_SPOTS, len(base.points))):
        spot = base.points[int(np.argmax(gaps.round(9)))]
        spots.append(spot)
        gaps = np.minimum(gaps, _squares(base.points, spot[None])[:, 0])
    return np.array(spots)
