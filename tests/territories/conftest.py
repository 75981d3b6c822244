"""Pieces of France, loaded once for each module of this folder."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from terreau.territories.loading import load_referential


def _loaded_once(blocker, departements: set[str]) -> Iterator[None]:
    """Load inside an outer transaction; each test then works in a savepoint of it."""
    with blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        load_referential(departements)
    yield
    with blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture(scope="class")
def _val_de_marne(django_db_setup, django_db_blocker) -> Iterator[None]:
    yield from _loaded_once(django_db_blocker, {"94", "75"})


@pytest.fixture(scope="class")
def _traps(django_db_setup, django_db_blocker) -> Iterator[None]:
    places = {"94", "2A", "974", "975", "987", "55", "12", "69", "01", "74"}
    yield from _loaded_once(django_db_blocker, places)


@pytest.fixture
def val_de_marne(_val_de_marne, db) -> None:
    """The Val-de-Marne and its commune beyond the Seine."""


@pytest.fixture
def traps(_traps, db) -> None:
    """The places where a careless program breaks."""
