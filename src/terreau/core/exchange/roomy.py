"""Give the connection of a long import room for what it writes, and no more memory than needed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Pages kept by the connection, in kB: what thousands of rows change in the indexes is written once.
ROOM = 48_000
# Pages of the journal before they go to the file: a page that ten batches change goes there once.
JOURNAL_PAGES = 20_000


@contextmanager
def roomy_connection() -> Iterator[None]:
    """Trade, on SQLite, the mapped file for a larger cache of changed pages while rows are written.

    The mapped file counts in the memory of the process as it is read, up to the size that the
    settings allow, and serves the reading only: it stays apart until the connection closes.
    """
    if connection.vendor != "sqlite":
        yield
        return
    _set({"mmap_size": 0})
    before = _set({"cache_size": -ROOM, "wal_autocheckpoint": JOURNAL_PAGES})
    try:
        yield
    finally:
        _set(before)


def _set(wanted: dict[str, int]) -> dict[str, int]:
    """Set what the connection keeps; give what stood there. A database in memory maps no file."""
    connection.ensure_connection()
    before = {}
    for name, value in wanted.items():
        known = connection.connection.execute(f"PRAGMA {name}").fetchone()
        if known is not None:
            before[name] = known[0]
            connection.connection.execute(f"PRAGMA {name} = {value}").fetchone()
    return before
