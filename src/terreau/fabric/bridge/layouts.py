"""Where each organisation is drawn."""

from collections.abc import Mapping, Sequence

from terreau.fabric.bridge.figures import edges_of, names_of
from terreau.fabric.networks import Network
from terreau_engine.network import layout

Places = Mapping[str, Sequence[float]]


def place_all(network: Network, previous: Places, *, pinned: bool = True) -> dict[str, list[float]]:
    """Place the organisations of a network; whoever had a place keeps it when `pinned`."""
    names = names_of(network)
    known = {name: (previous[name][0], previous[name][1]) for name in names if name in previous}
    if pinned and len(known) == len(names):
        return {name: list(place) for name, place in known.items()}
    found = layout(names, edges_of(network), previous=known or None).positions
    placed = {name: [round(x, 4), round(y, 4)] for name, (x, y) in found.items()}
    return {**placed, **{name: list(place) for name, place in known.items()}} if pinned else placed
