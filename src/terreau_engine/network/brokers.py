"""Brokerage: who stands between two who are not tied, inside a world or between worlds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from terreau_engine.network.graphs import (
    Edges,
    Flags,
    Floats,
    Ints,
    Network,
    read_network,
    world_codes,
)
from terreau_engine.network.holes import common_contacts

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")


@dataclass(frozen=True, slots=True, eq=False)
class Brokerage:
    """Counts of Gould and Fernandez, one row per actor, one column per role of `ROLES`.

    An actor b is counted once for each ordered pair (a, c) with a → b → c and no tie a → c (both
    orders count without direction). By the worlds of a, b, c: coordinator, all one; itinerant, a
    and c of one, b of another; representative, a and b of one; gatekeeper, b and c of one;
    liaison, three worlds. `totals` sums the roles, `network` the actors. `brokers` names those
    with any, largest first, then by name. An actor whose world is not told counts nowhere.
    """

    names: tuple[str, ...]
    counts: Ints
    totals: Ints
    network: tuple[int, ...]
    brokers: tuple[str, ...]

    def of(self, name: str) -> dict[str, int]:
        """Give the counts of one actor by role."""
        row = self.counts[self.names.index(name)]
        return dict(zip(ROLES, row.tolist(), strict=True))


def brokerage(
    nodes: Sequence[str], edges: Edges, worlds: Mapping[str, str], *, directed: bool = False
) -> Brokerage:
    """Count how often each actor links two who are not tied, by the worlds of the three.

    Shapes: see `read_network`; `worlds` by name. Units: ordered pairs. Errors: those of
    `read_network`. Source: Gould and Fernandez, Sociological Methodology 19, 1989.

    >>> middle = brokerage(["a", "b", "c"], [("a", "b"), ("b", "c")],
    ...                    {"a": "asso", "b": "public", "c": "firm"})
    >>> middle.of("b")["liaison"], middle.brokers
    (2, ('b',))
    """
    network = read_network(nodes, edges, directed=directed)
    _, codes = world_codes(network.names, worlds)
    told = (codes[network.sources] >= 0) & (codes[network.targets] >= 0)
    same = told & (codes[network.sources] == codes[network.targets])
    within, across = _part(network, same), _part(network, told & ~same)
    counts = _open_and_closed(within, across, codes) - _closed(within, across)
    table = np.rint(counts).astype(np.int64)
    totals = table.sum(axis=1)
    order = sorted(range(network.size), key=lambda n: (-int(totals[n]), network.names[n]))
    return Brokerage(
        network.names,
        table,
        totals,
        tuple(int(count) for count in table.sum(axis=0)),
        tuple(network.names[n] for n in order if totals[n] > 0),
    )


def _part(network: Network, kept: Flags) -> sparse.csr_array:
    part = Network(
        network.names,
        network.sources[kept],
        network.targets[kept],
        network.weights[kept],
        network.directed,
    )
    return part.as_matrix()


def _open_and_closed(within: sparse.csr_array, across: sparse.csr_array, codes: Ints) -> Floats:
    """Count a → b → c for two different a and c, by role, whether a → c stands or not."""
    into_same, from_same = _sums(within)
    into_other, from_other = _sums(across)
    alike = _same_world_ends(across, codes)
    return np.column_stack(
        [
            into_same * from_same - _both_ways(within),
            alike - _both_ways(across),
            into_same * from_other,
            into_other * from_same,
            into_other * from_other - alike,
        ]
    )


def _sums(part: sparse.csr_array) -> tuple[Floats, Floats]:
    return np.asarray(part.sum(axis=0)).ravel(), np.asarray(part.sum(axis=1)).ravel()


def _both_ways(part: sparse.csr_array) -> Floats:
    return np.asarray(part.multiply(part.T).sum(axis=1)).ravel()


def _same_world_ends(across: sparse.csr_array, codes: Ints) -> Floats:
    """Sum over worlds of (ties in from that world) × (ties out to it)."""
    n, g = len(codes), int(codes.max(initial=0)) + 1
    rows = np.flatnonzero(codes >= 0)
    belongs = sparse.csr_array((np.ones(len(rows)), (rows, codes[rows])), shape=(n, g))
    return np.asarray((across.T @ belongs).multiply(across @ belongs).sum(axis=1)).ravel()


def _closed(within: sparse.csr_array, across: sparse.csr_array) -> Floats:
    """Count a → b → c with a → c, by role."""
    return np.column_stack(
        [
            _triples(within, within, within),
            _triples(across, across, within),
            _triples(within, across, across),
            _triples(across, within, across),
            _triples(across, across, across),
        ]
    )


def _triples(first: sparse.csr_array, second: sparse.csr_array, shut: sparse.csr_array) -> Floats:
    """For each b, sum over a → b of `first` and b → c of `second` of a → c in `shut`."""
    met = common_contacts(second, first.T.tocsr(), shut)
    return np.asarray(met.sum(axis=1)).ravel()
