"""Write many rows at once, several times faster than the framework's own bulk writing.

For imports and indexes: no signal is sent and no key is given back. Values are read as the model's
fields write them (`auto_now`, folded texts), so that a row is what its `save` would have stored.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.base import ModelState
from django.utils import timezone

from terreau.core.arrays import array_text

Read = Callable[[models.Model], Any]
UNNESTED = 2_500
_PLAIN = (models.CharField, models.TextField)
_DIRECT = (models.BooleanField, models.FloatField, models.IntegerField)


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; their keys are given by the database unless they carry them."""
    if not rows:
        return
    model = type(rows[0])
    readers = readers_of(model)
    reads = list(readers.values())
    insert_tuples(model, list(readers), ([read(row) for read in reads] for row in rows))


def readers_of(model: type[models.Model]) -> dict[models.Field, Read]:
    """Give, for each field to write, what reads its value as the database takes it."""
    fields = (field for field in model._meta.local_concrete_fields if not _is_given(field))
    return {field: _reader(field) for field in fields}


def insert_tuples(
    model: type[models.Model], fields: Sequence[models.Field], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert tuples that hold what the database takes for these fields."""
    names = [connection.ops.quote_name(field.column) for field in fields]
    table, columns = connection.ops.quote_name(model._meta.db_table), ", ".join(names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(sql, rows)


def put_tuples(
    model: type[models.Model],
    fields: Sequence[models.Field],
    rows: Iterable[Sequence[Any]],
    *,
    otherwise: str,
) -> None:
    """Insert tuples; `otherwise` says in SQL what becomes of one that is there already."""
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    into = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names})"
    if connection.vendor == "postgresql":
        sql = f"{into} SELECT * FROM {unnested(fields)} {otherwise}"  # noqa: S608
    else:
        sql = f"{into} VALUES ({', '.join(['%s'] * len(fields))}) {otherwise}"
    execute_tuples(sql, rows)


def execute_tuples(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    """Execute a statement for many tuples: one by one, or by columns where they are unnested."""
    given = list(rows)
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(sql, given)
            return
        for start in range(0, len(given), UNNESTED):
            columns = zip(*given[start : start + UNNESTED], strict=True)
            cursor.execute(sql, [array_text(column) for column in columns])


def unnested(fields: Sequence[models.Field]) -> str:
    """Give the SQL of a table made of one array for each of these fields (PostgreSQL)."""
    return f"unnest({', '.join(f'%s::{field.cast_db_type(connection)}[]' for field in fields)})"


def make_row(
    model: type[models.Model], values: Mapping[str, Any] | Iterable[tuple[str, Any]]
) -> models.Model:
    """Make an unsaved row from the values of its columns: a tenth of its constructor's time."""
    row = model.__new__(model)
    row.__dict__.update(values)
    row.__dict__["_state"] = ModelState()
    return row


def read_rows(rows: models.QuerySet, names: Sequence[str]) -> list[models.Model]:
    """Read some columns of stored rows, as `only` does, without its cost for each row."""
    model, alias = rows.model, rows.db
    found = []
    for values in rows.values_list(*names):
        row = make_row(model, zip(names, values, strict=True))
        row._state.adding, row._state.db = False, alias
        found.append(row)
    return found


def _is_given(field: models.Field) -> bool:
    return field.generated or isinstance(field, models.AutoField)


def _reader(field: models.Field) -> Read:
    """Give what reads the value of a field as the database takes it."""
    name = field.attname
    if isinstance(field, models.DateTimeField) and (field.auto_now or field.auto_now_add):
        return _write_moment(field)
    if type(field).pre_save is not models.Field.pre_save:
        return lambda row: field.get_db_prep_save(field.pre_save(row, add=True), connection)
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(kind, _DIRECT):
        return lambda row: getattr(row, name)
    if type(field) in _PLAIN:
        return lambda row: _text(getattr(row, name))
    if isinstance(field, models.JSONField):
        return _read_json(field)
    return _read_prepared(field)


def _write_moment(field: models.DateTimeField) -> Read:
    """Rows written together are of one moment."""
    name, now = field.attname, timezone.now()
    prepared = field.get_db_prep_save(now, connection)

    def read(row: models.Model) -> Any:
        setattr(row, name, now)
        return prepared

    return read


def _read_prepared(field: models.Field) -> Read:
    """Rows written together often hold the same value (a run, a moment): it is prepared once."""
    name, last, prepared = field.attname, None, None

    def read(row: models.Model) -> Any:
        nonlocal last, prepared
        value = getattr(row, name)
        if value is None:
            return None
        if value is not last:
            last, prepared = value, field.get_db_prep_save(value, connection)
        return prepared

    return read


def _read_json(field: models.JSONField) -> Read:
    """Most values are empty: their text is made once."""
    name = field.attname
    empty = {kind: field.get_db_prep_save(kind(), connection) for kind in (dict, list)}

    def read(row: models.Model) -> Any:
        value = getattr(row, name)
        if not value and type(value) in empty:
            return empty[type(value)]
        return field.get_db_prep_save(value, connection)

    return read


def _text(value: Any) -> Any:
    # A word of a list of choices is a text and more: the drivers are given the text alone.
    return value if value is None or type(value) is str else str(value)
