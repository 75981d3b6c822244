"""« Mes réponses »: read by their voice alone, changed until the close."""

import pytest
from django.test import Client

from terreau.actors.posture import Posture
from terreau.dialogues.models import Conversation, Statement, Vote
from tests.actors.factories import make_person
from tests.alliances.factories import add_member, make_cast
from tests.dialogues.vote_factories import make_conversation, post_vote, sign_in, vote_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast(status="published")


@pytest.fixture
def conversation(cast) -> Conversation:
    return make_conversation(cast.alliance)


def text_of(response) -> str:
    return response.content.decode()


def test_my_answers_are_listed_and_changed_from_there(cast, conversation):
    inhabitant = Posture(make_person("Inès Morel"))
    add_member(cast.alliance, inhabitant)
    ines, statement = sign_in(inhabitant), conversation.statements.get(number=3)
    post_vote(ines, statement, 1)
    post_vote(ines, conversation.statements.get(number=1), 0)
    Statement.objects.filter(number=1).update(state="withdrawn")
    page = text_of(ines.get(vote_address(conversation, "answers")))
    assert page.index("(1)") < page.index("(3)")
    assert "cette réponse n’est plus comptée" in page
    response = post_vote(ines, statement, -1, important="on", page=1)
    assert response["Location"].endswith("?page=1&recu=3#enonce-3")
    vote = Vote.objects.get(statement=statement)
    assert (vote.answer, vote.is_important) == (-1, True)
    assert text_of(ines.get(response["Location"])).count("Enregistré") == 1


def test_nobody_reads_the_answers_of_somebody_else(cast, conversation):
    post_vote(sign_in(cast.ama), conversation.statements.get(number=1), 1)
    for client in (Client(), sign_in(cast.bastien)):
        page = client.get(vote_address(conversation, "answers"))
        assert list(page.context["page"]) == []
        assert "Aucune réponse pour l’instant" in text_of(page)


def test_important_is_kept_on_its_own_click(conversation):
    denis, statement = Client(), conversation.statements.get(number=2)
    post_vote(denis, statement, -1)
    page = text_of(denis.get(vote_address(conversation, "answers")))
    assert "C’est important pour moi" in page
    post_vote(denis, statement, -1, important="on", page=1)
    assert list(Vote.objects.values_list("answer", "is_important")) == [(-1, True)]
    page = text_of(denis.get(vote_address(conversation, "answers")))
    assert "Ce n’est plus important pour moi" in page
    post_vote(denis, statement, 1, important="", page=1)
    assert list(Vote.objects.values_list("answer", "is_important")) == [(1, False)]
