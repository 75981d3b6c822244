"""The databases that the measures make for themselves and throw away."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@contextmanager
def fresh_sqlite() -> Iterator[dict[str, str]]:
    """Give the environment of a folder that goes with the measure."""
    with tempfile.TemporaryDirectory() as folder:
        yield {**_ours(), "TERREAU_DATA_DIR": folder}


@contextmanager
def fresh_postgresql(server: str) -> Iterator[dict[str, str]]:
    """Give the environment of a database made on this server; it goes with the measure."""
    parts, name = urlsplit(server), f"terreau_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            with fresh_sqlite() as environment:
                yield {**environment, "DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _ours() -> dict[str, str]:
    return {
        **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }
