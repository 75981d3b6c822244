"""Density, degrees, distances: who has ties, and how much they gather on one actor."""

from dataclasses import dataclass

import numpy as np

from terreau_engine.network.graphs import Floats, Ints, Network

EXACT_UP_TO = 20_000  # ties; beyond, betweenness is drawn from pivots
PIVOTS = 512


@dataclass(frozen=True, slots=True, eq=False)
class Degrees:
    """Ties of each actor, in the order of the names; both ways counted when they differ.

    `centralisation` is 1 for a star and 0 when all have as many ties. Directed networks have
    `inward` and `outward` and their own centralisations.
    """

    total: Ints
    inward: Ints | None
    outward: Ints | None
    mean: float | None
    centralisation: float | None
    inward_centralisation: float | None
    outward_centralisation: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Betweenness:
    """How many shortest paths between two others pass by each actor.

    `method` is « exact » or « sampled »; sampled values are estimates from `pivots` actors, to be
    told by `bands` only: 10, 50, 100, 500… says « among the first 10 », 0 says nothing.
    """

    values: Floats
    centralisation: float | None
    method: str
    pivots: int
    bands: Ints | None


def density_of(network: Network) -> float | None:
    """Divide the ties by those that could be; nothing for fewer than two actors."""
    possible = network.size * (network.size - 1)
    if not possible:
        return None
    return network.ties / possible if network.directed else 2 * network.ties / possible


def degrees_of(network: Network) -> Degrees:
    """Count the ties of each actor and how unevenly they fall."""
    n = network.size
    outward = np.bincount(network.sources, minlength=n).astype(np.int64)
    inward = np.bincount(network.targets, minlength=n).astype(np.int64)
    total = inward + outward
    mean = float(total.mean()) if n else None
    if not network.directed:
        return Degrees(total, None, None, mean, _spread(total, (n - 1) * (n - 2)), None, None)
    return Degrees(
        total,
        inward,
        outward,
        mean,
        _spread(total, 2 * (n - 1) * (n - 2)),
        _spread(inward, (n - 1) ** 2),
        _spread(outward, (n - 1) ** 2),
    )


def betweenness_of(network: Network, method: str, seed: int) -> Betweenness | None:
    """Count the shortest paths through each actor, or estimate it from pivots."""
    if method == "auto":
        method = "exact" if network.ties <= EXACT_UP_TO else "none"
    if method == "none":
        return None
    n = network.size
    if method == "exact" or n <= PIVOTS:
        graph = network.as_graph()
        values = np.array(graph.betweenness(directed=network.directed), dtype=np.float64)
        most = (n - 1) ** 2 * (n - 2) * (1.0 if network.directed else 0.5)
        return Betweenness(values, _spread(values, most), "exact", n, None)
    values = _sampled(network, seed)
    return Betweenness(values, None, "sampled", PIVOTS, rank_bands(values))


def _sampled(network: Network, seed: int) -> Floats:
    n = network.size
    pivots = np.random.default_rng(seed).choice(n, PIVOTS, replace=False)
    graph = network.as_graph()
    seen = graph.betweenness(directed=network.directed, sources=pivots.tolist())
    return np.array(seen, dtype=np.float64) * n / PIVOTS


def rank_bands(values: Floats) -> Ints:
    """Say « among the first 10, 50, 100, 500… » for each value over zero; 0 for the others."""
    order = np.argsort(-values, kind="stable")
    bands = np.zeros(len(values), dtype=np.int64)
    start, limit = 0, 10
    while start < len(values):
        bands[order[start:limit]] = limit
        start, limit = limit, limit * (5 if str(limit)[0] == "1" else 2)
    bands[values <= 0] = 0
    return bands


def harmonic_closeness(network: Network) -> Floats | None:
    """Average 1 / distance to each other actor, 0 when there is no path."""
    if network.ties > EXACT_UP_TO or network.size < 2:
        return None
    graph = network.without_direction().as_graph()
    return np.array(graph.harmonic_centrality(), dtype=np.float64)


def _spread(values: Ints | Floats, most: float) -> float | None:
    if len(values) < 3 or most <= 0:
        return None
    return float((values.max() - values).sum() / most)
