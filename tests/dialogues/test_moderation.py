"""Statements are read over by published rules: two readers lose nothing, and nothing is silent."""

import csv
import io

import pytest
from django.test import Client
from django.utils import timezone

from terreau.core.editing import EditConflict
from terreau.core.models import Record
from terreau.dialogues.actions.statements import Judgement, moderate
from terreau.dialogues.enums import ModerationAct
from terreau.dialogues.models import ModerationEntry, Statement
from tests.alliances.factories import Cast, make_cast
from tests.dialogues.browsing import count_queries, page, sign_in
from tests.dialogues.factories import make_conversation, make_statement, make_voice, make_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def conversation(cast: Cast):
    return make_conversation(cast.alliance)


def judge(statement, act: str, cast: Cast, **more) -> Statement:
    judgement = Judgement(ModerationAct(act), **more)
    version = Statement.objects.get(pk=statement.pk).version
    return moderate(
        statement, judgement, expected_version=version, by=cast.bastien, now=timezone.now()
    )


def test_accept_for_one_space(client: Client, cast: Cast, conversation) -> None:
    make_statement(conversation, state="pending", origin="participant")
    sign_in(client, cast.bastien)
    decision = {"act": "accepted", "version": 1, "spaces": ["inhabitants"]}
    told = client.post(page("moderate", conversation, 1), decision, follow=True)
    assert "soumis au vote" in told.text
    accepted = Statement.objects.get()
    assert (accepted.state, accepted.in_organisations) == ("accepted", False)
    assert ModerationEntry.objects.get().act == "accepted"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"act": "refused"}, "Dites quelle règle"),
        ({"act": "refused", "reason": "other"}, "en toutes lettres"),
        ({"act": "refused", "reason": "duplicate", "duplicate_of": 9}, "pas d’autre énoncé"),
        ({"act": "accepted"}, "au moins un espace"),
        ({"act": "withdrawn", "reason": "off_topic"}, "ne s’y applique pas"),
    ],
)
def test_an_act_says_what_it_needs(client, cast, conversation, said, sentence) -> None:
    make_statement(conversation, state="pending")
    sign_in(client, cast.bastien)
    told = client.post(page("moderate", conversation, 1), {"version": 1, **said})
    assert sentence in told.text
    assert Statement.objects.get().state == "pending"
    assert not ModerationEntry.objects.exists()


def test_two_readers_at_once(client: Client, cast: Cast, conversation) -> None:
    make_statement(conversation, state="pending")
    sign_in(client, cast.bastien)
    address = page("moderate", conversation, 1)
    client.post(address, {"act": "accepted", "version": 1, "spaces": ["inhabitants"]})
    late = client.post(
        address, {"act": "refused", "version": 1, "reason": "unclear", "note": "Mot obscur"}
    )
    assert late.status_code == 409
    assert "vient de relire" in late.text
    assert "Mot obscur" in late.text
    assert Statement.objects.get().state == "accepted"


def test_a_stale_version_raises(cast: Cast, conversation) -> None:
    statement = make_statement(conversation, state="pending")
    with pytest.raises(EditConflict):
        moderate(
            statement,
            Judgement(ModerationAct.ACCEPTED),
            expected_version=7,
            by=cast.bastien,
            now=timezone.now(),
        )


def test_a_withdrawal_is_never_silent(client: Client, cast, conversation) -> None:
    statement = make_statement(conversation, "Plus de bus.")
    vote = make_vote(make_voice(conversation), statement)
    judge(statement, "withdrawn", cast, reason="several_ideas", note="Deux idées.")
    aside = client.get(page("statements", conversation), {"etat": "ecartes"}).text
    assert "Plus de bus." in aside
    assert "plusieurs idées en une" in aside
    assert "Deux idées." in client.get(page("moderation-log", conversation)).text
    assert Record.objects.get().verb == "statement-withdrawn"
    judge(statement, "restored", cast)
    assert Statement.objects.get().state == "accepted"
    vote.refresh_from_db()
    assert vote.answer == 1


def test_what_designates_a_person_is_not_shown_again(client, cast, conversation) -> None:
    statement = make_statement(conversation, "Untel est un voleur.", state="pending")
    judge(statement, "refused", cast, reason="person")
    for name, query in (("statements", {"etat": "ecartes"}), ("moderation-log", {})):
        shown = client.get(page(name, conversation), query).text
        assert "Untel" not in shown
        assert "vise ou désigne une personne" in shown
    assert "Untel" not in client.get(page("moderation-csv", conversation)).text
    sign_in(client, cast.bastien)
    assert "Untel" in client.get(page("moderation-csv", conversation)).text


def test_the_log_is_a_file(client: Client, cast: Cast, conversation) -> None:
    statement = make_statement(conversation, "=1+1 tout est faux", state="pending")
    judge(statement, "refused", cast, reason="off_topic", note="Une formule ; un piège")
    text = client.get(page("moderation-csv", conversation)).content.decode("utf-8-sig")
    headings, line = csv.reader(io.StringIO(text), delimiter=";")
    assert len(headings) == len(line) == 7
    assert line[2].startswith("'=") or not line[2].startswith("=")
    assert line[5] == "Une formule ; un piège"


def test_only_facilitators_read_over(client: Client, cast: Cast, conversation) -> None:
    make_statement(conversation, state="pending")
    sign_in(client, cast.ama)
    assert client.get(page("moderation", conversation)).status_code == 403
    decision = {"act": "accepted", "version": 1, "spaces": ["inhabitants"]}
    assert client.post(page("moderate", conversation, 1), decision).status_code == 403


def test_an_author_takes_it_back(client: Client, conversation) -> None:
    client.post(page("statement-write", conversation), {"text": "Plus de bus le soir."})
    stranger = Client()
    back = page("statement-take-back", conversation, 1)
    assert stranger.post(back).status_code == 403
    told = client.post(back, follow=True)
    assert "est retiré" in told.text
    assert Statement.objects.get().state == "withdrawn"
    assert ModerationEntry.objects.order_by("pk").last().reason == "asked"


def test_the_log_does_not_grow(client: Client, cast: Cast, conversation) -> None:
    statements = [
        make_statement(conversation, f"Énoncé {number}.", state="pending") for number in range(6)
    ]
    address = page("moderation-log", conversation)
    for statement in statements[:2]:
        judge(statement, "refused", cast, reason="unclear")
    few = count_queries(client, address)
    for statement in statements[2:]:
        judge(statement, "refused", cast, reason="unclear")
    assert count_queries(client, address) == few <= 12
