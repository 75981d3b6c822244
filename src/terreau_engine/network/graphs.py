"""What the figures are counted on: actors, ties between them, with or without a direction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import igraph
import numpy as np
import numpy.typing as npt
from scipy import sparse

from terreau_engine.errors import OutOfScale, RepeatedName, UnevenColumns, UnknownName

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Edges = Iterable[tuple[str, str] | tuple[str, str, float]] | Ints


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Actors by name, ties as two columns of places in `names`; each pair stands once.

    Without direction `sources` < `targets`. `self_ties` were left out, `repeated` were added to the
    weight of the pair that already stood.
    """

    names: tuple[str, ...]
    sources: Ints
    targets: Ints
    weights: Floats
    directed: bool
    self_ties: int = 0
    repeated: int = 0

    @property
    def size(self) -> int:
        """Count the actors."""
        return len(self.names)

    @property
    def ties(self) -> int:
        """Count the ties."""
        return len(self.sources)

    def without_direction(self) -> "Network":
        """Give the same ties read both ways, each pair once, weights added."""
        if not self.directed:
            return self
        pair, weights, _ = _merge(
            np.minimum(self.sources, self.targets),
            np.maximum(self.sources, self.targets),
            self.weights,
            self.size,
        )
        return Network(self.names, pair[0], pair[1], weights, directed=False)

    def as_graph(self) -> igraph.Graph:
        """Give the same network to igraph, without names."""
        pairs = np.column_stack([self.sources, self.targets])
        return igraph.Graph(n=self.size, edges=pairs, directed=self.directed)

    def as_matrix(self, *, weighed: bool = False) -> sparse.csr_array:
        """Give the adjacency, 1 (or its weight) where a tie goes from the row to the column."""
        values = self.weights if weighed else np.ones(self.ties)
        matrix = sparse.csr_array(
            (values, (self.sources, self.targets)), shape=(self.size, self.size)
        )
        return matrix if self.directed else (matrix + matrix.T).tocsr()


def read_network(nodes: Sequence[str], edges: Edges, *, directed: bool = False) -> Network:
    """Read actors and ties, each pair once.

    Meaning: what every figure of this family is counted on. Shapes: names in any order; ties as
    pairs of names, or triples with a weight over zero, or an m × 2 array of places in `nodes`.
    A tie of an actor with itself is left out and counted; a pair given twice is one tie whose
    weights are added. Errors: `RepeatedName`, `UnknownName`, `OutOfScale` for a weight not over
    zero or a place outside the list, `UnevenColumns` for an array that is not m × 2.

    >>> net = read_network(["a", "b", "c"], [("a", "b"), ("b", "a", 2), ("c", "c")])
    >>> net.ties, net.weights.tolist(), net.repeated, net.self_ties
    (1, [3.0], 1, 1)
    """
    names = tuple(nodes)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise RepeatedName(f"The actor {twice!r} is given twice: give each once.")
    sources, targets, weights = _columns(names, edges)
    apart = sources != targets
    left_out = int(len(apart) - apart.sum())
    sources, targets, weights = sources[apart], targets[apart], weights[apart]
    if not directed:
        sources, targets = np.minimum(sources, targets), np.maximum(sources, targets)
    pair, weights, repeated = _merge(sources, targets, weights, len(names))
    return Network(names, pair[0], pair[1], weights, directed, left_out, repeated)


def world_codes(names: Sequence[str], worlds: Mapping[str, str]) -> tuple[tuple[str, ...], Ints]:
    """Number the worlds in order of name; −1 for an actor whose world is not told."""
    told = [worlds.get(name, "") for name in names]
    labels = tuple(sorted({world for world in told if world}))
    place = {label: n for n, label in enumerate(labels)}
    return labels, np.array([place.get(world, -1) for world in told], dtype=np.int64)


def _columns(names: tuple[str, ...], edges: Edges) -> tuple[Ints, Ints, Floats]:
    if isinstance(edges, np.ndarray):
        return _columns_of_array(len(names), edges)
    place = {name: n for n, name in enumerate(names)}
    rows = [(edge[0], edge[1], float(sum(edge[2:]) if edge[2:] else 1.0)) for edge in edges]
    unknown = next((end for row in rows for end in row[:2] if end not in place), None)
    if unknown is not None:
        raise UnknownName(
            f"A tie names {unknown!r}, who is not among the actors: add it or drop it."
        )
    weights = np.array([row[2] for row in rows], dtype=np.float64)
    if not (weights > 0).all() or not np.isfinite(weights).all():
        raise OutOfScale("The weight of a tie is a number over zero: correct it or drop the tie.")
    sources = np.array([place[row[0]] for row in rows], dtype=np.int64)
    targets = np.array([place[row[1]] for row in rows], dtype=np.int64)
    return sources, targets, weights


def _columns_of_array(size: int, edges: Ints) -> tuple[Ints, Ints, Floats]:
    if edges.ndim != 2 or edges.shape[1] != 2:
        raise UnevenColumns("An array of ties has two columns: the places of both actors.")
    if len(edges) and (edges.min() < 0 or edges.max() >= size):
        raise OutOfScale(f"A tie points outside the {size} actors: places go from 0.")
    sources, targets = edges[:, 0].astype(np.int64), edges[:, 1].astype(np.int64)
    return sources, targets, np.ones(len(edges))


def _merge(sources: Ints, targets: Ints, weights: Floats, size: int) -> tuple[Ints, Floats, int]:
    keys, where = np.unique(sources * max(size, 1) + targets, return_inverse=True)
    total = np.bincount(where, weights=weights, minlength=len(keys)).astype(np.float64)
    pair = np.stack(np.divmod(keys, max(size, 1))).astype(np.int64)
    return pair, total, len(sources) - len(keys)
