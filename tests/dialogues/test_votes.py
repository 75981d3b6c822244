"""Vote: saved on each click, one voice each, changeable until the close, refused in sentences."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from terreau.actors.posture import Posture
from terreau.core.models import Record
from terreau.dialogues.models import Conversation, Participant, Statement, Vote
from tests.actors.factories import make_mandate, make_person
from tests.alliances.factories import make_cast
from tests.dialogues.vote_factories import (
    HOUR,
    add_statements,
    make_conversation,
    post_vote,
    sign_in,
    statement_shown,
    vote_address,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast():
    return make_cast(status="published")


@pytest.fixture
def conversation(cast) -> Conversation:
    return make_conversation(cast.alliance)


def text_of(response) -> str:
    return response.content.decode()


def test_denis_votes_without_account_and_gets_a_receipt(conversation):
    denis = Client()
    shown = denis.get(vote_address(conversation)).context["desk"].statement
    response = post_vote(denis, shown, 1, important="on")
    assert response.status_code == 302
    vote = Vote.objects.get()
    assert (vote.answer, vote.is_important, vote.channel) == (1, True, "device")
    assert (vote.by, vote.mandate) == (None, None)
    page = denis.get(response["Location"])
    assert f"Enregistré, énoncé {shown.number}" in text_of(page)
    assert statement_shown(page) != shown.number
    assert page.context["desk"].answered == 1


def test_reading_the_page_makes_no_voice(conversation):
    denis, statement = Client(), conversation.statements.first()
    cookie = denis.get(vote_address(conversation)).cookies["terreau_voice"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert Participant.objects.count() == 0
    twin = Client()
    twin.cookies["terreau_voice"] = cookie.value
    for browser in (denis, twin):  # pressed twice before the first answer came back
        post_vote(browser, statement, 1)
    assert (Participant.objects.count(), Vote.objects.count()) == (1, 1)


def test_a_voice_is_taken_up_where_it_stopped_and_ends(conversation):
    denis, seen = Client(), []
    for _turn in range(4):
        shown = denis.get(vote_address(conversation)).context["desk"].statement
        seen.append(shown.number)
        post_vote(denis, shown, 0)
    assert sorted(seen) == [1, 2, 3, 4]
    page = text_of(denis.get(vote_address(conversation)))
    assert "Vous avez répondu à tous les énoncés" in page
    assert Participant.objects.count() == 1
    add_statements(conversation, 1)
    assert statement_shown(denis.get(vote_address(conversation))) == 5


def test_saying_it_again_replaces_the_answer_and_keeps_one_vote(conversation):
    denis, statement = Client(), conversation.statements.first()
    for answer in (1, 1, -1):
        post_vote(denis, statement, answer)
    assert list(Vote.objects.values_list("answer", "is_important")) == [(-1, False)]


def test_a_chosen_statement_shows_its_present_answer(conversation):
    denis, statement = Client(), conversation.statements.get(number=3)
    post_vote(denis, statement, -1, important="on")
    page = denis.get(vote_address(conversation) + "?enonce=3")
    assert statement_shown(page) == 3
    assert "Votre réponse actuelle : pas d’accord" in text_of(page)
    assert 'value="-1" aria-keyshortcuts="ArrowLeft" aria-pressed="true"' in text_of(page)


def test_the_slice_is_the_card_of_the_page(conversation):
    denis = Client()
    post_vote(denis, conversation.statements.get(number=1), 1)
    address = vote_address(conversation) + "?enonce=2&recu=1"
    whole, part = (text_of(denis.get(address, headers=h)) for h in ({}, HTMX))
    csrf = 'name="csrfmiddlewaretoken" value="'
    without = [
        "".join(p if not n else p.partition('"')[2] for n, p in enumerate(t.split(csrf)))
        for t in (whole, part)
    ]
    assert without[1].strip() in without[0]
    assert "<html" not in part


def test_a_click_with_scripts_answers_the_next_card(conversation):
    denis, statement = Client(), conversation.statements.get(number=1)
    response = post_vote(denis, statement, 1, headers=HTMX)
    assert response.status_code == 200
    assert statement_shown(response) != 1
    assert "Enregistré" in text_of(response)
    assert "terreau_voice" in response.cookies


def test_two_voices_do_not_meet_the_statements_in_the_same_order(cast):
    conversation = make_conversation(cast.alliance, statements=12)
    orders = set()
    for _voice in range(4):
        denis, seen = Client(), []
        post_vote(denis, conversation.statements.get(number=1), 0)
        for _turn in range(5):
            shown = denis.get(vote_address(conversation)).context["desk"].statement
            seen.append(shown.number)
            post_vote(denis, shown, 0)
        orders.add(tuple(seen))
    assert len(orders) == 4


def test_an_organisation_has_one_voice_and_its_authors_are_kept(cast, conversation):
    colleague = make_person("Karim Benali")
    other = Posture(colleague, make_mandate(colleague, cast.ama.organisation))
    statement = conversation.statements.get(number=2)
    post_vote(sign_in(cast.ama), statement, 1)
    page = sign_in(other).get(vote_address(conversation) + "?enonce=2")
    assert "Donnée par Ama Diallo" in text_of(page)
    assert "Lycée du Val" in text_of(page)
    post_vote(sign_in(other), statement, -1)
    vote = Vote.objects.select_related("participant").get()
    assert (vote.answer, vote.by, vote.mandate) == (-1, colleague, other.mandate)
    assert vote.participant.organisation == cast.ama.organisation
    assert vote.participant.space == "organisations"


def test_who_speaks_for_a_stranger_organisation_votes_as_an_inhabitant(cast, conversation):
    post_vote(sign_in(cast.chloe), conversation.statements.first(), 1)
    voice = Participant.objects.get()
    assert (voice.space, voice.person, voice.organisation) == (
        "inhabitants",
        cast.chloe.person,
        None,
    )
    assert Vote.objects.get().by is None


def test_without_space_of_inhabitants_a_stranger_is_told_so(cast):
    conversation = make_conversation(cast.alliance, has_inhabitants=False)
    chloe = sign_in(cast.chloe)
    page = chloe.get(vote_address(conversation))
    assert "s’adresse aux organisations membres" in text_of(page)
    response = post_vote(chloe, conversation.statements.first(), 1)
    assert response.status_code == 403
    assert Vote.objects.count() == 0
    assert post_vote(sign_in(cast.ama), conversation.statements.first(), 1).status_code == 302


def test_a_vote_on_a_statement_withdrawn_meanwhile_is_told_and_goes_on(conversation):
    denis, statement = Client(), conversation.statements.get(number=1)
    Statement.objects.filter(pk=statement.pk).update(state="withdrawn")
    response = post_vote(denis, statement, 1)
    assert response.status_code == 403
    assert "ont retiré cet énoncé du vote pendant que vous le lisiez" in text_of(response)
    assert statement_shown(response) in {2, 3, 4}
    assert Vote.objects.count() == 0
    assert post_vote(denis, conversation.statements.get(number=2), 1).status_code == 302


def test_a_statement_of_the_other_space_is_refused(cast, conversation):
    [statement] = add_statements(conversation, 1, in_inhabitants=False)
    response = post_vote(Client(), statement, 1)
    assert response.status_code == 403
    assert "n’est pas soumis au vote dans votre espace" in text_of(response)
    assert post_vote(sign_in(cast.ama), statement, 1).status_code == 302


def test_a_vote_after_the_close_is_refused_and_the_answers_stay(conversation):
    denis, (first, second) = Client(), conversation.statements.all()[:2]
    post_vote(denis, first, 1)
    Conversation.objects.filter(pk=conversation.pk).update(closes_at=timezone.now())
    for statement in (first, second):
        response = post_vote(denis, statement, -1)
        assert response.status_code == 403
        assert "La consultation est close depuis le" in text_of(response)
    assert list(Vote.objects.values_list("statement", "answer")) == [(first.pk, 1)]
    page = text_of(denis.get(vote_address(conversation, "answers")))
    assert "La consultation est close" in page
    assert 'name="answer"' not in page


def test_only_the_clock_of_the_server_counts(conversation):
    """A device whose clock is years off votes like another; before the opening nobody does."""
    skewed = {"Date": "Thu, 01 Jan 2015 00:00:00 GMT"}
    post_vote(Client(), conversation.statements.first(), 1, headers=skewed)
    assert abs(Vote.objects.get().voted_at - timezone.now()) < HOUR
    opens_at = timezone.now() + datetime.timedelta(days=2)
    Conversation.objects.filter(pk=conversation.pk).update(opens_at=opens_at)
    response = post_vote(Client(), conversation.statements.first(), 1)
    assert response.status_code == 403
    assert "La consultation ouvre le" in text_of(response)
    assert Vote.objects.count() == 1


@pytest.mark.parametrize("answer", ["2", "", "oui", "-1.5"])
def test_an_answer_that_is_none_of_the_three_is_not_kept(conversation, answer):
    response = post_vote(Client(), conversation.statements.first(), answer)
    assert response.status_code == 400
    assert "choisissez l’un des trois boutons" in text_of(response)
    assert Vote.objects.count() == 0


def test_a_statement_of_another_conversation_is_not_found(cast, conversation):
    other = make_conversation(cast.alliance, question="Autre question ?")
    response = Client().post(
        vote_address(conversation), {"statement": other.statements.first().uuid, "answer": 1}
    )
    assert response.status_code == 404


def test_a_draft_is_seen_by_its_members_and_takes_no_vote(cast):
    draft = make_conversation(cast.alliance, published_at=None)
    assert Client().get(vote_address(draft)).status_code == 404
    ama = sign_in(cast.ama)
    assert "encore un projet" in text_of(ama.get(vote_address(draft)))
    assert post_vote(ama, draft.statements.first(), 1).status_code == 403
    assert Vote.objects.count() == 0


def test_votes_leave_no_line_in_the_journal(conversation):
    before = Record.objects.count()
    post_vote(Client(), conversation.statements.first(), 1)
    assert Vote.objects.count() == 1
    assert Record.objects.count() == before


def count_queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["vote", "answers"])
def test_the_pages_do_not_grow(cast, conversation, name):
    ama = sign_in(cast.ama)
    for statement in conversation.statements.all()[:3]:
        post_vote(ama, statement, 1)
    before = count_queries(ama, vote_address(conversation, name))
    for statement in add_statements(conversation, 15)[:10]:
        post_vote(ama, statement, 1)
    assert count_queries(ama, vote_address(conversation, name)) == before
    assert before <= 12


def test_the_vote_of_an_organisation_takes_few_queries(cast, conversation):
    ama, (first, second) = sign_in(cast.ama), conversation.statements.all()[:2]
    post_vote(ama, first, 1)
    with CaptureQueriesContext(connection) as queries:
        post_vote(ama, second, 1)
    said = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(said) <= 9
    assert sum(sql.startswith("INSERT") for sql in said) == 1
