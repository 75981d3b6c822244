"""The figures of a network, as plain values that a wave can keep."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from terreau.fabric.networks import Network
from terreau_engine.network import (
    Communities,
    Mixing,
    NetworkMetrics,
    Robustness,
    brokerage,
    communities,
    metrics,
    robustness,
)

SHOWN = 12
CURVE_POINTS = 30
DIGITS = 9


def edges_of(network: Network) -> list[tuple[str, str, float]]:
    """Give the links as the engine takes them, by the uuid of the organisations."""
    names = [node.uuid for node in network.nodes]
    return [(names[link.first], names[link.second], link.weight) for link in network.links]


def names_of(network: Network) -> list[str]:
    """Give the organisations as the engine takes them."""
    return [node.uuid for node in network.nodes]


def worlds_of(network: Network) -> dict[str, str]:
    """Give the world of each organisation."""
    return {node.uuid: node.world for node in network.nodes}


def compute_figures(network: Network) -> dict[str, Any]:
    """Compute all the figures of a network; the same network always gives the same figures."""
    names, edges, worlds = names_of(network), edges_of(network), worlds_of(network)
    told = metrics(names, edges, worlds=worlds)
    groups = communities(names, edges)
    brokers = brokerage(names, edges, worlds)
    return {
        "organisations": len(names),
        "linked": len(names) - network.alone,
        "alone": network.alone,
        "links": told.ties,
        "possible": len(names) * (len(names) - 1) // 2,
        "kinds": _kinds(network),
        "density": _plain(told.density),
        "mean_degree": _plain(told.degrees.mean),
        "centralisation": _plain(told.degrees.centralisation),
        "transitivity": _plain(told.structure.transitivity_undirected),
        "pieces": [size for size in told.structure.sizes if size > 1],
        "worlds": _worlds(network),
        "mixing": _mixing(told.mixing),
        "groups": _groups(groups),
        "core": _core(told),
        "bridges": [list(pair) for pair in told.structure.bridges],
        "cut_points": list(told.structure.cut_points),
        "brokers": _brokers(told, dict(zip(brokers.names, brokers.totals, strict=True))),
        "robustness": _robustness(robustness(names, edges), len(names)),
    }


def divide(network: Network) -> tuple[list[int], float | None]:
    """Divide a network into communities; give the group of each place and how steady it is."""
    found = communities(names_of(network), edges_of(network))
    return [int(label) for label in found.labels], _plain(found.agreement)


def _plain(value: Any) -> float | None:
    if value is None or math.isnan(float(value)):
        return None
    return round(float(value), DIGITS)


def _kinds(network: Network) -> dict[str, int]:
    return dict(Counter(kind for link in network.links for kind in link.kinds))


def _worlds(network: Network) -> dict[str, Any]:
    counts = Counter(node.world for node in network.nodes)
    total = sum(counts.values())
    shares = [count / total for count in counts.values()]
    effective = math.exp(-sum(share * math.log(share) for share in shares)) if shares else None
    return {"counts": dict(sorted(counts.items())), "effective": _plain(effective)}


def _mixing(mixing: Mixing | None) -> dict[str, Any] | None:
    if mixing is None:
        return None
    return {
        "worlds": list(mixing.worlds),
        "ties": [[int(cell) for cell in row] for row in mixing.ties.tolist()],
        "ratio": [[_plain(cell) for cell in row] for row in mixing.ratio.tolist()],
        "internal": mixing.internal,
        "external": mixing.external,
        "ei": _plain(mixing.ei),
        "ei_expected": _plain(mixing.ei_expected),
        "ei_p": _plain(mixing.ei_p),
    }


def _groups(found: Communities) -> dict[str, Any]:
    return {
        "members": [list(names) for names in found.members() if len(names) > 1],
        "modularity": _plain(found.modularity),
        "agreement": _plain(found.agreement),
    }


def _core(told: NetworkMetrics) -> dict[str, Any]:
    depth = told.structure.core_depth
    core = zip(told.names, told.structure.core.tolist(), strict=True)
    return {"depth": depth, "members": [name for name, one in core if depth and one == depth]}


def _brokers(told: NetworkMetrics, totals: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The organisations by which most paths pass, with what Burt's measures say of them."""
    passing: Sequence[float] = told.betweenness.values if told.betweenness else ()
    order = sorted(range(len(passing)), key=lambda place: -passing[place])
    return [
        {
            "uuid": told.names[place],
            "paths": _plain(passing[place]),
            "links": int(told.degrees.total[place]),
            "open": _plain(told.holes.effective_size[place]),
            "constraint": _plain(told.holes.constraint[place]),
            "brokered": int(totals[told.names[place]]) // 2,
        }
        for place in order[:SHOWN]
        if passing[place] > 0
    ]


def _robustness(curve: Robustness, size: int) -> dict[str, Any]:
    step = max(1, math.ceil(size / CURVE_POINTS))
    points = sorted({*range(0, size + 1, step), min(3, size)})
    return {
        "points": [
            [
                gone,
                _plain(curve.tie_loss[gone]),
                _plain(curve.orphan_share[gone]),
                _plain(curve.largest[gone] / size) if size else None,
            ]
            for gone in points
        ],
        "index": _plain(curve.index),
        "half": curve.half,
        "order": list(curve.order[:3]),
    }
