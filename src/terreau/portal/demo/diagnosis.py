"""Write the diagnosis of the demonstration: what is felt, what exists already, a frozen page."""

import datetime
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.timezone import localdate

from terreau.actors.models import ActionDomain
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Challenge
from terreau.core.bulk_rows import insert_many
from terreau.core.partial_dates import PartialDate
from terreau.diagnoses.actions.choices import save_choices
from terreau.diagnoses.actions.snapshots import publish_snapshot, take_snapshot
from terreau.diagnoses.actions.surveys import SurveyContent, create_survey
from terreau.diagnoses.gathering import gather
from terreau.diagnoses.models import PerceptionSurvey, SurveyAnswer, SurveyScore
from terreau.diagnoses.reading import read_choices
from terreau.diagnoses.values import Choices
from terreau.dialogues.actions.consultations import (
    close_consultation,
    publish_consultation,
    reveal_results,
)
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Consultation, Participant
from terreau.partnerships.actions.census import census_partnership
from terreau.partnerships.actions.parties import NewParty
from terreau.portal.demo.reading import DATA
from terreau.portal.demo.simulated_voices import WORLDS, draw_around, open_simulated
from terreau.portal.demo.writing import Written

Facts = Mapping[str, Any]


@cache
def read_diagnosis() -> Facts:
    """Read the facts of the diagnosis."""
    return tomllib.loads((DATA / "diagnosis.toml").read_text(encoding="utf-8"))


def write_diagnosis(written: Written, *, now: datetime.datetime) -> None:
    """Write a survey and its answers, a census, then freeze and publish the diagnosis."""
    facts = read_diagnosis()
    alliance = Alliance.objects.get(slug=facts["alliance"])
    by = written.posture(*facts["by"])
    _write_survey(alliance, facts["survey"], by, now)
    for told in facts["census"]:
        _write_census(alliance, told, written, by, now)
    _save_choices(alliance, facts["choice"], by, now)
    diagnosis = gather(alliance, read_choices(alliance), on=localdate(now))
    told = facts["snapshot"]
    frozen = take_snapshot(
        alliance, diagnosis, title=told["title"], note=told["note"], by=by, now=now
    )
    publish_snapshot(frozen, by=by, now=now)


def _save_choices(
    alliance: Alliance, told: Sequence[Facts], by: Posture, now: datetime.datetime
) -> None:
    known = dict(Challenge.objects.filter(alliance=alliance).values_list("title", "uuid"))
    uuids = [str(known[one["challenge"]]) for one in told]
    choices = Choices(
        weights={uuid: {one["slug"]: one["weight"]} for uuid, one in zip(uuids, told, strict=True)},
        senses={uuid: {one["slug"]: one["sense"]} for uuid, one in zip(uuids, told, strict=True)},
    )
    save_choices(alliance, choices, by=by, now=now)


def _write_survey(alliance: Alliance, told: Facts, by: Posture, now: datetime.datetime) -> None:
    known = {one.code: one for one in ActionDomain.objects.filter(code__in=told["domains"])}
    content = SurveyContent(
        challenges=list(Challenge.objects.filter(alliance=alliance).order_by("pk")),
        domains=[known[code] for code in told["domains"]],
        fragilities=told["fragilities"],
    )
    values = {
        "question": told["question"],
        "introduction": told["introduction"],
        "opens_at": now,
    }
    made = create_survey(alliance, values, content, by=by, now=now)
    Consultation.objects.filter(pk=made.pk).update(is_simulated=True)
    made = PerceptionSurvey.objects.get(pk=made.pk)
    publish_consultation(made, by=by, now=now)
    voices = open_simulated(made, Space.ORGANISATIONS, told["voices_each"] * len(WORLDS), now=now)
    for world, means in told["worlds"].items():
        _answer(made, [one for one in voices if one.world == world], means, now)
    people = open_simulated(made, Space.INHABITANTS, told["voices"], now=now)
    _answer(made, people, told["inhabitants"], now)
    close_consultation(made, by=by, now=now)
    reveal_results(made, by=by, now=now)


def _answer(
    survey: PerceptionSurvey,
    voices: Sequence[Participant],
    means: Sequence[int],
    now: datetime.datetime,
) -> None:
    insert_many([SurveyAnswer(survey=survey, participant=one, answered_at=now) for one in voices])
    items = survey.items.order_by("rank").values_list("pk", flat=True)
    for place, (item, mean) in enumerate(zip(items, means, strict=True)):
        drawn = draw_around(mean, len(voices), low=0, high=10, key=7000 + 100 * len(voices) + place)
        insert_many(
            [
                SurveyScore(participant=voice, item_id=item, score=score, scored_at=now)
                for voice, score in zip(voices, drawn, strict=True)
            ]
        )


def _write_census(
    alliance: Alliance, told: Facts, written: Written, by: Posture, now: datetime.datetime
) -> None:
    dates = {name: PartialDate(told[name]) for name in ("starts_on", "ends_on") if name in told}
    census_partnership(
        {
            "action": told["action"],
            "categories": told["categories"],
            "scopes": told["scopes"],
            "domains": ActionDomain.objects.filter(code__in=told["domains"]),
            "certainty": told["certainty"],
            "source": told["source"],
            **dates,
        },
        [NewParty(organisation=written.organisations[key]) for key in told["parties"]],
        alliance=alliance,
        by=by,
        now=now,
    )
