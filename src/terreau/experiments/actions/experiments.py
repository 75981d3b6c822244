"""Ask the question of an experiment, rewrite it, and start."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.editing import claim_version
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused, refused, require
from terreau.experiments.actions.telling import lock_experiment, tell
from terreau.experiments.alike import keep_meaning
from terreau.experiments.enums import ExperimentNature, ExperimentState
from terreau.experiments.lineage import stands_above
from terreau.experiments.models import Experiment
from terreau.experiments.permissions import (
    can_ask_question,
    can_edit_experiment,
    can_steer_experiment,
)

COLUMNS = (
    "title",
    "question",
    "hypothesis",
    "description",
    "nature",
    "duplicates",
    "duplicates_note",
    "born_of_event",
    "born_of_experiment",
    "born_of_dialogue",
    "starts_on",
    "ends_on",
    "lesson",
    "could_one_alone",
    "is_public",
    "source",
)
LISTS = ("challenges", "domains", "goals", "territories")
NOT_BEGUN = (ExperimentState.IDEA, ExperimentState.GATHERING)


@transaction.atomic
def ask_question(
    alliance: Alliance | None, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Experiment:
    """Ask the question of an experiment; everybody who may read the alliance reads it."""
    require(can_ask_question(by, alliance))
    experiment = Experiment(
        alliance=alliance, created_by=by.person, posture=by.label, created_at=now
    )
    _fill(experiment, values, now)
    experiment.save(force_insert=True)
    _link(experiment, values)
    keep_meaning(experiment)
    tell(experiment, "experiment-asked", by=by, now=now)
    return experiment


@transaction.atomic
def edit_experiment(
    experiment: Experiment,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> Experiment:
    """Rewrite its presentation, unless somebody did meanwhile (`EditConflict`)."""
    require(can_edit_experiment(by, experiment))
    claim_version(experiment, expected_version)
    stored = lock_experiment(experiment)
    _fill(stored, values, now)
    stored.save()
    _link(stored, values)
    keep_meaning(stored)
    tell(stored, "experiment-edited", by=by, now=now)
    return stored


@transaction.atomic
def start_experiment(experiment: Experiment, *, by: Posture, now: datetime.datetime) -> None:
    """Note that the trial begins, with or without all its pieces."""
    require(can_steer_experiment(by, experiment))
    stored = lock_experiment(experiment)
    if stored.state not in NOT_BEGUN:
        require(refused(_("Cette expérimentation a déjà commencé.")))
    stored.state = ExperimentState.RUNNING
    stored.starts_on = stored.starts_on or PartialDate(localdate(now).isoformat())
    stored.save(update_fields=["state", "starts_on", "updated_at"])
    tell(stored, "experiment-started", by=by, now=now)


def refuse_circle(experiment: Experiment | None, values: Mapping[str, Any]) -> None:
    """Refuse that an experiment comes, however far, from itself."""
    above = [values[name] for name in ("duplicates", "born_of_experiment") if values.get(name)]
    if stands_above(experiment, above):
        raise Refused(
            _(
                "Cette expérimentation est déjà à l’origine de celle que vous choisissez : "
                "l’une ne peut pas naître de l’autre dans les deux sens. Choisissez-en une autre, "
                "ou corrigez l’origine de la première."
            )
        )


def _fill(experiment: Experiment, values: Mapping[str, Any], now: datetime.datetime) -> None:
    refuse_circle(experiment, values)
    for name in COLUMNS:
        if name in values:
            value = values[name]
            setattr(experiment, name, "" if value is None and name.endswith("_on") else value)
    if experiment.nature != ExperimentNature.DUPLICATION:
        experiment.duplicates, experiment.duplicates_note = None, ""
    begins = experiment.starts_on
    if begins and experiment.state in NOT_BEGUN and begins.start <= localdate(now):
        experiment.state = ExperimentState.RUNNING


def _link(experiment: Experiment, values: Mapping[str, Any]) -> None:
    for name in LISTS:
        if name in values:
            getattr(experiment, name).set(values[name])
