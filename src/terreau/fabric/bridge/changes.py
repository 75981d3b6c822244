"""What changed from one wave to another."""

from terreau.fabric.bridge.figures import edges_of, names_of
from terreau.fabric.networks import Network
from terreau_engine.network import WaveChange, compare_waves

__all__ = ["WaveChange", "compare"]


def compare(before: Network, after: Network) -> WaveChange:
    """Compare two networks by the uuid of their organisations."""
    return compare_waves(names_of(before), edges_of(before), names_of(after), edges_of(after))
