"""Prepare a perception survey and keep what each voice answers."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.models import ActionDomain, Mandate
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Challenge
from terreau.core.editing import claim_version
from terreau.core.verdicts import GRANTED, Refused, Verdict, refused, require
from terreau.diagnoses.enums import SurveyWeighting
from terreau.diagnoses.models import (
    PerceptionSurvey,
    SurveyAnswer,
    SurveyItem,
    SurveyScore,
    SurveyTarget,
)
from terreau.diagnoses.permissions_surveys import can_edit_survey
from terreau.dialogues.actions.consultations import new_code
from terreau.dialogues.actions.voices import lock_consultation
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Participant
from terreau.dialogues.permissions import can_answer, can_put_question

MOST_ITEMS = 20  # two minutes on a phone


@dataclass(frozen=True)
class SurveyContent:
    """What a survey asks, and what each world should weigh."""

    challenges: Sequence[Challenge] = ()
    domains: Sequence[ActionDomain] = ()
    fragilities: Sequence[str] = ()
    targets: Mapping[str, int] = field(default_factory=dict)

    def items(self) -> list[SurveyItem]:
        """One row a subject, in the order given."""
        read = [SurveyItem(label=one.title, challenge=one) for one in self.challenges]
        read += [SurveyItem(label=str(one), domain=one) for one in self.domains]
        return read + [SurveyItem(label=label) for label in self.fragilities]


@transaction.atomic
def create_survey(
    alliance: Alliance,
    values: Mapping[str, Any],
    content: SurveyContent,
    *,
    by: Posture,
    now: datetime.datetime,
) -> PerceptionSurvey:
    """Prepare a survey as a draft."""
    require(can_put_question(by, alliance))
    survey = PerceptionSurvey.objects.create(
        alliance=alliance,
        code=new_code(),
        created_by=by.person,
        posture=by.label,
        created_at=now,
        is_sealed=True,
        **values,
    )
    _set_content(survey, content)
    return survey


@transaction.atomic
def edit_survey(
    survey: PerceptionSurvey,
    values: Mapping[str, Any],
    content: SurveyContent,
    *,
    expected_version: int,
    by: Posture,
) -> PerceptionSurvey:
    """Change a draft, unless somebody did meanwhile (`EditConflict`)."""
    lock_consultation(survey)
    require(can_edit_survey(by, survey))
    claim_version(survey, expected_version)
    stored = PerceptionSurvey.objects.select_related("alliance").get(pk=survey.pk)
    require(can_edit_survey(by, stored))
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(values))
    _set_content(stored, content)
    return stored


def _set_content(survey: PerceptionSurvey, content: SurveyContent) -> None:
    items = content.items()
    if len({one.label.casefold() for one in items}) != len(items):
        raise Refused(_("Deux sujets portent le même nom : gardez l’un des deux."))
    if len(items) > MOST_ITEMS:
        raise Refused(
            _("Au plus %(most)d sujets : au-delà, on ne répond plus jusqu’au bout.")
            % {"most": MOST_ITEMS}
        )
    survey.items.all().delete()
    for rank, one in enumerate(items):
        one.survey, one.rank = survey, rank
    SurveyItem.objects.bulk_create(items)
    survey.targets.all().delete()
    shares = content.targets if survey.weighting == SurveyWeighting.TARGETS else {}
    SurveyTarget.objects.bulk_create(
        [SurveyTarget(survey=survey, world=world, share=share) for world, share in shares.items()]
    )


def survey_ready(survey: PerceptionSurvey) -> Verdict:
    """What is still missing before it is published."""
    if survey.items.count() < 2:
        return refused(_("Mettez au moins deux sujets à noter, puis publiez."))
    return GRANTED


@transaction.atomic
def answer_survey(
    survey: PerceptionSurvey,
    voice: Participant,
    scores: Mapping[int, int | None],
    *,
    world: str,
    now: datetime.datetime,
    by: Person | None = None,
    mandate: Mandate | None = None,
) -> int:
    """Keep a voice's scores (None: it does not know) in place of the former; returns how many.

    What is not said now stays as it was said: one may answer in several goes.
    """
    # Against a close at the same instant: either it is before the close, or it is refused.
    held = lock_consultation(survey)
    require(can_answer(voice, held, now=now))
    SurveyAnswer.objects.update_or_create(
        participant=voice,
        defaults={
            "survey": survey,
            "world": "" if voice.space == Space.ORGANISATIONS else world,
            "by": by,
            "mandate": mandate,
            "answered_at": now,
        },
    )
    known = set(survey.items.values_list("pk", flat=True))
    rows = [
        SurveyScore(participant=voice, item_id=item, score=score, scored_at=now)
        for item, score in scores.items()
        if item in known
    ]
    SurveyScore.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["participant", "item"],
        update_fields=["score", "scored_at"],
    )
    return len(rows)
