"""What surrounds two actors: how close their contacts are, what is done around them, by whom."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from terreau_engine.network.graphs import Floats, Ints

HELD_BACK = 3.0  # a share of partners counts as if three more were drawn at random


@dataclass(frozen=True, slots=True, eq=False)
class Circles:
    """The surroundings of every actor, computed once.

    `strengths` square, the weight of each tie over the mean weight; `spread` 1 / the sum of the
    strengths of each, `given` 1 / its ties (0 without any); `around` rows of length 1, what is done
    around each over what is done around all, by domain; `openness` the share of partners of each
    world over the share of that world, by actor and world; `partners` their counts.
    """

    strengths: sparse.csr_array
    spread: Floats
    given: Floats
    mean_ties: float
    around: Floats
    openness: Floats
    partners: Floats


def circles_of(
    adjacency: sparse.csr_array, weighed: sparse.csr_array, domains: sparse.csr_array, worlds: Ints
) -> Circles:
    """Read the surroundings off the ties, the domains and the worlds (−1 when not told)."""
    ties = np.diff(adjacency.indptr).astype(np.float64)
    strengths = sparse.csr_array(weighed / (weighed.data.mean() if weighed.nnz else 1.0))
    partners, openness = _openness(adjacency, worlds)
    return Circles(
        strengths,
        _inverse(np.asarray(strengths.sum(axis=1)).ravel()),
        _inverse(ties),
        float(ties.mean()) if len(ties) else 0.0,
        _around(adjacency, domains, ties > 0),
        openness,
        partners,
    )


def closeness(circles: Circles, rows: Ints) -> Floats:
    """Count shared contacts by the strength of both ties, over the strength of the contact."""
    near = circles.strengths[rows] @ sparse.diags_array(circles.spread)
    return np.asarray(np.log1p((near @ circles.strengths).toarray()), dtype=np.float64)


def chains(circles: Circles, adjacency: sparse.csr_array, rows: Ints) -> Floats:
    """Give log(1 + chains of three ties): one by two actors of average ties counts 1."""
    step = sparse.csr_array(sparse.diags_array(circles.given) @ adjacency)
    two = (adjacency[rows] @ step).toarray()
    three = np.asarray(two @ step, dtype=np.float64)
    return np.log1p(circles.mean_ties**2 * three)


def alike_around(circles: Circles, rows: Ints) -> Floats:
    """Compare what is done around both: the cosine of two rows of `around`."""
    return np.asarray(circles.around[rows] @ circles.around.T, dtype=np.float64)


def accustomed(circles: Circles, worlds: Ints, rows: Ints) -> Floats:
    """Tell how much each already works with the world of the other, more than chance would give."""
    told = (worlds[rows, None] >= 0) & (worlds >= 0)
    both = circles.openness[rows][:, worlds] + circles.openness[:, worlds[rows]].T
    return np.asarray(np.where(told, both / 2, 0.0), dtype=np.float64)


def closest_contacts(circles: Circles, first: int, second: int) -> Ints:
    """List the shared contacts, the closest to both first."""
    one, ones = _row(circles.strengths, first)
    other, others = _row(circles.strengths, second)
    shared, at_one, at_other = np.intersect1d(one, other, return_indices=True)
    by_strength = _highest(ones[at_one] * others[at_other] * circles.spread[shared])
    return np.asarray(shared[by_strength], dtype=np.int64)


def best_chain(
    circles: Circles, adjacency: sparse.csr_array, first: int, second: int
) -> tuple[int, ...]:
    """Find by whom the chain of three ties goes that has the fewest others to serve."""
    ends = np.zeros(len(circles.given))
    last = _row(adjacency, second)[0]
    ends[last] = circles.given[last]
    best = 0.0
    chain: tuple[int, ...] = ()
    for start in _row(adjacency, first)[0].tolist():
        between = _row(adjacency, start)[0]
        values = ends[between]
        place = int(values.argmax())
        if circles.given[start] * values[place] > best:
            best, chain = circles.given[start] * values[place], (start, int(between[place]))
    return chain


def domains_around(circles: Circles, first: int, second: int) -> Ints:
    """List the domains more present than usual around both, by how much."""
    one, other = circles.around[first], circles.around[second]
    return _highest(np.maximum(one, 0) * np.maximum(other, 0))


def _row(table: sparse.csr_array, n: int) -> tuple[Ints, Floats]:
    part = slice(table.indptr[n], table.indptr[n + 1])
    return np.asarray(table.indices[part]), np.asarray(table.data[part])


def _highest(values: Floats) -> Ints:
    order = np.argsort(-values, kind="stable")
    return np.asarray(order[values[order] > 0], dtype=np.int64)


def _inverse(values: Floats) -> Floats:
    found = np.zeros(len(values))
    np.divide(1.0, values, out=found, where=values > 0)
    return found


def _around(adjacency: sparse.csr_array, domains: sparse.csr_array, tied: np.ndarray) -> Floats:
    """Add the domains of the partners and of theirs, take the mean of all away."""
    if not tied.any():
        return np.zeros((adjacency.shape[0], domains.shape[1]))
    partners = (adjacency @ domains).toarray()
    shares = sparse.diags_array(_inverse(np.diff(adjacency.indptr).astype(np.float64)))
    theirs = np.asarray(adjacency @ (shares @ partners), dtype=np.float64)
    both = _length_one(_length_one(partners) + _length_one(theirs))
    both = both - both[tied].mean(axis=0)
    both[~tied] = 0.0
    return _length_one(both)


def _length_one(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 1e-9, lengths, 1.0), dtype=np.float64)


def _openness(adjacency: sparse.csr_array, worlds: Ints) -> tuple[Floats, Floats]:
    told = np.flatnonzero(worlds >= 0)
    kinds = int(worlds.max(initial=-1)) + 1
    if not kinds:
        empty = np.zeros((len(worlds), 1))
        return empty, empty
    table = sparse.csr_array((np.ones(len(told)), (told, worlds[told])), shape=(len(worlds), kinds))
    partners = np.asarray((adjacency @ table).toarray(), dtype=np.float64)
    usual = np.bincount(worlds[told], minlength=kinds) / len(told)
    total = partners.sum(axis=1, keepdims=True)
    return partners, (partners + HELD_BACK * usual) / (total + HELD_BACK) - usual
