"""Propose to a line of a file the sheets that it may be about."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.actors.bridge.matching import (
    Lexicon,
    Likeness,
    Party,
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
)
from terreau.actors.matching.candidates import CAP, Meeting, find_meetings
from terreau.actors.matching.distinct import distinct_among
from terreau.actors.matching.words import count_sheets
from terreau.actors.models import Organisation, OrganisationMatchKey
from terreau.core.collecting import collecting_later
from terreau.core.exchange.datasets import Proposal

BATCH = 1_000
MOST_PROPOSALS = 3
CERTAIN = 0.97
Found = tuple[int, Likeness]


def propose_matches(rows: Sequence[Mapping[str, Any]]) -> list[tuple[Proposal, ...]]:
    """For each line, at most three sheets that it may be about, the likeliest first.

    A line is a mapping of name, aliases, siren, siret, rna, place (code of the commune), postcode
    and world; what is absent is unknown. The number of queries depends on the batches of a
    thousand lines, not on the lines.
    """
    if not OrganisationMatchKey.objects.exists():
        return [()] * len(rows)  # the first file of an empty directory resembles nothing
    proposals: list[tuple[Proposal, ...]] = []
    for start in range(0, len(rows), BATCH):
        with collecting_later():
            proposals += _propose(rows[start : start + BATCH])
    return proposals


def _propose(rows: Sequence[Mapping[str, Any]]) -> list[tuple[Proposal, ...]]:
    places = places_by_code(code_of(row.get("place")) for row in rows)
    asked = [party_of_row(row, places) for row in rows]
    meetings = find_meetings([keys_of(party) for party in asked])
    parties = parties_of({pk for met in meetings for pk in met.ids})
    lexicon = _lexicon(asked, parties)
    found = [
        _likeliest(party, met, parties, lexicon) for party, met in zip(asked, meetings, strict=True)
    ]
    apart = distinct_among({pk for some in found for pk, _likeness in some})
    kept = [_without_told_apart(some, apart)[:MOST_PROPOSALS] for some in found]
    labels = _labels({pk for some in kept for pk, _likeness in some})
    return [
        tuple(_proposal(labels[pk], likeness, met) for pk, likeness in some if pk in labels)
        for some, met in zip(kept, meetings, strict=True)
    ]


def _lexicon(asked: Sequence[Party], parties: Mapping[int, Party]) -> Lexicon:
    words = set().union(*(words_of(party) for party in asked))
    words = words.union(*(words_of(party) for party in parties.values()))
    return lexicon_for(words, count_sheets())


def _likeliest(
    party: Party, met: Meeting, parties: Mapping[int, Party], lexicon: Lexicon
) -> list[Found]:
    scored = ((pk, compare(party, parties[pk], lexicon)) for pk in sorted(met.ids) if pk in parties)
    found = [(pk, likeness) for pk, likeness in scored if is_proposed(likeness)]
    return sorted(found, key=lambda item: (-item[1].score, item[0]))


def _without_told_apart(found: list[Found], apart: set[tuple[int, int]]) -> list[Found]:
    """When the line is surely one sheet, those that somebody told apart from it are not asked."""
    if not found or found[0][1].score < CERTAIN:
        return found
    sure = found[0][0]
    return [item for item in found if (min(sure, item[0]), max(sure, item[0])) not in apart]


def _labels(ids: set[int]) -> dict[int, Organisation]:
    rows = Organisation.objects.filter(pk__in=ids).select_related("place__departement")
    return {row.pk: row for row in rows.order_by()}


def _proposal(sheet: Organisation, likeness: Likeness, met: Meeting) -> Proposal:
    reasons = say_reasons(likeness)
    if met.is_crowded:
        reasons += (_("plus de %(cap)d fiches portent ce nom") % {"cap": CAP},)
    place = sheet.place
    departement = f" ({place.departement.code})" if place and place.departement else ""
    parts = (sheet.get_world_display(), f"{place.name}{departement}" if place else "", sheet.siren)
    return Proposal(
        key=str(sheet.pk),
        label=sheet.name,
        detail=" · ".join(part for part in parts if part),
        score=round(likeness.score, 3),
        reasons=reasons,
        url=reverse("actors:detail", args=[sheet.uuid]),
    )
