"""Write an organisation's strategy of alliances and its self-diagnosis; nothing is overwritten."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.core.journal import record
from terreau.core.verdicts import require
from terreau.support.canvas import keep_answers, keep_boxes
from terreau.support.models import AllianceStrategy, SelfDiagnosis
from terreau.support.permissions import can_write_strategy


@transaction.atomic
def write_strategy(
    organisation: Organisation,
    boxes: Mapping[str, str],
    *,
    is_shared: bool,
    by: Posture,
    now: datetime.datetime,
) -> AllianceStrategy:
    """Keep a new version of the canvas; the former ones stay readable."""
    require(can_write_strategy(by, organisation))
    strategy = AllianceStrategy.objects.create(
        organisation=organisation,
        boxes=keep_boxes(boxes),
        is_shared=is_shared,
        posture=by.label,
        written_at=now,
    )
    _tell(organisation, "alliance-strategy-written", by, now)
    return strategy


@transaction.atomic
def write_diagnosis(
    organisation: Organisation,
    answers: Mapping[str, int | None],
    *,
    comment: str,
    is_shared: bool,
    by: Posture,
    now: datetime.datetime,
) -> SelfDiagnosis:
    """Keep where the organisation says it stands today, beside what it said before."""
    require(can_write_strategy(by, organisation))
    diagnosis = SelfDiagnosis.objects.create(
        organisation=organisation,
        answers=keep_answers(answers),
        comment=comment,
        is_shared=is_shared,
        posture=by.label,
        made_at=now,
    )
    _tell(organisation, "self-diagnosis-made", by, now)
    return diagnosis


def _tell(organisation: Organisation, verb: str, by: Posture, now: datetime.datetime) -> None:
    # Not in the public story of the sheet: only that organisation reads these pages.
    scope = f"strategy:{organisation.uuid}"
    record(scope, verb, by=by.person, posture=by.label, params={"name": organisation.name}, now=now)
