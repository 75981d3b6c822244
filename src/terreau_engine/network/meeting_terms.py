"""What two actors have in common or to give one another: the terms of a suggestion."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from scipy import sparse

from terreau_engine.errors import OutOfScale
from terreau_engine.network.graphs import Flags, Floats, Ints, Network
from terreau_engine.network.meeting_circles import (
    Circles,
    accustomed,
    alike_around,
    best_chain,
    chains,
    circles_of,
    closeness,
    closest_contacts,
    domains_around,
)
from terreau_engine.network.meeting_weights import MeetingWeights

EARTH_KM = 6371.0088
HALF_AT_KM = 20.0
NAMED = 3  # shared contacts, domains or needs named in a reason


@dataclass(frozen=True, slots=True)
class Actor:
    """What is known of one who may meet others; what is not told counts for nothing.

    `domains`, `needs` and `offers` weigh words (1 each when there is no better number); `place` is
    longitude and latitude in degrees; `territory` any word (EPCI, country); `load` what this actor
    already carries (acts of facilitation, meetings of the quarter), in one unit for all.
    """

    name: str
    world: str = ""
    domains: Mapping[str, float] = field(default_factory=dict)
    needs: Mapping[str, float] = field(default_factory=dict)
    offers: Mapping[str, float] = field(default_factory=dict)
    place: tuple[float, float] | None = None
    territory: str = ""
    load: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The actors and their network as matrices, made once for all those who ask."""

    actors: Sequence[Actor]
    network: Network
    adjacency: sparse.csr_array
    degree: Floats
    mean_degree: float
    themes: Sequence[str]
    domains: sparse.csr_array
    needs: sparse.csr_array
    offers: sparse.csr_array
    circles: Circles
    worlds: Ints
    territories: Ints
    places: Floats
    load: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The terms of a block of actors (rows) with everybody (columns)."""

    values: Mapping[str, Floats]
    linked: Flags

    def parts(self, weights: MeetingWeights) -> dict[str, Floats]:
        """Multiply each term by its weight; terms of no weight are left out."""
        told = weights.by_term()
        return {code: told[code] * term for code, term in self.values.items() if told[code]}


def pool_of(actors: Sequence[Actor], network: Network) -> Pool:
    """Turn what is known of the actors into matrices. Errors: `OutOfScale` for a bad number."""
    adjacency = network.as_matrix()
    degree = np.diff(adjacency.indptr).astype(np.float64)
    load = np.array([actor.load for actor in actors], dtype=np.float64)
    if not np.isfinite(load).all() or (load < 0).any():
        raise OutOfScale("A load is a number from 0: correct it or leave it out.")
    exchange = sorted({word for actor in actors for word in (*actor.needs, *actor.offers)})
    themes = sorted({word for actor in actors for word in actor.domains})
    nowhere = (float("nan"), float("nan"))
    domains = _words([actor.domains for actor in actors], themes, rarity=True)
    worlds = _codes([actor.world for actor in actors])
    return Pool(
        actors,
        network,
        adjacency,
        degree,
        float(degree.mean()) if len(degree) else 0.0,
        themes,
        domains,
        _words([actor.needs for actor in actors], exchange),
        _words([actor.offers for actor in actors], exchange),
        circles_of(adjacency, network.as_matrix(weighed=True), domains, worlds),
        worlds,
        _codes([actor.territory for actor in actors]),
        np.radians(np.array([actor.place or nowhere for actor in actors]).reshape(-1, 2)),
        np.log1p(load / load.mean()) if load.sum() else np.zeros(len(load)),
    )


def terms_of(pool: Pool, rows: Ints) -> Terms:
    """Compute every term of these actors with everybody."""
    near = pool.adjacency[rows]
    common = near @ pool.adjacency
    circles = pool.circles
    everybody = np.ones((len(rows), 1))
    popularity = np.log1p(pool.degree / (pool.mean_degree or 1.0))
    values = {
        "shared": (near @ sparse.diags_array(circles.given) @ pool.adjacency).toarray(),
        "close": closeness(circles, rows),
        "chain": chains(circles, pool.adjacency, rows),
        "popularity": everybody * popularity,
        "domains": _product(pool.domains, pool.domains, rows),
        "around": alike_around(circles, rows),
        "accustomed": accustomed(circles, pool.worlds, rows),
        "territory": _alike(pool.territories, rows),
        "nearness": 0.5 ** (kilometres(pool.places, rows) / HALF_AT_KM),
        "other_world": _both_told(pool.worlds, rows) - _alike(pool.worlds, rows),
        "my_need": _product(pool.needs, pool.offers, rows),
        "your_need": _product(pool.offers, pool.needs, rows),
        "same_offer": _product(pool.offers, pool.offers, rows),
        "load": everybody * pool.load,
    }
    return Terms(values, common.toarray() > 0)


def details_of(pool: Pool, code: str, first: int, second: int) -> tuple[str, ...]:
    """Name what a term stands on: contacts, words, kilometres, ties."""
    one, other = pool.actors[first], pool.actors[second]
    told: dict[str, Callable[[], tuple[str, ...]]] = {
        "shared": lambda: _rarest_shared(pool, first, second),
        "close": lambda: _named(pool, closest_contacts(pool.circles, first, second)),
        "chain": lambda: _named(pool, best_chain(pool.circles, pool.adjacency, first, second)),
        "around": lambda: tuple(
            pool.themes[n] for n in domains_around(pool.circles, first, second)[:NAMED]
        ),
        "accustomed": lambda: _partners_told(pool, first, second),
        "domains": lambda: _met(one.domains, other.domains),
        "my_need": lambda: _met(one.needs, other.offers),
        "your_need": lambda: _met(other.needs, one.offers),
        "territory": lambda: (other.territory,),
        "other_world": lambda: (other.world,),
        "nearness": lambda: (f"{_apart(pool, first, second):.0f}",),
        "popularity": lambda: (f"{pool.degree[second]:.0f}",),
    }
    return told[code]()


def kilometres(places: Floats, rows: Ints) -> Floats:
    """Measure the distances over the globe; infinite where a place is not told."""
    longitude, latitude = places[:, 0], places[:, 1]
    from_longitude, from_latitude = longitude[rows, None], latitude[rows, None]
    half = (
        np.sin((latitude - from_latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(from_latitude) * np.sin((longitude - from_longitude) / 2) ** 2
    )
    distances = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return np.asarray(np.where(np.isnan(distances), np.inf, distances), dtype=np.float64)


def _apart(pool: Pool, first: int, second: int) -> float:
    return float(kilometres(pool.places[[first, second]], np.array([0]))[0, 1])


def _contacts(pool: Pool, n: int) -> Ints:
    return np.asarray(
        pool.adjacency.indices[pool.adjacency.indptr[n] : pool.adjacency.indptr[n + 1]]
    )


def _rarest_shared(pool: Pool, first: int, second: int) -> tuple[str, ...]:
    contacts = np.intersect1d(_contacts(pool, first), _contacts(pool, second)).tolist()
    return _named(pool, sorted(contacts, key=lambda n: (pool.degree[n], pool.network.names[n])))


def _named(pool: Pool, places: Iterable[int]) -> tuple[str, ...]:
    return tuple(pool.network.names[n] for n in islice(places, NAMED))


def _partners_told(pool: Pool, first: int, second: int) -> tuple[str, ...]:
    """Count the partners of each who are of the world of the other."""
    counts = pool.circles.partners
    return (
        f"{counts[first, pool.worlds[second]]:.0f}",
        f"{counts[second, pool.worlds[first]]:.0f}",
    )


def _met(wanted: Mapping[str, float], given: Mapping[str, float]) -> tuple[str, ...]:
    both = [word for word in wanted if given.get(word, 0) > 0 and wanted[word] > 0]
    return tuple(sorted(both, key=lambda word: (-wanted[word] * given[word], word))[:NAMED])


def _words(
    rows: Sequence[Mapping[str, float]], vocabulary: Sequence[str], *, rarity: bool = False
) -> sparse.csr_array:
    """Lay the words of each actor in a row of length 1; a rare word weighs more when asked."""
    place = {word: n for n, word in enumerate(vocabulary)}
    cells = [(n, place[word], weight) for n, row in enumerate(rows) for word, weight in row.items()]
    data = np.array([cell[2] for cell in cells], dtype=np.float64)
    if not np.isfinite(data).all() or (data < 0).any():
        raise OutOfScale("A domain, a need or an offer weighs a number from 0: correct it.")
    ends = ([cell[0] for cell in cells], [cell[1] for cell in cells])
    table = sparse.csr_array((data, ends), shape=(len(rows), max(len(vocabulary), 1)))
    if rarity:
        holders = np.asarray((table > 0).sum(axis=0)).ravel()
        table = sparse.csr_array(
            table @ sparse.diags_array(np.log((1 + len(rows)) / (1 + holders)))
        )
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return sparse.csr_array(sparse.diags_array(1 / lengths) @ table)


def _product(left: sparse.csr_array, right: sparse.csr_array, rows: Ints) -> Floats:
    return np.asarray((left[rows] @ right.T).toarray(), dtype=np.float64)


def _codes(words: Sequence[str]) -> Ints:
    place = {word: n for n, word in enumerate(sorted(set(words) - {""}))}
    return np.array([place.get(word, -1) for word in words], dtype=np.int64)


def _both_told(codes: Ints, rows: Ints) -> Floats:
    return np.asarray((codes[rows, None] >= 0) & (codes >= 0), dtype=np.float64)


def _alike(codes: Ints, rows: Ints) -> Floats:
    return np.asarray((codes[rows, None] == codes) & (codes >= 0), dtype=np.float64)
