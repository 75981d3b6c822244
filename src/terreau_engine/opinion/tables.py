"""The three tables of statements by statements that the map needs, exact and reversible."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.int32]
Values = NDArray[np.int8]

LARGEST: Final = 4000  # above this many statements three tables cost more than they save
_CHUNK: Final = 1 << 14  # people whose counts fit 16 bits: four counts travel in one integer
_DENSE_ROWS: Final = 2048
_DENSE_GAIN: Final = 16  # a dense product does about this many more sums a second than a sparse one


class Tables(NamedTuple):
    """Sums over the people who voted on both statements j and k.

    `together[j, k]` counts them, `product[j, k]` sums v_ij·v_ik, `lean[j, k]` sums v_ij.
    """

    together: Ints
    product: Ints
    lean: Ints

    def reorder(self, places: NDArray[np.intp]) -> "Tables":
        """Return the tables of the statements at these places, in this order."""
        grid = np.ix_(places, places)
        return Tables(self.together[grid], self.product[grid], self.lean[grid])

    def grow(self, size: int) -> "Tables":
        """Return the same tables with room for `size` statements."""
        wider = empty_tables(size)
        here = len(self.together)
        for new, old in zip(wider, self, strict=True):
            new[:here, :here] = old
        return wider

    def move(self, statement: int, value: int, others: Ints, values: Values, sign: int) -> None:
        """Add (`sign` 1) or take away (-1) one vote of a person whose other votes are given."""
        self.together[statement, others] += sign
        self.together[others, statement] += sign
        self.together[statement, statement] += sign
        if value:
            signed = sign * value
            self.product[statement, others] += signed * values
            self.product[others, statement] += signed * values
            self.product[statement, statement] += sign
            self.lean[statement, others] += signed
            self.lean[statement, statement] += signed
        self.lean[others, statement] += sign * values


def empty_tables(size: int) -> Tables:
    """Return tables of zeros."""
    return Tables(*(np.zeros((size, size), np.int32) for _ in range(3)))


def count_tables(starts: NDArray[np.int64], statements: Ints, values: Values, size: int) -> Tables:
    """Count the tables of votes kept by person: those of person i lie in starts[i]:starts[i+1]."""
    people = len(starts) - 1
    each = np.diff(starts).astype(np.float64)
    dense = float(each @ each) * _DENSE_GAIN > people * float(size) * size
    step = _DENSE_ROWS if dense else _CHUNK
    total = empty_tables(size)
    for first in range(0, people, step):
        bounds = starts[first : first + step + 1]
        part = slice(bounds[0], bounds[-1])
        count = _count_dense if dense else _count_sparse
        for table, more in zip(
            total, count(bounds - bounds[0], statements[part], values[part], size), strict=True
        ):
            table += more
    return total


def _count_dense(starts: NDArray[np.int64], statements: Ints, values: Values, size: int) -> Tables:
    """Multiply full matrices; sums under 2²⁴ are exact in single precision."""
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    seen = np.zeros((len(starts) - 1, size), np.float32)
    said = np.zeros_like(seen)
    seen[rows, statements] = 1
    said[rows, statements] = values
    products = (seen.T @ seen, said.T @ said, said.T @ seen)
    return Tables(*(product.astype(np.int32) for product in products))


def _count_sparse(starts: NDArray[np.int64], statements: Ints, values: Values, size: int) -> Tables:
    """Count the four sums in one product of 64-bit integers, sixteen bits each.

    (1 + 2¹⁶·v)(1 + 2³²·w) = 1 + 2¹⁶·v + 2³²·w + 2⁴⁸·v·w, summed over at most 2¹⁴ people.
    """
    shape = (len(starts) - 1, size)
    wide = values.astype(np.int64)
    left = sparse.csr_array(((wide << 16) + 1, statements, starts), shape=shape)
    right = sparse.csr_array(((wide << 32) + 1, statements, starts), shape=shape)
    packed = (left.T @ right).toarray()
    fields = []
    for _ in range(4):
        field = packed.astype(np.int16)
        fields.append(field.astype(np.int32))
        packed = (packed - field) >> 16
    return Tables(fields[0], fields[3], fields[1])
