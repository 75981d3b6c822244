"""What the dialogue waits for is said on the overview and in « À faire », and no more once done."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.extensions import personal_data
from terreau.dialogues.waiting import waits_of_dialogue
from terreau.portal.waiting import count_waiting, waiting_for
from tests.alliances.factories import Cast, fresh, make_cast, make_inhabitant
from tests.dialogues.browsing import count_queries, page, sign_in
from tests.dialogues.factories import make_conversation, make_statement, make_voice, make_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def waits(posture, alliance) -> list[str]:
    told = waits_of_dialogue(posture, fresh(alliance), timezone.localdate())
    return [wait.act for wait in told]


def counted(person) -> int:
    count = count_waiting(person)
    assert count == waiting_for(person).count
    return count


def test_a_voice_that_is_missing(cast: Cast) -> None:
    before = counted(cast.ama.person)
    conversation = make_conversation(cast.alliance)
    assert waits(cast.ama, cast.alliance) == ["Répondre"]
    assert counted(cast.ama.person) == before + 1
    assert waiting_for(cast.chloe.person).of("voices") == []
    make_voice(
        conversation,
        space="organisations",
        channel="mandate",
        organisation=cast.ama.organisation,
    )
    assert waits(cast.ama, cast.alliance) == []
    assert counted(cast.ama.person) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": None},
        {"closed_at": timezone.now()},
        {"closes_at": timezone.now() - datetime.timedelta(minutes=1)},
        {"opens_at": timezone.now() + datetime.timedelta(days=1)},
        {"has_organisations": False},
    ],
)
def test_nothing_waits_where_no_voice_is_taken(cast: Cast, fields) -> None:
    before = counted(cast.ama.person)
    make_conversation(cast.alliance, **fields)
    assert waits(cast.ama, cast.alliance) == []
    assert counted(cast.ama.person) == before


def test_an_inhabitant_member_is_asked_in_their_own_space(cast: Cast) -> None:
    ines = make_inhabitant(cast.alliance)
    make_conversation(cast.alliance, access="links")
    assert waits(ines, cast.alliance) == []
    conversation = make_conversation(cast.alliance, "Et l’eau ?")
    assert waits(ines, cast.alliance) == ["Répondre"]
    assert [one.label for one in waiting_for(ines.person).of("voices")] == ["Et l’eau ?"]
    make_voice(conversation, person=ines.person, channel="account")
    assert waits(ines, cast.alliance) == []
    assert waiting_for(ines.person).of("voices") == []


def test_statements_to_read_over(client: Client, cast: Cast) -> None:
    conversation = make_conversation(cast.alliance, has_organisations=False)
    make_statement(conversation, state="pending")
    make_statement(conversation, "Un autre énoncé.", state="pending")
    assert waits(cast.bastien, cast.alliance) == ["Relire"]
    assert waits(cast.ama, cast.alliance) == []
    assert counted(cast.bastien.person) == counted(cast.fatou.person)
    sign_in(client, cast.bastien)
    shown = client.get(reverse("portal:todo")).text
    assert page("moderation", conversation) in shown
    assert "Relire 2 énoncés" in client.get(cast.alliance.get_absolute_url()).text


def test_the_overview_shows_what_runs(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    make_conversation(cast.alliance)
    address = cast.alliance.get_absolute_url()
    shown = client.get(address).text
    assert "Comment mieux se déplacer ici ?" in shown
    assert "Votre voix manque." in shown
    few = count_queries(client, address)
    for number in range(4):
        make_conversation(cast.alliance, f"Question {number} ?")
    assert count_queries(client, address) == few <= 15


def test_the_todo_does_not_grow(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    make_statement(make_conversation(cast.alliance), state="pending")
    few = count_queries(client, reverse("portal:todo"))
    for number in range(4):
        make_statement(make_conversation(cast.alliance, f"Question {number} ?"), state="pending")
    assert count_queries(client, reverse("portal:todo")) == few


def test_a_person_takes_their_answers_away(cast: Cast) -> None:
    conversation = make_conversation(cast.alliance)
    statement = make_statement(conversation)
    voice = make_voice(conversation, person=cast.chloe.person)
    make_vote(voice, statement, -1)
    make_vote(make_voice(conversation), statement)
    told = personal_data(cast.chloe.person)["dialogues"]
    assert [row["réponse"] for row in told["réponses"]] == ["pas d’accord"]
    assert len(told["voix"]) == 1
