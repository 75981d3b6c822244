"""What the frame counts on each page is built once, and stays what the rows say."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terreau.portal.compiled import _compile
from terreau.portal.waiting import count_waiting, keys_of_waiting, waiting_for
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
        keys_of_waiting(ama, TODAY).count()
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
