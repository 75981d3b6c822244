"""Propose to the lines of one file the lines before them that may be the same organisation."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from terreau.actors.bridge.matching import (
    PROPOSED_FROM,
    Likeness,
    Party,
    code_of,
    compare,
    keys_of,
    lexicon_for,
    party_of_row,
    places_by_code,
    say_reasons,
    words_of,
)
from terreau.actors.matching.candidates import CAP
from terreau.actors.matching.words import count_sheets
from terreau.core.exchange.batches import Proposal
from terreau.core.exchange.within import NewRows

MOST_PROPOSALS = 3
# Whatever shares fewer keys than so many others is not the likeliest.
MOST_COMPARED = 10
BATCH = 1_000
_NUMBERS = {"uuid": 1, "siren": 2, "siret": 2, "rna": 4}
_NAMES = ("name", "aliases", "siren", "siret", "rna", "place", "postcode", "world")


def propose_lines(rows: NewRows) -> Iterator[tuple[int, tuple[Proposal, ...]]]:
    """For each new line, at most three lines before it that it may repeat, the likeliest first.

    Two lines that both give a number of one kind are not compared: the number already told. Nor
    are two lines of two communes, or of two perimeters when no commune is told.
    """
    lines = _read_lines(rows)
    if not _may_meet({line.mask for line in lines.values()}):
        return
    crowds = _read_crowds(rows, lines)
    ranks = crowds.members()
    for start in range(0, len(ranks), BATCH):
        part = {rank: _nearest(rank, crowds, lines) for rank in ranks[start : start + BATCH]}
        yield from _judge(rows, {rank: firsts for rank, firsts in part.items() if firsts})


class _Line(NamedTuple):
    """What tells that two lines are not one: the kinds of number they give, their seats."""

    mask: int
    place: int
    perimeter: int

    def may_be(self, other: "_Line") -> bool:
        """Tell whether nothing parts them: « Maison pour tous » is one in each town."""
        if self.mask & other.mask:
            return False
        if self.place and other.place:
            return self.place == other.place
        return not (self.perimeter and other.perimeter) or self.perimeter == other.perimeter


def _read_lines(rows: NewRows) -> dict[int, _Line]:
    known: dict[str, int] = {"": 0}
    lines = {}
    for rank, values in rows.all((*_NUMBERS, "place", "perimeter")):
        seats = (values.get("place") or "", "|".join(values.get("perimeter") or ()))
        place, perimeter = (known.setdefault(seat, len(known)) for seat in seats)
        mask = sum({mask for name, mask in _NUMBERS.items() if values.get(name)})
        lines[rank] = _Line(mask, place, perimeter)
    return lines


def _may_meet(masks: set[int]) -> bool:
    return any(not first & second for first in masks for second in masks)


@dataclass(frozen=True)
class _Crowds:
    """The lines under each key, as arrays: a long file has a million keys.

    `ranks` are ordered by key then by rank; entry n belongs to the crowd from `starts[n]` to
    `stops[n]`; `by_rank` lists the entries in the order of the lines, `ordered` those lines.
    """

    ranks: np.ndarray
    starts: np.ndarray
    stops: np.ndarray
    by_rank: np.ndarray
    ordered: np.ndarray

    def members(self) -> list[int]:
        """The lines that share some key with another one."""
        return np.unique(self.ordered).tolist()

    def before(self, rank: int) -> Iterator[int]:
        """The lines before this one under each of its keys; as often as they share one."""
        first, last = np.searchsorted(self.ordered, [rank, rank + 1])
        for entry in self.by_rank[first:last]:
            crowd = self.ranks[self.starts[entry] : self.stops[entry]]
            yield from crowd[: min(CAP, int(np.searchsorted(crowd, rank)))].tolist()


def _read_crowds(rows: NewRows, lines: Mapping[int, _Line]) -> _Crowds:
    """Group the lines by key; a key of too many lines tells nothing, unless it is their name."""
    prints, ranks, is_name = _keys(rows, {rank for rank, line in lines.items() if _free(line)})
    order = np.lexsort((ranks, prints))
    prints, ranks, is_name = prints[order], ranks[order], is_name[order]
    sizes = np.searchsorted(prints, prints, side="right") - np.searchsorted(prints, prints)
    kept = (sizes > 1) & ((sizes <= CAP) | is_name)
    prints, ranks = prints[kept], ranks[kept]
    starts = np.searchsorted(prints, prints)
    stops = np.searchsorted(prints, prints, side="right")
    by_rank = np.argsort(ranks, kind="stable")
    return _Crowds(ranks, starts, stops, by_rank, ranks[by_rank])


def _nearest(rank: int, crowds: _Crowds, lines: Mapping[int, _Line]) -> list[int]:
    """The lines before this one that share most keys with it, and that it may repeat."""
    shared = Counter(crowds.before(rank))
    line = lines[rank]
    met = [first for first in shared if line.may_be(lines[first])]
    return sorted(met, key=lambda first: (-shared[first], first))[:MOST_COMPARED]


def _free(line: _Line) -> bool:
    """Whether a line can be compared with some other: not when it gives every kind of number."""
    return line.mask != sum({*_NUMBERS.values()})


def _keys(rows: NewRows, wanted: set[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    prints: list[np.ndarray] = []
    ranks: list[np.ndarray] = []
    kinds: list[np.ndarray] = []
    for part in _parties(rows, wanted):
        told = [(key.print, rank, key.kind == "name") for rank, p in part for key in keys_of(p)]
        prints.append(np.array([key for key, _rank, _kind in told], dtype=np.int64))
        ranks.append(np.array([rank for _key, rank, _kind in told], dtype=np.int32))
        kinds.append(np.array([kind for _key, _rank, kind in told], dtype=bool))
    return np.concatenate(prints), np.concatenate(ranks), np.concatenate(kinds)


def _parties(rows: NewRows, wanted: set[int]) -> Iterator[list[tuple[int, Party]]]:
    batch: dict[int, dict[str, Any]] = {}
    for rank, values in rows.all(_NAMES):
        if rank in wanted:
            batch[rank] = values
        if len(batch) == BATCH:
            yield list(_read(batch).items())
            batch = {}
    yield list(_read(batch).items())


def _read(batch: Mapping[int, dict[str, Any]]) -> dict[int, Party]:
    places = places_by_code(code_of(values.get("place")) for values in batch.values())
    return {rank: party_of_row(values, places) for rank, values in batch.items()}


def _judge(
    rows: NewRows, pairs: Mapping[int, list[int]]
) -> Iterator[tuple[int, tuple[Proposal, ...]]]:
    parties = _read(rows.some({*pairs, *itertools.chain(*pairs.values())}, _NAMES))
    words = set().union(*(words_of(party) for party in parties.values()))
    lexicon = lexicon_for(words, count_sheets())
    for rank, firsts in pairs.items():
        scored = (
            (first, compare(parties[rank], parties[first], lexicon, told_from=PROPOSED_FROM))
            for first in firsts
        )
        found = [(first, likeness) for first, likeness in scored if likeness.score >= PROPOSED_FROM]
        found.sort(key=lambda item: (-item[1].score, item[0]))
        if found:
            yield rank, tuple(_proposal(*item, parties) for item in found[:MOST_PROPOSALS])


def _proposal(first: int, likeness: Likeness, parties: Mapping[int, Party]) -> Proposal:
    party = parties[first]
    departement = f" ({party.departement})" if party.departement else ""
    return Proposal(
        key=str(first),
        label=party.names[0] if party.names else "",
        detail=f"{party.place_name}{departement}" if party.place_name else "",
        score=round(likeness.score, 3),
        reasons=say_reasons(likeness),
    )
