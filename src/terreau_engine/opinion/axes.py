"""The plane of the map: the two directions along which people differ most."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from terreau_engine.opinion.tables import Tables

Floats = NDArray[np.float64]
_SMALL: Final = 300  # up to this size every eigenvector is cheaper than a search
_STEPS: Final = 400
_LOOK: Final = 8  # steps between two looks at the error
_NOTHING: Final = 1e-12  # share of the variance under which an axis is noise of the arithmetic


def spread_from_tables(tables: Tables, centre: Floats) -> Floats:
    """Return Y'Y, where Y holds votes less their statement's mean and 0 where nobody voted.

    Formula: G_jk = A_jk − c_k·B_jk − c_j·B_kj + c_j·c_k·N_jk. Shapes: S × S from S means.

    >>> one = np.ones((1, 1), np.int32)
    >>> spread_from_tables(Tables(4 * one, 2 * one, 0 * one), np.zeros(1)).tolist()
    [[2.0]]
    """
    leaning = tables.lean * centre
    spread = tables.product - leaning - leaning.T + tables.together * np.outer(centre, centre)
    return np.asarray(spread, np.float64)


def axes_of_matrix(spread: Floats) -> tuple[Floats, Floats]:
    """Return the two first eigenvectors (2 × S) and their values (2) of a symmetric matrix.

    Each axis has length one and its largest entry is positive; an axis without variance is zero.

    >>> axes, values = axes_of_matrix(np.diag([1.0, 9.0, 4.0]))
    >>> axes.tolist(), values.tolist()
    ([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], [9.0, 4.0])
    """
    size = len(spread)
    if size > _SMALL:
        return search_axes(lambda vector: np.asarray(spread @ vector), size)
    first = max(size - 2, 0)
    values, vectors = linalg.eigh(spread, subset_by_index=[first, size - 1])
    return _tidy(values[::-1], vectors.T[::-1], size)


def axes_of_deviations(
    deviations: sparse.csr_array, *, start: Floats | None = None, precision: float = 1e-14
) -> tuple[Floats, Floats]:
    """Return the same as `axes_of_matrix` without making the S × S matrix: Y' is applied to Y·x.

    >>> from scipy.sparse import csr_array
    >>> axes_of_deviations(csr_array(np.array([[3.0, 0.0], [0.0, 2.0]])))[1].round(9).tolist()
    [9.0, 4.0]
    """
    return search_axes(
        lambda vector: np.asarray(deviations.T @ (deviations @ vector)),
        deviations.shape[1],
        start=start,
        precision=precision,
    )


def search_axes(
    apply: Callable[[Floats], Floats],
    size: int,
    *,
    start: Floats | None = None,
    precision: float = 1e-14,
) -> tuple[Floats, Floats]:
    """Find the two first eigenvectors by Lanczos' method, from a start that is always the same.

    Every new direction is made orthogonal to all the former ones, twice; the search ends when the
    error of both vectors is under `precision` times the first value.

    >>> search_axes(lambda v: np.arange(6.0) * v, 6)[1].round(9).tolist()
    [5.0, 4.0]
    """
    basis = np.zeros((min(size, _STEPS), size))
    diagonal, beside = np.zeros(len(basis)), np.zeros(len(basis))
    vector = np.random.default_rng(0).standard_normal(size)
    if start is not None and start.any():
        vector = start
    basis[0] = vector / np.linalg.norm(vector)
    values, turns, step = np.zeros(1), np.ones((1, 1)), 0
    for step in range(len(basis)):
        moved = apply(basis[step])
        diagonal[step] = moved @ basis[step]
        for _ in range(2):
            moved = moved - basis[: step + 1].T @ (basis[: step + 1] @ moved)
        beside[step] = np.linalg.norm(moved)
        over = beside[step] <= 1e-13 * abs(diagonal[: step + 1]).max() or step + 1 == len(basis)
        if over or step % _LOOK == _LOOK - 1:
            values, turns = linalg.eigh_tridiagonal(diagonal[: step + 1], beside[:step])
            if over or (beside[step] * abs(turns[-1, -2:])).max() <= precision * values[-1]:
                break
        basis[step + 1] = moved / beside[step]
    vectors = turns[:, -2:].T @ basis[: step + 1]
    return _tidy(values[-2:][::-1], vectors[::-1], size)


def _tidy(values: Floats, vectors: Floats, size: int) -> tuple[Floats, Floats]:
    axes, shares = np.zeros((2, size)), np.zeros(2)
    for place, (value, vector) in enumerate(zip(values, vectors, strict=True)):
        if value > _NOTHING * max(1.0, float(values[0])):
            largest = vector[np.argmax(np.abs(vector).round(9))]
            axes[place], shares[place] = vector * np.sign(largest), value
    return axes, shares
