"""Groups on the map, from starts that depend neither on chance nor on who came first."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from terreau_engine.opinion.axes import Floats

Places = NDArray[np.intp]
MOST_GROUPS: Final = 5
_PEOPLE_PER_GROUP: Final = 12
_EXACT: Final = 1000  # up to this many people each is a point; above, a square of the map is
_SQUARES: Final = 32
_ROUNDS: Final = 60
_RINGS: Final = 6


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


def find_groups(points: Floats) -> Clusters:
    """Group people by k-means, k from 2 to 5 by the mean silhouette, the smallest of equals.

    Meaning: the best of some starts laid out around the middle (rings, rings with a centre, the
    farthest points), so the same points always give the same groups. Above 1,000 people the points
    are the means of the squares of a 32 × 32 net, weighted by their people. k is at most
    2 + ⌊people ÷ 12⌋; people who all stand on one spot are one group, of silhouette 0.
    Shapes: P × 2 in, P labels out. Units: those of the map.

    >>> clusters = find_groups(np.array([[-1.0, 0], [-1, 0.1], [1, 0], [1, 0.1]]))
    >>> clusters.labels.tolist(), clusters.centres.round(2).tolist()
    ([0, 0, 1, 1], [[-1.0, 0.05], [1.0, 0.05]])
    """
    base = _base(points)
    spots = len(np.unique(base.points.round(9), axis=0))
    most = min(MOST_GROUPS, 2 + len(points) // _PEOPLE_PER_GROUP, spots)
    if most < 2:
        return Clusters(np.zeros(len(points), np.intp), points[:1].copy(), 0.0)
    gaps = np.sqrt(_squares(base.points, base.points))
    found = [_k_means(base, k) for k in range(2, most + 1)]
    values = [silhouette(gaps, base.weights, labels) for labels, _ in found]
    best = int(np.argmax(np.round(values, 12)))
    labels, centres = found[best]
    order = np.lexsort(centres.T[::-1])
    return Clusters(np.argsort(order)[labels][base.place], centres[order], values[best])


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


def _squares(points: Floats, centres: Floats) -> Floats:
    """Return the squared distances of points to centres; leading dimensions are kept."""
    across = points[..., :, None, 0] - centres[..., None, :, 0]
    along = points[..., :, None, 1] - centres[..., None, :, 1]
    return np.asarray(across * across + along * along)


def _k_means(base: _Base, k: int) -> tuple[Places, Floats]:
    """Run Lloyd's rounds from every start at once, and keep the one with the least spread."""
    centres = _starts(base, k)
    labels = np.zeros((len(centres), len(base.points)), np.intp)
    for turn in range(_ROUNDS):
        nearest = np.argmin(_squares(base.points, centres), axis=2)
        if turn and np.array_equal(nearest, labels):
            break
        labels = nearest
        share = (labels[..., None] == np.arange(k)) * base.weights[:, None]
        mass = share.sum(axis=1)
        means = share.transpose(0, 2, 1) @ base.points / np.maximum(mass, 1)[..., None]
        centres = np.where(mass[..., None] > 0, means, centres)
    spread = _squares(base.points, centres).min(axis=2) @ base.weights
    best = int(np.argmin(spread.round(9)))
    alive, tidy = np.unique(labels[best], return_inverse=True)
    return tidy, centres[best][alive]


def _starts(base: _Base, k: int) -> Floats:
    """Lay out the first centres: turned rings, rings with a middle, and points far apart."""
    middle = base.weights @ base.points / base.weights.sum()
    reach = np.sqrt(base.weights @ (base.points - middle) ** 2 / base.weights.sum())
    starts = []
    for inner in range(min(2, k - 1)):
        around = k - inner
        for turn in range(_RINGS):
            angle = 2 * np.pi * (np.arange(around) + turn / _RINGS) / around
            ring = middle + reach * np.column_stack([np.cos(angle), np.sin(angle)])
            starts.append(np.vstack([ring, *[middle[None]] * inner]))
    far = [int(np.argmax(_squares(base.points, middle[None])[:, 0]))]
    while len(far) < k:
        gaps = _squares(base.points, base.points[far]).min(axis=1)
        far.append(int(np.argmax(gaps * np.sqrt(base.weights))))
    starts.append(base.points[far])
    return np.array(starts)
