"""Real networks cut in time: who was tied up to a date, who tied anew after it."""

import csv
import gzip
import itertools
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from terreau_engine.network import Actor, read_network
from terreau_engine.network.meeting_terms import Pool, pool_of

REFERENCE = Path(
    os.environ.get(
        "REFERENCE_DATA", Path(__file__).resolve().parents[2] / "shared" / "data" / "reference"
    )
)
LARGEST_PROJECT = 40
LEAST_PARTICIPATIONS = 3


@dataclass(frozen=True, slots=True)
class Past:
    """What was known at the cut, and the ties that came after: `new` is a square of flags."""

    pool: Pool
    new: NDArray[np.bool_]

    @property
    def known_ties(self) -> int:
        """Count the ties known at the cut."""
        return self.pool.network.ties

    @property
    def new_ties(self) -> int:
        """Count the ties that came after."""
        return int(self.new.sum()) // 2


def cordis(last: int, first_new: int, last_new: int) -> Past:
    """Cut the European research projects: organisations of 3 participations and more by `last`."""
    rows = _participations()
    before = [row for row in rows if row["year"] <= last]
    after = [row for row in rows if first_new <= row["year"] <= last_new]
    times = Counter(row["pic"] for row in before)
    names = sorted(pic for pic, n in times.items() if n >= LEAST_PARTICIPATIONS)
    pool = set(names)
    parts = _programme_parts()
    domains: dict[str, Counter[str]] = defaultdict(Counter)
    facts, load = {}, Counter()
    for row in before:
        if row["pic"] in pool:
            domains[row["pic"]].update(parts[row["rcn"]])
            facts[row["pic"]] = (row["type"], row["country"])
            load[row["pic"]] += row["year"] == last
    actors = [
        Actor(
            name,
            world=facts[name][0],
            domains=dict(domains[name]),
            territory=facts[name][1],
            load=load[name],
        )
        for name in names
    ]
    groups = [[(row["rcn"], row["pic"]) for row in part] for part in (before, after)]
    return _past(actors, *groups)


def city_contracts(known: Iterable[int], new: int) -> Past:
    """Cut the posts of the « contrats de ville »: two are tied when they share a contract.

    An organisation is its SIREN, the first nine digits of the SIRET, or its name without one.
    """
    years = list(known)
    before = [post for year in years for post in _posts(year)]
    points = _contract_points()
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    domains: dict[str, Counter[str]] = defaultdict(Counter)
    territory, load = {}, Counter()
    for post in before:
        name = post["name"]
        domains[name][post["kind"]] += 1
        territory[name] = post.get("insee_dep") or territory.get(name, "")
        load[name] += post["annee"] == years[-1]
        if post["code_cv"] in points:
            places[name].append(points[post["code_cv"]])
    actors = [
        Actor(
            name,
            domains=dict(domains[name]),
            territory=territory[name],
            place=_middle(places[name]),
            load=load[name],
        )
        for name in sorted(domains)
    ]
    groups = [[(post["code_cv"], post["name"]) for post in part] for part in (before, _posts(new))]
    return _past(actors, *groups)


def _past(actors: list[Actor], before: list[tuple[str, str]], after: list[tuple[str, str]]) -> Past:
    names = {actor.name for actor in actors}
    known, later = _pairs(before, names), _pairs(after, names)
    edges = [(*pair, weight) for pair, weight in sorted(known.items())]
    pool = pool_of(actors, read_network([actor.name for actor in actors], edges))
    place = {actor.name: n for n, actor in enumerate(actors)}
    new = np.zeros((len(actors), len(actors)), dtype=np.bool_)
    for first, second in later.keys() - known.keys():
        new[place[first], place[second]] = new[place[second], place[first]] = True
    return Past(pool, new)


def _pairs(memberships: Iterable[tuple[str, str]], names: set[str]) -> dict[tuple[str, str], float]:
    """Tie those of a same group; a group of n gives each pair a weight of 1 / (n − 1)."""
    groups: dict[str, set[str]] = defaultdict(set)
    for group, name in memberships:
        if name in names:
            groups[group].add(name)
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    for key in sorted(groups):
        for pair in itertools.combinations(sorted(groups[key]), 2):
            pairs[pair] += 1 / (len(groups[key]) - 1)
    return pairs


@cache
def _participations() -> list[dict]:
    """Read the projects of 2 to 40 organisations."""
    path = REFERENCE / "network" / "cordis_h2020_participations.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [
            {**row, "year": int(row["start_year"])}
            for row in csv.DictReader(file)
            if row["start_year"].isdigit()
        ]
    members: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        members[row["rcn"]].add(row["pic"])
    return [row for row in rows if 1 < len(members[row["rcn"]]) <= LARGEST_PROJECT]


@cache
def _programme_parts() -> Mapping[str, set[str]]:
    parts: dict[str, set[str]] = defaultdict(set)
    path = REFERENCE / "network" / "cordis_h2020_programme_parts.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            parts[row["rcn"]].add(row["programme_part"])
    return parts


@cache
def _posts(year: int) -> list[dict]:
    folder = REFERENCE / "grants" / "contrats_de_ville"
    return [
        {**post, "kind": kind, "name": _organisation(post["code_tiers"])}
        for kind in ("adulte-relais", "postes-fonjep")
        for post in json.loads((folder / f"{kind}-{year}.json").read_text("utf-8"))
    ]


def _organisation(number: str) -> str:
    return number[:9] if number.isdigit() and len(number) == 14 else number


@cache
def _contract_points() -> dict[str, tuple[float, float]]:
    path = REFERENCE / "grants" / "contrats_de_ville" / "geom_cv_ctr.json"
    return {
        feature["properties"]["code_cv"]: tuple(feature["geometry"]["coordinates"][:2])
        for feature in json.loads(path.read_text("utf-8"))["features"]
        if feature["geometry"]
    }


def _middle(points: list[tuple[float, float]]) -> tuple[float, float] | None:
    if not points:
        return None
    longitude, latitude = np.mean(points, axis=0).tolist()
    return longitude, latitude
