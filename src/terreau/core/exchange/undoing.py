"""Take an import back: all of it, or the rest when some rows moved since, or nothing."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.core.exchange.actions import AT_ONCE, hand_over
from terreau.core.exchange.columns import CellError
from terreau.core.exchange.datasets import Dataset
from terreau.core.exchange.permissions import can_undo_run
from terreau.core.exchange.runs import run_dataset
from terreau.core.exchange.staging import BATCH, find_changes, load_values, save_rows
from terreau.core.formats import join_clauses
from terreau.core.jobs import Progress
from terreau.core.jobs.progress import JobInterrupted
from terreau.core.models import ImportRow, ImportRun, ImportState
from terreau.core.verdicts import Refused, require

SHOWN = 5


def undo_run(
    run: ImportRun, *, by: Any, leaving_moved: bool = False, now: datetime.datetime
) -> None:
    """Put everything back as before the import; refuse with reasons when rows moved since."""
    require(can_undo_run(by, run))
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        require(can_undo_run(by, run))
        run.state = ImportState.UNDOING
        if run.rows.written().count() > AT_ONCE:
            hand_over(run, "import-undo", by=by, leaving_moved=leaving_moved)
            return
        run.save(update_fields=["state"])
        sentence = find_obstacles(run, leaving_moved=leaving_moved)
        if not sentence:
            take_back(run, by=by, now=now)
    if sentence:
        raise Refused(sentence)


def find_obstacles(run: ImportRun, *, leaving_moved: bool, progress: Progress | None = None) -> str:
    """Mark the rows that moved since; give the refusal to tell unless they are to be left."""
    dataset = run_dataset(run)
    obstacles: list[str] = []
    count, total = 0, run.rows.written().count()
    for rows in _batches(run):
        found = _mark_obstacles(dataset, rows)
        obstacles += found[:SHOWN]
        count += len(found)
        if progress:
            progress.advance(0, total, _("Vérification de ce qui a changé depuis"))
    if not count or leaving_moved:
        return ""
    run.state, run.left_count = ImportState.DONE, count
    run.message = _tell_obstacles(sorted(obstacles)[:SHOWN], count)
    run.save(update_fields=["state", "left_count", "message"])
    return run.message


def take_back(
    run: ImportRun, *, by: Any, now: datetime.datetime, progress: Progress | None = None
) -> None:
    """Undo each effect, the last one first; rows that moved since are left as they are."""
    dataset = run_dataset(run)
    total = run.rows.written().count()
    done = 0
    while rows := list(run.rows.written().filter(obstacle="").order_by("-rank")[:BATCH]):
        with transaction.atomic():
            _claim(run)
            _take_back_rows(dataset, rows, by=by, run=run, now=now)
        done += len(rows)
        if progress:
            progress.advance(done, total, _("Lignes remises en l’état"))
    with transaction.atomic():
        _claim(run)
        run.state, run.undone_at, run.message = ImportState.UNDONE, now, ""
        run.left_count = run.rows.written().count()
        run.save(update_fields=["state", "undone_at", "message", "left_count"])


def _claim(run: ImportRun) -> None:
    """Hold the run for the length of a transaction, and stop when somebody else ended it."""
    undoing = ImportRun.objects.filter(pk=run.pk, state=ImportState.UNDOING)
    if not undoing.update(state=ImportState.UNDOING):
        raise JobInterrupted


def _batches(run: ImportRun) -> Iterator[list[ImportRow]]:
    rank = 0
    while rows := list(run.rows.written().filter(rank__gt=rank)[:BATCH]):
        yield rows
        rank = rows[-1].rank


def _take_back_rows(
    dataset: Dataset, rows: list[ImportRow], *, by: Any, run: ImportRun, now: datetime.datetime
) -> None:
    """Check again under the transaction, then remove and restore."""
    _mark_obstacles(dataset, rows)
    rows = [row for row in rows if not row.obstacle]
    instances = dataset.find_by_key([row.applied_key for row in rows])
    who = {"by": by, "posture": run.posture, "now": now, "run": run}
    changed = [row for row in rows if row.before is not None]
    pairs = [(instances[row.applied_key], load_values(dataset, row.before)) for row in changed]
    _settle(changed, dataset.change_many(pairs, **who) if pairs else [])
    created = [row for row in rows if row.before is None]
    doomed = [instances[row.applied_key] for row in created]
    _settle(created, dataset.remove_many(doomed, **who) if doomed else [])


def _settle(rows: Sequence[ImportRow], errors: Sequence[CellError | None]) -> None:
    refused = [(row, error) for row, error in zip(rows, errors, strict=True) if error]
    for row, error in refused:
        row.obstacle = _tell(row, str(error))
    save_rows([row for row, _error in refused], ["obstacle"])
    done = [row.pk for row in rows if not row.obstacle]
    ImportRow.objects.filter(pk__in=done).update(undone=True)


def _mark_obstacles(dataset: Dataset, rows: Sequence[ImportRow]) -> list[str]:
    instances = dataset.find_by_key([row.applied_key for row in rows])
    known = [row for row in rows if row.applied_key in instances]
    stamps = dataset.stamp_rows([instances[row.applied_key] for row in known])
    present = {row.pk: stamp for row, stamp in zip(known, stamps, strict=True)}
    suspects = [row for row in rows if present.get(row.pk) != row.stamp]
    obstacles = _find_moved(dataset, suspects, instances)
    created = [row for row in known if row.before is None and row.pk not in obstacles]
    verdicts = dataset.can_remove_many([instances[row.applied_key] for row in created])
    for row, verdict in zip(created, verdicts, strict=True):
        if not verdict:
            obstacles[row.pk] = _tell(row, verdict.reason)
    turned = [row for row in rows if row.obstacle != obstacles.get(row.pk, "")]
    for row in turned:
        row.obstacle = obstacles.get(row.pk, "")
    save_rows(turned, ["obstacle"])
    return [obstacles[row.pk] for row in rows if row.pk in obstacles]


def _find_moved(
    dataset: Dataset, rows: Sequence[ImportRow], instances: dict[str, Any]
) -> dict[int, str]:
    """Tell what happened to each suspect row; a change elsewhere in the sheet is no obstacle."""
    moved = {}
    for row in rows:
        instance = instances.get(row.applied_key)
        if instance is None:
            moved[row.pk] = _tell(row, _("supprimée depuis"))
        elif row.before is None or _differs(dataset, row, instance):
            moved[row.pk] = _tell(row, _("modifiée depuis"))
    return moved


def _differs(dataset: Dataset, row: ImportRow, instance: Any) -> bool:
    wanted = {name: after for name, _before, after in row.changes}
    present = dataset.read_values(instance)
    return bool(find_changes(dataset, load_values(dataset, wanted), present))


def _tell(row: ImportRow, reason: str) -> str:
    return _("ligne %(row)d : %(reason)s") % {"row": row.line, "reason": reason}


def _tell_obstacles(shown: Sequence[str], count: int) -> str:
    told = join_clauses([*shown, *(["…"] if count > len(shown) else [])])
    return _(
        "Cet import ne peut plus être annulé d’un bloc, et rien n’a été touché (%(shown)s). "
        "Vous pouvez annuler le reste en laissant ces fiches comme elles sont, ou ne rien annuler."
    ) % {"shown": told}
