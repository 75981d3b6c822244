"""Build the labelled pairs of organisations from the published lists of grants.

Two spellings under one SIREN are one organisation; two that share a key under two SIREN are not.
The numbers are hidden from the matcher, which sees names and places only. Halves by organisation:
the weights are fitted on one, the figures told are those of the other.
"""

import csv
import hashlib
import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from terreau_engine.matching import (
    Lexicon,
    Party,
    fold_name,
    match_keys,
    profile_name,
)

CAP = 50
GRANTS_44 = "pdl/224400028_subventions-aux-associations-du-departement-de-loire-atlantique.csv"
POSTS = "contrats_de_ville/adulte-relais-{year}.json"
TRAIN, TEST = "train", "test"


@dataclass(frozen=True)
class LabelledRecord:
    """One spelling of one legal unit: the hidden SIREN, and what the matcher sees."""

    siren: str
    party: Party

    @property
    def half(self) -> str:
        """Where the organisation falls, by a print of its number."""
        return TRAIN if hashlib.sha256(self.siren.encode()).digest()[0] % 2 == 0 else TEST


@dataclass(frozen=True)
class LabelledPair:
    """Two spellings compared, and whether they are one legal unit."""

    first: Party
    second: Party
    is_same: bool


@dataclass(frozen=True)
class LabelledSet:
    """The pairs of one half that share a key, and how many true pairs share none."""

    records: int
    organisations: int
    pairs: tuple[LabelledPair, ...]
    missed: int

    @property
    def true(self) -> int:
        """All the true pairs."""
        return self.missed + sum(pair.is_same for pair in self.pairs)

    @property
    def blocking_recall(self) -> float:
        """The share of the true pairs that share a key."""
        return 1 - self.missed / self.true


@lru_cache(maxsize=1)
def read_records(grants: Path) -> tuple[LabelledRecord, ...]:
    """Each spelling of each legal unit once; a place is kept where the list gives one."""
    records: dict[tuple[str, str, str], LabelledRecord] = {}
    for siren, name, contract, departement in _lines(grants):
        folded = fold_name(name)
        if len(siren) == 9 and siren.isdigit() and len(folded) > 2:
            party = Party((name,), place=contract, departement=departement)
            records.setdefault((siren, folded, contract), LabelledRecord(siren, party))
    return tuple(records.values())


def _lines(grants: Path) -> Iterator[tuple[str, str, str, str]]:
    for year in (2020, 2021, 2022):
        for row in json.loads((grants / POSTS.format(year=year)).read_text("utf-8")):
            yield (
                row["code_tiers"][:9],
                row["raison_sociale"] or "",
                row.get("code_cv") or "",
                row.get("insee_dep") or "",
            )
    with (grants / GRANTS_44).open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter=";"):
            number = line["Identification du bénéficiaire"].strip()
            yield number[:9], line["Nom du bénéficiaire"] or "", "", ""


def lexicon_of(records: tuple[LabelledRecord, ...]) -> Lexicon:
    """What each word tells in these names, as a directory would count it."""
    counts = Counter(
        word for record in records for word in set(profile_name(record.party.names[0]).core)
    )
    return Lexicon(
        {
            word: max(0.05, 1 - math.log(count + 1) / math.log(len(records) + 1))
            for word, count in counts.items()
        }
    )


def labelled_set(grants: Path, half: str) -> LabelledSet:
    """Every pair of one half that shares a key, and the true pairs that share none."""
    records = [record for record in read_records(grants) if record.half == half]
    true = _true_pairs(records)
    meetings = _meetings(records)
    pairs = tuple(
        LabelledPair(records[low].party, records[high].party, (low, high) in true)
        for low, high in sorted(meetings)
        if (low, high) in true or records[low].siren != records[high].siren
    )
    return LabelledSet(
        len(records), len({record.siren for record in records}), pairs, len(true - meetings)
    )


def _true_pairs(records: list[LabelledRecord]) -> set[tuple[int, int]]:
    by_siren = defaultdict(list)
    for rank, record in enumerate(records):
        by_siren[record.siren].append(rank)
    return {
        (low, high)
        for ranks in by_siren.values()
        for low, high in itertools.combinations(ranks, 2)
        if fold_name(records[low].party.names[0]) != fold_name(records[high].party.names[0])
    }


def _meetings(records: list[LabelledRecord]) -> set[tuple[int, int]]:
    by_key = defaultdict(list)
    for rank, record in enumerate(records):
        for key in match_keys(record.party):
            by_key[key.print].append(rank)
    return {
        pair
        for ranks in by_key.values()
        if len(ranks) <= CAP
        for pair in itertools.combinations(ranks, 2)
    }
