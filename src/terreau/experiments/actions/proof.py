"""Write what will tell, measure it with its base, and judge the proof of concept."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.verdicts import require
from terreau.experiments.actions.telling import lock_experiment, tell
from terreau.experiments.models import Experiment, Measurement, ProofCriterion, Protocol
from terreau.experiments.permissions import can_write_protocol

COLUMNS = (
    "indicator",
    "unit",
    "population",
    "baseline",
    "baseline_on",
    "target",
    "comparison",
    "comparison_note",
    "source",
    "decides_on",
)
MEASURE = ("on", "value", "base", "is_comparison", "source")


@transaction.atomic
def write_protocol(
    experiment: Experiment,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> Protocol:
    """Write the protocol, or change it unless somebody did meanwhile (`EditConflict`)."""
    require(can_write_protocol(by, experiment))
    lock_experiment(experiment)
    protocol = Protocol.objects.filter(experiment=experiment).first()
    if protocol is None:
        protocol = Protocol(experiment=experiment, written_at=now)
    else:
        claim_version(protocol, expected_version)
    for name in COLUMNS:
        if name in values:
            value = values[name]
            setattr(protocol, name, "" if value is None and name == "baseline_on" else value)
    protocol.posture = by.label
    protocol.save()
    tell(experiment, "experiment-protocol", by=by, now=now)
    return protocol


@transaction.atomic
def add_measurement(
    protocol: Protocol, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Measurement:
    """Add one value of the indicator with its base; what was measured is never erased."""
    require(can_write_protocol(by, protocol.experiment))
    told = {name: values[name] for name in MEASURE if name in values}
    return Measurement.objects.create(protocol=protocol, posture=by.label, noted_at=now, **told)


@transaction.atomic
def add_criterion(experiment: Experiment, criterion: str, *, by: Posture) -> ProofCriterion:
    """Say what would prove that it works."""
    require(can_write_protocol(by, experiment))
    lock_experiment(experiment)
    last = experiment.criteria.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    return ProofCriterion.objects.create(
        experiment=experiment, criterion=criterion, position=position
    )


@transaction.atomic
def judge_criterion(
    criterion: ProofCriterion,
    *,
    evidence: str,
    is_met: bool | None,
    by: Posture,
    now: datetime.datetime,
) -> None:
    """Give the evidence, and judge on it; unknown stays unknown."""
    require(can_write_protocol(by, criterion.experiment))
    criterion.evidence, criterion.is_met = evidence, is_met
    criterion.judged_on = None if is_met is None else localdate(now)
    criterion.posture = by.label
    criterion.save(update_fields=["evidence", "is_met", "judged_on", "posture"])
    tell(
        criterion.experiment,
        "experiment-proof-judged",
        by=by,
        now=now,
        criterion=criterion.criterion,
    )
