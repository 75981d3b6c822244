"""A survey is prepared by its facilitators, and changes no more once it is published."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.diagnoses.models import PerceptionSurvey
from terreau.dialogues.models import Consultation
from terreau.dialogues.readiness import ready_verdict
from tests.alliances.factories import Cast, make_cast
from tests.alliances.story_factories import sign_in
from tests.diagnoses.perception_factories import (
    make_survey,
    page_of_survey,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def survey(cast: Cast) -> PerceptionSurvey:
    return make_survey(cast)


def test_a_facilitator_prepares_and_publishes_it_by_its_forms(cast, client):
    sign_in(client, cast.bastien)
    address = reverse("diagnoses:survey-new", args=[cast.alliance.slug])
    answer = client.post(
        address,
        {
            "question": "Qu’est-ce qui pèse ?",
            "fragilities": "- Emploi\n- Isolement\n\n",
            "has_organisations": "on",
            "has_inhabitants": "on",
            "access": "open",
            "opens_at": "2026-11-22T10:00",
            "weighting": "none",
            "version": "1",
        },
    )
    made = PerceptionSurvey.objects.get()
    assert answer.url == page_of_survey(made)
    assert [one.label for one in made.items.all()] == ["Emploi", "Isolement"]
    assert made.is_sealed
    client.post(reverse("dialogues:publish", args=[cast.alliance.slug, made.uuid]))
    assert PerceptionSurvey.objects.get().published_at
    assert "Qu’est-ce qui pèse ?" in Client().get(page_of_survey(made)).content.decode()


def test_a_member_who_does_not_facilitate_does_not_prepare_one(cast, client):
    sign_in(client, cast.ama)
    address = reverse("diagnoses:survey-new", args=[cast.alliance.slug])
    assert client.get(address).status_code == 403
    assert client.post(address, {"question": "?"}).status_code == 403


@pytest.mark.parametrize(
    "typed", ["habitants", "habitants 0", "martiens 20", "habitants 60, habitants 2"]
)
def test_parts_that_do_not_read_are_told_and_kept(cast, client, typed):
    sign_in(client, cast.bastien)
    answer = client.post(
        reverse("diagnoses:survey-new", args=[cast.alliance.slug]),
        {"question": "Q ?", "weighting": "targets", "targets": typed, "version": "1"},
    )
    html = answer.content.decode()
    assert "ne se lit pas" in html
    assert f'value="{typed}"' in html


def test_the_parts_are_asked_for_when_they_are_needed(cast, client):
    sign_in(client, cast.bastien)
    answer = client.post(
        reverse("diagnoses:survey-new", args=[cast.alliance.slug]),
        {"question": "Q ?", "weighting": "targets", "version": "1"},
    )
    assert "Dites la part de chaque monde" in answer.content.decode()


def test_it_is_not_published_with_one_item_only(cast):
    made = make_survey(cast, published=False)
    made.items.exclude(label="Emploi").delete()
    verdict = ready_verdict(Consultation.objects.get(pk=made.pk))
    assert "au moins deux sujets" in verdict.reason


def test_two_items_of_one_name_are_refused_and_nothing_is_made(cast, client):
    sign_in(client, cast.bastien)
    challenge = make_survey(cast, published=False).items.get(label="Emploi").challenge
    PerceptionSurvey.objects.all().delete()
    answer = client.post(
        reverse("diagnoses:survey-new", args=[cast.alliance.slug]),
        {
            "question": "Q ?",
            "challenges": [challenge.pk],
            "fragilities": "emploi",
            "has_inhabitants": "on",
            "access": "open",
            "opens_at": "2026-11-22T10:00",
            "weighting": "none",
            "version": "1",
        },
    )
    assert "même nom" in answer.content.decode()
    assert not PerceptionSurvey.objects.exists()


def test_once_published_its_questions_do_not_change(cast, survey, client):
    sign_in(client, cast.bastien)
    address = reverse("diagnoses:survey-edit", args=[cast.alliance.slug, survey.uuid])
    assert client.post(address, {"question": "Autre ?"}).status_code == 403


def test_two_people_who_change_a_draft_lose_nothing(cast, client):
    draft = make_survey(cast, published=False)
    sign_in(client, cast.bastien)
    address = reverse("diagnoses:survey-edit", args=[cast.alliance.slug, draft.uuid])
    Consultation.objects.filter(pk=draft.pk).update(version=5, question="La leur ?")
    answer = client.post(
        address,
        {
            "question": "La mienne ?",
            "fragilities": "Bruit\nAir",
            "has_inhabitants": "on",
            "access": "open",
            "opens_at": "2026-11-22T10:00",
            "weighting": "none",
            "version": "1",
        },
    )
    assert answer.status_code == 409
    assert "La mienne ?" in answer.content.decode()
