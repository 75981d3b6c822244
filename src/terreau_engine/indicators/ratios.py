"""A ratio of each unit from the two figures it is made of."""

import numpy as np

from terreau_engine.errors import UnevenColumns
from terreau_engine.indicators.columns import SUPPRESSED, Column, column_of


def divide(numerator: Column, denominator: Column, factor: float = 1.0) -> Column:
    """Divide two figures of each unit.

    Meaning: the ratio of a unit is known where both parts are and the denominator is not 0; it is
    suppressed where a part is kept secret and missing elsewhere. Formula: factor × numerator ÷
    denominator. Shapes: two columns of n units, one of n. Units: those of the factor (1 for a
    rate, 1,000 for « for one thousand »). Errors: `UnevenColumns`. Source: R7 of the founding
    documents, no figure without its base.

    >>> import numpy as np
    >>> part = Column(np.array([5.0, np.nan, 0.0]), np.array([1, 2, 1], np.uint8))
    >>> whole = Column(np.array([20.0, 10.0, 0.0]), np.array([1, 1, 1], np.uint8))
    >>> found = divide(part, whole)
    >>> [float(value) for value in found.values], [int(one) for one in found.status]
    ([0.25, nan, nan], [1, 2, 0])
    """
    if numerator.values.shape != denominator.values.shape:
        raise UnevenColumns("the two parts of a ratio tell of the same units: align them first")
    known = numerator.known & denominator.known & (denominator.values != 0)
    secret = (numerator.status == SUPPRESSED) | (denominator.status == SUPPRESSED)
    below = np.where(known, denominator.values, 1.0)
    return column_of(factor * np.where(known, numerator.values, 0.0) / below, known, secret)
