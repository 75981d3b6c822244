"""Where to draw the actors: the same picture from one visit to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import igraph
import numpy as np
from scipy import sparse

from terreau_engine.errors import OutOfScale
from terreau_engine.network.dice import dice
from terreau_engine.network.graphs import Edges, Flags, Floats, Ints, Network, read_network

FIRST_STEPS = 500
NEXT_STEPS = 60
REACH = 0.05  # how far an actor who stood already may move, as a share of the picture
REACH_OF_NEWCOMERS = 0.15
BESIDE = 0.5  # half of what is left between two pieces; an actor has a square of side 1
WIDER = 1.1  # than tall
LEAST_STRETCHED = 6  # actors; smaller pieces keep their shape
GOLDEN = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True, slots=True)
class Layout:
    """A place for each actor, 0–1 both ways; `moved` is the largest move of one who stood."""

    positions: Mapping[str, tuple[float, float]]
    moved: float


def layout(
    nodes: Sequence[str],
    edges: Edges,
    *,
    previous: Mapping[str, tuple[float, float]] | None = None,
    seed: int = 0,
) -> Layout:
    """Place the actors so that tied ones are close, and nobody jumps between two visits.

    Without `previous` each piece is drawn apart (Fruchterman–Reingold from a fixed start) and the
    pieces are set side by side, the largest first, those without a tie last. With it, newcomers
    find a place between their contacts; these alone move, by 5 % of the picture at most, and
    nobody moves when nobody came. The same arguments give the same places, whatever the order of
    the actors and ties. Shapes: positions by name, 0–1; names of `previous` who are no longer
    actors are ignored. Errors: those of `read_network`, `OutOfScale` for a position that is no
    number. Source: Fruchterman and Reingold, Software: Practice and Experience 21, 1991.

    >>> first = layout(["a", "b", "c"], [("a", "b")])
    >>> again = layout(["c", "b", "a", "d"], [("b", "a"), ("d", "c")], previous=first.positions)
    >>> sorted(again.positions), again.moved <= 0.05
    (['a', 'b', 'c', 'd'], True)
    """
    network = _in_order_of_name(read_network(nodes, edges))
    known = {name: place for name, place in (previous or {}).items() if name in set(network.names)}
    if not np.isfinite(np.array(list(known.values()), dtype=np.float64)).all():
        raise OutOfScale("A position is two numbers: draw the picture anew instead.")
    if known:
        places, moved = _moved_a_little(network, known, seed)
    else:
        places, moved = _drawn_anew(network, seed), 0.0
    named = zip(network.names, places.tolist(), strict=True)
    return Layout({name: (place[0], place[1]) for name, place in named}, moved)


def _in_order_of_name(network: Network) -> Network:
    order = sorted(range(network.size), key=lambda n: network.names[n])
    place = np.empty(network.size, dtype=np.int64)
    place[np.array(order, dtype=np.int64)] = np.arange(network.size)
    pairs = np.column_stack([place[network.sources], place[network.targets]])
    return read_network([network.names[n] for n in order], pairs)


def _drawn_anew(network: Network, seed: int) -> Floats:
    """Draw each piece in a square of its own and set the squares in rows."""
    graph = network.as_graph()
    places = np.zeros((network.size, 2))
    pieces = sorted((sorted(piece) for piece in graph.connected_components()), key=_largest_first)
    corner, height, width = np.zeros(2), 0.0, _row_width(pieces)
    for piece in pieces:
        side = _side(len(piece))
        if corner[0] and corner[0] + side > width + 1e-9:
            corner, height = np.array([0.0, corner[1] + height]), 0.0
        places[piece] = corner + BESIDE + (side - 2 * BESIDE) * _one_piece(graph, piece, seed)
        corner = corner + np.array([side, 0.0])
        height = max(height, side)
    return _framed(places)


def _largest_first(piece: list[int]) -> tuple[int, int]:
    return -len(piece), piece[0]


def _side(actors: int) -> float:
    """Tell the side of the square of a piece: no room around for an actor who stands alone."""
    return float(np.sqrt(actors)) + 2 * BESIDE * (actors > 1)


def _row_width(pieces: list[list[int]]) -> float:
    area = sum(_side(len(piece)) ** 2 for piece in pieces)
    return max([WIDER * float(np.sqrt(area))] + [_side(len(piece)) for piece in pieces[:1]])


def _one_piece(graph: igraph.Graph, piece: list[int], seed: int) -> Floats:
    if len(piece) == 1:
        return np.array([[0.5, 0.5]])
    part = graph.induced_subgraph(piece)
    with dice(seed):
        drawn = part.layout_fruchterman_reingold(
            niter=FIRST_STEPS, seed=_spiral(len(piece)).tolist()
        )
    places = np.array(drawn.coords, dtype=np.float64)
    return _framed(places) if len(piece) < LEAST_STRETCHED else _stretched(places)


def _spiral(actors: int) -> Floats:
    """Start on a sunflower: no two at one place, whatever their number."""
    steps = np.arange(actors) + 0.5
    radius, angle = np.sqrt(steps), steps * GOLDEN
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _framed(places: Floats) -> Floats:
    """Bring the picture into 0–1, its shape kept, in the middle."""
    if not len(places):
        return places
    low, high = places.min(axis=0), places.max(axis=0)
    span = float((high - low).max()) or 1.0
    margin = (1 - (high - low) / span) / 2
    return np.asarray((places - low) / span + margin, dtype=np.float64)


def _stretched(places: Floats) -> Floats:
    """Fill the square both ways: the distances of a drawing are no measure, its room is short."""
    low, high = places.min(axis=0), places.max(axis=0)
    return np.asarray((places - low) / (high - low), dtype=np.float64)


def _moved_a_little(
    network: Network, known: Mapping[str, tuple[float, float]], seed: int
) -> tuple[Floats, float]:
    stood = np.array([name in known for name in network.names], dtype=np.bool_)
    start = np.zeros((network.size, 2))
    start[stood] = np.clip([known[name] for name in network.names if name in known], 0.0, 1.0)
    _place_newcomers(network, start, stood)
    if stood.all():
        return start, 0.0
    scale = float(np.sqrt(network.size))
    low, high = _reach(network, start, stood)
    with dice(seed):
        drawn = network.as_graph().layout_fruchterman_reingold(
            niter=NEXT_STEPS,
            seed=(start * scale).tolist(),
            start_temp=scale / 20,
            minx=(low[:, 0] * scale).tolist(),
            maxx=(high[:, 0] * scale).tolist(),
            miny=(low[:, 1] * scale).tolist(),
            maxy=(high[:, 1] * scale).tolist(),
        )
    places = np.clip(np.array(drawn.coords, dtype=np.float64) / scale, low, high)
    return places, float(np.hypot(*(places - start)[stood].T).max())


def _reach(network: Network, start: Floats, stood: Flags) -> tuple[Floats, Floats]:
    """Tell between which corners newcomers may move, and a little less their contacts."""
    near = np.zeros(network.size, dtype=np.bool_)
    near[network.sources[~stood[network.targets]]] = True
    near[network.targets[~stood[network.sources]]] = True
    aside = (REACH - 1e-9) / np.sqrt(2)
    step = np.where(stood, np.where(near, aside, 0.0), REACH_OF_NEWCOMERS)[:, None]
    return np.clip(start - step, 0.0, 1.0), np.clip(start + step, 0.0, 1.0)


def _place_newcomers(network: Network, places: Floats, stood: Flags) -> None:
    """Put each newcomer between its contacts who have a place, else along the lower edge."""
    adjacency = network.as_matrix()
    placed = stood.copy()
    waiting = np.flatnonzero(~placed).tolist()
    step = 0.6 / np.sqrt(network.size)
    while waiting:
        ready = [n for n in waiting if placed[_contacts(adjacency, n)].any()] or waiting[:1]
        for rank, n in enumerate(ready):
            contacts = _contacts(adjacency, n)
            contacts = contacts[placed[contacts]]
            centre = places[contacts].mean(axis=0) if len(contacts) else np.array([0.5, 1.0])
            angle = GOLDEN * (n + rank)
            places[n] = np.clip(centre + step * np.array([np.cos(angle), np.sin(angle)]), 0, 1)
        placed[ready] = True
        waiting = [n for n in waiting if not placed[n]]


def _contacts(adjacency: sparse.csr_array, n: int) -> Ints:
    return np.asarray(adjacency.indices[adjacency.indptr[n] : adjacency.indptr[n + 1]])
