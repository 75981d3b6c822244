"""Write the SQL of a question once: translating it costs more than its answer, at each page."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

MOST_KEPT = 2_000

Build = Callable[[], QuerySet]


@dataclass(frozen=True)
class _Asked:
    """One question: its key says everything that `build` depends on."""

    vendor: str
    name: str
    key: Hashable
    build: Build = field(compare=False)


@dataclass(frozen=True, eq=False)
class _Prepared:
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]


def rows_of(name: str, key: Hashable, build: Build) -> list[tuple]:
    """Give the rows of a `values_list`; only its SQL is kept, never an answer.

    `build` makes the question, the first time; the same name and key are the same SQL for ever.
    """
    prepared = _prepare(_Asked(connection.vendor, name, key, build))
    if prepared is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(prepared.sql, prepared.params)
        rows = cursor.fetchall()
    return [tuple(row) for row in prepared.compiler.results_iter([rows])]


@lru_cache(maxsize=MOST_KEPT)
def _prepare(asked: _Asked) -> _Prepared | None:
    """Translate; None when the question can have no answer."""
    compiler = asked.build().query.get_compiler(connection.alias)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    return _Prepared(compiler, sql, tuple(params))
