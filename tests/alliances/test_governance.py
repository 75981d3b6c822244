"""Governance is optional and late (R2): the question comes at its anniversary, if at all."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.alliances.actions.governance import raise_governance, set_governance
from terreau.alliances.enums import GovernanceForm
from terreau.alliances.governance import FORMS, governance_prompt
from terreau.alliances.models import Alliance
from terreau.core.journal import records_of
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused
from tests.alliances.factories import make_cast
from tests.alliances.story_factories import add_inhabitant, page, queries_of, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("begun", "today", "is_time"),
    [
        ("2020-03-15", datetime.date(2025, 3, 14), False),
        ("2020-03-15", datetime.date(2025, 3, 15), True),
        ("2020", datetime.date(2025, 1, 1), True),
        ("2020-23", datetime.date(2025, 8, 31), False),
    ],
)
def test_the_question_comes_at_the_fifth_anniversary(begun, today, is_time) -> None:
    alliance = Alliance(started_on=PartialDate(begun))
    assert governance_prompt(alliance, today) is is_time


def test_the_year_is_a_setting_and_a_raised_question_is_not_put_again(settings) -> None:
    settings.TERREAU_GOVERNANCE_YEAR = 2
    today = datetime.date(2022, 6, 1)
    alliance = Alliance(started_on=PartialDate("2020"))
    assert governance_prompt(alliance, today)
    alliance.governance_raised_on = today
    assert not governance_prompt(alliance, today)


def test_without_a_known_beginning_the_day_it_opened_here_counts() -> None:
    cast = make_cast()
    cast.alliance.started_on = None
    today = timezone.localdate()
    assert not governance_prompt(cast.alliance, today)
    assert governance_prompt(cast.alliance, today + datetime.timedelta(days=366 * 5))


def test_every_form_is_compared() -> None:
    assert [facts.form for facts in FORMS] == list(GovernanceForm)


def test_a_member_raises_the_question_once_and_the_page_joins_the_rail(client: Client) -> None:
    cast = make_cast()
    address = page("governance", cast.alliance)
    sign_in(client, cast.ama)
    before = client.get(address).content.decode()
    assert f'<li><a href="{address}"' not in before
    assert "Poser la question" in before
    assert client.post(address, {"raise": "1"})["Location"] == address
    after = client.get(address).content.decode()
    assert f'<li><a href="{address}"' in after
    assert "a posé la question" in records_of(cast.alliance.scope).first().sentence
    assert client.post(address, {"raise": "1"}).status_code == 403


def test_who_is_outside_neither_reads_nor_raises(client: Client) -> None:
    cast = make_cast(status="published")
    ines = add_inhabitant(cast.alliance)
    with pytest.raises(Refused, match="n’est pas membre"):
        raise_governance(cast.alliance, by=cast.chloe, now=timezone.now())
    with pytest.raises(Refused, match="organisations membres"):
        raise_governance(cast.alliance, by=ines, now=timezone.now())
    assert sign_in(client, cast.chloe).get(page("governance", cast.alliance)).status_code == 403


def test_a_facilitator_notes_the_choice_after_the_question_only(client: Client) -> None:
    cast = make_cast()
    now = timezone.now()
    with pytest.raises(Refused, match="pas encore posée"):
        set_governance(cast.alliance, "charter", by=cast.bastien, now=now)
    raise_governance(cast.alliance, by=cast.ama, now=now)
    with pytest.raises(Refused, match="revient aux facilitateurs"):
        set_governance(cast.alliance, "charter", by=cast.ama, now=now)
    address = page("governance", cast.alliance)
    sign_in(client, cast.bastien)
    wrong = client.post(address, {"form": "empire"}).content.decode()
    assert "Cette forme n’est pas dans la liste" in wrong
    assert client.post(address, {"form": "charter"}).status_code == 302
    assert Alliance.objects.get(pk=cast.alliance.pk).governance_form == "charter"


def test_informal_stays_valid_for_ever(client: Client) -> None:
    cast = make_cast()
    Alliance.objects.filter(pk=cast.alliance.pk).update(started_on="1999")
    raise_governance(cast.alliance, by=cast.ama, now=timezone.now())
    address = page("governance", cast.alliance)
    assert sign_in(client, cast.bastien).post(address, {"form": "informal"}).status_code == 302
    assert "informelle" in client.get(address).content.decode()


def test_the_page_does_not_grow(client: Client) -> None:
    cast = make_cast()
    address = page("governance", cast.alliance)
    sign_in(client, cast.bastien)
    before = queries_of(client, address)
    for number in range(6):
        add_inhabitant(cast.alliance, f"Habitant {number}")
    assert queries_of(client, address) == before
    assert before <= 15
