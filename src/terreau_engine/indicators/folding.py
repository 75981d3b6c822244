"""Figures of the communes of yesterday read on those of today."""

import numpy as np

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
from terreau_engine.indicators.gathering import gather_means


def fold_sums(figure: Column, heirs: Groups, count: int) -> Column:
    """Add to each unit of today those that it took over, where the figure tells of them apart.

    Meaning: a file older than a merger gives the two communes, a newer one gives one; either way
    the figure is that of the whole. It is known only when every part that the file speaks of is.
    Formula: Σ of the parts. Shapes: n units of yesterday and today; `heirs` gives the rank of the
    unit of today each belongs to; count figures. Units: those of the figure. Errors:
    `UnevenColumns`, `OutOfScale`. Source: table of the movements of communes.

    >>> import numpy as np
    >>> people = Column(np.array([300.0, 50.0, 80.0]), np.array([1, 1, 1], np.uint8))
    >>> [float(value) for value in fold_sums(people, np.array([0, 0, 1]), 2).values]
    [350.0, 80.0]
    """
    check_groups(heirs, len(figure.values), count)
    return _fold(figure, add_up(figure.values, figure.known, heirs, count), heirs, count)


def fold_means(figure: Column, weight: Column, heirs: Groups, count: int) -> Column:
    """Average the parts of each unit of today by their weights; all must be known.

    Meaning: as `fold_sums`, for a rate published without its parts. Formula: Σ weight × value ÷
    Σ weight. Shapes, units, errors and source as `fold_sums`. A unit that took nothing over keeps
    its figure whatever its weight.

    >>> import numpy as np
    >>> rate = Column(np.array([0.1, 0.4, 0.3]), np.array([1, 1, 1], np.uint8))
    >>> people = Column(np.array([200.0, 100.0, np.nan]), np.array([1, 1, 0], np.uint8))
    >>> [round(float(v), 12) for v in fold_means(rate, people, np.array([0, 0, 1]), 2).values]
    [0.2, 0.3]
    """
    means = gather_means(figure, weight, heirs, count)
    alone = count_up(figure.status != MISSING, heirs, count) == 1
    own = add_up(figure.values, figure.known, heirs, count)
    return _fold(figure, np.where(alone, own, means.values), heirs, count)


def fold_single(figure: Column, heirs: Groups, count: int) -> Column:
    """Keep the figure of each unit of which one part at most is spoken of.

    Meaning: a median of a merged commune cannot be made of those of its parts: missing. Formula:
    none. Shapes, units, errors and source as `fold_sums`.

    >>> import numpy as np
    >>> median = Column(np.array([21000.0, 23500.0, 19000.0]), np.array([1, 1, 1], np.uint8))
    >>> [float(value) for value in fold_single(median, np.array([0, 0, 1]), 2).values]
    [nan, 19000.0]
    """
    check_groups(heirs, len(figure.values), count)
    alone = count_up(figure.status != MISSING, heirs, count) == 1
    own = add_up(figure.values, figure.known, heirs, count)
    return _fold(figure, np.where(alone, own, np.nan), heirs, count)


def _fold(figure: Column, values: Values, heirs: Groups, count: int) -> Column:
    known = count_up(figure.status == KNOWN, heirs, count) > 0
    secret = count_up(figure.status == SUPPRESSED, heirs, count) > 0
    return column_of(values, known & ~secret & np.isfinite(values), secret)
