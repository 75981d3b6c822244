"""What every test obeys: unordered rows are shuffled, absent reference data are named."""

import os
import random
import sys
from pathlib import Path

import pytest
from django.db.models.query import QuerySet
from django.utils import translation
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

# Playwright keeps an event loop in its thread until the end: Django would take every later test of
# the same worker for asynchronous code. Nothing of the product is.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# A busy machine is slow to make up examples: that says nothing of the product.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
ROOT = Path(__file__).resolve().parent
REFERENCE_DATA = Path(
    os.environ.get("REFERENCE_DATA", ROOT.parent / "shared" / "data" / "reference")
)


# What is made once for many tests (a served demo, a loaded one, France) stays on one worker.
SHARED = {
    "tests/browser/": "a served demo",
    "tests/demo/": "a loaded demo",
    "tests/territories/test_france": "the whole of France",
}
DATABASE = {"db", "transactional_db", "django_db_setup"}
# Long ones start first, so that the last minute is made of short ones.
LONG = (
    "tests/browser/",
    "tests/territories/test_france",
    "tests/cli/test_commands",
    "tests/demo/",
    "tests/cli/",
    "tests/territories/",
    "tests/exchange/test_kill",
    "tests/consistency/test_addresses",
    "tests/consistency/test_translations",
    "tests/engine/",
    "tests/actors/test_import_reference",
    "tests/alliances/test_bad_input",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let CI run on a second database what a database can change, and nothing else."""
    parser.addoption(
        "--second-database",
        action="store_true",
        help="leave out what may not touch the database, and what is marked sqlite_is_enough",
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]):
    """Put the long tests first; name those not run where reference data are absent."""
    if config.getoption("second_database"):
        left_out = [item for item in items if not _depends_on_the_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _depends_on_the_database(item)]
    for item in items:
        if "reference" in item.keywords and not REFERENCE_DATA.is_dir():
            item.add_marker(pytest.mark.skip(reason=f"not run: no REFERENCE_DATA ({item.name})"))
    yield
    items.sort(key=_rank)


def _depends_on_the_database(item: pytest.Item) -> bool:
    """Tell whether pytest-django opens the database to it: without that, a query is an error."""
    if item.get_closest_marker("sqlite_is_enough"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or DATABASE & fixtures)


class ByWhatIsShared(LoadScopeScheduling):
    """Give each worker one test at a time, but those that share something costly together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((name for start, name in SHARED.items() if nodeid.startswith(start)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log) -> ByWhatIsShared:
    """Share the tests between the workers (its own « loadgroup » no longer sees the groups)."""
    return ByWhatIsShared(config, log)


def _rank(item: pytest.Item) -> int:
    return next((n for n, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))


@pytest.fixture(scope="session")
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
def _french_first() -> None:
    """A page asked for in English leaves its language to the thread: the next test starts anew."""
    translation.deactivate()


KEEPERS = (
    "terreau.territories.kept_maps",
    "terreau.territories.twins.kept",
    "terreau.diagnoses.details",
    "terreau.diagnoses.figures",
    "terreau.diagnoses.peers",
    "terreau.diagnoses.perceived",
    "terreau.diagnoses.showing",
    "terreau.portal.france",
    "terreau.accounts.counting",
    "terreau.alliances.views.overview",
    "terreau.territories.indicators.counting",
    "terreau.territories.indicators.places",
)


@pytest.fixture(autouse=True)
def _forget_what_was_drawn() -> None:
    """Each test has its own rows under the same numbers: no drawing is kept between two."""
    for module in KEEPERS:
        if module in sys.modules:
            for thing in vars(sys.modules[module]).values():
                if hasattr(thing, "cache_clear") and not isinstance(thing, type):
                    thing.cache_clear()
