"""A long import has room to write, and leaves the connection as it was."""

import pytest
from django.db import connection

from terreau.core.exchange.roomy import ROOM, roomy_connection

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
