"""What every test stands on.

Append-only tables are guarded by triggers of the database. An ordinary test rolls back and never
meets them; a transactional test flushes (DELETE on SQLite, TRUNCATE on PostgreSQL), which the
triggers would refuse, so the flush alone lifts them and puts them back.

`instance` is a whole migrated installation of its own, on SQLite or on PostgreSQL as the tests
run, for what only real processes can prove (`kill -9`, several writers, commands). Its database
is a copy of that of the tests, taken while empty: to migrate takes longer than most of them.
"""

import os
import shutil
import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from terreau.core.guards import guards_lifted
from tests.instances import Instance, new_database_name
from tests.nursery import Nursery


@pytest.fixture(autouse=True, scope="session")
def flush_lifts_the_guards():
    """Make the flush of transactional tests pass the triggers of append-only tables."""
    execute = BaseDatabaseOperations.execute_sql_flush

    def execute_with_guards_lifted(self, sql_list):
        with guards_lifted(self.connection):
            execute(self, sql_list)

    patch = pytest.MonkeyPatch()
    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", execute_with_guards_lifted)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def nursery(tmp_path_factory):
    """The process that forks those of the instances, started for the first that asks."""
    opened = Nursery(tmp_path_factory.mktemp("nursery"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """Migrate the database of the tests, and keep a copy of it for the instances."""
    kept = Instance(tmp_path_factory.mktemp("migrated"))
    kept.write_secret()
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(kept.sqlite)])
            with closing(sqlite3.connect(kept.sqlite)) as copy:
                copy.execute("PRAGMA journal_mode=WAL")  # kept in the file, as the product does
        connection.close()
        with _new_database(kept, template=connection.settings_dict["NAME"]):
            yield kept


@pytest.fixture
def instance(django_db_setup, nursery, tmp_path):
    """A migrated instance of this test's own."""
    copied = Instance(tmp_path / "instance", nursery=nursery)
    shutil.copytree(django_db_setup.directory, copied.directory)
    with _new_database(copied, template=django_db_setup.database_name):
        yield copied
        copied.stop_everything()


@pytest.fixture
def empty_instance(tmp_path):
    """An instance where nothing was ever run."""
    fresh = Instance(tmp_path / "fresh")
    fresh.directory.mkdir()
    with _new_database(fresh):
        yield fresh
        fresh.stop_everything()


@pytest.fixture(scope="session")
def migrated_sqlite(django_db_setup, nursery, tmp_path_factory):
    """A migrated file of SQLite, whatever the tests run on."""
    if not django_db_setup.database_url:
        return django_db_setup
    made = Instance(tmp_path_factory.mktemp("sqlite"), nursery=nursery)
    made.write_secret()
    made.python(
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\ncall_command('createcachetable')"
    )
    return made


@pytest.fixture
def sqlite_instance(migrated_sqlite, nursery, tmp_path):
    """A migrated instance on SQLite, whatever the tests run on."""
    copied = Instance(tmp_path / "sqlite", nursery=nursery)
    shutil.copytree(migrated_sqlite.directory, copied.directory)
    yield copied
    copied.stop_everything()


class _new_database:  # noqa: N801 - used as a function
    """Create and drop the PostgreSQL database of an instance; SQLite needs nothing."""

    def __init__(self, instance, template="template0"):
        self.instance, self.template = instance, template
        self.server = os.environ.get("DATABASE_URL", "")
        self.name = new_database_name()

    def __enter__(self):
        if self.server:
            self._execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
            self.instance.database_url = f"{self.server.rsplit('/', 1)[0]}/{self.name}"

    def __exit__(self, *_):
        if self.server:
            self._execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _execute(self, statement):
        with psycopg.connect(
            f"{self.server.rsplit('/', 1)[0]}/postgres", autocommit=True
        ) as server:
            server.execute(statement)
