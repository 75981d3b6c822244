"""A survey is read by all at once after its close; its pages do not grow."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.inbox import todo_of
from terreau.core.verdicts import Refused
from terreau.diagnoses.models import PerceptionSurvey
from terreau.diagnoses.own_data import survey_data
from terreau.dialogues.actions.consultations import reopen_consultation, reveal_results
from terreau.dialogues.actions.links import issue_links
from terreau.dialogues.models import Consultation
from tests.alliances.factories import Cast, make_cast
from tests.alliances.story_factories import queries_of, sign_in
from tests.diagnoses.perception_factories import (
    add_answers,
    end_survey,
    make_survey,
    page_of_survey,
    post_answers,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def survey(cast: Cast) -> PerceptionSurvey:
    return make_survey(cast)


def test_nobody_reads_before_the_close_not_even_who_facilitates(cast, survey, client):
    add_answers(survey, "inhabitant", [[7, 3, 3]] * 6)
    sign_in(client, cast.bastien)
    assert "Ce qui pèse le plus" not in client.get(page_of_survey(survey)).content.decode()
    ended = end_survey(survey, cast, revealed=False)
    html = client.get(page_of_survey(ended)).content.decode()
    assert "Ce qui pèse le plus" not in html
    assert "une fois dévoilés" in html
    client.post(reverse("dialogues:reveal", args=[cast.alliance.slug, survey.uuid]))
    assert "Ce qui pèse le plus" in Client().get(page_of_survey(survey)).content.decode()


def test_it_is_revealed_after_its_close_only(cast, survey):
    with pytest.raises(Refused, match="après la clôture"):
        reveal_results(Consultation.objects.get(pk=survey.pk), by=cast.bastien, now=NOW())


def test_it_opens_again_until_it_was_read_and_never_after(cast, survey):
    ended = Consultation.objects.get(pk=end_survey(survey, cast, revealed=False).pk)
    reopen_consultation(ended, closes_at=None, reason="Relance", by=cast.bastien, now=NOW())
    end_survey(survey, cast)
    with pytest.raises(Refused, match="par différence"):
        reopen_consultation(
            Consultation.objects.get(pk=survey.pk),
            closes_at=None,
            reason="Encore",
            by=cast.bastien,
            now=NOW(),
        )


# --- pages


def test_its_page_does_not_grow_with_answers(cast, survey, client):
    sign_in(client, cast.bastien)
    add_answers(survey, "inhabitant", [[7, 3, 3]] * 6)
    running = queries_of(client, page_of_survey(survey))
    add_answers(survey, "economic", [[7, 3, 3]] * 6)
    issue_links(survey, 5, by=cast.bastien, now=NOW())
    assert queries_of(client, page_of_survey(survey)) == running <= 15
    other = make_survey(cast)
    add_answers(other, "inhabitant", [[7, 3, 3]] * 6)
    end_survey(survey, cast)
    end_survey(other, cast)
    told = queries_of(client, page_of_survey(survey))
    assert queries_of(client, page_of_survey(other)) == told <= 15


def test_the_list_does_not_grow_with_surveys(cast, survey, client):
    sign_in(client, cast.bastien)
    add_answers(survey, "inhabitant", [[7, 3, 3]] * 6)
    end_survey(survey, cast)
    address = reverse("diagnoses:perceptions", args=[cast.alliance.slug])
    before = queries_of(client, address)
    for _n in range(3):
        other = make_survey(cast)
        add_answers(other, "inhabitant", [[7, 3, 3]] * 6)
        end_survey(other, cast)
    assert queries_of(client, address) == before <= 12


def test_the_dialogue_and_the_account_know_it(cast, survey, client):
    sign_in(client, cast.chloe)
    post_answers(client, survey, [7, 3, 3])
    hub = client.get(reverse("dialogues:hub", args=[cast.alliance.slug])).content.decode()
    assert "enquête de perception" in hub
    assert page_of_survey(survey) in hub


def test_a_facilitator_is_told_to_reveal_what_is_over(cast, survey, client):
    def waiting(posture) -> list[str]:
        found = todo_of(posture.person, today=timezone.localdate(), now=NOW())
        return [one.key for _k, items in found for one in items if one.key.startswith("survey:")]

    assert waiting(cast.bastien) == []
    end_survey(survey, cast, revealed=False)
    assert waiting(cast.bastien) == [f"survey:{survey.uuid}"]
    assert waiting(cast.ama) == []
    sign_in(client, cast.bastien)
    overview = cast.alliance.get_absolute_url()
    assert "Close, pas encore dévoilée." in client.get(overview).text
    reveal_results(Consultation.objects.get(pk=survey.pk), by=cast.bastien, now=NOW())
    assert waiting(cast.bastien) == []
    assert "Close, pas encore dévoilée." not in client.get(overview).text


def test_one_s_own_data_hold_one_s_answers_and_nobody_else_s(cast, survey, client):
    sign_in(client, cast.chloe)
    post_answers(client, survey, [7, "?", None], world="economic")
    post_answers(Client(), survey, [1, 1, 1])
    told = survey_data(cast.chloe.person)
    assert [row["note"] for row in told["notes"]] == [7, None]
    assert [row["en tant que"] for row in told["réponses"]] == ["acteurs économiques"]
