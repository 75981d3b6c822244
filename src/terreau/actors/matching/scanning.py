"""Look for duplicates over the whole directory, a part at a time, resumable."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from terreau.actors.bridge.matching import (
    PROPOSED_FROM,
    Lexicon,
    Party,
    compare,
    keep_reasons,
    keys_of,
    lexicon_for,
    parties_of,
    words_of,
)
from terreau.actors.enums import PairState
from terreau.actors.matching.candidates import find_meetings
from terreau.actors.matching.words import count_sheets, count_words, write_words
from terreau.actors.models import DuplicatePair, Organisation
from terreau.core.jobs import Progress

PART = 500
SCORE_BY_HAND = 0.0


@dataclass
class Place:
    """Where a search of duplicates is: kept at each part, so that it resumes there."""

    started_at: str
    last: int = 0
    done: int = 0
    found: int = 0
    crowded: int = 0

    @property
    def started(self) -> datetime.datetime:
        """When the search began."""
        return parse_datetime(self.started_at)


@dataclass
class Part:
    """Sheets compared with those before them, and what their words tell."""

    ids: list[int]
    parties: Mapping[int, Party]
    lexicon: Lexicon
    met: dict[int, set[int]] = field(default_factory=dict)
    crowded: int = 0


def scan_directory(progress: Progress, *, now: datetime.datetime) -> dict[str, Any]:
    """Count the words, then compare each sheet with those noted before it."""
    total = Organisation.objects.filter(merged_into=None).count()
    if not progress.saved:
        _count_words(progress, total)
        progress.checkpoint(asdict(Place(now.isoformat())))
    place = Place(**progress.saved)
    while ids := _next_ids(place.last):
        with transaction.atomic():
            place.found += _write(_read(ids, place), place)
            place.last, place.done = ids[-1], place.done + len(ids)
            progress.checkpoint(asdict(place))
        progress.advance(place.done, total, _("%(n)d paires à regarder") % {"n": place.found})
    with transaction.atomic():
        _forget_old_pairs(place.started)
    return {"found": place.found, "crowded": place.crowded, "read": place.done}


def _next_ids(after: int) -> list[int]:
    rows = Organisation.objects.filter(pk__gt=after, merged_into=None).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:PART])


def _count_words(progress: Progress, total: int) -> None:
    counts, last, done = Counter(), 0, 0
    while ids := _next_ids(last):
        count_words(counts, list(parties_of(ids).values()))
        last, done = ids[-1], done + len(ids)
        progress.advance(done, total, _("Lecture des noms"))
    write_words(counts, total)


def _read(ids: list[int], place: Place) -> Part:
    own = parties_of(ids)
    order = list(own)
    meetings = find_meetings([keys_of(own[pk]) for pk in order])
    met = {
        pk: {other for other in meeting.ids if other < pk}
        for pk, meeting in zip(order, meetings, strict=True)
    }
    others = parties_of({pk for some in met.values() for pk in some} - set(order))
    parties = {**others, **own}
    words = set().union(*(words_of(party) for party in parties.values()))
    place.crowded += sum(meeting.is_crowded for meeting in meetings)
    return Part(order, parties, lexicon_for(words, count_sheets()), met)


def _write(part: Part, place: Place) -> int:
    """Note the pairs that look alike; those that a person decided stay as decided."""
    pairs = list(_alike(part, place.started))
    known = {
        (first, second): (pk, state)
        for first, second, pk, state in DuplicatePair.objects.filter(second__in=part.ids)
        .order_by()
        .values_list("first_id", "second_id", "pk", "state")
    }
    fresh, again = [], []
    for pair in pairs:
        pk, state = known.get((pair.first_id, pair.second_id), (None, PairState.OPEN))
        if pk is None:
            fresh.append(pair)
        elif state == PairState.OPEN:
            pair.pk = pk
            again.append(pair)
    DuplicatePair.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=PART)
    DuplicatePair.objects.bulk_update(again, ["score", "reasons", "found_at"], batch_size=PART)
    return len(fresh) + len(again)


def _alike(part: Part, now: datetime.datetime):
    for pk in part.ids:
        for other in sorted(part.met[pk] & part.parties.keys()):
            likeness = compare(
                part.parties[other], part.parties[pk], part.lexicon, told_from=PROPOSED_FROM
            )
            if likeness.score >= PROPOSED_FROM:
                yield DuplicatePair(
                    first_id=other,
                    second_id=pk,
                    score=likeness.score,
                    reasons=keep_reasons(likeness),
                    found_at=now,
                )


def _forget_old_pairs(started: datetime.datetime) -> None:
    """A pair of an earlier search that no longer looks alike leaves; chosen by hand it stays."""
    old = DuplicatePair.objects.filter(state=PairState.OPEN, found_at__lt=started, agreed_by=None)
    old.exclude(score=SCORE_BY_HAND).delete()


def score_pair(first: int, second: int) -> tuple[float, Sequence[Any]]:
    """Compare two sheets now: the score and the reasons to keep."""
    parties = parties_of([first, second])
    if len(parties) < 2:
        return SCORE_BY_HAND, []
    words = words_of(parties[first]) | words_of(parties[second])
    lexicon = lexicon_for(words, count_sheets())
    likeness = compare(parties[first], parties[second], lexicon)
    return likeness.score, keep_reasons(likeness)
