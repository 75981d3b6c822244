"""Figures of groups of units, by the rule that each indicator obeys."""

from dataclasses import dataclass

import numpy as np

from terreau_engine.errors import UnevenColumns
from terreau_engine.indicators.columns import (
    KNOWN,
    MISSING,
    SUPPRESSED,
    Column,
    Groups,
    Values,
    add_up,
    check_groups,
    column_of,
    count_up,
)


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """One figure of each group, and of how many of its units it is made.

    `values` is NaN where it cannot be said; `known` counts the units that count in the figure,
    `suppressed` those kept secret, `total` all; the others of `total` are missing.
    """

    values: Values
    known: Groups
    suppressed: Groups
    total: Groups

    @property
    def column(self) -> Column:
        """The figures of the groups as a column, to be gathered or divided again."""
        return column_of(self.values, np.isfinite(self.values), self.suppressed > 0)


def gather_sums(figure: Column, groups: Groups, count: int) -> Gathered:
    """Add up a count of units by group.

    Meaning: the sum of the known units, with how many they are: where some are missing it is a
    lower bound for a count, and the coverage says so; with none known it is NaN, never 0. Formula:
    Σ of the known values of the group. Shapes: n units; `groups` gives n numbers from −1 (in no
    group) to count − 1; count figures. Units: those of the figure. Errors: `UnevenColumns`,
    `OutOfScale`. Source: additive figures of official statistics.

    >>> import numpy as np
    >>> people = Column(np.array([100.0, 20.0, np.nan]), np.array([1, 1, 0], np.uint8))
    >>> found = gather_sums(people, np.array([0, 0, 0]), 1)
    >>> float(found.values[0]), int(found.known[0]), int(found.total[0])
    (120.0, 2, 3)
    """
    return _gather(figure, groups, count)


def gather_ratios(
    numerator: Column, denominator: Column, groups: Groups, count: int, factor: float = 1.0
) -> Gathered:
    """Divide by group the sums of two figures, over the units where both are known.

    Meaning: the ratio of the group as a whole, never a mean of ratios; a unit of which one part is
    unknown counts in neither sum. Formula: factor × Σ numerators ÷ Σ denominators; NaN when the
    denominators add up to 0. Shapes and errors as `gather_sums`. Units: those of the factor.
    Source: ratio of totals (R7).

    >>> import numpy as np
    >>> old = Column(np.array([10.0, 30.0, 5.0]), np.array([1, 1, 1], np.uint8))
    >>> people = Column(np.array([100.0, 60.0, np.nan]), np.array([1, 1, 0], np.uint8))
    >>> found = gather_ratios(old, people, np.array([0, 0, 0]), 1)
    >>> float(found.values[0]), int(found.known[0]), int(found.total[0])
    (0.25, 2, 3)
    """
    if numerator.values.shape != denominator.values.shape:
        raise UnevenColumns("the two parts of a ratio tell of the same units: align them first")
    check_groups(groups, len(numerator.values), count)
    both = numerator.known & denominator.known
    secret = (numerator.status == SUPPRESSED) | (denominator.status == SUPPRESSED)
    above = add_up(numerator.values, both, groups, count)
    below = add_up(denominator.values, both, groups, count)
    known = count_up(both, groups, count)
    fine = (known > 0) & (below != 0)
    return Gathered(
        values=np.where(fine, factor * above / np.where(fine, below, 1.0), np.nan),
        known=known,
        suppressed=count_up(secret & ~both, groups, count),
        total=count_up(np.ones(len(both), bool), groups, count),
    )


def gather_means(figure: Column, weight: Column, groups: Groups, count: int) -> Gathered:
    """Average a figure by group, each unit counting by its weight.

    Meaning: for a rate published without its two parts, whose denominator (or close to it) is the
    weight; not for a median. Formula: Σ weight × value ÷ Σ weight, over the units where both are
    known; a group of one unit needs no weight. Shapes and errors as `gather_sums`. Units: those of
    the figure. Source: weighted mean.

    >>> import numpy as np
    >>> rate = Column(np.array([0.1, 0.4, np.nan]), np.array([1, 1, 2], np.uint8))
    >>> people = Column(np.array([200.0, 100.0, 50.0]), np.array([1, 1, 1], np.uint8))
    >>> found = gather_means(rate, people, np.array([0, 0, 0]), 1)
    >>> round(float(found.values[0]), 12), int(found.suppressed[0])
    (0.2, 1)
    """
    if figure.values.shape != weight.values.shape:
        raise UnevenColumns("a weight is given for each unit: align the two columns first")
    product = column_of(
        figure.values * weight.values,
        figure.known & weight.known,
        (figure.status == SUPPRESSED) | (weight.status == SUPPRESSED),
    )
    found = gather_ratios(product, weight, groups, count)
    single = gather_single(figure, groups, count)
    alone = single.total == 1
    return Gathered(
        np.where(alone, single.values, found.values),
        np.where(alone, single.known, found.known),
        np.where(alone, single.suppressed, found.suppressed),
        found.total,
    )


def gather_single(figure: Column, groups: Groups, count: int) -> Gathered:
    """Give the figure of a group of one unit; that of several cannot be computed.

    Meaning: medians, quantiles, classes: the figure of a group is not made of those of its units,
    whatever the mean one would take. Formula: the value itself when the group has one unit, NaN
    otherwise. Shapes and errors as `gather_sums`. Units: those of the figure. Source: medians do
    not aggregate (official documentation of the incomes of communes).

    >>> import numpy as np
    >>> median = Column(np.array([21000.0, 23500.0, 19000.0]), np.array([1, 1, 1], np.uint8))
    >>> [float(value) for value in gather_single(median, np.array([0, 1, 1]), 2).values]
    [21000.0, nan]
    """
    found = _gather(figure, groups, count)
    values = np.where(found.total == 1, found.values, np.nan)
    return Gathered(values, found.known, found.suppressed, found.total)


def _gather(figure: Column, groups: Groups, count: int) -> Gathered:
    check_groups(groups, len(figure.values), count)
    sums = add_up(figure.values, figure.known, groups, count)
    known = count_up(figure.status == KNOWN, groups, count)
    return Gathered(
        values=np.where(known > 0, sums, np.nan),
        known=known,
        suppressed=count_up(figure.status == SUPPRESSED, groups, count),
        total=count_up(figure.status >= MISSING, groups, count),
    )
