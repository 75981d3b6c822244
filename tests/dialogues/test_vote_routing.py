"""The next statement: what the landscape finds most telling, else an order of one's own."""

import pytest
from django.test import Client
from django.utils import timezone

from terreau.dialogues.bridge.routing import choose_number, own_place
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Conversation, Landscape, Statement
from terreau_engine.opinion import Votes, prepare_routing
from tests.alliances.factories import make_cast
from tests.dialogues.vote_factories import (
    make_conversation,
    post_vote,
    statement_shown,
    vote_address,
)

pytestmark = pytest.mark.django_db
HERE = Space.INHABITANTS


@pytest.fixture
def conversation() -> Conversation:
    return make_conversation(make_cast(status="published").alliance, statements=8)


def keep_routing(conversation: Conversation, statements: list[int], routing: bytes = b"") -> None:
    """Keep what a landscape of a few votes on these statements gives."""
    names = [str(number) for number in statements]
    votes = Votes.from_records(
        [voice for voice in "abcdef" for _name in names],
        names * 6,
        [1 if (place + turn) % 2 else -1 for turn in range(6) for place in range(len(names))],
    )
    Landscape.objects.update_or_create(
        conversation=conversation,
        space=HERE,
        defaults={
            "routing": routing or prepare_routing(votes).to_bytes(),
            "votes_digest": repr(statements),
            "computed_at": timezone.now(),
        },
    )


def choose(conversation: Conversation, left: list[int], key: str = "1", answers=None) -> int:
    return choose_number(conversation.pk, HERE, answers or {}, left, key=key)


def test_without_landscape_each_voice_has_its_own_order(conversation):
    left = list(range(1, 9))
    firsts = {choose(conversation, left, key) for key in map(str, range(40))}
    assert len(firsts) > 4
    assert choose(conversation, left, "7") == choose(conversation, left[::-1], "7")
    orders = {tuple(sorted(left, key=lambda n, k=key: own_place(k, n))) for key in "abcdefgh"}
    assert len(orders) == 8


def test_the_landscape_chooses_among_what_is_left(conversation):
    keep_routing(conversation, [2, 5, 7])
    chosen = {choose(conversation, list(range(1, 9)), key) for key in map(str, range(40))}
    assert chosen <= {2, 5, 7}
    assert len(chosen) > 1
    assert choose(conversation, [1, 5], "3") == 5


def test_what_the_landscape_does_not_know_is_reached_all_the_same(conversation):
    keep_routing(conversation, [2, 5])
    assert choose(conversation, [1, 3, 8], answers={2: 1, 5: -1}) in {1, 3, 8}


def test_a_new_landscape_is_taken_up_at_once(conversation):
    keep_routing(conversation, [2])
    assert choose(conversation, [2, 6]) == 2
    keep_routing(conversation, [6])
    assert choose(conversation, [2, 6]) == 6


def test_an_unreadable_routing_never_stops_a_vote(conversation):
    keep_routing(conversation, [2], routing=b"{}")
    assert choose(conversation, [4]) == 4
    denis, statement = Client(), conversation.statements.first()
    assert post_vote(denis, statement, 1).status_code == 302
    assert denis.get(vote_address(conversation)).status_code == 200


def test_the_page_shows_what_was_chosen_never_a_withdrawn_one(conversation):
    keep_routing(conversation, [3, 4])
    denis = Client()
    post_vote(denis, conversation.statements.get(number=1), 1)
    assert statement_shown(denis.get(vote_address(conversation))) in {3, 4}
    Statement.objects.filter(number=3).update(state="withdrawn")
    assert statement_shown(denis.get(vote_address(conversation))) == 4
