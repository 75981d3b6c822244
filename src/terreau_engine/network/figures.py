"""All the figures of a network at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from terreau_engine.errors import UnknownName
from terreau_engine.network.degrees import (
    Betweenness,
    Degrees,
    betweenness_of,
    degrees_of,
    density_of,
    harmonic_closeness,
)
from terreau_engine.network.graphs import Edges, Floats, read_network
from terreau_engine.network.holes import Holes, holes_of
from terreau_engine.network.mixing import Mixing, mixing_of
from terreau_engine.network.structure import Structure, structure_of

METHODS = ("auto", "exact", "sampled", "none")


@dataclass(frozen=True, slots=True, eq=False)
class NodeFigures:
    """The figures of one actor; None where the figure means nothing or was not computed."""

    name: str
    degree: int
    inward: int | None
    outward: int | None
    betweenness: float | None
    betweenness_band: int | None
    closeness: float | None
    component: int
    core: int
    constraint: float | None
    constraint_ego: float | None
    effective_size: float | None
    efficiency: float | None


@dataclass(frozen=True, slots=True, eq=False)
class NetworkMetrics:
    """The figures of a network; columns are in the order of `names`.

    `closeness` is harmonic: the mean of 1 / distance to each other, 0 without a path. Directions
    count in `density`, `degrees`, `betweenness`, reciprocity and transitivity; everything else
    reads ties both ways. `mixing` is None when the worlds were not given.
    """

    names: tuple[str, ...]
    ties: int
    directed: bool
    self_ties: int
    repeated: int
    density: float | None
    degrees: Degrees
    betweenness: Betweenness | None
    closeness: Floats | None
    structure: Structure
    holes: Holes
    mixing: Mixing | None

    @property
    def closeness_mean(self) -> float | None:
        """Average the closeness of all actors."""
        return None if self.closeness is None else float(self.closeness.mean())

    def of(self, name: str) -> NodeFigures:
        """Give the figures of one actor. Errors: `UnknownName`."""
        if name not in self.names:
            raise UnknownName(f"{name!r} is not an actor of this network.")
        n = self.names.index(name)
        degrees, between, holes = self.degrees, self.betweenness, self.holes
        return NodeFigures(
            name,
            int(degrees.total[n]),
            None if degrees.inward is None else int(degrees.inward[n]),
            None if degrees.outward is None else int(degrees.outward[n]),
            None if between is None else float(between.values[n]),
            None if between is None or between.bands is None else int(between.bands[n]),
            _at(self.closeness, n),
            int(self.structure.component[n]),
            int(self.structure.core[n]),
            _at(holes.constraint, n),
            _at(holes.constraint_ego, n),
            _at(holes.effective_size, n),
            _at(holes.efficiency, n),
        )


def metrics(
    nodes: Sequence[str],
    edges: Edges,
    *,
    worlds: Mapping[str, str] | None = None,
    directed: bool = False,
    betweenness: str = "auto",
    seed: int = 0,
) -> NetworkMetrics:
    """Measure a network: who has ties, how they gather, what holds it, whether worlds mix.

    Formulas: density = 2m / (n (n − 1)), m / (n (n − 1)) directed; degree centralisation
    Σ (d_max − d_i) / ((n − 1)(n − 2)), 1 for a star; betweenness centralisation
    Σ (b_max − b_i) / ((n − 1)² (n − 2) / 2); the others are told with `Degrees`, `Betweenness`,
    `Structure`, `Holes` and `Mixing`. Ties have no weight here. `betweenness`: « exact »,
    « sampled » (512 pivots, told by bands), « none », or « auto »: exact up to 20,000 ties, else
    none. Shapes: see `read_network`; `worlds` by name. Units: none. Errors: those of
    `read_network`, `UnknownName` for another method. Sources: Freeman 1979, Burt 1992, Borgatti
    1997, Krackhardt and Stern 1988, Newman 2003, Batagelj and Zaveršnik 2003.

    >>> star = metrics(["hub", "a", "b", "c"], [("hub", "a"), ("hub", "b"), ("hub", "c")],
    ...                worlds={"hub": "public", "a": "public", "b": "asso", "c": "asso"})
    >>> star.density, star.degrees.centralisation, star.betweenness.centralisation
    (0.5, 1.0, 1.0)
    >>> star.of("hub").betweenness, round(star.mixing.ei, 3), star.structure.cut_points
    (3.0, 0.333, ('hub',))
    """
    if betweenness not in METHODS:
        raise UnknownName(f"{betweenness!r} is no method: use one of {', '.join(METHODS)}.")
    network = read_network(nodes, edges, directed=directed)
    return NetworkMetrics(
        *(network.names, network.ties, directed, network.self_ties, network.repeated),
        density_of(network),
        degrees_of(network),
        betweenness_of(network, betweenness, seed),
        harmonic_closeness(network),
        structure_of(network),
        holes_of(network),
        None if worlds is None else mixing_of(network, worlds, seed),
    )


def _at(column: Floats | None, n: int) -> float | None:
    if column is None or column[n] != column[n]:
        return None
    return float(column[n])
