"""Perception surveys: answered without account, one answer a voice, changeable until the close."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.verdicts import Refused
from terreau.diagnoses.actions.surveys import answer_survey
from terreau.diagnoses.models import PerceptionSurvey, SurveyAnswer, SurveyScore
from terreau.dialogues.actions.consultations import (
    publish_consultation,
)
from terreau.dialogues.actions.links import issue_links, replace_voice_link, revoke_voice_link
from terreau.dialogues.actions.voices import attach_voice
from terreau.dialogues.models import Consultation, Participant
from tests.alliances.factories import Cast, make_cast
from tests.alliances.story_factories import sign_in
from tests.diagnoses.perception_factories import (
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


def kept_scores() -> list[int | None]:
    return list(SurveyScore.objects.order_by("participant", "item").values_list("score", flat=True))


def link_of(survey: PerceptionSurvey, cast: Cast) -> str:
    [(_number, secret)] = issue_links(survey, 1, by=cast.bastien, now=NOW())
    return reverse("dialogues-door:link", args=[survey.code, secret])


# --- answer


def test_anybody_with_the_address_answers_without_account(survey, client):
    assert client.get(survey.door, follow=True).status_code == 200
    answer = post_answers(client, survey, [7, "?", None], world="economic")
    assert answer.url == page_of_survey(survey)
    assert kept_scores() == [7, None]
    assert SurveyAnswer.objects.get().world == "economic"


def test_a_device_has_one_answer_and_changes_it(survey, client):
    client.get(page_of_survey(survey))
    post_answers(client, survey, [7, 3, 3])
    post_answers(client, survey, [2, "?", 3], world="-")
    assert kept_scores() == [2, None, 3]
    assert SurveyAnswer.objects.get().world == ""
    html = client.get(page_of_survey(survey)).content.decode()
    assert "Vos réponses sont gardées" in html


def test_what_was_said_is_found_again_and_finished_later(survey, client):
    post_answers(client, survey, [7, None, None])
    html = client.get(page_of_survey(survey)).content.decode()
    first = survey.items.order_by("rank").first()
    assert f'name="score_{first.pk}" value="7"' in html
    assert html.count("checked") == 2  # the score and the world
    post_answers(client, survey, [None, 4, None])
    assert kept_scores() == [7, 4]


def test_two_devices_are_two_answers(survey):
    post_answers(Client(), survey, [7, 3, 3])
    post_answers(Client(), survey, [1, 1, 1])
    assert SurveyAnswer.objects.count() == 2


def test_a_double_click_before_the_first_answer_is_one_device(survey, client):
    client.get(page_of_survey(survey))
    cookies = client.cookies.copy()
    post_answers(client, survey, [7, 3, 3])
    client.cookies = cookies
    post_answers(client, survey, [7, 3, 3])
    assert SurveyAnswer.objects.count() == 1


def test_a_personal_link_gives_one_answer_whatever_the_device(cast, survey):
    address = link_of(survey, cast)
    for scores in ([7, 3, 3], [5, 3, 3]):
        client = Client()
        assert client.get(address).url == page_of_survey(survey)
        post_answers(client, survey, scores)
    assert kept_scores() == [5, 3, 3]


def test_two_links_on_one_device_are_two_voices(cast, survey, client):
    for scores in ([7, 3, 3], [5, 1, 1]):
        client.get(link_of(survey, cast))
        post_answers(client, survey, scores)
    assert kept_scores() == [7, 3, 3, 5, 1, 1]


def test_a_link_that_was_taken_back_answers_no_more_and_its_answers_stay(cast, survey, client):
    made = make_survey(cast, access="links")
    client.get(link_of(made, cast))
    post_answers(client, made, [7, 3, 3])
    revoke_voice_link(made, 1, by=cast.bastien, now=NOW())
    assert post_answers(client, made, [0, 0, 0]).status_code == 403
    assert kept_scores() == [7, 3, 3]


def test_a_link_that_was_replaced_keeps_its_voice(cast, client):
    made = make_survey(cast, access="links")
    client.get(link_of(made, cast))
    post_answers(client, made, [7, 3, 3])
    _number, secret = replace_voice_link(made, 1, by=cast.bastien, now=NOW())
    other = Client()
    other.get(reverse("dialogues-door:link", args=[made.code, secret]))
    post_answers(other, made, [1, 3, 3])
    assert kept_scores() == [1, 3, 3]


def test_without_a_link_one_does_not_answer_what_is_kept_to_links(cast, client):
    made = make_survey(cast, access="links")
    answer = post_answers(client, made, [7, 3, 3])
    assert answer.status_code == 403
    assert "lien personnel" in answer.content.decode()
    assert not Participant.objects.exists()


def test_a_link_of_another_survey_opens_nothing_here(cast, survey, client):
    other = make_survey(cast)
    [(_number, secret)] = issue_links(other, 1, by=cast.bastien, now=NOW())
    address = reverse("dialogues-door:link", args=[survey.code, secret])
    assert client.get(address).status_code == 410


def test_a_member_answers_for_its_organisation_once_whoever_speaks(cast, survey, client):
    sign_in(client, cast.ama)
    post_answers(client, survey, [7, 3, 3], world="")
    post_answers(client, survey, [6, 3, 3], world="")
    answer = SurveyAnswer.objects.select_related("participant").get()
    assert answer.participant.organisation == cast.ama.organisation
    assert answer.mandate == cast.ama.mandate
    assert (answer.world, answer.participant.world) == ("", "academic")


def test_two_voices_of_one_person_are_one_and_the_latest_word_stays(survey, cast, client):
    post_answers(client, survey, [7, 3, None], world="economic")
    sign_in(client, cast.chloe)
    other = Client()
    sign_in(other, cast.chloe)
    post_answers(other, survey, [1, None, 9], world="general_interest")
    device = Participant.objects.exclude(device_hash="").get()
    attach_voice(device, person=cast.chloe.person, now=NOW())
    own = Participant.objects.get(person=cast.chloe.person)
    scores = SurveyScore.objects.filter(participant=own).order_by("item")
    assert list(scores.values_list("score", flat=True)) == [1, 3, 9]
    assert SurveyAnswer.objects.get(participant=own).world == "general_interest"
    assert SurveyAnswer.objects.count() == 1


def test_before_the_opening_and_after_the_close_nothing_is_kept(cast, survey, client):
    ended = end_survey(survey, cast, revealed=False)
    answer = post_answers(client, ended, [7, 3, 3])
    assert answer.status_code == 403
    assert not SurveyAnswer.objects.exists()
    voice = Participant.objects.create(
        consultation_id=survey.pk, number=1, space="inhabitants", channel="device"
    )
    with pytest.raises(Refused, match="close depuis"):
        answer_survey(ended, voice, {}, world="", now=NOW())


def test_it_closes_at_its_date_by_itself(cast, client):
    made = make_survey(cast)
    past = NOW() - timezone.timedelta(days=2)
    Consultation.objects.filter(pk=made.pk).update(
        opens_at=past, closes_at=past + timezone.timedelta(1)
    )
    html = client.get(page_of_survey(made)).content.decode()
    assert "Enregistrer mes réponses" not in html
    assert post_answers(client, made, [7, 3, 3]).status_code == 403


@pytest.mark.parametrize("score", ["11", "-1", "7.5", "<script>", "٣"])
def test_a_score_that_is_none_of_those_offered_is_refused(survey, client, score):
    answer = post_answers(client, survey, [score, 3, 3])
    assert answer.status_code == 400
    assert not SurveyAnswer.objects.exists()


def test_scores_of_another_survey_are_not_kept(cast, survey, client):
    other = make_survey(cast)
    item = other.items.first()
    client.post(page_of_survey(survey), {f"score_{item.pk}": "5", "world": "inhabitant"})
    assert not SurveyScore.objects.exists()


def test_an_empty_answer_asks_for_one_score(survey, client):
    answer = post_answers(client, survey, [None, None, None])
    assert "Donnez au moins une note" in answer.content.decode()


def test_hostile_words_are_shown_as_words(cast, client):
    made = make_survey(cast, published=False, introduction="<script>alert(1)</script>")
    made.items.filter(label="Isolement").update(label='"><img src=x onerror=alert(1)>')
    Consultation.objects.filter(pk=made.pk).update(question="</title><script>x</script>")
    publish_consultation(Consultation.objects.get(pk=made.pk), by=cast.bastien, now=NOW())
    html = client.get(page_of_survey(made)).content.decode()
    assert "<script>alert" not in html
    assert "<script>x" not in html
    assert "<img src=x" not in html


def test_killed_before_its_scores_an_answer_leaves_no_voice(survey, client, monkeypatch):
    def cut(*_args, **_kwargs):
        raise RuntimeError("cut")

    monkeypatch.setattr(SurveyScore.objects, "bulk_create", cut)
    with pytest.raises(RuntimeError, match="cut"):
        post_answers(client, survey, [7, 3, 3])
    assert not Participant.objects.exists()
    assert not SurveyAnswer.objects.exists()


def test_a_survey_of_an_alliance_not_public_opens_to_who_has_its_address(client):
    cast = make_cast()
    made = make_survey(cast)
    assert client.get(made.door, follow=True).status_code == 200
    closed = make_survey(cast, access="links")
    assert client.get(page_of_survey(closed)).status_code == 404


def test_a_draft_is_not_seen_from_outside(cast, client):
    draft = make_survey(cast, published=False)
    assert client.get(page_of_survey(draft)).status_code == 404
    sign_in(client, cast.ama)
    assert client.get(page_of_survey(draft)).status_code == 200
