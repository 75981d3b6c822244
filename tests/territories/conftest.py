"""Pieces of France, loaded once for each module of this folder."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.db import transaction

from terreau.territories.loading import load_referential
from terreau.territories.management.commands import refresh_territories


def _loaded_once(blocker, departements: set[str] | None) -> Iterator[None]:
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


@pytest.fixture(scope="module")
def france(django_db_setup, django_db_blocker) -> Iterator[None]:
    """All of France; what a module changes of it is undone after the module."""
    yield from _loaded_once(django_db_blocker, None)


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


@pytest.fixture
def command_for_val_de_marne(val_de_marne, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that refreshes loads this piece again, and not all of France."""
    load = partial(load_referential, {"94", "75"})
    monkeypatch.setattr(refresh_territories, "load_referential", load)
