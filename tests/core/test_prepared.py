"""A question is translated once and always asked; what is kept is counted."""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from terreau.core import prepared
from terreau.core.keeping import Kept
from terreau.core.prepared import instances_of, rows_of
from terreau.territories.models import Territory

pytestmark = pytest.mark.django_db


def _named(code: str):
    return Territory.objects.filter(code=code).order_by("pk").values_list("name", "is_obsolete")


def test_the_answer_is_always_that_of_now():
    made = Territory.objects.create(kind="region", code="11", name="Île-de-France")
    told = [rows_of("test-region", "11", lambda: _named("11"))]
    Territory.objects.filter(pk=made.pk).update(name="Francilie")
    with CaptureQueriesContext(connection) as asked:
        told.append(rows_of("test-region", "11", lambda: pytest.fail("translated twice")))
    assert told == [[("Île-de-France", False)], [("Francilie", False)]]
    assert len(asked) == 1


def test_another_key_is_another_question():
    Territory.objects.create(kind="region", code="24", name="Centre")
    assert rows_of("test-other", "32", lambda: _named("32")) == []
    assert rows_of("test-other", "24", lambda: _named("24")) == [("Centre", False)]


def test_a_question_without_possible_answer_is_not_asked():
    with CaptureQueriesContext(connection) as asked:
        assert rows_of("test-none", (), lambda: _named("1").filter(pk__in=[])) == []
    assert len(asked) == 0


def _with_region(code: str):
    found = Territory.objects.filter(code=code).select_related("region", "departement")
    return found.annotate(twice=F("population") * 2).order_by("pk")


def test_objects_come_with_what_is_selected_beside_them():
    region = Territory.objects.create(kind="region", code="11", name="Île-de-France")
    Territory.objects.create(
        kind="departement", code="94", name="Val-de-Marne", region=region, population=5
    )
    for name in ("Val-de-Marne", "94"):
        Territory.objects.filter(code="94").update(name=name)
        with CaptureQueriesContext(connection) as asked:
            found = instances_of("test-objects", "94", lambda: _with_region("94"))
            (told,) = [(one.name, one.region.name, one.departement, one.twice) for one in found]
        assert told == (name, "Île-de-France", None, 10)
        assert len(asked) == 1
    (one,), (plain,) = found, _with_region("94")
    assert {key: one.__dict__[key] for key in plain.__dict__ if key != "_state"} == {
        key: value for key, value in plain.__dict__.items() if key != "_state"
    }
    assert vars(one._state).keys() >= {"adding", "db", "fields_cache"}
    assert (one._state.adding, one._state.db) == (False, plain._state.db)
    one.population = 6
    one.save()
    assert Territory.objects.get(code="94").population == 6


def test_two_askers_share_what_is_heavy_and_not_what_they_ask():
    """One text of SQL with two values: what turns its rows into objects is held once."""
    for code in ("27", "28"):
        Territory.objects.create(kind="region", code=code, name=f"Région {code}")
    before = len(prepared._SHAPES._things)
    for code in ("27", "28", "27"):
        (found,) = instances_of("test-shared", code, lambda code=code: _with_region(code))
        assert found.name == f"Région {code}"
    assert len(prepared._SHAPES._things) == before + 1


def test_no_object_without_possible_answer():
    assert instances_of("test-none", 0, lambda: _with_region("1").filter(pk__in=[])) == []


def test_what_is_kept_goes_the_oldest_first():
    kept = Kept(most=2)
    for key in "abac":
        kept.keep(key, key.upper())
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("A", None, "C")
    kept.cache_clear()
    assert kept.get("a") is None
