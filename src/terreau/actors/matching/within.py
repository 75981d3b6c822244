"""Propose to the lines of one file the lines before them that may be the same organisation."""

from collections.abc import Iterator, Mapping
from typing import Any

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
from terreau.actors.matching.candidates import CAP, CROWD
from terreau.actors.matching.words import count_sheets
from terreau.core.exchange.batches import Proposal
from terreau.core.exchange.within import NewRows

MOST_PROPOSALS = 3
BATCH = 1_000
_NUMBERS = {"uuid": 1, "siren": 2, "siret": 2, "rna": 4}
_NAMES = ("name", "aliases", "siren", "siret", "rna", "place", "postcode", "world", "perimeter")
Found = tuple[int, Likeness]


def propose_lines(rows: NewRows) -> Iterator[tuple[int, tuple[Proposal, ...]]]:
    """For each new line, at most three lines before it that it may repeat, the likeliest first.

    Two lines that both give a number of one kind are not compared: the number already told. Nor
    are two lines of two communes, or of two perimeters when no commune is told.
    """
    masks = _masks(rows)
    if not _may_meet(set(masks.values())):
        return
    pairs = _pairs(rows, masks)
    ranks = sorted(pairs)
    for start in range(0, len(ranks), BATCH):
        part = {rank: pairs[rank] for rank in ranks[start : start + BATCH]}
        yield from _judge(rows, part)


def _masks(rows: NewRows) -> dict[int, int]:
    """The kinds of number that each line gives."""
    return {
        rank: sum({mask for name, mask in _NUMBERS.items() if values.get(name)})
        for rank, values in rows.all(_NUMBERS)
    }


def _may_meet(masks: set[int]) -> bool:
    return any(not first & second for first in masks for second in masks)


def _pairs(rows: NewRows, masks: Mapping[int, int]) -> dict[int, set[int]]:
    """The lines before each line with which it shares a key, as far as a key tells something."""
    prints, ranks, is_name = _keys(rows, {rank for rank, mask in masks.items() if _free(mask)})
    order = np.lexsort((ranks, prints))
    prints, ranks, is_name = prints[order], ranks[order], is_name[order]
    edges = np.flatnonzero(np.diff(prints)) + 1
    pairs: dict[int, set[int]] = {}
    for start, stop in zip((0, *edges), (*edges, len(prints)), strict=True):
        if stop - start > 1:
            _join(pairs, ranks[start:stop].tolist(), masks, is_name=bool(is_name[start]))
    return pairs


def _free(mask: int) -> bool:
    """Whether a line can be compared with some other: not when it gives every kind of number."""
    return mask != sum({*_NUMBERS.values()})


def _join(
    pairs: dict[int, set[int]], ranks: list[int], masks: Mapping[int, int], *, is_name: bool
) -> None:
    if len(ranks) > CAP and not is_name:
        return
    firsts = ranks if len(ranks) <= CAP else ranks[:CROWD]
    for rank in ranks:
        met = {first for first in firsts if first < rank and not masks[first] & masks[rank]}
        if met:
            pairs.setdefault(rank, set()).update(met)


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
    rows: NewRows, pairs: Mapping[int, set[int]]
) -> Iterator[tuple[int, tuple[Proposal, ...]]]:
    values = rows.some({*pairs, *set().union(*pairs.values())}, _NAMES)
    parties, seats = _read(values), {rank: _seat(row) for rank, row in values.items()}
    words = set().union(*(words_of(party) for party in parties.values()))
    lexicon = lexicon_for(words, count_sheets())
    for rank, firsts in pairs.items():
        line = parties[rank]
        near = (first for first in firsts if not _are_apart(seats[rank], seats[first]))
        scored = ((first, compare(line, parties[first], lexicon)) for first in near)
        found = [(first, likeness) for first, likeness in scored if likeness.score >= PROPOSED_FROM]
        found.sort(key=lambda item: (-item[1].score, item[0]))
        if found:
            yield rank, tuple(_proposal(*item, parties) for item in found[:MOST_PROPOSALS])


def _seat(row: Mapping[str, Any]) -> tuple[str, str]:
    return row.get("place") or "", "|".join(row.get("perimeter") or ())


def _are_apart(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Two seats told in one file are two bodies: « Maison pour tous » is one in each town."""
    if one[0] and other[0]:
        return one[0] != other[0]
    return bool(one[1] and other[1] and one[1] != other[1])


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
