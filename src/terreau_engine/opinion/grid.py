"""Votes as sparse rows, and what follows from them: means, distances to the mean, positions."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from terreau_engine.opinion.axes import (
    Floats,
    axes_of_deviations,
    axes_of_matrix,
    spread_from_tables,
)
from terreau_engine.opinion.tables import Ints, Tables, Values
from terreau_engine.opinion.votes import Votes

# Between the two, searching the axes in the votes costs less than counting the tables once. The
# rule looks at the votes alone: the same votes always take the same path, to the last bit.
_FEW_STATEMENTS: Final = 300
_MANY_VOTES: Final = 3_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The votes on the statements in play: P people × S statements, n cells by person."""

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    starts: NDArray[np.int64]
    rows: Ints
    columns: Ints
    values: Values
    tables: Tables | None

    @property
    def each(self) -> NDArray[np.int64]:
        """Votes of each person."""
        return np.diff(self.starts)

    def matrix(self, data: NDArray[np.generic]) -> sparse.csr_array:
        """Return P × S with these data in the cells where a vote stands."""
        shape = (len(self.participants), len(self.statements))
        return sparse.csr_array((data, self.columns, self.starts), shape=shape)

    def people(self, kept: NDArray[np.intp]) -> "Grid":
        """Return the votes of some people only (rising places), without tables."""
        mine = np.zeros(len(self.participants), bool)
        mine[kept] = True
        cells = mine[self.rows]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.each[kept])])
        names = tuple(self.participants[place] for place in kept)
        rows = np.repeat(np.arange(len(kept), dtype=np.int32), self.each[kept])
        return Grid(
            names, self.statements, starts, rows, self.columns[cells], self.values[cells], None
        )

    def answers(self) -> NDArray[np.int64]:
        """Return how many disagreed with, passed on and agreed with each statement. 3 × S."""
        size = len(self.statements)
        cells = (self.values + 1).astype(np.intp) * size + self.columns
        return np.bincount(cells, minlength=3 * size).reshape(3, size)


def take_statements(votes: Votes, moderated_out: Collection[str] = ()) -> Grid:
    """Return the votes on the statements that are not moderated out; everybody keeps a row.

    >>> votes = Votes.from_records(["a", "a", "b"], ["1", "2", "2"], [1, -1, 0])
    >>> grid = take_statements(votes, {"2"})
    >>> grid.participants, grid.statements, grid.each.tolist()
    (('a', 'b'), ('1',), [1, 0])
    """
    rows, columns, values = votes.cells()
    names = votes.statements
    pays = len(names) <= _FEW_STATEMENTS or votes.count > _MANY_VOTES
    tables = votes.tables if pays else None
    out = set(moderated_out)
    kept = np.array([name not in out for name in names], bool)
    starts = votes.starts()
    if not kept.all():
        stays = kept[columns]
        place_of = (np.cumsum(kept) - 1).astype(np.int32)
        rows, columns, values = rows[stays], place_of[columns[stays]], values[stays]
        starts = np.searchsorted(rows, np.arange(len(votes.participants) + 1))
        tables = tables.reorder(np.flatnonzero(kept)) if tables else None
        names = tuple(name for name, stay in zip(names, kept, strict=True) if stay)
    return Grid(votes.participants, names, starts, rows, columns, values, tables)


def means_of(grid: Grid) -> Floats:
    """Return the mean vote of each statement; 0 where nobody voted.

    >>> means_of(take_statements(Votes.from_records(["a", "b"], ["1", "1"], [1, 0]))).tolist()
    [0.5]
    """
    if grid.tables is not None:
        return np.diag(grid.tables.lean) / np.maximum(np.diag(grid.tables.together), 1)
    size = len(grid.statements)
    said = np.bincount(grid.columns, grid.values, minlength=size)
    return np.asarray(said / np.maximum(np.bincount(grid.columns, minlength=size), 1))


def deviations_of(grid: Grid, centre: Floats) -> sparse.csr_array:
    """Return each vote less the mean of its statement, 0 where there is no vote."""
    return grid.matrix(grid.values - centre[grid.columns])


def main_axes(grid: Grid, centre: Floats, deviations: sparse.csr_array) -> tuple[Floats, Floats]:
    """Return the plane of the map (2 × S) and its two variances, from the tables if they are there.

    >>> votes = Votes.from_records(["a", "a", "b"], ["1", "2", "1"], [1, 1, -1])
    >>> grid = take_statements(votes)
    >>> main_axes(grid, means_of(grid), deviations_of(grid, means_of(grid)))[0].tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    if not len(grid.statements):
        return np.zeros((2, 0)), np.zeros(2)
    if grid.tables is not None:
        return axes_of_matrix(spread_from_tables(grid.tables, centre))
    return axes_of_deviations(deviations)


def project(deviations: sparse.csr_array, each: NDArray[np.int64], axes: Floats) -> Floats:
    """Return the positions of people: √(S ÷ votes given) · Σ (vote − mean) · axis. P × 2.

    >>> from scipy.sparse import csr_array
    >>> project(csr_array(np.array([[0.5, 0.0]])), np.array([1]), np.eye(2)).round(3).tolist()
    [[0.707, 0.0]]
    """
    scale = np.sqrt(deviations.shape[1] / np.maximum(each, 1))
    return np.asarray(scale[:, None] * (deviations @ axes.T))


def place_statements(axes: Floats, centre: Floats) -> Floats:
    """Return where somebody would stand who only agreed with each statement. S × 2.

    >>> place_statements(np.array([[1.0], [0.0]]), np.array([0.25])).tolist()
    [[0.75, 0.0]]
    """
    return np.asarray(np.sqrt(len(centre)) * ((1 - centre) * axes).T)
