"""What remains when actors leave: ties lost and orphans first, then the largest piece."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from terreau_engine.errors import UnknownName
from terreau_engine.network.graphs import Edges, Flags, Floats, Ints, Network, read_network


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """The whole curve, from nobody gone (place 0) to everybody gone (place n).

    `order` names who leaves, in turn. `tie_loss` is the share of ties gone; `orphans` the number
    of those still there who had a tie and have none left, `orphan_share` over all actors;
    `largest` the size of the largest piece left. `index` is R = Σ S(k) / n for k from 1, at most
    .5; `half` the least number of departures that leaves the largest piece with half of all
    actors or fewer. Ties are read both ways.
    """

    order: tuple[str, ...]
    tie_loss: Floats
    orphans: Ints
    orphan_share: Floats
    largest: Ints
    index: float | None
    half: int

    def after(self, share: float) -> "Point":
        """Read the curve once this share (0–1) of the actors is gone, rounded up."""
        gone = min(len(self.order), int(np.ceil(share * len(self.order) - 1e-9)))
        return Point(
            gone,
            float(self.tie_loss[gone]),
            float(self.orphan_share[gone]),
            float(self.largest[gone] / max(len(self.order), 1)),
        )


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the curve; shares of all ties, all actors, all actors."""

    gone: int
    tie_loss: float
    orphan_share: float
    largest_share: float


@dataclass(frozen=True, slots=True)
class Departure:
    """What one departure, or several at once, would leave.

    `ties_lost` of `ties` and `tie_loss` its share; `orphans` had a tie and would have none;
    `cut_off` (orphans left out) would be in another piece than the largest one left, and were in
    the same piece as it (of two as large, that of the first actor given). `largest_before` and
    `largest_after` are sizes, `pieces_before` and `pieces_after` count the pieces of two actors
    and more.
    """

    gone: tuple[str, ...]
    ties: int
    ties_lost: int
    tie_loss: float | None
    orphans: tuple[str, ...]
    cut_off: tuple[str, ...]
    largest_before: int
    largest_after: int
    pieces_before: int
    pieces_after: int


def robustness(
    nodes: Sequence[str], edges: Edges, *, order: Sequence[str] | None = None
) -> Robustness:
    """Take the actors away one by one and tell what remains, ties and orphans first.

    Meaning: the largest piece alone hides the exhaustion of pioneers: it can stay whole while most
    ties are gone. `order`: by default the most tied first (degrees at the start; equal ones by the
    ties of their contacts, then by name); names not told come after in that order. Formula: the
    actors are put back in reverse, pieces joined as they meet (union–find). Shapes: curves of
    n + 1 points. Errors: those of `read_network`, `UnknownName` in the order. Sources: Schneider
    et al. 2011; Newman and Ziff 2000.

    >>> star = robustness(["hub", "a", "b", "c"], [("hub", "a"), ("hub", "b"), ("hub", "c")])
    >>> star.order[0], star.half, star.tie_loss.tolist()[:2], star.orphans.tolist()
    ('hub', 1, [0.0, 1.0], [0, 3, 2, 1, 0])
    >>> star.largest.tolist()
    [4, 1, 1, 1, 0]
    """
    network = read_network(nodes, edges)
    leaving = _leaving_order(network, order)
    place = np.empty(network.size, dtype=np.int64)
    place[leaving] = np.arange(network.size)
    loss = _tie_loss(network, place)
    orphans = _orphans(network, place)
    largest = _largest_pieces(network, leaving, place)
    n = network.size
    return Robustness(
        tuple(network.names[actor] for actor in leaving.tolist()),
        loss,
        orphans,
        orphans / max(n, 1),
        largest,
        float(largest[1:].sum() / n**2) if n else None,
        int(np.argmax(2 * largest <= n)),
    )


def without(nodes: Sequence[str], edges: Edges, gone: Iterable[str]) -> Departure:
    """Tell what would remain if these actors stopped: « et si X s’arrêtait ? ».

    Shapes: see `read_network`; `gone` by name. Units: ties, actors. Errors: those of
    `read_network`, `UnknownName` for somebody who is not an actor.

    >>> left = without(["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("c", "d")], ["b"])
    >>> left.ties_lost, left.orphans, left.largest_before, left.largest_after
    (2, ('a',), 4, 2)
    """
    network = read_network(nodes, edges)
    names = tuple(dict.fromkeys(gone))
    leaving = set(_places(network, names))
    stays = np.array([n not in leaving for n in range(network.size)], dtype=np.bool_)
    kept = stays[network.sources] & stays[network.targets]
    before = _pieces(network, np.ones(network.ties, dtype=np.bool_))
    after = _pieces(network, kept)
    had = _degree(network, np.ones(network.ties, dtype=np.bool_)) > 0
    orphan = stays & had & (_degree(network, kept) == 0)
    sizes_before, sizes_after = np.bincount(before), np.bincount(after[stays])
    largest = int(np.argmax(sizes_after)) if len(sizes_after) else -1
    main = before[(after == largest) & stays]
    cut = stays & ~orphan & (after != largest) & np.isin(before, main) & had
    lost = int(network.ties - kept.sum())
    return Departure(
        names,
        network.ties,
        lost,
        lost / network.ties if network.ties else None,
        _named(network, orphan),
        _named(network, cut),
        int(sizes_before.max(initial=0)),
        int(sizes_after.max(initial=0)),
        int((sizes_before > 1).sum()),
        int((sizes_after > 1).sum()),
    )


def _places(network: Network, names: Iterable[str]) -> list[int]:
    place = {name: n for n, name in enumerate(network.names)}
    unknown = next((name for name in names if name not in place), None)
    if unknown is not None:
        raise UnknownName(f"{unknown!r} is not an actor of this network.")
    return [place[name] for name in names]


def _named(network: Network, chosen: Flags) -> tuple[str, ...]:
    return tuple(sorted(network.names[n] for n in np.flatnonzero(chosen).tolist()))


def _degree(network: Network, kept: Flags) -> Ints:
    ends = np.concatenate([network.sources[kept], network.targets[kept]])
    return np.bincount(ends, minlength=network.size).astype(np.int64)


def _pieces(network: Network, kept: Flags) -> Ints:
    part = Network(
        network.names, network.sources[kept], network.targets[kept], network.weights[kept], False
    )
    return np.array(part.as_graph().connected_components().membership, dtype=np.int64)


def _leaving_order(network: Network, order: Sequence[str] | None) -> Ints:
    every = np.ones(network.ties, dtype=np.bool_)
    degree = _degree(network, every).astype(np.float64)
    around = np.bincount(network.sources, degree[network.targets], network.size)
    around = around + np.bincount(network.targets, degree[network.sources], network.size)
    alphabet = np.argsort(np.argsort(np.array(network.names, dtype=object), kind="stable"))
    busiest = np.lexsort((alphabet, -around, -degree)).astype(np.int64)
    first = list(dict.fromkeys(_places(network, order or ())))
    told = np.isin(busiest, np.array(first, dtype=np.int64))
    return np.concatenate([np.array(first, dtype=np.int64), busiest[~told]])


def _tie_loss(network: Network, place: Ints) -> Floats:
    """A tie goes with the first of its two ends."""
    lost_at = np.minimum(place[network.sources], place[network.targets]) + 1
    lost = np.cumsum(np.bincount(lost_at, minlength=network.size + 1))
    return np.asarray(lost / max(network.ties, 1), dtype=np.float64)


def _orphans(network: Network, place: Ints) -> Ints:
    """Somebody is an orphan from when the last contact leaves until leaving."""
    last = np.full(network.size, -1, dtype=np.int64)
    np.maximum.at(last, network.sources, place[network.targets])
    np.maximum.at(last, network.targets, place[network.sources])
    left = (last >= 0) & (last < place)
    change = np.zeros(network.size + 2, dtype=np.int64)
    np.add.at(change, last[left] + 1, 1)
    np.add.at(change, place[left] + 1, -1)
    return np.cumsum(change)[: network.size + 1]


def _largest_pieces(network: Network, leaving: Ints, place: Ints) -> Ints:
    """Put the actors back from the last to the first; the largest piece after each return."""
    n = network.size
    first = np.minimum(place[network.sources], place[network.targets])
    other = np.maximum(place[network.sources], place[network.targets])
    by_return = np.argsort(-first, kind="stable")
    returning, met = first[by_return].tolist(), other[by_return].tolist()
    root, size = list(range(n)), [1] * n
    largest = np.zeros(n + 1, dtype=np.int64)
    best, tie, ties = 0, 0, len(returning)
    for actor in range(n - 1, -1, -1):
        best = max(best, 1)
        while tie < ties and returning[tie] == actor:
            a, b = actor, met[tie]
            while root[a] != a:
                root[a] = a = root[root[a]]
            while root[b] != b:
                root[b] = b = root[root[b]]
            if a != b:
                if size[a] < size[b]:
                    a, b = b, a
                root[b] = a
                size[a] += size[b]
                best = max(best, size[a])
            tie += 1
        largest[actor] = best
    return largest
