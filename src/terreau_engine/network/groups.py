"""Communities: who is tied more with one another than with the rest (Leiden, modularity)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from terreau_engine.errors import OutOfScale
from terreau_engine.network.dice import dice
from terreau_engine.network.graphs import Edges, Floats, Ints, Network, read_network

UNTIL_NOTHING_MOVES = -1
ROUNDS_WHEN_MANY = 2  # lose less than .001 of modularity on 1.2 million ties
MANY_TIES = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Communities:
    """The best of several divisions, and how far they agree.

    `labels` numbers the communities from the largest, 0, in the order of `names`; `sizes` are
    theirs. `modularity` is Q of this division, `modularities` those of every seed. `agreement` is
    the mean adjusted Rand index between two seeds (1: always the same), `agreement_least` the
    worst pair, `information` their mean normalised mutual information. `steadiness` is, for each
    actor, the mean share of its companions here that stay its companions under the other seeds.
    """

    names: tuple[str, ...]
    labels: Ints
    sizes: tuple[int, ...]
    modularity: float | None
    modularities: tuple[float, ...]
    agreement: float | None
    agreement_least: float | None
    information: float | None
    steadiness: Floats

    def members(self) -> tuple[tuple[str, ...], ...]:
        """List the actors of each community."""
        found: list[list[str]] = [[] for _ in self.sizes]
        for name, label in zip(self.names, self.labels.tolist(), strict=True):
            found[label].append(name)
        return tuple(tuple(names) for names in found)


def communities(
    nodes: Sequence[str],
    edges: Edges,
    *,
    resolution: float = 1.0,
    seeds: int = 5,
    seed: int = 0,
) -> Communities:
    """Divide the actors into communities, several times, and tell how far the divisions agree.

    Formula: Leiden on modularity Q = Σ_c (e_c − r a_c²), ties read both ways, without weight;
    `resolution` r over 1 gives smaller communities. An actor without a tie is a community of its
    own. Errors: those of `read_network`, `OutOfScale` for a resolution not over 0 or no seed.
    Sources: Traag, Waltman and van Eck 2019; Hubert and Arabie 1985.

    >>> two = communities(list("abcdef"), [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"),
    ...                                    ("d", "e"), ("e", "f"), ("d", "f")])
    >>> two.members(), round(two.modularity, 4), two.agreement
    ((('a', 'b', 'c'), ('d', 'e', 'f')), 0.3571, 1.0)
    """
    if resolution <= 0 or seeds < 1:
        raise OutOfScale("The resolution is over 0 and there is at least one seed: correct them.")
    network = read_network(nodes, edges).without_direction()
    divisions = _divide(network, resolution, [seed + n for n in range(seeds)])
    scores = [_modularity(network, labels, resolution) for labels in divisions]
    best = int(np.argmax(scores)) if network.ties else 0
    labels = divisions[best]
    rand, information = _agreement(divisions)
    return Communities(
        network.names,
        labels,
        tuple(int(size) for size in np.bincount(labels)) if len(labels) else (),
        scores[best] if network.ties else None,
        tuple(scores) if network.ties else (),
        float(np.mean(rand)) if rand else None,
        min(rand) if rand else None,
        float(np.mean(information)) if information else None,
        _steadiness(divisions, best),
    )


def _divide(network: Network, resolution: float, seeds: list[int]) -> list[Ints]:
    graph = network.as_graph()
    rounds = ROUNDS_WHEN_MANY if network.ties > MANY_TIES else UNTIL_NOTHING_MOVES
    found = []
    for number in seeds:
        with dice(number):
            parts = graph.community_leiden(
                objective_function="modularity", resolution=resolution, n_iterations=rounds
            )
        found.append(_by_size(np.array(parts.membership, dtype=np.int64)))
    return found


def _by_size(membership: Ints) -> Ints:
    if not len(membership):
        return membership
    _, first, numbers = np.unique(membership, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.lexsort((first, -np.bincount(numbers)))] = np.arange(len(first))
    return rank[numbers]


def _modularity(network: Network, labels: Ints, resolution: float) -> float:
    if not network.ties:
        return 0.0
    inside = float((labels[network.sources] == labels[network.targets]).sum()) / network.ties
    ends = np.concatenate([labels[network.sources], labels[network.targets]])
    shares = np.bincount(ends) / len(ends)
    return inside - resolution * float((shares**2).sum())


def _agreement(divisions: list[Ints]) -> tuple[list[float], list[float]]:
    rand, information = [], []
    for n, first in enumerate(divisions):
        for second in divisions[n + 1 :]:
            if len(first) > 1:
                table = _crossing(first, second)
                rand.append(_adjusted_rand(table))
                information.append(_mutual_information(table))
    return rand, information


def _crossing(first: Ints, second: Ints) -> sparse.csr_array:
    table = sparse.coo_array((np.ones(len(first)), (first, second)))
    return table.tocsr()


def _adjusted_rand(table: sparse.csr_array) -> float:
    n = float(table.sum())
    both = _pairs(table.data)
    rows = _pairs(np.asarray(table.sum(axis=1)).ravel())
    columns = _pairs(np.asarray(table.sum(axis=0)).ravel())
    by_chance = rows * columns / (n * (n - 1) / 2)
    most = (rows + columns) / 2
    return 1.0 if most == by_chance else (both - by_chance) / (most - by_chance)


def _pairs(counts: Floats) -> float:
    return float((counts * (counts - 1)).sum() / 2)


def _mutual_information(table: sparse.csr_array) -> float:
    n = float(table.sum())
    joint, rows, columns = (
        _entropy(counts / n)
        for counts in (
            table.data,
            np.asarray(table.sum(axis=1)).ravel(),
            np.asarray(table.sum(axis=0)).ravel(),
        )
    )
    return 1.0 if rows + columns == 0 else 2 * (rows + columns - joint) / (rows + columns)


def _entropy(shares: Floats) -> float:
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum())


def _steadiness(divisions: list[Ints], best: int) -> Floats:
    """Share of an actor's companions (itself included) that other divisions keep with it."""
    labels = divisions[best]
    others = [division for n, division in enumerate(divisions) if n != best]
    if not others or not len(labels):
        return np.ones(len(labels))
    sizes = np.bincount(labels)[labels]
    kept = np.zeros(len(labels))
    for other in others:
        _, cell, count = np.unique(
            labels * (int(other.max()) + 1) + other, return_inverse=True, return_counts=True
        )
        kept += count[cell] / sizes
    return np.asarray(kept / len(others), dtype=np.float64)
