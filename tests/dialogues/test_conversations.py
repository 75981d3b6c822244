"""Prepare, publish, enter, close and open a conversation again; who may and who may not."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.models import Record
from terreau.core.verdicts import Refused
from terreau.dialogues.actions.consultations import CODE_LETTERS, new_code, reopen_consultation
from terreau.dialogues.models import Ballot, BallotCount, Conversation, Participant, Vote
from tests.alliances.factories import Cast, make_cast
from tests.dialogues.browsing import count_queries, page, sign_in
from tests.dialogues.factories import make_conversation, make_statement, make_voice, make_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def fields(**changes) -> dict:
    """The form of a conversation as a browser sends it."""
    return {
        "question": "Comment mieux se déplacer ici ?",
        "introduction": "Une question à tous.",
        "has_organisations": "on",
        "has_inhabitants": "on",
        "access": "open",
        "opens_at": "2026-11-22T10:00",
        "closes_at": "",
        "are_statements_open": "on",
        "is_moderated_first": "on",
        "rules": "Une idée par énoncé.",
        **changes,
    }


def verbs() -> list[str]:
    return list(Record.objects.order_by("pk").values_list("verb", flat=True))


def test_a_facilitator_prepares_and_publishes(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    made = client.post(reverse("dialogues:conversation-new", args=[cast.alliance.slug]), fields())
    conversation = Conversation.objects.get()
    assert made.url == page("statement-seed", conversation)
    refused = client.post(page("publish", conversation), follow=True)
    assert "quelques énoncés de départ" in refused.text
    assert Conversation.objects.get().published_at is None
    seeds = {"texts": "Plus de bus.\n\nPlus de vélos.", "spaces": ["organisations", "inhabitants"]}
    client.post(page("statement-seed", conversation), seeds)
    client.post(page("publish", conversation))
    published = Conversation.objects.get()
    assert published.published_at is not None
    assert published.opens_at == published.published_at  # an opening already passed becomes now
    assert verbs() == ["statements-seeded", "consultation-published"]


def test_a_member_does_not_prepare(client: Client, cast: Cast) -> None:
    sign_in(client, cast.ama)
    address = reverse("dialogues:conversation-new", args=[cast.alliance.slug])
    assert client.get(address).status_code == 403
    assert client.post(address, fields()).status_code == 403
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"question": ""}, "Écrivez la question"),
        ({"has_organisations": "", "has_inhabitants": ""}, "Ouvrez au moins un espace"),
        ({"closes_at": "2026-11-22T09:00"}, "La clôture vient après"),
    ],
)
def test_a_form_says_what_is_wrong(client: Client, cast: Cast, change, sentence) -> None:
    sign_in(client, cast.bastien)
    address = reverse("dialogues:conversation-new", args=[cast.alliance.slug])
    shown = client.post(address, fields(**change))
    assert sentence in shown.text
    assert "Une question à tous." in shown.text
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("name", ["publish", "close", "reveal", "reopen", "discard"])
def test_the_acts_are_those_of_facilitators(client: Client, cast: Cast, name: str) -> None:
    conversation = make_conversation(cast.alliance, published_at=None)
    address = page(name, conversation)
    for posture, status in ((cast.ama, 403), (cast.chloe, 404)):
        sign_in(client, posture)
        assert client.post(address, {"reason": "Parce que"}).status_code == status
        assert client.get(address).status_code == 405
    client.logout()
    assert client.post(address).url.startswith(reverse("account_login"))


def test_close_and_reopen_keep_the_answers(client: Client, cast: Cast) -> None:
    conversation = make_conversation(cast.alliance)
    vote = make_vote(make_voice(conversation), make_statement(conversation))
    sign_in(client, cast.bastien)
    client.post(page("close", conversation))
    assert not Conversation.objects.get().is_running(timezone.now())
    again = client.post(page("close", conversation), follow=True)
    assert "déjà close" in again.text
    missing = client.post(page("reopen", conversation), {"reason": ""}, follow=True)
    assert "Dites pourquoi rouvrir" in missing.text
    client.post(page("reopen", conversation), {"reason": "La salle était trop petite."})
    assert Conversation.objects.get().is_running(timezone.now())
    assert Vote.objects.get() == vote
    assert verbs() == ["consultation-closed", "consultation-reopened"]


def test_a_counted_ballot_is_not_reopened(cast: Cast) -> None:
    closed = timezone.now()
    ballot = Ballot.objects.create(
        alliance=cast.alliance,
        question="Par quoi commencer ?",
        code=new_code(),
        published_at=closed - datetime.timedelta(days=2),
        opens_at=closed - datetime.timedelta(days=2),
        closed_at=closed,
        posture="Bastien",
    )
    act = {"closes_at": None, "reason": "Encore", "by": cast.bastien, "now": timezone.now()}
    BallotCount.objects.create(
        ballot=ballot, number=1, method="approval", papers_digest="0" * 64, counted_by="Bastien"
    )
    with pytest.raises(Refused, match="dépouillé"):
        reopen_consultation(ballot, **act)


def test_results_are_shown_once_and_for_good(client: Client, cast: Cast) -> None:
    conversation = make_conversation(cast.alliance)
    sign_in(client, cast.bastien)
    client.post(page("reveal", conversation))
    first = Conversation.objects.get().revealed_at
    assert "déjà dévoilés" in client.post(page("reveal", conversation), follow=True).text
    assert Conversation.objects.get().revealed_at == first


def test_a_draft_is_thrown_away_but_never_what_was_published(client: Client, cast: Cast) -> None:
    draft = make_conversation(cast.alliance, published_at=None)
    published = make_conversation(cast.alliance, "Et l’eau ?")
    sign_in(client, cast.bastien)
    client.post(page("discard", draft))
    client.post(page("discard", published))
    assert list(Conversation.objects.all()) == [published]


def shown(client: Client, address: str) -> dict:
    form = client.get(address).context["form"]
    return {"version": form["version"].value(), "base": form["base"].value()}


def test_two_facilitators_edit_and_nothing_is_lost(client: Client, cast: Cast) -> None:
    conversation = make_conversation(cast.alliance, published_at=None)
    address = page("conversation-edit", conversation)
    sign_in(client, cast.bastien)
    first, second = shown(client, address), shown(client, address)
    client.post(address, fields(introduction="De Fatou.", **first))
    late = client.post(address, fields(rules="De Bastien.", **second))
    assert late.status_code == 409
    assert "De Bastien." in late.text
    assert "De Fatou." in late.text


def test_the_question_of_what_is_published_does_not_change(client: Client, cast: Cast) -> None:
    conversation = make_conversation(cast.alliance)
    address = page("conversation-edit", conversation)
    sign_in(client, cast.bastien)
    client.post(address, fields(question="Autre chose ?", **shown(client, address)))
    saved = Conversation.objects.get()
    assert saved.question == conversation.question
    assert saved.introduction == "Une question à tous."


def test_a_close_in_the_past_is_refused_with_what_was_typed(client: Client, cast: Cast) -> None:
    conversation = make_conversation(cast.alliance)
    address = page("conversation-edit", conversation)
    sign_in(client, cast.bastien)
    past = (timezone.localtime() - datetime.timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    late = client.post(address, fields(closes_at=past, **shown(client, address)))
    assert "déjà passée" in late.text
    assert "Une question à tous." in late.text


class TestEntering:
    """Whoever has the code or the address enters, without the alliance being public."""

    def test_by_code(self, client: Client, cast: Cast) -> None:
        conversation = make_conversation(cast.alliance)
        for typed in (conversation.code, conversation.code.lower(), f" {conversation.code} "):
            entered = client.get(reverse("dialogues-door:ask"), {"code": typed})
            assert entered.url == page("conversation", conversation)
        shown = client.get(entered.url)
        assert conversation.question in shown.text
        assert reverse("alliances:members", args=[cast.alliance.slug]) not in shown.text

    def test_an_unknown_code_is_said(self, client: Client) -> None:
        answer = client.get(reverse("dialogues-door:enter", args=["ZZZZZZ"]))
        assert answer.status_code == 404
        assert "Aucune consultation ne répond" in answer.text

    def test_a_draft_has_no_door(self, client: Client, cast: Cast) -> None:
        draft = make_conversation(cast.alliance, published_at=None)
        assert client.get(draft.door).status_code == 404
        assert client.get(page("conversation", draft)).status_code == 404
        sign_in(client, cast.ama)
        assert client.get(page("conversation", draft)).status_code == 200

    def test_what_is_for_organisations_is_not_for_passers_by(self, client, cast) -> None:
        conversation = make_conversation(cast.alliance, has_inhabitants=False)
        assert client.get(page("conversation", conversation)).status_code == 404
        sign_in(client, cast.chloe)
        assert client.get(page("conversation", conversation)).status_code == 404
        sign_in(client, cast.ama)
        assert client.get(page("conversation", conversation)).status_code == 200

    def test_a_code_is_easy_to_read_aloud(self) -> None:
        codes = {new_code() for _n in range(50)}
        assert len(codes) == 50
        assert set("".join(codes)) <= set(CODE_LETTERS)
        assert not set("0O1IL8B5S2Z") & set(CODE_LETTERS)


def test_reading_makes_no_voice(client: Client, cast: Cast) -> None:
    conversation = make_conversation(cast.alliance)
    client.get(page("conversation", conversation))
    assert not Participant.objects.exists()


def test_a_device_is_attached_then_detached(client: Client, cast: Cast) -> None:
    conversation = make_conversation(cast.alliance)
    statement = make_statement(conversation)
    vote = {"statement": statement.uuid, "answer": "1"}
    client.post(page("vote", conversation), vote)
    voice = Participant.objects.get()
    client.force_login(cast.chloe.person)
    assert "Rattacher ces réponses" in client.get(page("conversation", conversation)).text
    client.post(page("voice-attach", conversation))
    voice.refresh_from_db()
    assert voice.person == cast.chloe.person
    assert client.post(page("voice-attach", conversation)).status_code == 403
    client.post(page("voice-detach", conversation))
    voice.refresh_from_db()
    assert voice.person is None
    assert Vote.objects.get().participant == voice


def test_the_hub_does_not_grow(client: Client, cast: Cast) -> None:
    address = reverse("dialogues:hub", args=[cast.alliance.slug])
    sign_in(client, cast.bastien)
    assert "Le dialogue commence par une question" in client.get(address).text
    for number in range(2):
        make_voice(make_conversation(cast.alliance, f"Question {number} ?"))
    few = count_queries(client, address)
    for number in range(4):
        make_voice(make_conversation(cast.alliance, f"Autre question {number} ?"))
    assert count_queries(client, address) == few <= 12


def test_the_page_does_not_grow(client: Client, cast: Cast) -> None:
    conversation = make_conversation(cast.alliance)
    sign_in(client, cast.bastien)
    address = page("conversation", conversation)
    few = count_queries(client, address)
    for number in range(5):
        make_voice(conversation)
        make_statement(conversation, f"Énoncé {number}.")
    assert count_queries(client, address) == few <= 15
