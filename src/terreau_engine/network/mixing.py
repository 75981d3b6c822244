"""Do the worlds mix? E-I index, assortativity, who is tied with whom against chance."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from terreau_engine.network.graphs import Floats, Ints, Network, world_codes

PERMUTATIONS = 999
FEWER = 99  # permutations once the ties are many
MANY_TIES = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Mixing:
    """Ties between worlds, g × g in the order of `worlds`; rows are sources when directed.

    `ties` counts each tie once (inside a world on the diagonal; between two worlds in both cells
    when there is no direction). `shares` is the share of the ends of a row's ties that each
    column gets; `ratio` is observed / expected had the ends met at random (degrees kept), NaN
    where nothing is expected. `p` is two-sided: how often worlds dealt at random to the actors
    stand as far from their mean. `ei` is +1 when every tie crosses, −1 when none does;
    `ei_expected` its mean over worlds dealt at random, `ei_p` two-sided. `assortativity` is
    Newman's r, `modularity` that of the worlds taken as groups. `unknown` ties touch an actor
    whose world is not told and count nowhere here.
    """

    worlds: tuple[str, ...]
    actors: Ints
    ties: Ints
    shares: Floats
    ratio: Floats
    p: Floats
    internal: int
    external: int
    ei: float | None
    ei_expected: float | None
    ei_p: float | None
    assortativity: float | None
    modularity: float | None
    unknown: int
    permutations: int


def mixing_of(network: Network, worlds: Mapping[str, str], seed: int) -> Mixing:
    """Count the ties between worlds and set them against chance."""
    labels, codes = world_codes(network.names, worlds)
    told = (codes[network.sources] >= 0) & (codes[network.targets] >= 0)
    sources, targets = network.sources[told], network.targets[told]
    g = len(labels)
    ends = _table(codes, sources, targets, g, network.directed)
    total = float(ends.sum())
    rows, columns = ends.sum(axis=1), ends.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = ends / rows[:, None]
        ratio = ends * total / np.outer(rows, columns)
    draws = FEWER if len(sources) > MANY_TIES else PERMUTATIONS
    p, ei_p = _chances(codes, sources, targets, g, network.directed, draws, seed)
    internal = int((codes[sources] == codes[targets]).sum())
    external = len(sources) - internal
    return Mixing(
        labels,
        np.bincount(codes[codes >= 0], minlength=g).astype(np.int64),
        _once(ends, network.directed),
        shares,
        ratio,
        p,
        internal,
        external,
        (external - internal) / len(sources) if len(sources) else None,
        _expected_ei(codes, g),
        ei_p,
        *_newman(network, codes, g),
        int(len(told) - told.sum()),
        draws,
    )


def _table(codes: Ints, sources: Ints, targets: Ints, g: int, directed: bool) -> Floats:
    """Count tie ends: e_gh before division; both ways when there is no direction."""
    flat = np.bincount(codes[sources] * g + codes[targets], minlength=g * g)
    table = flat.reshape(g, g).astype(np.float64)
    return table if directed else table + table.T


def _once(ends: Floats, directed: bool) -> Ints:
    ties = ends.copy()
    if not directed:
        np.fill_diagonal(ties, np.diag(ties) / 2)
    return ties.astype(np.int64)


def _expected_ei(codes: Ints, g: int) -> float | None:
    sizes = np.bincount(codes[codes >= 0], minlength=g).astype(np.float64)
    n = sizes.sum()
    if n < 2:
        return None
    return float(1 - 2 * (sizes * (sizes - 1)).sum() / (n * (n - 1)))


def _newman(network: Network, codes: Ints, g: int) -> tuple[float | None, float | None]:
    """Give assortativity and modularity of the worlds, ties read without direction."""
    flat = network.without_direction()
    told = (codes[flat.sources] >= 0) & (codes[flat.targets] >= 0)
    ends = _table(codes, flat.sources[told], flat.targets[told], g, directed=False)
    if not ends.sum():
        return None, None
    e = ends / ends.sum()
    by_chance = float((e.sum(axis=1) * e.sum(axis=0)).sum())
    modularity = float(np.trace(e)) - by_chance
    return (modularity / (1 - by_chance) if by_chance < 1 else None), modularity


def _chances(
    codes: Ints, sources: Ints, targets: Ints, g: int, directed: bool, draws: int, seed: int
) -> tuple[Floats, float | None]:
    """Deal the worlds anew to the actors whose world is told, ties unmoved."""
    if not len(sources):
        return np.full((g, g), np.nan), None
    known = np.flatnonzero(codes >= 0)
    generator = np.random.default_rng(seed)
    tables = np.empty((draws, g, g))
    dealt = codes.copy()
    for draw in range(draws):
        dealt[known] = generator.permutation(codes[known])
        tables[draw] = _table(dealt, sources, targets, g, directed)
    observed = _table(codes, sources, targets, g, directed)
    inside = np.trace(tables, axis1=1, axis2=2)
    return _two_sided(observed, tables), float(_two_sided(np.trace(observed), inside))


def _two_sided(observed: Floats | np.float64, drawn: Floats) -> Floats:
    middle = drawn.mean(axis=0)
    as_far = np.abs(drawn - middle) >= np.abs(observed - middle) - 1e-9
    return np.asarray((1 + as_far.sum(axis=0)) / (1 + len(drawn)), dtype=np.float64)
