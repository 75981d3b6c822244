"""A question is translated once and always asked; what is kept is counted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terreau.core.keeping import Kept
from terreau.core.prepared import rows_of
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


def test_what_is_kept_goes_the_oldest_first():
    kept = Kept(most=2)
    for key in "abac":
        kept.keep(key, key.upper())
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("A", None, "C")
    kept.cache_clear()
    assert kept.get("a") is None
