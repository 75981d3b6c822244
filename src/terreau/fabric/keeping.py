"""Keep in memory what was computed of the last networks, by what they say."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from terreau.fabric.bridge.figures import compute_figures
from terreau.fabric.bridge.layouts import Places, place_all
from terreau.fabric.networks import Network

MOST = 64
# Above, the figures are those of the last wave, that a job computed.
HEAVY = 400
_kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()
_lock = Lock()


def _remember(key: tuple[str, ...], compute: Callable[[], Any]) -> Any:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = compute()
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def figures_of(network: Network) -> dict[str, Any]:
    """Compute the figures of a network, once as long as it says the same."""
    return _remember(("figures", network.digest), lambda: compute_figures(network))


def places_of(network: Network, previous: Places) -> dict[str, list[float]]:
    """Place the organisations, from where they were last drawn."""
    names = sorted(node.uuid for node in network.nodes if node.uuid in previous)
    known = {name: previous[name] for name in names}
    stamp = str(hash(tuple((name, *known[name]) for name in names)))
    return _remember(("places", network.digest, stamp), lambda: place_all(network, known))
