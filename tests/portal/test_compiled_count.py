"""What the frame counts on each page is built once, and stays what the rows say."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from terreau.accounts import inbox
from terreau.accounts.inbox import TodoKind, _compile, count_by_kind, keys_of_todo, todo_kinds
from terreau.accounts.models import Person
from terreau.portal.waiting import count_waiting, waiting_for
from tests.portal.factories import (
    make_alliance,
    make_invitation,
    make_mandate,
    make_member,
    make_objective,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 21)


def test_the_text_is_built_once_and_is_the_one_of_the_rows():
    ama = make_person()
    _compile.cache_clear()
    with CaptureQueriesContext(connection) as captured:
        count_waiting(ama, today=TODAY)
        count_waiting(make_person("Chloé"), today=TODAY - datetime.timedelta(days=40))
        keys_of_todo(ama, TODAY, todo_kinds()).count()
    assert (_compile.cache_info().misses, _compile.cache_info().hits) == (1, 1)
    counts = [q["sql"] for q in captured if "COUNT(*)" in q["sql"]]
    inside = [sql[sql.index("(", sql.index("FROM")) : sql.rindex(")")] for sql in counts]
    assert inside[0] == inside[-1] != inside[1]


@pytest.mark.parametrize("email", ["o'hara%_\\@exemple.fr", "AMA+1@Exemple.FR"])
def test_every_person_is_counted_with_their_own_key_address_and_day(email):
    ama, chloe, club = make_person(), make_person("Chloé"), make_organisation()
    ama.email = email
    ama.save()
    make_invitation(make_alliance("Une", "une"), email.upper())
    make_invitation(make_alliance("Une autre", "une-autre"), "x" + email)
    make_mandate(ama, club, starts_on=TODAY)
    alliance = make_alliance("Trois", "trois")
    make_member(alliance, club)
    make_objective(alliance)
    yesterday = TODAY - datetime.timedelta(days=1)
    assert count_waiting(ama, today=TODAY) == waiting_for(ama, today=TODAY).count == 2
    assert count_waiting(ama, today=yesterday) == waiting_for(ama, today=yesterday).count == 1
    assert count_waiting(chloe, today=TODAY) == waiting_for(chloe, today=TODAY).count == 0


def test_a_day_counted_from_today_follows_it_and_an_hour_is_refused(monkeypatch):
    """What would stay the one of the first count is refused before anybody sees it."""
    ama = make_person()

    def joined(person, today):
        week_ago = today - datetime.timedelta(days=7)
        return [Person.objects.filter(pk=person.pk, joined_at__date__gte=week_ago)]

    def hourly(person, today):
        return [Person.objects.filter(pk=person.pk, joined_at__lte=timezone.now())]

    def only(keys):
        monkeypatch.setattr(inbox, "_kinds", {"x": TodoKind("x", "X", list, keys, 1)})

    only(joined)
    joined_on = timezone.localdate(ama.joined_at)
    for days, count in ((0, 1), (7, 1), (8, 0)):
        told = count_by_kind(ama, joined_on + datetime.timedelta(days=days))
        assert told.get("x", 0) == count
    only(hourly)
    with pytest.raises(TypeError, match="Now"):
        count_by_kind(ama, TODAY)
    monkeypatch.setattr(inbox, "_kinds", {})
    assert count_by_kind(ama, TODAY) == {}
