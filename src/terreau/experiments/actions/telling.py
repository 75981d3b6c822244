"""Write in the record what was done with an experiment, in the transaction of the act."""

import datetime

from terreau.actors.posture import Posture
from terreau.core.journal import record
from terreau.experiments.models import Experiment


def tell(
    experiment: Experiment, verb: str, *, by: Posture, now: datetime.datetime, **params: str
) -> None:
    """Append to the record of its alliance, or to its own."""
    told = {"title": experiment.title, **params}
    record(experiment.scope, verb, by=by.person, posture=by.label, params=told, now=now)


def lock_experiment(experiment: Experiment) -> Experiment:
    """Read an experiment again and keep others from writing it, until the end."""
    # The alliance is nullable: PostgreSQL locks no row of the outer side of a join.
    rows = Experiment.objects.select_for_update(of=("self",)).select_related("alliance")
    return rows.get(pk=experiment.pk)
