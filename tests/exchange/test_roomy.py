"""A long import has room to write, and leaves the connection as it was."""

import pytest
from django.db import connection

from terreau.core.exchange.roomy import ROOM, count_again, roomy_connection
from terreau.territories.models import Territory

pytestmark = pytest.mark.django_db


def kept() -> int | None:
    """Give the cache of this connection; only SQLite tells it so."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA cache_size").fetchone()[0]


@roomy_connection()
def fail(found: list) -> None:
    found.append(kept())
    raise ZeroDivisionError


def test_the_room_is_given_back_even_after_a_fault():
    before, found = kept(), []
    with pytest.raises(ZeroDivisionError):
        fail(found)
    assert found == [-ROOM if connection.vendor == "sqlite" else None]
    assert kept() == before


def test_a_table_just_filled_is_counted():
    """Only PostgreSQL is asked; what it knows is then the number of rows."""
    Territory.objects.bulk_create(
        Territory(kind="commune", code=str(code), name="Essai") for code in range(90_000, 90_030)
    )
    count_again(Territory)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = Territory._meta.db_table
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
            assert cursor.fetchone() == (Territory.objects.count(),)
    assert Territory.objects.filter(name="Essai").count() == 30
