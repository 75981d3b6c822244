"""Tell how it goes: small steps, « pas de côté », the journal with its difficulties."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from terreau.actors.posture import Posture
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import require
from terreau.experiments.models import Experiment, ExperimentEntry, Sidestep, SmallStep
from terreau.experiments.permissions import can_promise_sidestep, can_tell_story
from terreau.experiments.permissions_story import can_tell_sidestep_effect, can_tick_step

STEP = ("what", "organisation", "who", "due_on")
ENTRY = ("kind", "text", "happened_on", "source")


@transaction.atomic
def add_step(
    experiment: Experiment, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> SmallStep:
    """Note a small commitment: who, what, when."""
    require(can_tell_story(by, experiment))
    told = {name: values[name] for name in STEP if name in values}
    return SmallStep.objects.create(experiment=experiment, posture=by.label, created_at=now, **told)


@transaction.atomic
def tick_step(step: SmallStep, *, done_on: datetime.date | None, result: str, by: Posture) -> None:
    """Note that it is done, and what it gave; without a day, it is to be done again."""
    require(can_tick_step(by, step))
    SmallStep.objects.filter(pk=step.pk).update(done_on=done_on, result=result)


@transaction.atomic
def promise_sidestep(
    experiment: Experiment, promise: str, *, by: Posture, now: datetime.datetime
) -> Sidestep:
    """Say what one's organisation changes first in its own way of doing."""
    require(can_promise_sidestep(by, experiment))
    return Sidestep.objects.create(
        experiment=experiment,
        organisation=by.organisation,
        promise=promise,
        posture=by.label,
        promised_at=now,
    )


@transaction.atomic
def tell_effect(
    sidestep: Sidestep, *, done_on: PartialDate | None, effect: str, by: Posture
) -> None:
    """Say when it was done and what it changed."""
    require(can_tell_sidestep_effect(by, sidestep))
    sidestep.done_on, sidestep.effect = done_on or "", effect
    sidestep.save(update_fields=["done_on", "effect"])


@transaction.atomic
def write_entry(
    experiment: Experiment, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> ExperimentEntry:
    """Write a page of the journal; a difficulty told is worth a progress told."""
    require(can_tell_story(by, experiment))
    told = {name: values[name] for name in ENTRY if name in values}
    return ExperimentEntry.objects.create(
        experiment=experiment, author=by.person, posture=by.label, written_at=now, **told
    )
