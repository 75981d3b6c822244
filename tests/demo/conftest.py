"""One loaded demonstration for all the tests that only look at it."""

import pytest
from django.db import transaction

from terreau.portal.demo.loading import DemoSummary, load_demo
from tests.demo.factories import NOW, make_named_territories


@pytest.fixture(scope="module")
def loaded_demo(django_db_setup, django_db_blocker) -> DemoSummary:
    """Load once per module, in a transaction that the end of the module undoes."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_named_territories()
        yield load_demo(now=NOW)
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded_demo, db) -> DemoSummary:
    """Give one test the loaded demonstration; what the test changes is undone after it."""
    return loaded_demo
