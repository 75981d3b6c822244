"""Decide what becomes of an experiment, with reasons; the history of decisions stays."""

import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import refused, require
from terreau.experiments.actions.telling import lock_experiment, tell
from terreau.experiments.enums import DecisionOutcome, ExperimentState
from terreau.experiments.models import Decision, Experiment
from terreau.experiments.permissions import can_decide

STATES = {
    DecisionOutcome.STOP: ExperimentState.STOPPED,
    DecisionOutcome.ADAPT: ExperimentState.RUNNING,
    DecisionOutcome.SUSTAIN: ExperimentState.SUSTAINED,
    DecisionOutcome.SPREAD: ExperimentState.SPREAD,
}


@transaction.atomic
def decide(
    experiment: Experiment,
    outcome: DecisionOutcome,
    *,
    reasons: str,
    decided_on: PartialDate,
    lesson: str = "",
    by: Posture,
    now: datetime.datetime,
) -> Decision:
    """Write a decision after the former ones; a stop says its lesson and stays visible (T15)."""
    require(can_decide(by, experiment))
    stored = lock_experiment(experiment)
    if decided_on.start > localdate(now):
        require(
            refused(
                _("Une décision se note quand elle est prise : cette date n’est pas encore venue.")
            )
        )
    latest = stored.decisions.order_by("decided_on", "pk").last()
    made = Decision.objects.create(
        experiment=stored,
        outcome=outcome,
        reasons=reasons,
        decided_on=decided_on,
        by=by.person,
        posture=by.label,
        recorded_at=now,
    )
    if latest is None or not decided_on < latest.decided_on:
        stored.state = STATES[outcome]
        stored.ends_on = decided_on if outcome == DecisionOutcome.STOP else stored.ends_on or ""
    if lesson:
        stored.lesson = lesson
    stored.save()
    tell(stored, "experiment-decided", by=by, now=now, outcome=str(outcome.label))
    return made
