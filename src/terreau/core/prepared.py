"""Write the SQL of a question once: translating it costs more than its answer, at each page."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

from terreau.core.keeping import Kept

MOST_KEPT = 2_000
MOST_SHAPES = 200

Build = Callable[[], QuerySet]


@dataclass(frozen=True, eq=False)
class _Shape:
    """A text of SQL and what turns its rows into values: a hundred kB, the same for everybody."""

    sql: str
    compiler: SQLCompiler


@dataclass(frozen=True, eq=False)
class _Prepared:
    shape: _Shape
    params: tuple[Any, ...]


_KEPT: Kept[_Prepared] = Kept(most=MOST_KEPT)
_SHAPES: Kept[_Shape] = Kept(most=MOST_SHAPES)


def instances_of(name: str, key: Hashable, build: Build) -> list[Any]:
    """Give the objects of a query, with what it selects beside them (`select_related`, `annotate`).

    As `rows_of`, but for what its caller goes on working with; links to many are not fetched ahead.
    """
    prepared = _prepare((connection.vendor, name, key), build)
    if not prepared.shape.sql:
        return []
    compiler = prepared.shape.compiler
    described, notes = compiler.klass_info, compiler.annotation_col_map or {}
    first, last = described["select_fields"][0], described["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in compiler.select[first:last]]
    beside = get_related_populators(described, compiler.select, connection.alias)
    made = []
    for row in compiler.results_iter([_execute(prepared)]):
        one = described["model"].from_db(connection.alias, names, row[first:last])
        for populator in beside:
            populator.populate(row, one)
        for note, at in notes.items():
            setattr(one, note, row[at])
        made.append(one)
    return made


def rows_of(name: str, key: Hashable, build: Build) -> list[tuple]:
    """Give the rows of a `values_list`; only its SQL is kept, never an answer.

    `build` makes the question, the first time; the same name and key are the same SQL for ever.
    """
    prepared = _prepare((connection.vendor, name, key), build)
    if not prepared.shape.sql:
        return []
    read = prepared.shape.compiler.results_iter
    return [tuple(row) for row in read([_execute(prepared)])]


def _execute(prepared: _Prepared) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(prepared.shape.sql, prepared.params)
        return cursor.fetchall()


def _prepare(asked: tuple[str, str, Hashable], build: Build) -> _Prepared:
    """Translate once; no SQL when the question can have no answer. `build` is not kept."""
    prepared = _KEPT.get(asked)
    if prepared is None:
        compiler = build().query.get_compiler(connection.alias)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()
        vendor, name, _key = asked
        shape = _SHAPES.get((vendor, name, sql)) or _Shape(sql, compiler)
        _SHAPES.keep((vendor, name, sql), shape)
        prepared = _Prepared(shape, tuple(params))
        _KEPT.keep(asked, prepared)
    return prepared
