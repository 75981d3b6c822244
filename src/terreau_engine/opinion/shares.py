"""What each group says of each statement, and which statements tell it from the others."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from terreau_engine.opinion.axes import Floats
from terreau_engine.opinion.grid import Grid

Z90: Final = 1.2816  # one-sided 90 % of the normal law, as published
MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Representative:
    """A statement that tells a group from the others.

    `answered` members answered it and `agreeing_with` of them said what `direction` says;
    `share` is (that + 1) ÷ (answered + 2), `share_test` its z against one half; `ratio` compares
    the share with that of all the others, `ratio_test` is the z of this comparison.
    """

    statement: str
    direction: str  # "agree" | "disagree"
    count: int
    answered: int
    share: float
    share_test: float
    ratio: float
    ratio_test: float
    is_best_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """A statement on which all participants lean the same way."""

    statement: str
    count: int
    answered: int
    share: float
    share_test: float


@dataclass(frozen=True, slots=True, eq=False)
class GroupCounts:
    """Votes by group and statement, k × S each: agreeing, disagreeing, all answers."""

    agree: NDArray[np.int64]
    disagree: NDArray[np.int64]
    answered: NDArray[np.int64]


def count_by_group(grid: Grid, labels: NDArray[np.intp], groups: int) -> GroupCounts:
    """Count the votes of each group; people labelled -1 belong to none."""
    size = len(grid.statements)
    # Those of no group are counted in a line of their own, which is left aside.
    group = np.where(labels < 0, groups, labels) * (3 * size)
    cells = np.repeat(group, grid.each) + (grid.columns * np.intp(3) + grid.values)
    counts = np.bincount(cells + 1, minlength=(groups + 1) * 3 * size)
    counts = counts.reshape(groups + 1, size, 3)
    against, passed, agreed = np.moveaxis(counts[:groups], 2, 0)
    return GroupCounts(agreed, against, against + passed + agreed)


def smoothed(count: NDArray[np.int64], answered: NDArray[np.int64]) -> Floats:
    """Return (count + 1) ÷ (answered + 2).

    >>> smoothed(np.array([3]), np.array([4])).round(3).tolist()
    [0.667]
    """
    return np.asarray((count + 1) / (answered + 2))


def share_test(count: NDArray[np.int64], answered: NDArray[np.int64]) -> Floats:
    """Return the z of a share against one half: 2·√(n+1)·((count+1) ÷ (n+1) − ½).

    >>> share_test(np.array([3]), np.array([3])).tolist()
    [2.0]
    """
    return np.asarray(2 * np.sqrt(answered + 1) * ((count + 1) / (answered + 1) - 0.5))


def ratio_test(
    count: NDArray[np.int64],
    answered: NDArray[np.int64],
    other: NDArray[np.int64],
    other_answered: NDArray[np.int64],
) -> Floats:
    """Return the z of the difference of two shares, one added to the four counts; 0 if all agree.

    >>> ratio_test(*(np.array([n]) for n in (3, 3, 0, 3))).round(3).tolist()
    [2.191]
    """
    pooled = (count + other + 2) / (answered + other_answered + 2)
    each = 1 / (answered + 1) + 1 / (other_answered + 1)
    error = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * each)
    gap = (count + 1) / (answered + 1) - (other + 1) / (other_answered + 1)
    return np.asarray(np.where(pooled >= 1, 0.0, gap / np.where(error > 0, error, 1)))


def group_consensus(counts: GroupCounts) -> Floats:
    """Return the group-informed consensus of each statement: Π over groups of the smoothed share.

    >>> one = np.array([[3], [1]])
    >>> group_consensus(GroupCounts(one, 0 * one, np.array([[4], [4]]))).round(3).tolist()
    [0.222]
    """
    return np.asarray(smoothed(counts.agree, counts.answered).prod(axis=0))


def shared_statements(
    statements: tuple[str, ...], count: NDArray[np.int64], answered: NDArray[np.int64]
) -> tuple[Shared, ...]:
    """Return at most five statements that more than half chose, beyond chance, strongest first.

    >>> shared_statements(("1", "2"), np.array([9, 1]), np.array([9, 9]))[0].statement
    '1'
    """
    share, test = smoothed(count, answered), share_test(count, answered)
    places = np.flatnonzero((share > 0.5) & (test > Z90))
    order = places[np.argsort(-(share * test)[places], kind="stable")][:MOST]
    return tuple(
        Shared(
            statements[place],
            int(count[place]),
            int(answered[place]),
            float(share[place]),
            float(test[place]),
        )
        for place in order
    )
