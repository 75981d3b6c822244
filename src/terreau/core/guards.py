"""Lift the triggers of the database for whoever empties the whole instance.

Only two acts need it: a restore that replaces everything, and the tests that flush.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

_POSTGRESQL_GUARDED = """
    SELECT DISTINCT quote_ident(c.relname) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace ORDER BY 1
"""


@contextmanager
def guards_lifted(connection) -> Iterator[None]:
    """Lift every trigger of this database, then put each one back as it was.

    A failure inside rolls everything back, the lifting too.
    """
    with transaction.atomic(using=connection.alias):
        lift, restore = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](
            connection
        )
        _run(connection, lift)
        yield
        _run(connection, restore)


def _sqlite(connection) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        triggers = cursor.fetchall()
    quote = connection.ops.quote_name
    return [f"DROP TRIGGER {quote(name)}" for name, _ in triggers], [sql for _, sql in triggers]


def _postgresql(connection) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRESQL_GUARDED)
        tables = [name for (name,) in cursor.fetchall()]
    return (
        [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables],
        [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables],
    )


def _run(connection, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
