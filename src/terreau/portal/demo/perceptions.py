"""Write a perception survey answered by drawn voices, always labelled as such."""

import datetime
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Challenge
from terreau.core.bulk_rows import insert_many
from terreau.diagnoses.actions.surveys import SurveyContent, create_survey
from terreau.diagnoses.models import PerceptionSurvey, SurveyAnswer, SurveyScore
from terreau.dialogues.actions.consultations import (
    close_consultation,
    publish_consultation,
    reveal_results,
)
from terreau.dialogues.enums import Space
from terreau.portal.demo.reading import DATA
from terreau.portal.demo.simulated_voices import draw_around, open_simulated

Facts = Mapping[str, Any]


@cache
def read_survey() -> Facts:
    """Read what is asked and around which means the voices are drawn."""
    return tomllib.loads((DATA / "survey.toml").read_text(encoding="utf-8"))


def write_survey(alliance: Alliance, *, by: Posture, now: datetime.datetime) -> PerceptionSurvey:
    """Write a survey that was answered by voices that are nobody's, closed and revealed."""
    told = read_survey()
    challenges = list(Challenge.objects.filter(alliance=alliance).order_by("pk"))
    made = create_survey(
        alliance,
        {
            "question": told["question"],
            "introduction": told["introduction"],
            "opens_at": now,
            "is_simulated": True,
        },
        SurveyContent(challenges, fragilities=told["fragilities"]),
        by=by,
        now=now,
    )
    publish_consultation(made, by=by, now=now)
    for world, drawn in told["worlds"].items():
        _answer(made, world, drawn, now)
    close_consultation(made, by=by, now=now)
    reveal_results(made, by=by, now=now)
    return made


def _answer(survey: PerceptionSurvey, world: str, drawn: Facts, now: datetime.datetime) -> None:
    size = drawn["voices"]
    voices = open_simulated(survey, Space.INHABITANTS, size, now=now)
    insert_many(
        [
            SurveyAnswer(survey=survey, participant=voice, world=world, answered_at=now)
            for voice in voices
        ]
    )
    items = survey.items.order_by("rank").values_list("pk", flat=True)
    for place, (item, mean) in enumerate(zip(items, drawn["means"], strict=True)):
        scores = draw_around(mean, size, low=0, high=10, key=1000 * size + place)
        insert_many(
            [
                SurveyScore(
                    participant=voice,
                    item_id=item,
                    # One in nine does not know.
                    score=None if (rank + place) % 9 == 0 else score,
                    scored_at=now,
                )
                for rank, (voice, score) in enumerate(zip(voices, scores, strict=True))
            ]
        )
