"""Remember for ever that two sheets are two organisations."""

import datetime
from collections.abc import Collection, Iterable

from django.db.models import Q

from terreau.actors.enums import PairState
from terreau.actors.models import DuplicatePair

CHUNK = 400


def remember_distinct(pairs: Iterable[tuple[int, int]], *, by, now: datetime.datetime) -> None:
    """Write that the two sheets of each pair are not the same; an import calls it too."""
    ordered = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(
                first_id=first,
                second_id=second,
                score=0.0,
                state=PairState.DISTINCT,
                found_at=now,
                decided_by=by,
                decided_at=now,
            )
            for first, second in sorted(ordered)
        ],
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["state", "decided_by", "decided_at"],
        batch_size=CHUNK,
    )


def distinct_among(ids: Collection[int]) -> set[tuple[int, int]]:
    """The pairs of these sheets that somebody said to be two."""
    known, told = set(ids), set()
    ordered = sorted(known)
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        rows = DuplicatePair.objects.filter(
            Q(first__in=part) | Q(second__in=part), state=PairState.DISTINCT
        )
        told.update(rows.order_by().values_list("first_id", "second_id"))
    return {pair for pair in told if pair[0] in known and pair[1] in known}
