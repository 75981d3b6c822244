"""Base clusters and groups of the published pipeline, which depend on the order of arrival."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from terreau_engine.opinion.axes import Floats

Places = NDArray[np.intp]
BASES: Final = 100
BASE_ROUNDS: Final = 100
_GROUP_ROUNDS: Final = 20
_STILL: Final = 0.01  # centres that move less than this have settled
_BASES_PER_GROUP: Final = 12
_MOST_GROUPS: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Clustering:
    """Centres (k × 2), the label of each point, and the mean silhouette when there are groups."""

    centres: Floats
    labels: Places
    silhouette: float


def cluster_in_order(points: Floats, weights: Floats, k: int, rounds: int) -> Clustering:
    """Cluster points around k centres, starting from the k first distinct points.

    Each point goes to the nearest centre, the later one of two equally near; centres are weighted
    means; empty ones are dropped; it stops when the sorted centres move less than .01.

    >>> found = cluster_in_order(np.array([[0.0, 0], [9, 0], [1, 0]]), np.ones(3), 2, 20)
    >>> found.labels.tolist(), found.centres.tolist()
    ([0, 1, 0], [[0.5, 0.0], [9.0, 0.0]])
    """
    _, first = np.unique(points, axis=0, return_index=True)
    centres = points[np.sort(first)[:k]]
    labels = np.zeros(len(points), np.intp)
    for _ in range(rounds):
        # The centres are read backwards: of two equally near, the later one is met first.
        gaps = np.square(points[:, :1] - centres[::-1, 0])
        gaps += np.square(points[:, 1:] - centres[::-1, 1])
        labels = len(centres) - 1 - np.argmin(gaps, axis=1)
        alive, labels = np.unique(labels, return_inverse=True)
        mass = np.bincount(labels, weights)
        sums = [np.bincount(labels, weights * points[:, axis]) for axis in (0, 1)]
        moved = np.column_stack(sums) / mass[:, None]
        still = len(alive) == len(centres) and _shift(centres, moved) < _STILL
        centres = moved
        if still:
            break
    return Clustering(centres, labels, 0.0)


def _shift(old: Floats, new: Floats) -> float:
    first, second = (part[np.lexsort(part.T[::-1])] for part in (old, new))
    return float(np.sqrt(((first - second) ** 2).sum(axis=1)).max())


def mean_silhouette(points: Floats, labels: Places) -> float:
    """Return the mean over points of (b − a) ÷ max(a, b); 0 for a point alone in its group.

    `a` is the mean distance to the others of the group, `b` that to the nearest other group.

    >>> round(mean_silhouette(np.array([[0.0, 0], [1, 0], [9, 0]]), np.array([0, 0, 1])), 3)
    0.588
    """
    gaps = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    sizes = np.bincount(labels)
    sums = gaps @ np.eye(len(sizes))[labels]
    own = np.arange(len(points)), labels
    within = sums[own] / np.maximum(sizes[labels] - 1, 1)
    means = sums / sizes
    means[own] = np.inf
    nearest = means.min(axis=1)
    largest = np.maximum(np.maximum(within, nearest), 1e-300)
    values = np.where(sizes[labels] > 1, (nearest - within) / largest, 0.0)
    return float(values.mean())


def group_bases(points: Floats, weights: Floats) -> Clustering | None:
    """Group base clusters with the k of the best silhouette, the last of equals.

    k runs from 2 to min(5, 2 + ⌊bases ÷ 12⌋). None without a base.
    """
    best: Clustering | None = None
    for k in range(2, min(_MOST_GROUPS, 2 + len(points) // _BASES_PER_GROUP) + 1):
        found = cluster_in_order(points, weights, k, _GROUP_ROUNDS) if len(points) else None
        if found is None:
            return None
        several = len(found.centres) > 1
        value = mean_silhouette(points, found.labels) if several else 0.0
        if best is None or value >= best.silhouette:
            best = Clustering(found.centres, found.labels, value)
    return best
