"""Figures of networks: an alliance or a region in the request, France at night.

`python -m bench.network` draws networks with a seed (power law, five worlds, 1,254 territories,
82 % of the ties inside one) and measures CPU and memory; `python -m bench.network region` or
`france` only one of them; `python -m bench.network sampled` adds the betweenness of France.
networkx is measured beside when it is installed (it is not needed to run Terreau).
"""

import importlib.util
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from terreau_engine.network import (
    brokerage,
    communities,
    layout,
    metrics,
    robustness,
    without,
)

WORLDS = ("associations", "citizens", "enterprises", "public", "schools")
TERRITORIES = 1254
LOCAL = 0.82


@dataclass(frozen=True, slots=True)
class Drawn:
    """A network drawn with a seed."""

    names: list[str]
    ties: NDArray[np.int64]
    worlds: dict[str, str]


def draw(actors: int, ties: int, territories: int = TERRITORIES, seed: int = 0) -> Drawn:
    """Draw exactly so many ties; the more an actor weighs (Pareto, 1.6), the more it gets."""
    dice = np.random.default_rng(seed)
    home = np.sort(dice.integers(0, territories, actors))
    weight = np.minimum(dice.pareto(1.6, actors) + 1, actors**0.5)
    reach = np.concatenate([[0.0], np.cumsum(weight)])
    first = np.searchsorted(home, np.arange(territories))
    last = np.searchsorted(home, np.arange(territories), side="right")
    keys = np.zeros(0, dtype=np.int64)
    while len(keys) < ties:
        n = int((ties - len(keys)) * 1.1) + 100
        one = np.searchsorted(reach, dice.random(n) * reach[-1], side="right") - 1
        local = dice.random(n) < LOCAL
        low = np.where(local, reach[first[home[one]]], 0.0)
        high = np.where(local, reach[last[home[one]]], reach[-1])
        two = np.searchsorted(reach, low + dice.random(n) * (high - low), side="right") - 1
        two = np.minimum(two, actors - 1)
        apart = one != two
        pair = np.minimum(one, two) * actors + np.maximum(one, two)
        keys = np.unique(np.concatenate([keys, pair[apart]]))
    chosen = dice.permutation(keys)[:ties]
    names = [f"o{n:06d}" for n in range(actors)]
    world = dice.choice(len(WORLDS), actors, p=(0.45, 0.05, 0.25, 0.2, 0.05))
    worlds = {name: WORLDS[w] for name, w in zip(names, world.tolist(), strict=True)}
    return Drawn(names, np.column_stack(np.divmod(chosen, actors)), worlds)


def steps(net: Drawn, betweenness: str) -> dict[str, Callable[[], object]]:
    """Name what is measured."""
    busiest = net.names[int(np.bincount(net.ties.ravel(), minlength=len(net.names)).argmax())]
    return {
        f"metrics, betweenness {betweenness}": lambda: metrics(
            net.names, net.ties, worlds=net.worlds, betweenness=betweenness
        ),
        "communities, 5 seeds": lambda: communities(net.names, net.ties),
        "brokerage by world": lambda: brokerage(net.names, net.ties, net.worlds),
        "robustness, whole curve": lambda: robustness(net.names, net.ties),
        "« et si X s’arrêtait ? »": lambda: without(net.names, net.ties, [busiest]),
    }


def table(net: Drawn, todo: dict[str, Callable[[], object]]) -> str:
    """Run each step once; CPU of the process, largest memory so far."""
    lines = [
        f"{len(net.names):,} actors, {len(net.ties):,} ties",
        "",
        "| figure | CPU s | wall s | memory MB |",
        "|---|--:|--:|--:|",
    ]
    total = 0.0
    for name, step in todo.items():
        cpu, wall = time.process_time(), time.perf_counter()
        told = step()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        total += cpu
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        lines.append(f"| {name}{_remark(told)} | {cpu:.2f} | {wall:.2f} | {memory:.0f} |")
        del told
    return "\n".join([*lines, f"| **all** | **{total:.2f}** | | |"])


def _remark(told: object) -> str:
    if hasattr(told, "agreement"):
        return f" (Q {told.modularity:.3f}, agreement {told.agreement:.3f})"
    return ""


def beside(net: Drawn) -> str:
    """Measure networkx on the same network, where it is there."""
    if importlib.util.find_spec("networkx") is None:
        return "networkx is not installed here: nothing beside."
    networkx = importlib.import_module("networkx")
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(net.names)))
    graph.add_edges_from(net.ties.tolist())
    lines = []
    for name in ("betweenness_centrality", "constraint", "core_number", "transitivity"):
        start = time.process_time()
        getattr(networkx, name)(graph)
        lines.append(f"{name} {time.process_time() - start:.2f} s")
    return "networkx: " + ", ".join(lines)


def measure(words: Sequence[str] = ()) -> str:
    """Measure what is asked, all but the sampled betweenness by default."""
    told = []
    if not words or "region" in words:
        net = draw(1500, 10_000, 60)
        extra = {
            "layout, first": lambda: layout(net.names, net.ties),
        }
        told += [table(net, steps(net, "exact") | extra), beside(net)]
    if not words or "france" in words:
        net = draw(500_000, 1_200_000)
        told.append(table(net, steps(net, "none")))
    if "sampled" in words:
        net = draw(500_000, 1_200_000)
        some = {
            "betweenness in bands, 512 pivots": lambda: metrics(
                net.names, net.ties, betweenness="sampled"
            )
        }
        told.append(table(net, some))
    return "\n\n".join(told)


if __name__ == "__main__":
    print(measure(sys.argv[1:]))
