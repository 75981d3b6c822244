"""What every test stands on.

Append-only tables are guarded by triggers of the database. An ordinary test rolls back and never
meets them; a transactional test flushes (DELETE on SQLite, TRUNCATE on PostgreSQL), which the
triggers would refuse, so the flush alone lifts them and puts them back.

`instance` is a whole migrated installation of its own, on SQLite or on PostgreSQL as the tests
run, for what only real processes can prove (`kill -9`, several writers, commands).
"""

import os
import shutil

import psycopg
import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from terreau.core.guards import guards_lifted
from tests.instances import Instance, new_database_name


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
def migrated_instance(tmp_path_factory):
    """An instance migrated once, that each test copies."""
    instance = Instance(tmp_path_factory.mktemp("migrated"))
    with _new_database(instance):
        done = instance.run("manage.py", "migrate", "--verbosity=0")
        assert done.returncode == 0, done.stdout
        done = instance.run("manage.py", "createcachetable")
        assert done.returncode == 0, done.stdout
        instance.stop_everything()
        yield instance


@pytest.fixture
def instance(migrated_instance, tmp_path):
    """A migrated instance of this test's own."""
    copied = Instance(tmp_path / "instance")
    shutil.copytree(migrated_instance.directory, copied.directory)
    with _new_database(copied, template=migrated_instance):
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


@pytest.fixture
def sqlite_instance(migrated_instance, tmp_path):
    """A migrated instance on SQLite, whatever the tests run on."""
    copied = Instance(tmp_path / "sqlite")
    if migrated_instance.database_url:
        copied.directory.mkdir()
        done = copied.run("manage.py", "migrate", "--verbosity=0")
        assert done.returncode == 0, done.stdout
        copied.run("manage.py", "createcachetable")
    else:
        shutil.copytree(migrated_instance.directory, copied.directory)
    yield copied
    copied.stop_everything()


class _new_database:  # noqa: N801 - used as a function
    """Create and drop the PostgreSQL database of an instance; SQLite needs nothing."""

    def __init__(self, instance, template=None):
        self.instance, self.template = instance, template
        self.server = os.environ.get("DATABASE_URL", "")
        self.name = new_database_name()

    def __enter__(self):
        if self.server:
            source = self.template.database_url.rsplit("/", 1)[1] if self.template else "template0"
            self._execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{source}"')
            self.instance.database_url = f"{self.server.rsplit('/', 1)[0]}/{self.name}"

    def __exit__(self, *_):
        if self.server:
            self._execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _execute(self, statement):
        with psycopg.connect(
            f"{self.server.rsplit('/', 1)[0]}/postgres", autocommit=True
        ) as server:
            server.execute(statement)
