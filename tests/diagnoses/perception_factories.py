"""Make perception surveys and the voices that answer them."""

import datetime
import itertools
from collections.abc import Sequence

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.diagnoses.actions.surveys import SurveyContent, create_survey
from terreau.diagnoses.models import PerceptionSurvey, SurveyAnswer, SurveyScore
from terreau.dialogues.actions.consultations import (
    close_consultation,
    publish_consultation,
    reveal_results,
)
from terreau.dialogues.models import Consultation, Participant
from tests.alliances.factories import Cast, make_challenge

LABELS = ("Emploi", "Isolement", "Mobilité")
_numbers = itertools.count(1)


def make_survey(cast: Cast, *, published: bool = True, **values) -> PerceptionSurvey:
    """Make a survey of three items: one challenge and two fragilities."""
    challenge = cast.alliance.challenges.first() or make_challenge(cast.alliance, LABELS[0])
    targets = values.pop("targets", {})
    now = timezone.now()
    made = create_survey(
        cast.alliance,
        {"question": "Qu’est-ce qui pèse ici ?", "opens_at": now, **values},
        SurveyContent([challenge], fragilities=LABELS[1:], targets=targets),
        by=cast.bastien,
        now=now,
    )
    if published:
        publish_consultation(made, by=cast.bastien, now=now)
    return made


def add_answers(
    survey: PerceptionSurvey, world: str, rows: Sequence[Sequence[int | None]], **voice
) -> None:
    """Give one row of scores a voice, in the order of the items; ... leaves an item out."""
    items = list(survey.items.order_by("rank"))
    for row in rows:
        number = next(_numbers)
        made = Participant.objects.create(
            consultation_id=survey.pk,
            number=number,
            **{"space": "inhabitants", "channel": "device", "device_hash": f"d{number}", **voice},
        )
        SurveyAnswer.objects.create(survey=survey, participant=made, world=world)
        SurveyScore.objects.bulk_create(
            SurveyScore(participant=made, item=item, score=score)
            for item, score in zip(items, row, strict=True)
            if score is not ...
        )


def end_survey(survey: PerceptionSurvey, cast: Cast, *, revealed: bool = True) -> PerceptionSurvey:
    """Close it, and reveal it."""
    base, later = Consultation.objects.get(pk=survey.pk), timezone.now()
    close_consultation(base, by=cast.bastien, now=later)
    if revealed:
        reveal_results(base, by=cast.bastien, now=later + datetime.timedelta(seconds=1))
    return PerceptionSurvey.objects.select_related("alliance").get(pk=survey.pk)


def page_of_survey(survey: PerceptionSurvey) -> str:
    return reverse("diagnoses:survey", args=[survey.alliance.slug, survey.uuid])


def post_answers(
    client: Client, survey: PerceptionSurvey, scores: Sequence[object], world: str = "inhabitant"
):
    """Answer as a browser does; None leaves an item out, « ? » is « je ne sais pas »."""
    items = list(survey.items.order_by("rank"))
    data = {
        f"score_{item.pk}": score
        for item, score in zip(items, scores, strict=True)
        if score is not None
    }
    if world:
        data["world"] = world
    return client.post(page_of_survey(survey), data)
