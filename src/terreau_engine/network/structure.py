"""Pieces, core and weak points: what holds together, and what holds it."""

from dataclasses import dataclass

import numpy as np

from terreau_engine.network.graphs import Ints, Network
from terreau_engine.network.holes import common_contacts

MOST_ACTORS_REACHED = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """How the network holds together; ties without direction except where said.

    `component` numbers the pieces from the largest, 0; `sizes` are theirs. `connectedness` is the
    share of pairs between whom a path exists. `core` is the deepest k-core of each actor and
    `core_depth` its largest value. `transitivity` is the share of paths of two ties that are
    closed (following directions when there are); `transitivity_undirected` reads ties both ways.
    `bridges` are the ties, and `cut_points` the actors, whose loss splits a piece.
    `reciprocity` is the share of ties that go both ways, `reciprocity_dyadic` the share of pairs
    that agree, `hierarchy` (Krackhardt) the share of pairs linked by a path that are linked one
    way only; None without direction, `hierarchy` beyond 2,000 actors too. `thrift` (Krackhardt's
    efficiency) is 1 when no piece has one tie too many to hold, 0 when all its pairs are tied.
    """

    component: Ints
    sizes: tuple[int, ...]
    connectedness: float | None
    core: Ints
    core_depth: int
    transitivity: float | None
    transitivity_undirected: float | None
    bridges: tuple[tuple[str, str], ...]
    cut_points: tuple[str, ...]
    reciprocity: float | None
    reciprocity_dyadic: float | None
    hierarchy: float | None
    thrift: float | None


def structure_of(network: Network) -> Structure:
    """Find the pieces, the core, the bridges and the closed triangles."""
    flat = network.without_direction()
    graph = flat.as_graph()
    component = _largest_first(np.array(graph.connected_components().membership, dtype=np.int64))
    sizes = np.bincount(component) if len(component) else np.zeros(0, dtype=np.int64)
    core = np.array(graph.coreness(), dtype=np.int64)
    closed = _share(graph.transitivity_undirected(mode="nan"))
    ends = [(int(flat.sources[tie]), int(flat.targets[tie])) for tie in graph.bridges()]
    both, dyads = _reciprocity(network)
    return Structure(
        component,
        tuple(int(size) for size in sizes),
        _connectedness(sizes, network.size),
        core,
        int(core.max()) if len(core) else 0,
        _directed_transitivity(network) if network.directed else closed,
        closed,
        tuple(sorted((network.names[a], network.names[b]) for a, b in ends)),
        tuple(sorted(network.names[n] for n in graph.articulation_points())),
        both,
        dyads,
        _hierarchy(network),
        _thrift(network, sizes),
    )


def _largest_first(membership: Ints) -> Ints:
    """Number the pieces by size, then by their first actor."""
    if not len(membership):
        return membership
    _, first, numbers = np.unique(membership, return_index=True, return_inverse=True)
    sizes = np.bincount(numbers)
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return rank[numbers]


def _connectedness(sizes: Ints, n: int) -> float | None:
    if n < 2:
        return None
    return float((sizes.astype(np.float64) * (sizes - 1)).sum() / (n * (n - 1.0)))


def _directed_transitivity(network: Network) -> float | None:
    """Divide a→b→c closed by a→c by all a→b→c, a and c being two."""
    matrix = network.as_matrix()
    closed = float(common_contacts(matrix, matrix).sum())
    paths = float((np.asarray(matrix.sum(axis=0)) * np.asarray(matrix.sum(axis=1))).sum())
    paths -= float(matrix.multiply(matrix.T).sum())
    return closed / paths if paths else None


def _reciprocity(network: Network) -> tuple[float | None, float | None]:
    if not network.directed:
        return None, None
    pairs = network.size * (network.size - 1) / 2
    mutual = network.ties - network.without_direction().ties
    both = 2 * mutual / network.ties if network.ties else None
    one_way = network.ties - 2 * mutual
    return both, (1 - one_way / pairs) if pairs else None


def _hierarchy(network: Network) -> float | None:
    """Among pairs linked by a path, count those that are linked one way only."""
    if not network.directed or network.size > MOST_ACTORS_REACHED:
        return None
    reached = np.isfinite(np.array(network.as_graph().distances(), dtype=np.float64))
    np.fill_diagonal(reached, False)
    linked = int((reached | reached.T).sum())
    return 1 - int((reached & reached.T).sum()) / linked if linked else None


def _thrift(network: Network, sizes: Ints) -> float | None:
    """Compare the ties beyond those that a piece needs with all that it could have."""
    needed = float((sizes - 1).sum())
    most = float(((sizes - 1.0) * (sizes - 1)).sum())
    arcs = network.ties if network.directed else 2 * network.ties
    return 1 - (arcs - needed) / most if most else None


def _share(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
