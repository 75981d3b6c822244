"""Landscapes: computed within seconds of a vote, the same for the same votes, one a space."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from terreau.core.jobs.upkeep import Upkeep
from terreau.core.models import Job
from terreau.dialogues.actions.landscapes import refresh_landscape, stale_spaces
from terreau.dialogues.bridge.landscape import hull_of
from terreau.dialogues.bridge.routing import choose_number
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Conversation, Landscape, Participant, Statement, Vote
from terreau.dialogues.tasks.landscapes import forget_done_jobs
from tests.alliances.factories import make_cast

pytestmark = pytest.mark.django_db
NOW = timezone.now
MINUTE = datetime.timedelta(minutes=1)


def make_conversation(voices: int = 20, statements: int = 8) -> Conversation:
    """Make a published conversation in which two halves face each other."""
    cast = make_cast()
    made = Conversation.objects.create(
        alliance=cast.alliance, question="Que faire ?", code="ABCDEF", published_at=NOW() - MINUTE
    )
    rows = [
        Statement(
            conversation=made,
            number=number,
            text=f"Énoncé {number}",
            state="accepted",
            origin="seed",
        )
        for number in range(1, statements + 1)
    ]
    kept = Statement.objects.bulk_create(rows)
    people = Participant.objects.bulk_create(
        Participant(
            consultation_id=made.pk,
            space="inhabitants",
            channel="device",
            number=number,
            device_hash=f"{number}",
        )
        for number in range(1, voices + 1)
    )
    Vote.objects.bulk_create(
        Vote(
            participant=person,
            statement=statement,
            answer=1 if (person.number <= voices // 2) == (statement.number % 2 == 0) else -1,
            channel="device",
            voted_at=NOW() - MINUTE / 2,
        )
        for person in people
        for statement in kept
    )
    return made


def refresh(conversation: Conversation, space: Space = Space.INHABITANTS) -> Landscape:
    return refresh_landscape(conversation, space, now=NOW())


def test_two_halves_are_two_groups_with_their_confidence() -> None:
    kept = refresh(make_conversation())
    groups = kept.content["groups"]
    assert sorted(one["size"] for one in groups) == [10, 10]
    assert all(one["sure"] > 0.9 for one in groups)
    assert len(kept.content["voices"]) == 20
    assert (kept.vote_count, kept.voice_count, kept.statement_count) == (160, 20, 8)
    assert {one["n"] for one in groups[0]["says"]} <= set(range(1, 9))


def test_fewer_than_fifteen_voices_are_not_grouped() -> None:
    kept = refresh(make_conversation(voices=14))
    assert kept.content["groups"] == []
    assert kept.content["no_groups"] == "too_few"
    assert kept.content["consensus"][0]["agree"] == 7


def test_nothing_is_computed_twice_and_the_other_space_stays_empty() -> None:
    made = make_conversation()
    first = refresh(made)
    again = refresh(made)
    assert (again.computed_at, again.votes_digest) == (first.computed_at, first.votes_digest)
    other = refresh(made, Space.ORGANISATIONS)
    assert (other.vote_count, other.content["voices"]) == (0, [])


def test_a_withdrawn_statement_leaves_and_a_folded_voice_too() -> None:
    made = make_conversation()
    refresh(made)
    made.statements.filter(number=1).update(state="withdrawn", moderated_at=NOW())
    people = made.participants.order_by("number")
    people.filter(number=20).update(folded_into=people[0])
    kept = refresh(made)
    assert len(kept.content["voices"]) == 19
    assert 1 not in {one["n"] for one in kept.content["consensus"]}


def test_a_change_of_vote_is_seen_and_then_nothing_is_stale() -> None:
    made = make_conversation()
    assert stale_spaces(NOW()) == [(made.pk, Space.INHABITANTS)]
    refresh_landscape(made, Space.INHABITANTS, now=NOW() + MINUTE)
    assert stale_spaces(NOW()) == []
    Vote.objects.filter(participant__number=1, statement__number=1).update(
        answer=1, voted_at=NOW() + 2 * MINUTE
    )
    assert stale_spaces(NOW() + 3 * MINUTE) == [(made.pk, Space.INHABITANTS)]
    made.statements.filter(number=2).update(moderated_at=NOW() + 4 * MINUTE)
    Vote.objects.update(voted_at=NOW() - MINUTE)
    assert stale_spaces(NOW() + 5 * MINUTE) == [(made.pk, Space.INHABITANTS)]


def test_what_was_closed_long_ago_is_left_alone() -> None:
    made = make_conversation()
    Conversation.objects.filter(pk=made.pk).update(closed_at=NOW())
    assert stale_spaces(NOW() + MINUTE)
    assert stale_spaces(NOW() + 11 * MINUTE) == []


def test_finding_what_is_stale_costs_two_queries(django_assert_num_queries) -> None:
    make_conversation()
    with django_assert_num_queries(2):
        stale_spaces(NOW())


@pytest.mark.django_db(transaction=True)
def test_an_idle_worker_computes_them_within_seconds_of_a_vote() -> None:
    made = make_conversation()
    Upkeep().keep_up(NOW())
    assert [job.kind for job in Job.objects.all()] == ["landscape"]
    Upkeep().keep_up(NOW())
    assert Job.objects.count() == 1
    call_command("run_jobs", until_empty=True)
    assert Job.objects.get().state == "succeeded"
    kept = Landscape.objects.get(conversation=made)
    assert kept.vote_count == 160


def test_the_next_statement_is_chosen_from_it() -> None:
    made = make_conversation()
    Statement.objects.create(
        conversation=made, number=9, text="Nouveau", state="accepted", origin="seed"
    )
    refresh(made)
    number = choose_number(made.pk, Space.INHABITANTS, {1: 1}, [2, 3, 9], key="x")
    assert number in (2, 3, 9)


def test_a_hull_goes_around_its_points() -> None:
    square = [(0, 0), (2, 0), (2, 2), (0, 2), (1, 1), (1, 0)]
    assert sorted(hull_of(square)) == [(0, 0), (0, 2), (2, 0), (2, 2)]
    assert hull_of([(1, 1), (1, 1)]) == [(1.0, 1.0)]


@pytest.mark.django_db(transaction=True)
def test_jobs_done_long_ago_are_forgotten() -> None:
    make_conversation()
    Upkeep().keep_up(NOW())
    call_command("run_jobs", until_empty=True)
    forget_done_jobs(NOW() + MINUTE)
    assert Job.objects.count() == 1
    forget_done_jobs(NOW() + 120 * MINUTE)
    assert not Job.objects.exists()
