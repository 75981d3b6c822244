"""When a review opens, for whom, and who is waited for."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.core.verdicts import Refused
from terreau.partnerships.actions.calendar import next_day, open_due_reviews
from terreau.partnerships.models import Party, Review, ReviewAnswer
from tests.actors.factories import make_speaker
from tests.alliances.factories import make_cast
from tests.partnerships.factories import (
    answer,
    fresh,
    make_review,
    of_cast,
    page,
    party_of,
    sign_in,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def of(review: Review, name: str = "review", **more) -> str:
    """Give an address of a review."""
    return page(name, review.partnership, review=review.uuid, **more)


def test_only_a_party_opens_one_and_one_at_a_time(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    day = (TODAY() + datetime.timedelta(days=5)).isoformat()
    where = page("review-open", made)
    assert sign_in(Client(), cast.fatou).post(where, {"closes_on": day}).status_code == 403
    assert sign_in(client, cast.ama).post(where, {"closes_on": day}).status_code == 302
    again = client.post(where, {"closes_on": day})
    assert again.status_code == 422
    assert "Une revue est déjà ouverte" in again.content.decode()
    past = client.post(where, {"closes_on": "2020-01-01"})
    assert "Choisissez un jour à venir" in past.content.decode()
    assert Review.objects.count() == 1


def test_a_review_needs_two_parties_and_more_than_a_spotting() -> None:
    cast = make_cast()
    spotted = of_cast(cast, stage="spotting")
    with pytest.raises(Refused, match="encore au repérage"):
        make_review(spotted, cast.ama)
    alone = of_cast(cast)
    Party.objects.filter(pk=party_of(alone, cast.bastien).pk).update(left_on=TODAY())
    with pytest.raises(Refused, match="deux parties au moins"):
        make_review(alone, cast.ama)


def test_the_calendar_opens_once_and_plans_the_next() -> None:
    cast = make_cast()
    made = of_cast(cast, next_review_on=TODAY(), review_months=6)
    assert open_due_reviews(now=timezone.now()) == 1
    assert open_due_reviews(now=timezone.now()) == 0
    assert Review.objects.get().posture == "le calendrier du partenariat"
    assert ReviewAnswer.objects.count() == 2
    following = fresh(made).next_review_on
    assert following > TODAY() + datetime.timedelta(days=170)
    closed = of_cast(cast, stage="closed", next_review_on=TODAY())
    assert open_due_reviews(now=timezone.now()) == 0
    assert not closed.reviews.exists()


def test_the_rhythm_keeps_its_day_in_short_months() -> None:
    day = datetime.date(2026, 1, 31)
    assert next_day(day, 1, after=day) == datetime.date(2026, 2, 28)
    assert next_day(day, 1, after=datetime.date(2026, 3, 1)) == datetime.date(2026, 3, 31)
    assert next_day(day, None, after=day) is None


def test_a_newcomer_answers_the_next_one_and_who_leaves_is_waited_for_no_more(
    client: Client,
) -> None:
    cast = make_cast()
    made = of_cast(cast)
    review = make_review(made, cast.ama)
    zoe = make_speaker("Zoé Lin", "Mairie annexe", world="public")
    Party.objects.create(partnership=made, organisation=zoe.organisation)
    refused = sign_in(client, zoe).get(of(review, "review-answer"))
    assert "elle répondra à la prochaine" in refused.content.decode()
    answer(review, cast.ama, product=5)
    told = {"left_on": TODAY().isoformat(), "reason": "Le club s’arrête."}
    where = page("party-leave", made, party=party_of(made, cast.bastien).uuid)
    assert sign_in(Client(), cast.bastien).post(where, told).status_code == 302
    assert Review.objects.get().revealed_at is not None
    assert ReviewAnswer.objects.count() == 1


def test_a_review_whose_other_side_left_says_that_it_compares_nothing(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    review = make_review(made, cast.ama)
    told = {"left_on": TODAY().isoformat(), "reason": "Le club s’arrête."}
    sign_in(client, cast.ama)
    assert "plus qu’un côté" not in client.get(of(review, "review")).text
    where = page("party-leave", made, party=party_of(made, cast.bastien).uuid)
    sign_in(Client(), cast.bastien).post(where, told)
    assert "plus qu’un côté" in client.get(of(review, "review")).text
