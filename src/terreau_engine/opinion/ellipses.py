"""How far somebody's place on the map may still move, from the statements not yet answered."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from terreau_engine.opinion.axes import Floats
from terreau_engine.opinion.grid import Grid

_BORROWED: Final = 5.0  # answers' worth of everybody's spread that each person borrows


def place_uncertainty(grid: Grid, deviations: NDArray[np.float64], axes: Floats) -> Floats:
    """Return the covariance of each person's position on the map. P × 2 × 2.

    Meaning: had they been shown other statements, they would stand elsewhere; the 95 % ellipse
    (5.99 × the covariance) holds the place that all statements would give them, brought back to as
    many votes as they gave: a place moves outwards as √n. Formula: the n answers of somebody
    are a sample without replacement of the S statements, so that the position √(S÷n)·Σ t has the
    covariance S·(1 − n÷S)·s², where t = (vote − mean)·axes of a statement and s² is the spread of
    their t, with five answers' worth of everybody's spread mixed in. Somebody who answered
    everything has none left; somebody who answered nothing has no place: NaN. Shapes: one
    deviation a cell, axes 2 × S. Units: those of the map, squared. Source: simple random sampling
    (Cochran, 1977).

    >>> from terreau_engine.opinion.grid import take_statements
    >>> from terreau_engine.opinion.votes import Votes
    >>> grid = take_statements(Votes.from_records(["a", "a", "b"], ["1", "2", "1"], [1, 1, 1]))
    >>> place_uncertainty(grid, np.array([0.5, 0.5, -0.5]), np.eye(2))[0].any().item()
    False
    """
    each, size = grid.each, len(grid.statements)
    told = grid.matrix(deviations) @ axes.T
    squares = np.column_stack([axes[0] ** 2, axes[0] * axes[1], axes[1] ** 2])
    products = grid.matrix(deviations**2) @ squares
    n = np.maximum(each, 1)[:, None]
    crossed = np.column_stack([told[:, 0] ** 2, told[:, 0] * told[:, 1], told[:, 1] ** 2]) / n
    within = products - crossed
    pooled = within.sum(axis=0) / max(float((each - 1).clip(0).sum()), 1.0)
    spread = (within + _BORROWED * pooled) / ((each - 1).clip(0)[:, None] + _BORROWED)
    left = size * (1 - each / size) if size else np.zeros(len(each))
    covariance = (spread * np.asarray(left)[:, None])[:, [0, 1, 1, 2]].reshape(-1, 2, 2)
    covariance[each == 0] = np.nan
    return np.asarray(covariance)
