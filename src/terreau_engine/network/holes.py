"""Structural holes: is an actor held by contacts who all know one another, or between them?"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from terreau_engine.network.graphs import Floats, Ints, Network

_CELLS = 4_000_000  # of a product of matrices held at once


@dataclass(frozen=True, slots=True, eq=False)
class Holes:
    """Burt's measures of each actor, ties without direction or weight; NaN without a tie.

    Constraint is Σ_j (p_ij + Σ_q p_iq p_qj)² over the contacts j, p_ij = 1 / contacts of i.
    `constraint` counts all contacts of the others (whole network, as igraph), `constraint_ego`
    only those shared with the actor (ego network, as UCINET by default): the two differ by up to
    0.4, never compare one with the other.
    `effective_size` is how many contacts are not redundant, `efficiency` its share of contacts.
    `closed` counts the ties among the contacts.
    """

    constraint: Floats
    constraint_ego: Floats
    effective_size: Floats
    efficiency: Floats
    closed: Ints


def holes_of(network: Network) -> Holes:
    """Measure how far each actor stands between others who do not know one another."""
    flat = network.without_direction()
    adjacency = flat.as_matrix()
    degree = np.diff(adjacency.indptr).astype(np.float64)
    constraint = np.array(flat.as_graph().constraint(), dtype=np.float64)
    shared = common_contacts(adjacency, adjacency)
    closed = np.asarray(shared.sum(axis=1)).ravel() / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = degree - 2 * closed / degree
        efficiency = effective / degree
        ego = _ego_constraint(adjacency, shared, degree)
    constraint[degree == 0] = np.nan
    return Holes(constraint, ego, effective, efficiency, np.rint(closed).astype(np.int64))


def common_contacts(
    adjacency: sparse.csr_array, left: sparse.csr_array, right: sparse.csr_array | None = None
) -> sparse.csr_array:
    """Sum left × right where the adjacency has a tie, by blocks of rows.

    Every tie keeps its place, zero included, so that the cells line up with the adjacency.
    """
    right = left if right is None else right
    reach = np.diff(right.indptr).astype(np.int64)
    cost = np.zeros(left.shape[0] + 1)
    np.cumsum(
        np.add.reduceat(np.append(reach[left.indices], 0), left.indptr[:-1])
        * (np.diff(left.indptr) > 0),
        out=cost[1:],
    )
    kept = sparse.csr_array(
        (np.zeros(adjacency.nnz), adjacency.indices.copy(), adjacency.indptr.copy()),
        shape=adjacency.shape,
    )
    start = 0
    while start < left.shape[0]:
        stop = int(np.searchsorted(cost, cost[start] + _CELLS, side="right")) - 1
        stop = min(max(stop, start + 1), left.shape[0])
        _fill(kept, adjacency, (left[start:stop] @ right).tocsr(), start, stop)
        start = stop
    return kept


def _fill(
    kept: sparse.csr_array,
    adjacency: sparse.csr_array,
    product: sparse.csr_array,
    start: int,
    stop: int,
) -> None:
    """Copy into `kept` the cells of the product that stand where a tie stands."""
    cells = product.multiply(adjacency[start:stop]).tocsr()
    cells.sort_indices()
    low, high = adjacency.indptr[start], adjacency.indptr[stop]
    width = adjacency.shape[1]
    rows = np.repeat(np.arange(stop - start), np.diff(adjacency.indptr[start : stop + 1]))
    wanted = rows * width + adjacency.indices[low:high]
    found = np.repeat(np.arange(stop - start), np.diff(cells.indptr)) * width + cells.indices
    kept.data[low + np.searchsorted(wanted, found)] = cells.data


def _ego_constraint(
    adjacency: sparse.csr_array, shared: sparse.csr_array, degree: Floats
) -> Floats:
    """Sum (1/d + Σ_q 1/d · 1/(1 + t_iq))² over contacts j, q the contacts that i and j share."""
    inner = sparse.csr_array(
        (1.0 / (1.0 + shared.data), adjacency.indices, adjacency.indptr), shape=adjacency.shape
    )
    reached = common_contacts(adjacency, inner, adjacency)
    squares = sparse.csr_array(
        ((1.0 + reached.data) ** 2, adjacency.indices, adjacency.indptr), shape=adjacency.shape
    )
    total = np.asarray(squares.sum(axis=1)).ravel() / degree**2
    total[degree == 0] = np.nan
    return np.asarray(total, dtype=np.float64)
