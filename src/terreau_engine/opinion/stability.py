"""Would the same people stand together had a tenth of the votes not been given?"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from terreau_engine.opinion.axes import Floats, axes_of_deviations
from terreau_engine.opinion.clusters import MOST_GROUPS, Places, find_groups
from terreau_engine.opinion.grid import Grid, project
from terreau_engine.opinion.samples import prints

REPLICATES: Final = 20
_TENTHS: Final = 10
_MOST_PEOPLE: Final = 2000
_PRECISION: Final = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """What twenty replicates say of a grouping.

    `likeness` is the mean adjusted Rand index with the groups of the replicates, `counts` how many
    replicates found k groups (by k), `confidence` one share a person, `people` how many people were
    followed.
    """

    likeness: float
    counts: dict[int, int]
    confidence: Floats
    people: int


def measure_stability(
    grid: Grid, labels: Places, axes: Floats, *, above: float, seed: int
) -> Stability:
    """Group again twenty times without a tenth of the votes, and compare.

    Meaning: groups that a few missing votes undo are not worth drawing. Formula: a print of the
    participant's name, the statement's and the seed puts each vote in one tenth of two different
    cuts; replicate r lacks one tenth; means, plane, positions, number of groups and groups are
    made again (one group unless the silhouette is `above` that of a featureless cloud). Confidence
    of somebody = mean over replicates of the share of their group still with them. Above 2,000
    people, those whose names have the smallest prints are followed, and lend their group's mean
    confidence to the others. Shapes: `grid` and `labels` of the P people who are placed. Units:
    likeness at most 1, confidence 0-1. Source: Hubert and Arabie (1985) for the index.

    >>> from terreau_engine.opinion import Votes
    >>> from terreau_engine.opinion.grid import take_statements
    >>> names = [str(n) for n in range(20)]
    >>> said = ([1] * 10 + [-1] * 10) * 8
    >>> votes = Votes.from_records(names * 8, [s for s in "abcdefgh" for _ in names], said)
    >>> grid = take_statements(votes)
    >>> labels = np.array([int(n) >= 10 for n in grid.participants], np.intp)
    >>> measure_stability(grid, labels, np.eye(2, 8), above=0.4, seed=0).likeness
    1.0
    """
    followed = _followed(grid)
    part = grid if len(followed) == len(grid.participants) else grid.people(followed)
    mine, sizes = labels[followed], np.bincount(labels[followed])
    cuts = [_Cut.of(part, tenths) for tenths in _cuts(part, seed)]
    together = np.zeros(len(followed))
    likeness, counts = [], dict.fromkeys(range(1, MOST_GROUPS + 1), 0)
    for replicate in range(REPLICATES):
        cut, tenth = cuts[replicate // _TENTHS], replicate % _TENTHS
        found = find_groups(_positions(part, cut, tenth, axes.sum(axis=0)), above=above)
        table = _crossing(mine, found.labels)
        likeness.append(rand_index(table))
        counts[len(found.centres)] += 1
        together += (table[mine, found.labels] - 1) / np.maximum(sizes[mine] - 1, 1)
    confidence = np.where(sizes[mine] > 1, together / REPLICATES, 1.0)
    every = _lend(confidence, followed, labels)
    return Stability(float(np.mean(likeness)), counts, every, len(followed))


def rand_index(table: NDArray[np.int64]) -> float:
    """Return the adjusted Rand index of two groupings from how many people share each pair.

    1 when they are the same, 0 on average when one is drawn at random; 1 when both are trivial.

    >>> rand_index(np.array([[3, 0], [0, 3]])), round(rand_index(np.array([[2, 1], [1, 2]])), 3)
    (1.0, -0.111)
    """

    def pairs(counts: NDArray[np.int64]) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, first, second = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    every = pairs(table.sum(keepdims=True))
    expected = first * second / every if every else 0.0
    most = (first + second) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def _followed(grid: Grid) -> Places:
    if len(grid.participants) <= _MOST_PEOPLE:
        return np.arange(len(grid.participants))
    return np.sort(np.argsort(prints(grid.participants), kind="stable")[:_MOST_PEOPLE])


def _cuts(grid: Grid, seed: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return the tenth of each vote in two cuts, from names alone."""
    mixed = prints(grid.participants)[grid.rows] ^ prints([f"{seed}:{s}" for s in grid.statements])[
        grid.columns
    ] * np.uint64(0x9E3779B97F4A7C15)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(31)
    mixed *= np.uint64(0x94D049BB133111EB)
    high, low = (mixed >> np.uint64(40)), (mixed >> np.uint64(12)) & np.uint64(0xFFFFFF)
    tenths = np.uint64(_TENTHS)
    return (high % tenths).astype(np.int8), (low % tenths).astype(np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """The tenth of each vote, and what stays of each statement and person without each tenth.

    `seen` and `said` (10 × S) count and sum the votes on each statement, `each` (10 × P) counts
    those of each person.
    """

    tenths: NDArray[np.int8]
    seen: Floats
    said: Floats
    each: NDArray[np.int64]

    @classmethod
    def of(cls, grid: Grid, tenths: NDArray[np.int8]) -> "_Cut":
        size, people = len(grid.statements), len(grid.participants)
        lost = tenths.astype(np.intp)
        cells = lost * size + grid.columns
        seen = np.bincount(cells, minlength=_TENTHS * size).reshape(_TENTHS, size)
        said = np.bincount(cells, grid.values, minlength=_TENTHS * size).reshape(_TENTHS, size)
        each = np.bincount(lost * people + grid.rows, minlength=_TENTHS * people)
        each = each.reshape(_TENTHS, people)
        return cls(
            tenths,
            seen.sum(axis=0) - seen,
            said.sum(axis=0) - said,
            each.sum(axis=0) - each,
        )


def _positions(grid: Grid, cut: _Cut, tenth: int, start: Floats) -> Floats:
    """Return the map of the same people without one tenth of the votes."""
    centre = cut.said[tenth] / np.maximum(cut.seen[tenth], 1)
    gaps = grid.values - centre.take(grid.columns)
    deviations = grid.matrix(np.where(cut.tenths == tenth, 0.0, gaps))
    axes, _ = axes_of_deviations(deviations, start=start, precision=_PRECISION)
    return project(deviations, cut.each[tenth], axes)


def _crossing(one: Places, other: Places) -> NDArray[np.int64]:
    width = int(other.max()) + 1
    cells = np.bincount(one * width + other, minlength=(int(one.max()) + 1) * width)
    return cells.reshape(-1, width)


def _lend(confidence: Floats, followed: Places, labels: Places) -> Floats:
    """Give everybody a confidence: their own, or the mean of those followed in their group."""
    sizes = np.bincount(labels[followed], minlength=int(labels.max()) + 1)
    sums = np.bincount(labels[followed], confidence, minlength=len(sizes))
    every = (sums / np.maximum(sizes, 1))[labels]
    every[followed] = confidence
    return np.asarray(every)
