"""A column of figures that says which are known, which are missing and which are kept secret."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from terreau_engine.errors import OutOfScale, UnevenColumns

MISSING, KNOWN, SUPPRESSED = 0, 1, 2

Values = NDArray[np.float64]
Statuses = NDArray[np.uint8]
Groups = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One figure of each unit: `values` (NaN unless known) and `status`, equally long.

    The status is `MISSING` (nobody said), `KNOWN`, or `SUPPRESSED` (kept secret by whoever
    publishes, because few households are concerned). Neither of the other two is ever a 0.
    """

    values: Values
    status: Statuses

    def __post_init__(self) -> None:
        """Refuse what would be read wrongly later."""
        if self.values.shape != self.status.shape or self.values.ndim != 1:
            raise UnevenColumns("values and status are two vectors of one length: pair them again")
        if not np.isfinite(self.values[self.status == KNOWN]).all():
            raise OutOfScale("a known figure is a finite number: mark the others as missing")

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which figures are known."""
        known: NDArray[np.bool_] = self.status == KNOWN
        return known


def column_of(values: Values, known: NDArray[np.bool_], secret: NDArray[np.bool_]) -> Column:
    """Make a column of what is known and of what is secret; known wins."""
    status = np.where(known, KNOWN, np.where(secret, SUPPRESSED, MISSING)).astype(np.uint8)
    return Column(np.where(known, values, np.nan), status)


def check_groups(groups: Groups, size: int, count: int) -> None:
    """Refuse groups that are not numbers from −1 (outside) to count − 1, one for each unit."""
    if groups.shape != (size,):
        raise UnevenColumns("there is one group for each unit: give as many of both")
    if size and (groups.min() < -1 or groups.max() >= count):
        raise OutOfScale("a group is a number from -1 (outside) to count - 1: number them again")


def add_up(values: Values, keep: NDArray[np.bool_], groups: Groups, count: int) -> Values:
    """Sum, by group, the values that are kept."""
    keep = keep & (groups >= 0)
    # Without a single unit, the weights are forgotten and whole numbers come back.
    sums = np.bincount(groups[keep], weights=values[keep], minlength=count)
    return sums.astype(np.float64)


def count_up(keep: NDArray[np.bool_], groups: Groups, count: int) -> Groups:
    """Count, by group, the units that are kept."""
    return np.bincount(groups[keep & (groups >= 0)], minlength=count).astype(np.int64)
