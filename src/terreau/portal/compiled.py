"""Compile the SQL of a count once: for what every page counts, building it costs more than it."""

import datetime
from collections.abc import Callable
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet

from terreau.accounts.models import Person
from terreau.actors.bridge.freshness import fresh_since

Question = Callable[[Person, datetime.date], QuerySet]

# Stand-ins that no constant of a query can be mistaken for.
_KEY, _EMAIL, _DAY = -987_654_321, "nobody.at.all@terreau.invalid", datetime.date(1583, 1, 1)


def count_by(person: Person, today: datetime.date, question: Question) -> int:
    """Count the rows of a question about a person and a day; its text is built once."""
    sql, params, slots = _compile(question, connection.vendor)
    values = list(params)
    for place, value in zip(slots, _values(person.pk, person.email, today), strict=True):
        for position in place:
            values[position] = value
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


@lru_cache(maxsize=16)
def _compile(question: Question, vendor: str) -> tuple[str, tuple, tuple[tuple[int, ...], ...]]:
    """Build the text with the stand-ins, and note where each one fell."""
    nobody = Person(pk=_KEY, email=_EMAIL)
    sql, params = question(nobody, _DAY).query.get_compiler(connection=connection).as_sql()
    slots = tuple(
        tuple(place for place, param in enumerate(params) if param == value)
        for value in _values(_KEY, _EMAIL, _DAY)
    )
    return f"SELECT COUNT(*) FROM ({sql}) counted", tuple(params), slots  # noqa: S608


def _values(key: int, email: str, today: datetime.date) -> tuple:
    """Write the values as this database wants them; the last is the first day still fresh."""
    ops = connection.ops
    days = (ops.adapt_datefield_value(day) for day in (today, fresh_since(today)))
    return key, ops.prep_for_iexact_query(email), *days
