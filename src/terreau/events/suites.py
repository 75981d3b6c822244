"""Read what came of the meetings: first encounters, promises kept, pairs without follow-up."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from terreau.alliances.models import Alliance
from terreau.events.enums import FollowUpState
from terreau.events.models import Encounter, Event, FollowUp

SLEEPS_AFTER = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Counted:
    """How many pairs met, for the first time, and what followed; each figure has its base."""

    pairs: int
    first_times: int
    promised: int
    kept: int
    late: int
    without_follow_up: int


def encounters_in(alliance: Alliance, event: Event | None = None) -> QuerySet[Encounter]:
    """The encounters of an alliance or of one meeting, and what they promise, the latest first."""
    rows = Encounter.objects.filter(event__alliance=alliance)
    if event is not None:
        rows = rows.filter(event=event)
    told = rows.select_related("first", "second", "event", "event__alliance")
    promised = FollowUp.objects.filter(encounter=OuterRef("pk"))
    told = told.annotate(has_follow_up=Exists(promised))
    return told.order_by("-met_on", "pk")


def count_suites(rows: QuerySet[Encounter], today: datetime.date) -> Counted:
    """Count what came of these encounters, in two queries."""
    told = list(rows.order_by("met_on", "pk").values_list("first", "second", "is_first_time", "pk"))
    pairs: dict[tuple[int, int], bool] = {}
    for first, second, is_first, _pk in told:
        pairs.setdefault((min(first, second), max(first, second)), is_first)
    follow_ups = list(
        FollowUp.objects.filter(encounter__in=[pk for *_pair, pk in told]).values_list(
            "encounter__first", "encounter__second", "state", "due_on"
        )
    )
    followed = {(min(first, second), max(first, second)) for first, second, *_rest in follow_ups}
    states = [state for *_pair, state, _due in follow_ups]
    return Counted(
        pairs=len(pairs),
        first_times=sum(pairs.values()),
        promised=len(states),
        kept=states.count(FollowUpState.DONE),
        late=sum(_is_late(state, due, today) for *_pair, state, due in follow_ups),
        without_follow_up=len(pairs.keys() - followed),
    )


def _is_late(state: str, due_on: datetime.date | None, today: datetime.date) -> bool:
    return state == FollowUpState.PROMISED and due_on is not None and due_on < today


def asleep(rows: Iterable[Encounter], today: datetime.date) -> Sequence[Encounter]:
    """Keep the pairs that met a month ago or more and promised nothing: each pair once."""
    seen: set[tuple[int, int]] = set()
    found = []
    told = list(rows)
    followed = {_pair(one) for one in told if one.has_follow_up}
    for one in told:
        pair = _pair(one)
        if pair in followed or pair in seen or one.met_on > today - SLEEPS_AFTER:
            continue
        seen.add(pair)
        found.append(one)
    return found


def _pair(one: Encounter) -> tuple[int, int]:
    return min(one.first_id, one.second_id), max(one.first_id, one.second_id)
