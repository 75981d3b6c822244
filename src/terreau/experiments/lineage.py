"""What an experiment was born of, or does again elsewhere; never itself, however far."""

from collections.abc import Collection

from terreau.experiments.models import Experiment

FARTHEST = 200


def stands_above(experiment: Experiment | None, others: Collection[Experiment]) -> bool:
    """Tell whether climbing from these experiments (of what, born of what) meets this one.

    One query a generation; rows that already turn in a circle stop the climb.
    """
    if experiment is None or experiment.pk is None:
        return False
    level = {one.pk for one in others}
    seen: set[int] = set()
    while level and len(seen) < FARTHEST:
        if experiment.pk in level:
            return True
        seen |= level
        rows = Experiment.objects.filter(pk__in=level).order_by()
        above = rows.values_list("duplicates", "born_of_experiment")
        level = {pk for row in above for pk in row if pk is not None} - seen
    return False
