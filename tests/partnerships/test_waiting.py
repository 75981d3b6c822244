"""What waits: an answer, a step that was taken on, a review that comes; done, it is gone."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.accounts.inbox import count_todo, todo_of
from terreau.actors.models import Mandate
from terreau.partnerships.actions.reviews import finish_step, propose_step
from terreau.partnerships.models import Review
from tests.alliances.factories import make_cast
from tests.partnerships.factories import (
    answer,
    make_review,
    of_cast,
    overdue,
    party_of,
    read,
    sign_in,
)

pytestmark = pytest.mark.django_db


def keys_of(person) -> list[str]:
    """The keys of what the partnerships wait for; their count is that of the badge."""
    today, now = timezone.localdate(), timezone.now()
    told = todo_of(person, today=today, now=now)
    items = [item for _kind, items in told for item in items]
    assert count_todo(person, today) == len(items)
    words = ("review-answer:", "next-step:")
    return [item.key for item in items if item.key.startswith(words)]


def test_an_answer_waits_for_each_party_until_it_is_given(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    review = make_review(made, cast.ama)
    mine = f"review-answer:{review.uuid}:{party_of(made, cast.ama).uuid}"
    assert keys_of(cast.ama.person) == [mine]
    assert len(keys_of(cast.bastien.person)) == 1
    assert keys_of(cast.fatou.person) == []
    html = read(sign_in(client, cast.ama), cast.alliance.get_absolute_url())
    assert "Donner votre regard sur « Tutorat au lycée »" in html
    answer(review, cast.ama, product=7)
    assert keys_of(cast.ama.person) == []
    Mandate.objects.filter(person=cast.bastien.person).update(ends_on="2025-01-01")
    assert keys_of(cast.bastien.person) == []


def test_nothing_waits_once_the_date_has_passed() -> None:
    cast = make_cast()
    overdue(make_review(of_cast(cast), cast.ama))
    assert keys_of(cast.ama.person) == []


def test_a_next_step_waits_for_the_party_that_took_it_on() -> None:
    cast = make_cast()
    made = of_cast(cast)
    review = make_review(made, cast.ama)
    for posture in (cast.ama, cast.bastien):
        answer(review, posture, product=5)
    step = propose_step(
        Review.objects.get(),
        what="Écrire à la mairie",
        party=party_of(made, cast.bastien),
        due_on=timezone.localdate(),
        by=cast.ama,
        now=timezone.now(),
    )
    assert keys_of(cast.bastien.person) == [f"next-step:{step.uuid}"]
    assert keys_of(cast.ama.person) == []
    finish_step(step, by=cast.bastien, now=timezone.now())
    assert keys_of(cast.bastien.person) == []


def test_a_review_that_comes_is_told_on_the_page_of_the_alliance(client: Client) -> None:
    cast = make_cast()
    day = timezone.localdate() + datetime.timedelta(days=7)
    of_cast(cast, next_review_on=day)
    html = read(sign_in(client, cast.ama), cast.alliance.get_absolute_url())
    assert "Sa revue approche" in html
    assert "Sa revue approche" not in read(
        sign_in(client, cast.fatou), cast.alliance.get_absolute_url()
    )
