"""The wall of the room: the door and the count, never a result before it is shown."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terreau.dialogues.models import Conversation
from tests.alliances.factories import make_cast
from tests.dialogues.vote_factories import make_conversation, post_vote, sign_in, vote_address

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


def test_the_wall_shows_the_door_and_counts_each_space_apart(cast, conversation):
    post_vote(sign_in(cast.ama), conversation.statements.first(), 1)
    for _voice in range(2):
        denis = Client()
        for statement in conversation.statements.all()[:3]:
            post_vote(denis, statement, -1)
    page = Client().get(vote_address(conversation, "room"))
    told = [(one.space, one.voices, one.answers, one.members) for one in page.context["spaces"]]
    assert told == [("organisations", 1, 1, 3), ("inhabitants", 2, 6, None)]
    assert conversation.code in text_of(page)
    assert f"testserver{conversation.door}" in text_of(page)
    assert "<svg" in text_of(page)
    assert "style=" not in text_of(page)


def test_no_answer_is_on_the_wall(conversation):
    post_vote(Client(), conversation.statements.first(), 1)
    page = text_of(Client().get(vote_address(conversation, "room")))
    assert conversation.statements.first().text not in page
    assert "accord" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_slice_is_the_count_of_the_page(conversation):
    address = vote_address(conversation, "room")
    part = Client().get(address, headers=HTMX)
    assert text_of(part).strip().startswith('<div id="compte"')
    assert "<html" not in text_of(part)
    whole = text_of(Client().get(address))
    hour = "Compté à "
    [piece, *_rest] = text_of(part).strip().split(hour)
    assert piece in whole


def test_only_a_facilitator_shows_the_results_from_the_wall(cast, conversation):
    address = vote_address(conversation, "room")
    reveal = reverse("dialogues:reveal", args=[cast.alliance.slug, conversation.uuid])
    assert reveal not in text_of(sign_in(cast.ama).get(address))
    bastien = sign_in(cast.bastien)
    assert reveal in text_of(bastien.get(address))
    bastien.post(reveal)
    conversation.refresh_from_db()
    assert conversation.revealed_at
    assert reveal not in text_of(bastien.get(address))
    assert "Résultats dévoilés le" in text_of(Client().get(address))


def test_a_draft_has_no_wall_for_strangers(cast):
    draft = make_conversation(cast.alliance, published_at=None)
    assert Client().get(vote_address(draft, "room")).status_code == 404
    assert sign_in(cast.ama).get(vote_address(draft, "room")).status_code == 200


def test_the_wall_does_not_grow(cast, conversation):
    address = vote_address(conversation, "room")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        return len(queries)

    before = count()
    for _voice in range(8):
        post_vote(Client(), conversation.statements.first(), 1)
    assert count() == before
    assert before <= 12
