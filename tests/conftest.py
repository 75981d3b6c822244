"""What every test stands on.

Append-only tables are guarded by triggers of the database. An ordinary test rolls back and never
meets them; a transactional test flushes (DELETE on SQLite, TRUNCATE on PostgreSQL), which the
triggers would refuse, so the flush alone lifts them and puts them back.
"""

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from terreau.core.guards import guards_lifted


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
