"""Propose to a line of a file the sheets that it may be about."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from terreau.actors.bridge.matching import (
    SAME_NAME_FROM,
    Lexicon,
    Likeness,
    Party,
    Place,
    code_of,
    compare,
    is_proposed,
    keys_of,
    lexicon_for,
    parties_of,
    party_of_row,
    places_by_code,
    say_reasons,
    words_of,
    worth_proposing,
)
from terreau.actors.enums import ActorWorld
from terreau.actors.matching.candidates import CAP, Meeting, find_meetings
from terreau.actors.matching.distinct import distinct_among
from terreau.actors.matching.words import count_sheets
from terreau.actors.models import Organisation, OrganisationMatchKey
from terreau.core.collecting import collecting_later
from terreau.core.exchange.datasets import Proposal

BATCH = 1_000
MOST_PROPOSALS = 3
CERTAIN = 0.97
# What one import keeps of the sheets it met: about 15 MB.
MOST_KEPT = 15_000
Found = tuple[int, Likeness]


def propose_matches(rows: Sequence[Mapping[str, Any]]) -> list[tuple[Proposal, ...]]:
    """For each line, at most three sheets that it may be about, the likeliest first.

    A line is a mapping of name, aliases, siren, siret, rna, place (code of the commune), postcode
    and world; what is absent is unknown. The number of queries depends on the batches of a
    thousand lines, not on the lines.
    """
    return Proposer().propose(rows)


class Proposer:
    """Propose sheets to the lines of one file, batch after batch; what was read serves again."""

    def __init__(self) -> None:
        self._parties: dict[int, Party] = {}
        self._places: dict[str, Place] = {}
        self._words: set[str] = set()
        self._weights: dict[str, float] = {}

    def propose(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Proposal, ...]]:
        """Do as `propose_matches`, with what the lines before made known."""
        if not OrganisationMatchKey.objects.exists():
            return [()] * len(rows)  # the first file of an empty directory resembles nothing
        proposals: list[tuple[Proposal, ...]] = []
        for start in range(0, len(rows), BATCH):
            with collecting_later():
                proposals += self._propose(rows[start : start + BATCH])
        return proposals

    def _propose(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Proposal, ...]]:
        self._read_places({code_of(row.get("place")) for row in rows})
        asked = [party_of_row(row, self._places) for row in rows]
        meetings = find_meetings([keys_of(party) for party in asked])
        fresh = self._read_parties({pk for met in meetings for pk in met.ids})
        lexicon = self._read_words([*asked, *fresh])
        found = _likeliest(asked, meetings, self._parties, lexicon)
        apart = distinct_among({pk for some in found for pk, _likeness in some})
        kept = [_without_told_apart(some, apart)[:MOST_PROPOSALS] for some in found]
        labels = _labels({pk for some in kept for pk, _likeness in some})
        return [
            tuple(_proposal(labels[pk], likeness, met) for pk, likeness in some if pk in labels)
            for some, met in zip(kept, meetings, strict=True)
        ]

    def _read_places(self, codes: set[str]) -> None:
        self._places |= places_by_code(codes - self._places.keys())

    def _read_parties(self, ids: set[int]) -> list[Party]:
        """Read the sheets that are not known yet; beyond so many, only those of the batch stay."""
        if len(self._parties) > MOST_KEPT:
            self._parties = {pk: self._parties[pk] for pk in ids & self._parties.keys()}
        fresh = parties_of(ids - self._parties.keys())
        self._parties |= fresh
        return list(fresh.values())

    def _read_words(self, parties: Sequence[Party]) -> Lexicon:
        words = set().union(*(words_of(party) for party in parties)) - self._words
        self._weights |= lexicon_for(words, count_sheets()).weights if words else {}
        self._words |= words
        return Lexicon(self._weights)


def _likeliest(
    asked: Sequence[Party],
    meetings: Sequence[Meeting],
    parties: Mapping[int, Party],
    lexicon: Lexicon,
) -> list[list[Found]]:
    """Compare each line with the sheets it meets, but for those that a glance rules out."""
    found: list[list[Found]] = [[] for _ in asked]
    pairs = [
        (line, pk) for line, met in enumerate(meetings) for pk in sorted(met.ids & parties.keys())
    ]
    for line, pk in worth_proposing(pairs, asked, parties, lexicon):
        likeness = compare(asked[line], parties[pk], lexicon, told_from=SAME_NAME_FROM)
        if is_proposed(likeness):
            found[line].append((pk, likeness))
    return [sorted(some, key=lambda item: (-item[1].score, item[0])) for some in found]


def _without_told_apart(found: list[Found], apart: set[tuple[int, int]]) -> list[Found]:
    """When the line is surely one sheet, those that somebody told apart from it are not asked."""
    if not found or found[0][1].score < CERTAIN:
        return found
    sure = found[0][0]
    return [item for item in found if (min(sure, item[0]), max(sure, item[0])) not in apart]


def _labels(ids: set[int]) -> dict[int, Organisation]:
    rows = Organisation.objects.filter(pk__among=ids).select_related("place__departement")
    told = ("uuid", "name", "world", "siren", "place__name", "place__departement__code")
    return {row.pk: row for row in rows.only(*told).order_by()}


@lru_cache(maxsize=64)
def _world(world: str, _language: str | None) -> str:
    return str(ActorWorld(world).label)


def _proposal(sheet: Organisation, likeness: Likeness, met: Meeting) -> Proposal:
    reasons = say_reasons(likeness)
    if met.is_crowded:
        reasons += (_("plus de %(cap)d fiches portent ce nom") % {"cap": CAP},)
    place = sheet.place
    departement = f" ({place.departement.code})" if place and place.departement else ""
    where = f"{place.name}{departement}" if place else ""
    parts = (_world(sheet.world, get_language()), where, sheet.siren)
    return Proposal(
        key=str(sheet.pk),
        label=sheet.name,
        detail=" · ".join(part for part in parts if part),
        score=round(likeness.score, 3),
        reasons=reasons,
        url=sheet.get_absolute_url(),
    )
