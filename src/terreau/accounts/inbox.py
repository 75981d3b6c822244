"""Gather what waits for a person over all the domains: one inbox, one count, one digest.

A domain above calls, in its `AppConfig.ready`::

    register_todo("voices", _("Consultations"), build=voices_to_do, keys=keys_of_voices, order=30)

where `build(person, today, now)` returns the `TodoItem` of this kind with a number of queries that
does not depend on the rows (one is best), and `keys(person, today)` returns the querysets of what
is counted, one row an item: the frame counts all of them in one query on each page. They bear two
rules, because the text of that query is built once and for all:

* a day is `today`, or `today` plus or minus a `timedelta`; never a month or a year replaced;
* the hour is the one of the database, `Now()`; never `timezone.now()`.

The items of a kind that has no row are not even built.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet, Value
from django.utils.functional import Promise

from terreau.accounts.models import Person


@dataclass(frozen=True)
class TodoItem:
    """One thing to do: what, why, where, the word of the act, for when and since when.

    `key` tells the same thing from one day to the next: « voice:<uuid>:<organisation> ».
    """

    key: str
    label: str
    url: str
    detail: str = ""
    act: str = ""
    due_on: datetime.date | None = None
    since: datetime.date | None = None
    alliance: str = ""


Builder = Callable[[Person, datetime.date, datetime.datetime], Sequence[TodoItem]]
Keys = Callable[[Person, datetime.date], Sequence[QuerySet]]


@dataclass(frozen=True)
class TodoKind:
    """A nature of things to do, which a person may leave out of the digest."""

    key: str
    label: str | Promise
    build: Builder
    keys: Keys
    order: int


_kinds: dict[str, TodoKind] = {}


def register_todo(
    key: str, label: str | Promise, *, build: Builder, keys: Keys, order: int = 50
) -> None:
    """Add a nature of things to do; the same key replaces."""
    _kinds[key] = TodoKind(key, label, build, keys, order)


def todo_kinds() -> list[TodoKind]:
    """All the natures, in their order."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.key))


def todo_of(
    person: Person, *, today: datetime.date, now: datetime.datetime
) -> list[tuple[TodoKind, list[TodoItem]]]:
    """Build what waits for a person, nature by nature, the empty ones left out."""
    counts = count_by_kind(person, today)
    told = [kind for kind in todo_kinds() if counts.get(kind.key)]
    built = [(kind, list(kind.build(person, today, now))) for kind in told]
    return [(kind, sorted(items, key=urgency)) for kind, items in built if items]


def urgency(item: TodoItem) -> tuple:
    """Sort by the day it is due, then by how long it has waited."""
    latest = datetime.date.max
    return item.due_on or latest, item.since or latest, item.label, item.key


def count_todo(person: Person, today: datetime.date) -> int:
    """Count all that waits, in one query."""
    return sum(count_by_kind(person, today).values())


def keys_of_todo(person: Person, today: datetime.date, kinds: Sequence[TodoKind]) -> QuerySet:
    """Give the natures and the keys of what waits, one row each."""
    parts = [
        part.order_by().annotate(todo_kind=Value(number)).values_list("todo_kind", "pk")
        for number, kind in enumerate(kinds)
        for part in kind.keys(person, today)
    ]
    return parts[0].union(*parts[1:], all=True)


# Stand-ins that no constant of a query can be mistaken for; a day near this one is counted from it.
_KEY, _EMAIL = -987_654_321, "nobody.at.all@terreau.invalid"
_DAY, _LAST_RELATIVE = datetime.date(1583, 1, 1), datetime.date(1700, 1, 1)


def count_by_kind(person: Person, today: datetime.date) -> dict[str, int]:
    """Count what waits, nature by nature, in one query whose text is built once."""
    kinds = tuple(todo_kinds())
    if not kinds:
        return {}
    sql, params, slots = _compile(kinds, connection.vendor)
    email = connection.ops.prep_for_iexact_query(person.email)
    values = [
        _value(slot, param, person.pk, email, today)
        for slot, param in zip(slots, params, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {kinds[number].key: count for number, count in cursor.fetchall()}


def _value(slot: object, param: object, pk: int, email: str, today: datetime.date) -> object:
    if slot is None:
        return param
    if isinstance(slot, int):
        return connection.ops.adapt_datefield_value(today + datetime.timedelta(days=slot))
    return pk if slot == "key" else email


@lru_cache(maxsize=16)
def _compile(kinds: tuple[TodoKind, ...], vendor: str) -> tuple[str, tuple, tuple]:
    """Build the text with the stand-ins, and note where each one fell."""
    nobody = Person(pk=_KEY, email=_EMAIL)
    query = keys_of_todo(nobody, _DAY, kinds).query
    sql, params = query.get_compiler(connection=connection).as_sql()
    text = f"SELECT counted.todo_kind, COUNT(*) FROM ({sql}) counted GROUP BY 1"  # noqa: S608
    return text, tuple(params), tuple(_slot(param) for param in params)


def _slot(param: object) -> str | int | None:
    """Say what stands here: the person's key or address, a number of days from today, nothing."""
    if param == _KEY and not isinstance(param, bool):
        return "key"
    if param == connection.ops.prep_for_iexact_query(_EMAIL):
        return "email"
    day = _day_of(param)
    return (day - _DAY).days if day is not None and day < _LAST_RELATIVE else None


def _day_of(param: object) -> datetime.date | None:
    """Read a day; an hour is refused, since it would stay the one of the first count."""
    if isinstance(param, str):
        try:
            param = datetime.datetime.fromisoformat(param) if len(param) > 10 else _date_of(param)
        except ValueError:
            return None
    if isinstance(param, datetime.datetime):
        raise TypeError("An hour is counted by the database: write Now() in the keys of a todo.")
    return param if isinstance(param, datetime.date) else None


def _date_of(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
