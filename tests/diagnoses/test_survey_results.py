"""What a survey gives: means, intervals, ranks, worlds, agreement, weights, small cells."""

from math import isclose

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.diagnoses.bridge.perceptions import view_survey
from terreau.diagnoses.enums import PerceivedSource
from terreau.diagnoses.participation import participation_of, participation_words
from terreau.diagnoses.perceived import perceived_by_item
from terreau.diagnoses.perceived_words import side_by_side
from terreau.diagnoses.survey_words import first_words, weight_words
from terreau.dialogues.actions.consultations import publish_consultation, reveal_results
from terreau.dialogues.actions.links import issue_links, revoke_voice_link
from terreau.dialogues.actions.outlooks import create_outlook
from terreau.dialogues.models import OutlookScore
from tests.alliances.factories import Cast, make_cast
from tests.diagnoses.perception_factories import (
    add_answers,
    end_survey,
    make_survey,
    page_of_survey,
    post_answers,
)
from tests.dialogues.factories import make_voice

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def cells(one) -> dict[str, float | None]:
    return {view.world: view.mean for view in one.views}


def test_mean_interval_rank_and_what_is_apart(cast):
    survey = make_survey(cast)
    rows = [[6, 1, ...], [7, 2, ...], [8, 3, 5], [7, None, 5], [7, None, ...]]
    add_answers(survey, "inhabitant", rows)
    view = view_survey(survey)
    first = view.items[0]
    assert (first.item.label, first.mean, first.rank) == ("Emploi", 7.0, 1)
    # By hand: s² = 2/4, error = √(0.5/5) = 0.3162, t(4) = 2.776.
    assert (round(first.band[0], 2), round(first.band[1], 2)) == (6.12, 7.88)
    told = {one.item.label: (one.estimate.base, one.unknown, one.skipped) for one in view.items}
    assert told == {"Emploi": (5, 0, 0), "Isolement": (3, 2, 0), "Mobilité": (2, 0, 3)}


def test_equal_means_share_their_rank(cast):
    survey = make_survey(cast)
    add_answers(survey, "inhabitant", [[5, 5, 1]] * 5)
    assert [one.rank for one in view_survey(survey).items] == [1, 1, 3]


def test_under_five_answers_nothing_is_shown(cast):
    survey = make_survey(cast)
    add_answers(survey, "inhabitant", [[9, 9, 9]] * 4)
    view = view_survey(survey)
    assert all(one.mean is None and one.rank is None for one in view.items)
    assert "rien n’est montré" in first_words(view)[0]


def test_an_item_answered_by_few_is_hidden_in_a_survey_answered_by_many(cast):
    survey = make_survey(cast)
    add_answers(survey, "inhabitant", [[9, None, 4]] * 6 + [[9, 9, 4]] * 4)
    told = {one.item.label: one.mean for one in view_survey(survey).items}
    assert told == {"Emploi": 9.0, "Isolement": None, "Mobilité": 4.0}


def test_a_small_world_is_hidden(cast):
    survey = make_survey(cast)
    add_answers(survey, "inhabitant", [[9, 9, 9]] * 8)
    add_answers(survey, "economic", [[1, 1, 1]] * 4)
    add_answers(survey, "public", [[2, 2, 2]] * 3)
    assert cells(view_survey(survey).items[0]) == {
        "inhabitant": 9.0,
        "economic": None,
        "public": None,
    }


def test_a_world_that_would_tell_the_hidden_one_by_difference_is_hidden_too(cast):
    survey = make_survey(cast)
    add_answers(survey, "inhabitant", [[9, 9, 9]] * 9)
    add_answers(survey, "general_interest", [[5, 5, 5]] * 6)
    add_answers(survey, "economic", [[1, 1, 1]] * 2)
    # Of all 17 and of the 9 and the 6, the 2 would follow: the 6 go too.
    assert cells(view_survey(survey).items[0]) == {
        "inhabitant": 9.0,
        "general_interest": None,
        "economic": None,
    }


def test_the_world_not_said_counts_in_what_is_left(cast):
    survey = make_survey(cast)
    add_answers(survey, "inhabitant", [[9, 9, 9]] * 9)
    add_answers(survey, "", [[5, 5, 5]] * 3)
    assert cells(view_survey(survey).items[0]) == {"inhabitant": None, "": None}


def test_with_weights_who_does_not_weigh_hides_nobody(cast):
    survey = make_survey(cast, weighting="equal")
    add_answers(survey, "inhabitant", [[9, 9, 9]] * 9)
    add_answers(survey, "economic", [[1, 1, 1]] * 3)
    add_answers(survey, "", [[5, 5, 5]] * 5)
    # The five who did not say are not in the figure of all: the three would follow from the nine.
    assert cells(view_survey(survey).items[0]) == {"inhabitant": None, "economic": None, "": 5.0}


def test_kendall_against_a_hand_example(cast):
    survey = make_survey(cast)
    for world, row in (
        ("public", [1, 2, 3]),
        ("economic", [1, 3, 2]),
        ("general_interest", [1, 2, 3]),
    ):
        add_answers(survey, world, [row] * 5)
    found = view_survey(survey).agreement
    assert (round(found.w, 4), found.raters) == (0.7778, 3)


def test_a_hidden_world_is_no_rater(cast):
    survey = make_survey(cast)
    for world, size in (("public", 9), ("economic", 9), ("media", 2), ("expert", 4)):
        add_answers(survey, world, [[1, 2, 3]] * size)
    assert view_survey(survey).agreement.raters == 2


def test_worlds_that_weigh_the_same(cast):
    survey = make_survey(cast, weighting="equal")
    add_answers(survey, "inhabitant", [[8, 1, 1]] * 15)
    add_answers(survey, "economic", [[2, 1, 1]] * 5)
    view = view_survey(survey)
    first = next(one for one in view.items if one.item.label == "Emploi")
    assert isclose(first.mean, 5.0)  # (8 + 2) / 2, where the plain mean is 6.5
    # Weights 2/3 and 2: (10 + 10)² / (15·4/9 + 5·4) = 400 / 26.67 = 15.
    assert isclose(first.estimate.effective, 15.0)
    assert any("20 réponses en valent 15" in words for words in weight_words(survey, view))


def test_worlds_that_weigh_the_part_that_was_said(cast):
    survey = make_survey(cast, weighting="targets", targets={"inhabitant": 80, "economic": 20})
    add_answers(survey, "inhabitant", [[10, 1, 1]] * 5)
    add_answers(survey, "economic", [[0, 1, 1]] * 5)
    add_answers(survey, "public", [[3, 1, 1]] * 6)
    view = view_survey(survey)
    first = next(one for one in view.items if one.item.label == "Emploi")
    assert isclose(first.mean, 8.0)
    assert first.estimate.base == 10
    assert any("6 réponses de mondes sans part" in words for words in weight_words(survey, view))


def test_an_organisation_counts_in_its_world_and_is_told(cast, client):
    survey = make_survey(cast)
    client.force_login(cast.ama.person)
    post_answers(client, survey, [7, 7, 7], world="")
    view = view_survey(survey)
    assert (view.worlds, view.mandated) == (("academic",), 1)


def test_who_did_not_answer_is_told_where_it_is_known(cast, client):
    survey = make_survey(cast, access="links")
    made = issue_links(survey, 4, by=cast.bastien, now=NOW())
    revoke_voice_link(survey, 4, by=cast.bastien, now=NOW())
    client.get(reverse("dialogues-door:link", args=[survey.code, made[0][1]]))
    post_answers(client, survey, [7, 7, 7])
    found = participation_of(survey)
    assert (found.linked, found.links, found.organisations, found.members) == (1, 3, 0, 3)
    words = " ".join(participation_words(found))
    assert "1 sur 3 liens remis" in words
    assert "33" in words
    assert "adresse ouverte" not in words


def test_who_was_asked_by_an_open_address_is_unknown_and_never_nil(cast):
    survey = make_survey(cast)
    add_answers(survey, "inhabitant", [[7, 7, 7]] * 2)
    words = " ".join(participation_words(participation_of(survey)))
    assert "n’est pas connu" in words


def test_the_page_tells_in_sentences_then_shows_the_table(cast, client):
    survey = make_survey(cast)
    add_answers(survey, "inhabitant", [[8, 2, None], [9, 3, 4]] * 5)
    add_answers(survey, "economic", [[3, 7, 5], [2, 6, 4]] * 4)
    add_answers(survey, "public", [[3, 7, 5]] * 3)
    add_answers(survey, "media", [[2, 6, 4]] * 2)
    html = client.get(page_of_survey(end_survey(survey, cast))).content.decode()
    assert "1. « Emploi »" in html
    assert "trop peu de réponses" in html
    assert "W de Kendall" in html
    assert "points d’écart" in html


# --- the door


def test_the_door_gives_nothing_before_the_reveal(cast):
    survey = make_survey(cast)
    add_answers(survey, "inhabitant", [[8, 2, 4]] * 5)
    assert perceived_by_item(cast.alliance) == ()
    end_survey(survey, cast, revealed=False)
    assert perceived_by_item(cast.alliance) == ()


def test_the_door_stands_surveys_and_crossed_views_side_by_side(cast):
    survey = make_survey(cast)
    challenge = cast.alliance.challenges.get()
    add_answers(survey, "inhabitant", [[8, 2, 4], [9, 2, 4]] * 3)
    end_survey(survey, cast)
    outlook = create_outlook(
        cast.alliance, {"question": "Et vous ?"}, [challenge], ["Air"], by=cast.bastien, now=NOW()
    )
    publish_consultation(outlook, by=cast.bastien, now=NOW())
    for _n in range(5):
        voice = make_voice(outlook, space="inhabitants")
        OutlookScore.objects.create(participant=voice, item=outlook.items.first(), score=3)
    reveal_results(outlook, by=cast.bastien, now=NOW())
    found = perceived_by_item(cast.alliance)
    first = found[0]
    assert (first.source, first.challenge_id) == (PerceivedSource.SURVEY, challenge.pk)
    assert (first.overall, first.base, first.means) == (8.5, 6, {"inhabitant": 8.5})
    assert first.interval
    crossed = [one for one in found if one.source == PerceivedSource.OUTLOOK]
    assert [(one.challenge_id, one.means["inhabitant"]) for one in crossed] == [(challenge.pk, 3.0)]
    # Inhabitants stand apart from the figure of the organisations.
    assert (crossed[0].overall, crossed[0].base, crossed[0].interval) == (None, 0, None)
    table = side_by_side(found)
    assert len(table.headings) == 2
    assert dict(table.rows)["Emploi"][0].startswith("8,5 sur 10")
    assert dict(table.rows)["Isolement"][1] == "non demandé"
