"""When the digest of a person is due: their day, their hour, their clock, their quiet hours."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from terreau.accounts.enums import DigestRhythm
from terreau.accounts.inbox import TodoItem
from terreau.accounts.models import DigestPreference, Person

# An item told less than that ago is not told again by itself; a week, minus the worker's slack.
TOLD_LATELY = datetime.timedelta(days=6)
PRESSING = datetime.timedelta(days=2)
# A worker that was stopped catches up within these days; later, the next period tells it all.
LATEST = datetime.timedelta(days=3)
_DAYS = {DigestRhythm.DAILY: 1, DigestRhythm.WEEKLY: 7}


@dataclass(frozen=True)
class Period:
    """A stretch of time in which at most one message leaves."""

    name: str
    starts_at: datetime.datetime


def preference_of(person: Person) -> DigestPreference:
    """What a person chose, or the defaults, which are not written."""
    found = DigestPreference.objects.filter(person=person).first()
    return found or DigestPreference(person=person)


def period_due(preference: DigestPreference, now: datetime.datetime) -> Period | None:
    """The period whose message may leave now; None outside of it, or in the quiet hours.

    A choice made in the middle of a period opens the next one: changing one's mind sends nothing.
    """
    if preference.rhythm not in _DAYS:
        return None
    here = now.astimezone(ZoneInfo(preference.zone))
    if is_quiet(preference, here.hour):
        return None
    start = last_start(preference, here)
    since = preference.changed_at or preference.person.joined_at
    if start < since or here - start > LATEST:
        return None
    return Period(f"{preference.rhythm}:{start:%Y-%m-%d}", start)


def last_start(preference: DigestPreference, here: datetime.datetime) -> datetime.datetime:
    """The last moment, at or before `here`, at which a period of this rhythm opened."""
    start = here.replace(hour=preference.hour, minute=0, second=0, microsecond=0)
    if start > here:
        start -= datetime.timedelta(days=1)
    if preference.rhythm == DigestRhythm.WEEKLY:
        start -= datetime.timedelta(days=(start.weekday() - preference.weekday) % 7)
    return start


def next_moment(preference: DigestPreference, now: datetime.datetime) -> datetime.datetime | None:
    """When the next message may leave, on the person's clock; None for never."""
    if preference.rhythm not in _DAYS:
        return None
    here = now.astimezone(ZoneInfo(preference.zone))
    moment = last_start(preference, here) + datetime.timedelta(days=_DAYS[preference.rhythm])
    while is_quiet(preference, moment.hour):
        moment += datetime.timedelta(hours=1)
    return moment


def is_quiet(preference: DigestPreference, hour: int) -> bool:
    """Tell whether an hour of the day is one of the quiet ones; equal bounds mean none."""
    start, end = preference.quiet_from, preference.quiet_until
    if start <= end:
        return start <= hour < end
    return hour >= start or hour < end


def is_pressing(item: TodoItem, today: datetime.date) -> bool:
    """Tell whether an item is due within two days, or late."""
    return item.due_on is not None and item.due_on <= today + PRESSING


def is_worth_telling(
    item: TodoItem,
    told: dict[str, tuple[datetime.datetime, bool]],
    *,
    today: datetime.date,
    now: datetime.datetime,
) -> bool:
    """Tell whether an item is a reason to write: new, newly pressing, or told a week ago."""
    if item.key not in told:
        return True
    told_at, was_pressing = told[item.key]
    return told_at < now - TOLD_LATELY or (is_pressing(item, today) and not was_pressing)
