"""What would remain without one organisation, or several."""

from collections.abc import Iterable

from terreau.fabric.bridge.figures import edges_of, names_of
from terreau.fabric.networks import Network
from terreau_engine.network import Departure, without

__all__ = ["Departure", "leave"]


def leave(network: Network, gone: Iterable[str]) -> Departure:
    """Tell what the departure of these organisations (by uuid) would take away."""
    return without(names_of(network), edges_of(network), list(gone))
