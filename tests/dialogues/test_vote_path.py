"""The short way of a vote and the long one agree in every state, on every right."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.dialogues.actions.vote_path import cast_device_vote
from terreau.dialogues.models import Conversation, Participant, Statement, Vote
from terreau.dialogues.views import votes
from tests.alliances.factories import make_cast
from tests.dialogues.vote_factories import (
    add_statements,
    make_conversation,
    post_vote,
    sign_in,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
# What is changed of the conversation, the statement, the alliance and the voice.
STATES = {
    "as it was": ({}, {}, {}, {}),
    "draft": ({"published_at": None}, {}, {}, {}),
    "not yet open": ({"opens_at": NOW + datetime.timedelta(days=1)}, {}, {}, {}),
    "past its close": ({"closes_at": NOW - datetime.timedelta(seconds=1)}, {}, {}, {}),
    "close to come": ({"closes_at": NOW + datetime.timedelta(days=1)}, {}, {}, {}),
    "closed by hand": ({"closed_at": NOW}, {}, {}, {}),
    "no inhabitants": ({"has_inhabitants": False}, {}, {}, {}),
    "links only": ({"access": "links"}, {}, {}, {}),
    "pending": ({}, {"state": "pending"}, {}, {}),
    "withdrawn": ({}, {"state": "withdrawn"}, {}, {}),
    "organisations only": ({}, {"in_inhabitants": False}, {}, {}),
    "alliance not published": ({}, {}, {"status": "open"}, {}),
    "alliance closed": ({}, {}, {"status": "closed"}, {}),
    "links, alliance not published": ({"access": "links"}, {}, {"status": "open"}, {}),
    "alliance deleted": ({}, {}, {"deleted_at": NOW, "deletion_consent_count": 2}, {}),
}


@pytest.fixture
def conversation() -> Conversation:
    return make_conversation(make_cast(status="published").alliance)


def post_short(conversation: Conversation, statement: Statement, voice: Participant):
    return cast_device_vote(
        conversation.alliance.slug,
        conversation.uuid,
        statement.uuid,
        voice.device_hash,
        answer=-1,
        is_important=True,
        now=timezone.now(),
    )


@pytest.mark.parametrize("name", STATES)
def test_both_ways_grant_and_refuse_the_same(conversation, monkeypatch, name):
    denis, (first, second) = Client(), conversation.statements.all()[:2]
    post_vote(denis, first, 1)
    voice = Participant.objects.get()
    asked, said, alliance, who = STATES[name]
    Conversation.objects.filter(pk=conversation.pk).update(**{"version": 2, **asked})
    Statement.objects.filter(pk=second.pk).update(**{"version": 2, **said})
    Alliance.objects.filter(pk=conversation.alliance_id).update(**{"version": 2, **alliance})
    Participant.objects.filter(pk=voice.pk).update(**{"code_label": "", **who})
    is_kept = post_short(conversation, second, voice) is not None
    Vote.objects.filter(statement=second).delete()
    monkeypatch.setattr(votes, "lone_device", lambda request, uuid: "")
    answered = post_vote(denis, second, 1).status_code
    assert is_kept == (answered == 302), answered
    assert Vote.objects.filter(statement=second).exists() == is_kept


def test_the_short_way_writes_what_the_long_one_writes(conversation):
    denis, statement = Client(), conversation.statements.get(number=3)
    post_vote(denis, statement, 1)
    voice = Participant.objects.get()
    before = Vote.objects.get()
    kept = post_short(conversation, statement, voice)
    assert kept == (voice.pk, 3, conversation.pk)
    vote = Vote.objects.get()
    assert (vote.pk, vote.answer, vote.is_important) == (before.pk, -1, True)
    assert (vote.channel, vote.by, vote.mandate) == ("device", None, None)
    assert before.voted_at < vote.voted_at <= timezone.now()


def test_a_folded_voice_takes_the_long_way_and_counts_once(conversation):
    denis, statement = Client(), conversation.statements.first()
    post_vote(denis, statement, 1)
    voice = Participant.objects.get()
    into = Participant.objects.create(
        consultation=conversation, space="inhabitants", channel="account", number=9
    )
    Participant.objects.filter(pk=voice.pk).update(folded_into=into)
    Vote.objects.all().delete()
    assert post_short(conversation, statement, voice) is None
    post_vote(denis, statement, -1)
    assert list(Vote.objects.values_list("participant", "answer")) == [(into.pk, -1)]


def test_another_device_writes_nothing(conversation):
    post_vote(Client(), conversation.statements.first(), 1)
    voice = Participant.objects.get()
    voice.device_hash = "0" * 64
    assert post_short(conversation, conversation.statements.last(), voice) is None
    voice.device_hash = ""
    assert post_short(conversation, conversation.statements.last(), voice) is None
    assert Vote.objects.count() == 1


def test_a_signed_in_person_never_votes_by_the_device_alone(conversation):
    cast = make_cast(status="published")
    denis, (first, second) = Client(), conversation.statements.all()[:2]
    post_vote(denis, first, 1)
    chloe = sign_in(cast.chloe)
    chloe.cookies["terreau_voice"] = denis.cookies["terreau_voice"].value
    post_vote(chloe, second, 1)
    assert Vote.objects.get(statement=second).participant.person in {None, cast.chloe.person}
    assert Participant.objects.filter(person=cast.chloe.person).count() <= 1


def test_a_known_device_votes_in_one_statement_of_the_database(conversation):
    denis, (first, second) = Client(), conversation.statements.all()[:2]
    post_vote(denis, first, 1)
    with CaptureQueriesContext(connection) as queries:
        assert post_vote(denis, second, 1).status_code == 302
    assert len(queries) == 1
    assert queries[0]["sql"].strip().startswith("INSERT")
    with CaptureQueriesContext(connection) as queries:
        post_vote(denis, second, 1, headers={"HX-Request": "true"})
    assert len(queries) <= 4


def test_ten_thousand_statements_take_no_more_queries(conversation):
    denis = Client()
    post_vote(denis, conversation.statements.first(), 1)
    add_statements(conversation, 9_996)
    with CaptureQueriesContext(connection) as queries:
        card = post_vote(denis, conversation.statements.get(number=77), 0, headers=HTMX)
    assert len(queries) <= 5
    assert card.context["desk"].total == 10_000


HTMX = {"HX-Request": "true"}
