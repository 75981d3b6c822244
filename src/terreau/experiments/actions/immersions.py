"""« Vis ma vie »: propose a day at another's, agree on it, tell what each learnt."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from terreau.actors.posture import Posture
from terreau.core.verdicts import require
from terreau.experiments.models import Experiment, Immersion
from terreau.experiments.permissions import can_tell_story
from terreau.experiments.permissions_story import can_edit_immersion

COLUMNS = ("visitor", "host", "state", "happens_on", "people", "debrief")


@transaction.atomic
def propose_immersion(
    experiment: Experiment, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Immersion:
    """Note who would go to whom; people are counted, never named."""
    require(can_tell_story(by, experiment))
    made = Immersion(experiment=experiment, posture=by.label, created_at=now)
    _fill(made, values)
    made.save(force_insert=True)
    return made


@transaction.atomic
def edit_immersion(immersion: Immersion, values: Mapping[str, Any], *, by: Posture) -> Immersion:
    """Say what became of it."""
    require(can_edit_immersion(by, immersion))
    stored = Immersion.objects.get(pk=immersion.pk)
    _fill(stored, values)
    stored.save()
    return stored


def _fill(row: Immersion, values: Mapping[str, Any]) -> None:
    for name in COLUMNS:
        if name in values:
            value = values[name]
            setattr(row, name, "" if value is None and name == "happens_on" else value)
