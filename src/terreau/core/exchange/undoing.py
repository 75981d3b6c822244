"""Take a whole import back, or nothing of it."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.core.exchange.actions import AT_ONCE, read_cells
from terreau.core.exchange.columns import parse_cell
from terreau.core.exchange.datasets import Dataset, get_dataset
from terreau.core.exchange.permissions import can_undo_run
from terreau.core.jobs import Progress, enqueue
from terreau.core.models import ImportChange, ImportRun, ImportState
from terreau.core.verdicts import Refused, require

SHOWN = 5


def undo_run(run: ImportRun, *, by: Any, now: datetime.datetime) -> None:
    """Put everything back as before the import; refuse with reasons when rows moved since."""
    require(can_undo_run(by, run))
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        require(can_undo_run(by, run))
        if run.changes.count() > AT_ONCE:
            run.state = ImportState.UNDOING
            job = enqueue("import-undo", {"run": str(run.pk)}, by=by, key=f"import-undo:{run.pk}")
            run.job_id = job.pk
            run.save(update_fields=["state", "job_id"])
            return
        take_back(run, by=by, now=now)


def take_back(
    run: ImportRun, *, by: Any, now: datetime.datetime, progress: Progress | None = None
) -> None:
    """Undo each effect, the last one first, inside the caller's transaction."""
    dataset = get_dataset(run.dataset)
    changes = list(run.changes.order_by("-row_number"))
    instances = dataset.find_by_key([change.object_key for change in changes])
    obstacles = [
        sentence
        for change in changes
        if (sentence := _find_obstacle(dataset, change, instances.get(change.object_key)))
    ]
    if obstacles:
        raise Refused(_tell_obstacles(obstacles))
    for rank, change in enumerate(changes, start=1):
        _take_back_row(dataset, change, instances[change.object_key], by=by, run=run, now=now)
        if progress:
            progress.advance(rank, len(changes), _("Lignes remises en l’état"))
    run.state, run.undone_at, run.message = ImportState.UNDONE, now, ""
    run.save(update_fields=["state", "undone_at", "message"])


def _take_back_row(dataset: Dataset, change: ImportChange, instance: Any, *, by, run, now) -> None:
    who = {"by": by, "posture": run.posture, "now": now}
    if change.before is None:
        dataset.remove(instance, **who)
        return
    before = {name: parse_cell(dataset.column(name), text) for name, text in change.before.items()}
    dataset.change(instance, before, **who)


def _find_obstacle(dataset: Dataset, change: ImportChange, instance: Any) -> str:
    place = {"row": change.row_number}
    if instance is None:
        return _("ligne %(row)d : supprimée depuis") % place
    if read_cells(dataset, instance, list(change.after)) != change.after:
        return _("ligne %(row)d : modifiée depuis") % place
    if change.before is None:
        verdict = dataset.can_remove(instance)
        if not verdict:
            return _("ligne %(row)d : %(reason)s") % {**place, "reason": verdict.reason}
    return ""


def _tell_obstacles(obstacles: list[str]) -> str:
    shown = " ; ".join(reversed(obstacles[-SHOWN:]))
    if len(obstacles) > SHOWN:
        shown += " ; …"
    return _(
        "Cet import ne peut plus être annulé d’un bloc, et rien n’a été touché (%(shown)s). "
        "Corrigez ces fiches une à une."
    ) % {"shown": shown}
