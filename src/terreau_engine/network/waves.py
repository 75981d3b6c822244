"""Two waves of one network: what came, what went, what the figures became."""

from collections.abc import Sequence
from dataclasses import dataclass

from terreau_engine.network.degrees import density_of
from terreau_engine.network.graphs import Edges, Network, read_network

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class WaveChange:
    """What changed between two waves; names and pairs in order of name.

    `arrived` and `left` are actors, `gained` and `lost` ties; of those, `gained_between_known` and
    `lost_between_known` join actors of both waves, so that a larger list of actors is not taken
    for a denser network. `kept` ties stand in both, `jaccard` is their share of all ties of the
    actors of both waves. Densities are of each wave, then of the common actors only.
    """

    arrived: tuple[str, ...]
    left: tuple[str, ...]
    gained: tuple[Pair, ...]
    lost: tuple[Pair, ...]
    gained_between_known: int
    lost_between_known: int
    kept: int
    jaccard: float | None
    density: tuple[float | None, float | None]
    density_of_common: tuple[float | None, float | None]


def compare_waves(
    nodes_before: Sequence[str],
    edges_before: Edges,
    nodes_after: Sequence[str],
    edges_after: Edges,
    *,
    directed: bool = False,
) -> WaveChange:
    """Compare two waves of one network; a network that shrinks is told as it is.

    Shapes and errors: see `read_network`, for each wave. Units: actors, ties, shares.

    >>> change = compare_waves(["a", "b", "c"], [("a", "b")], ["a", "b", "d"], [("a", "d")])
    >>> change.arrived, change.left, change.gained, change.lost, change.lost_between_known
    (('d',), ('c',), (('a', 'd'),), (('a', 'b'),), 1)
    """
    before = read_network(nodes_before, edges_before, directed=directed)
    after = read_network(nodes_after, edges_after, directed=directed)
    common = set(before.names) & set(after.names)
    old, new = _pairs(before), _pairs(after)
    gained, lost, kept = new - old, old - new, old & new
    known_gained = {pair for pair in gained if common.issuperset(pair)}
    known_lost = {pair for pair in lost if common.issuperset(pair)}
    together = len(kept) + len(known_gained) + len(known_lost)
    return WaveChange(
        tuple(sorted(set(after.names) - common)),
        tuple(sorted(set(before.names) - common)),
        tuple(sorted(gained)),
        tuple(sorted(lost)),
        len(known_gained),
        len(known_lost),
        len(kept),
        len(kept) / together if together else None,
        (density_of(before), density_of(after)),
        (
            _density(len(kept) + len(known_lost), len(common), directed),
            _density(len(kept) + len(known_gained), len(common), directed),
        ),
    )


def _pairs(network: Network) -> set[Pair]:
    ends = zip(network.sources.tolist(), network.targets.tolist(), strict=True)
    named = ((network.names[a], network.names[b]) for a, b in ends)
    return set(named) if network.directed else {(min(pair), max(pair)) for pair in named}


def _density(ties: int, actors: int, directed: bool) -> float | None:
    possible = actors * (actors - 1) / (1 if directed else 2)
    return ties / possible if possible else None
