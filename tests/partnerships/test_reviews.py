"""Reviews: each side alone, all revealed at once, and nothing told before by any door."""

import json

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.extensions import personal_data
from terreau.core.editing import EditConflict
from terreau.core.journal import records_of
from terreau.core.models import Record
from terreau.core.verdicts import Refused
from terreau.partnerships.actions.calendar import open_due_reviews
from terreau.partnerships.actions.reviews import agree_step, finish_step, propose_step, save_answer
from terreau.partnerships.models import (
    NextStep,
    Partnership,
    Party,
    Review,
    ReviewAnswer,
)
from terreau.partnerships.review_reading import read_review
from tests.actors.factories import make_mandate, make_person, make_speaker
from tests.alliances.factories import make_cast
from tests.partnerships.factories import (
    SILENT,
    answer,
    make_objective,
    make_review,
    of_cast,
    overdue,
    page,
    party_of,
    queries_of,
    read,
    sign_in,
)

pytestmark = pytest.mark.django_db
SECRET = "Le club ne répond jamais au téléphone."
TODAY = timezone.localdate


def of(review: Review, name: str = "review", **more) -> str:
    """Give an address of a review."""
    return page(name, review.partnership, review=review.uuid, **more)


def test_what_one_side_said_is_read_nowhere_before_the_other_answered(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast, is_public=True)
    review = make_review(made, cast.ama)
    answer(review, cast.ama, product=9, to_improve=SECRET)
    bastien = sign_in(Client(), cast.bastien)
    sign_in(client, cast.fatou)
    doors = [
        *(page(name, made) for name in ("detail", "story", "reviews", "flows", "papers")),
        *(of(review), of(review, "review-answer")),
        *(reverse("portal:todo"), cast.ama.organisation.get_absolute_url()),
    ]
    for door in doors:
        for visitor in (bastien, client, Client()):
            assert SECRET not in visitor.get(door).content.decode(), door
    html = read(bastien, of(review))
    assert "1 sur 2" in html
    assert "Ont répondu : Lycée du Val." in html
    assert SECRET not in json.dumps(
        personal_data(cast.bastien.person), default=str, ensure_ascii=False
    )
    assert SECRET in json.dumps(personal_data(cast.ama.person), default=str, ensure_ascii=False)
    assert SECRET not in str(list(Record.objects.values("params", "posture")))


def test_the_administration_and_the_histories_know_no_answer() -> None:
    assert not admin.site.is_registered(ReviewAnswer)
    assert not hasattr(ReviewAnswer, "history")
    assert not hasattr(Review, "history")


def test_the_last_answer_reveals_everything_to_everybody_at_once(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    make_objective(party_of(made, cast.ama), "training", "Trente stages")
    review = make_review(made, cast.bastien)
    told = {"objectives": {"training:Trente stages": "partly"}, "approaches": {"clarity": 2}}
    assert not answer(review, cast.ama, product=9, to_improve=SECRET, recommits="yes", **told)
    assert answer(review, cast.bastien, product=4, approaches={"clarity": 8})
    assert Review.objects.get().revealed_at is not None
    for posture in (cast.ama, cast.bastien):
        html = read(sign_in(Client(), posture), of(review))
        assert SECRET in html
        assert "« Ce que l’action produit » : 5 points d’écart" in html
        assert "« Clarté » : 6 points d’écart (Club Gravelle 8, Lycée du Val 2)" in html
        assert "formation et insertion des élèves — Trente stages" in html
        assert "en partie" in html
    refused = sign_in(client, cast.fatou).get(of(review))
    assert refused.status_code == 403
    assert SECRET not in refused.content.decode()
    sayings = [record.verb for record in records_of(made.scope)[:3]]
    assert sayings[0] == "review-revealed"


def test_the_date_reveals_what_was_given_and_tells_who_was_silent(client: Client) -> None:
    cast = make_cast()
    review = make_review(of_cast(cast), cast.ama)
    answer(review, cast.ama, strengths="Des stages réels.")
    late = overdue(review)
    html = read(sign_in(client, cast.bastien), of(late))
    assert "Des stages réels." in html
    assert "1 réponse sur 2." in html
    assert "N’ont pas répondu : Club Gravelle." in html
    with pytest.raises(Refused, match="on n’y répond plus"):
        answer(late, cast.bastien)
    assert not Review.objects.exclude(revealed_at=None).exists()
    open_due_reviews(now=timezone.now())
    assert Review.objects.get().revealed_at is not None


def test_a_draft_is_never_shown_even_after_the_date(client: Client) -> None:
    cast = make_cast()
    review = make_review(of_cast(cast), cast.ama)
    answer(review, cast.ama, gives=False, to_improve=SECRET)
    mine = sign_in(Client(), cast.ama)
    assert SECRET in read(mine, of(review, "review-answer"))
    late = overdue(review)
    html = read(sign_in(client, cast.bastien), of(late))
    assert SECRET not in html
    assert "Personne n’a répondu avant la date." in html
    assert "0 réponses sur 2" in html or "0 réponse sur 2" in html


def test_an_answer_given_does_not_change_and_a_stranger_gives_none(client: Client) -> None:
    cast = make_cast()
    review = make_review(of_cast(cast), cast.ama)
    answer(review, cast.ama, product=9)
    with pytest.raises(Refused, match="elle ne change plus"):
        answer(review, cast.ama, product=1)
    own = ReviewAnswer.objects.get(party__organisation=cast.bastien.organisation)
    with pytest.raises(Refused):
        save_answer(own, SILENT, gives=True, expected_version=1, by=cast.ama, now=timezone.now())
    refused = sign_in(client, cast.fatou).get(of(review, "review-answer"))
    assert refused.status_code == 403


def test_two_persons_of_one_party_do_not_overwrite_each_other(client: Client) -> None:
    cast = make_cast()
    review = make_review(of_cast(cast), cast.ama)
    other = make_person("Paul Roy")
    make_mandate(other, cast.ama.organisation)
    address = of(review, "review-answer")
    client.force_login(other)
    told = {"version": "1", "act": "draft", "product": "7", "strengths": "De moi."}
    answer(review, cast.ama, gives=False, product=3)
    response = client.post(address, told)
    assert response.status_code == 409
    assert "De moi." in response.content.decode()
    assert ReviewAnswer.objects.get(party__organisation=cast.ama.organisation).product == 3
    own = ReviewAnswer.objects.get(party__organisation=cast.ama.organisation)
    with pytest.raises(EditConflict):
        save_answer(own, SILENT, gives=False, expected_version=1, by=cast.ama, now=timezone.now())


def test_an_answer_that_says_nothing_is_not_given(client: Client) -> None:
    cast = make_cast()
    review = make_review(of_cast(cast), cast.ama)
    address = of(review, "review-answer")
    sign_in(client, cast.ama)
    response = client.post(address, {"version": "1", "act": "give"})
    assert response.status_code == 422
    assert "Répondez au moins à une question" in response.content.decode()
    bad = client.post(address, {"version": "1", "act": "draft", "product": "11"})
    assert "Choisissez une note de 0 à 10" in bad.content.decode()
    given = client.post(address, {"version": "1", "act": "give", "product": "0"})
    assert given.status_code == 302
    assert ReviewAnswer.objects.get(party__organisation=cast.ama.organisation).product == 0


def test_next_steps_are_agreed_by_each_party_then_done(client: Client) -> None:
    cast = make_cast()
    review = make_review(of_cast(cast), cast.ama)
    with pytest.raises(Refused, match="une fois la revue dévoilée"):
        propose_step(
            review, what="Se voir", party=None, due_on=None, by=cast.ama, now=timezone.now()
        )
    answer(review, cast.ama, product=5)
    answer(review, cast.bastien, product=6)
    sign_in(client, cast.ama)
    told = {"what": "Se voir chaque mois", "due_on": "2027-01-10"}
    assert client.post(of(review, "step-add"), told).status_code == 302
    step = NextStep.objects.get()
    html = read(client, of(review))
    assert "on attend : Club Gravelle" in html
    bastien = sign_in(Client(), cast.bastien)
    bastien.post(of(review, "step-answer", step=step.uuid), {"act": "agree"})
    assert "convenu par toutes les parties" in read(client, of(review))
    agree_step(step, by=cast.bastien, now=timezone.now())
    assert len(NextStep.objects.get().accords) == 2
    with pytest.raises(Refused):
        finish_step(step, by=cast.fatou, now=timezone.now())
    finish_step(step, by=cast.ama, now=timezone.now())
    assert NextStep.objects.get().done_on == TODAY()


def test_conclusions_are_written_together(client: Client) -> None:
    cast = make_cast()
    review = make_review(of_cast(cast), cast.ama)
    for posture in (cast.ama, cast.bastien):
        answer(review, posture, product=5)
    version = Review.objects.get().version
    sign_in(client, cast.ama)
    told = {"conclusions": "On continue.", "version": version, "base": "{}"}
    assert client.post(of(review, "review-conclude"), told).status_code == 302
    again = client.post(of(review, "review-conclude"), told | {"conclusions": "On arrête."})
    assert again.status_code == 422
    assert "On arrête." in again.content.decode()
    assert Review.objects.get().conclusions == "On continue."


def test_unknown_scores_make_no_gap_and_no_zero() -> None:
    cast = make_cast()
    review = make_review(of_cast(cast), cast.ama)
    answer(review, cast.ama, product=8, strengths="x")
    answer(review, cast.bastien, strengths="y")
    rows = review.answers.select_related("party__organisation").order_by("party")
    view = read_review(list(rows))
    assert view.objects[0].scores in ((8, None), (None, 8))
    assert view.objects[0].gap is None
    assert view.gaps == ()


def test_the_page_of_a_revealed_review_does_not_grow(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    speakers = [make_speaker(f"P{n}", f"Organisation {n}", world="economic") for n in range(4)]
    first = make_review(made, cast.ama)
    for posture in (cast.ama, cast.bastien):
        answer(first, posture, product=5)
    sign_in(client, cast.ama)
    before = queries_of(client, of(first))
    for one in speakers:
        Party.objects.create(partnership=made, organisation=one.organisation)
    second = make_review(made, cast.ama)
    for posture in (cast.ama, cast.bastien, *speakers):
        answer(second, posture, product=5)
    for number in range(3):
        propose_step(
            Review.objects.get(pk=second.pk), what=f"Pas {number}", party=None, due_on=None,
            by=cast.ama, now=timezone.now(),
        )  # fmt: skip
    assert queries_of(client, of(second)) == before <= 15
    assert Partnership.objects.count() == 1
