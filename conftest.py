"""What every test obeys: unordered rows are shuffled, absent reference data are named."""

import os
import random
import sys
from pathlib import Path

import pytest
from django.db.models.query import QuerySet

ROOT = Path(__file__).resolve().parent
REFERENCE_DATA = Path(
    os.environ.get("REFERENCE_DATA", ROOT.parent / "shared" / "data" / "reference")
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """List the tests that need the reference data as not run where the data are absent."""
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.xdist_group("browser"))
        if "reference" in item.keywords and not REFERENCE_DATA.is_dir():
            item.add_marker(pytest.mark.skip(reason=f"not run: no REFERENCE_DATA ({item.name})"))


@pytest.fixture
def reference_data() -> Path:
    """The folder of public data that are used in tests and never committed."""
    return REFERENCE_DATA


@pytest.fixture(autouse=True)
def _shuffle_unordered_lists(monkeypatch: pytest.MonkeyPatch, request) -> None:
    """Give unordered rows in another order each time, so that no test leans on luck."""
    fetch = QuerySet._fetch_all
    dice = random.Random(request.node.nodeid)

    def fetch_and_shuffle(queryset: QuerySet) -> None:
        fresh = queryset._result_cache is None
        fetch(queryset)
        if fresh and not queryset.ordered and not queryset.query.is_sliced:
            dice.shuffle(queryset._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_and_shuffle)


@pytest.fixture(autouse=True)
def _forget_what_was_drawn() -> None:
    """Each test has its own rows under the same numbers: no drawing is kept between two."""
    for module in ("terreau.alliances.pictures.perimeter", "terreau.portal.france"):
        if module in sys.modules:
            for thing in vars(sys.modules[module]).values():
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()
