"""Write what a preview showed, batch by batch, each row checked again before it is written."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.core.bulk_rows import execute_tuples, read_rows, unnested
from terreau.core.collecting import collecting_later
from terreau.core.exchange.columns import CellError
from terreau.core.exchange.datasets import Ambiguous, Dataset
from terreau.core.exchange.roomy import roomy_connection
from terreau.core.exchange.runs import advance_run, refresh_counts, run_dataset
from terreau.core.exchange.staging import (
    WHOLE_ROW,
    find_changes,
    load_values,
    save_rows,
)
from terreau.core.exchange.within import fold_agreed, tell_left
from terreau.core.jobs import Progress
from terreau.core.models import ImportRow, ImportRun, ImportState, RowOutcome

# Rows written together: each transaction rewrites the most common words of the index once.
BATCH = 2_500
# The cells, the notes and the proposals of a row serve the preview, not the writing.
_READ = ("id", "run_id", "rank", "line", "values", "outcome", "target_key", "changes")


@roomy_connection()
def apply_run(run: ImportRun, progress: Progress | None = None) -> None:
    """Write the agreed rows; an interrupted run goes on after its last batch."""
    dataset = run_dataset(run)
    if not run.applied_rows:
        fold_agreed(run, dataset)
    total = run.rows.count()
    for rows in _batches(run):
        with collecting_later(), transaction.atomic():
            advance_run(run, ImportState.RUNNING, applied_rows=(run.applied_rows, rows[-1].rank))
            _Batch(run, dataset, rows).write()
        if progress:
            progress.advance(run.applied_rows, total, _("Lignes écrites"))
    _finish(run)


def _batches(run: ImportRun) -> Iterator[list[ImportRow]]:
    """Read what is left to write. Two bounds: a database that counts badly reads no more rows."""
    last = run.rows.aggregate(last=Max("rank"))["last"] or 0
    for rank in range(run.applied_rows, last + 1, BATCH):
        wanted = run.rows.to_write().filter(rank__gt=rank, rank__lte=rank + BATCH)
        if rows := read_rows(wanted, _READ):
            yield rows


def _finish(run: ImportRun) -> None:
    with transaction.atomic():
        advance_run(run, ImportState.RUNNING, applied_rows=(run.applied_rows, run.applied_rows))
        tell_left(run)
        refresh_counts(run)
        run_dataset(run).finish_run(run, now=run.confirmed_at)
        run.state, run.finished_at = ImportState.DONE, timezone.now()
        run.save()


class _Batch:
    """Some rows of a run, written in the caller's transaction."""

    def __init__(self, run: ImportRun, dataset: Dataset, rows: Sequence[ImportRow]):
        self._run = run
        self._dataset = dataset
        self._values = {row.pk: load_values(dataset, row.values) for row in rows}
        self._rows = rows
        self._moved: list[ImportRow] = []
        self._written: list[tuple[ImportRow, Any]] = []

    def write(self) -> None:
        """Create, change, and keep what became of each row."""
        self._create([row for row in self._rows if row.outcome == RowOutcome.CREATE])
        self._change([row for row in self._rows if row.outcome == RowOutcome.CHANGE])
        save_rows(self._moved, ["outcome", "reasons", "awaits"])
        stamps = self._dataset.stamp_rows([instance for _row, instance in self._written])
        _keep_written(
            [
                (str(instance.pk), stamp, row.pk)
                for (row, instance), stamp in zip(self._written, stamps, strict=True)
            ]
        )

    @property
    def _who(self) -> dict[str, Any]:
        run = self._run
        return {
            "by": run.requested_by,
            "posture": run.posture,
            "now": run.confirmed_at,
            "run": run,
        }

    def _create(self, rows: list[ImportRow]) -> None:
        if not rows:
            return
        found = self._dataset.find_existing([self._values[row.pk] for row in rows])
        free = []
        for row, instance in zip(rows, found, strict=True):
            if instance is None:
                free.append(row)
            else:
                self._meet(row, instance)
        made = self._dataset.create_many([self._values[row.pk] for row in free], **self._who)
        self._settle(free, made)

    def _meet(self, row: ImportRow, instance: Any) -> None:
        """Leave alone a thing that appeared since the preview."""
        if isinstance(instance, Ambiguous):
            self._leave(row, instance.sentence)
            return
        present = self._dataset.read_values(instance)
        if find_changes(self._dataset, self._values[row.pk], present):
            sentence = _(
                "Une fiche de même identifiant est apparue depuis l’aperçu, avec d’autres "
                "valeurs : elle est laissée comme elle est. Importez cette ligne de nouveau."
            )
            self._leave(row, sentence)
        else:
            row.outcome, row.reasons, row.awaits = RowOutcome.SAME, {}, False
            self._moved.append(row)

    def _change(self, rows: list[ImportRow]) -> None:
        if not rows:
            return
        instances = self._dataset.find_by_key([row.target_key for row in rows])
        present = self._read(instances)
        ready = []
        for row in rows:
            values = present.get(row.target_key)
            if values is None:
                self._leave(row, _("Cette fiche a été supprimée depuis l’aperçu."))
            elif self._has_moved(row, values):
                self._leave(
                    row,
                    _(
                        "Cette fiche a été modifiée depuis l’aperçu : elle est laissée comme elle "
                        "est. Importez cette ligne de nouveau."
                    ),
                )
            else:
                ready.append(row)
        pairs = [(instances[row.target_key], self._changed_values(row)) for row in ready]
        done = self._dataset.change_many(pairs, **self._who) if pairs else []
        self._settle(
            ready,
            [error or instance for error, (instance, _v) in zip(done, pairs, strict=True)],
        )

    def _read(self, instances: dict[str, Any]) -> dict[str, Any]:
        values = self._dataset.read_many(list(instances.values()))
        return dict(zip(instances, values, strict=True))

    def _changed_values(self, row: ImportRow) -> dict[str, Any]:
        """Give the columns that differ, with what the dataset completed beside them."""
        changed = {name: after for name, _before, after in row.changes}
        columns = self._dataset.columns_by_name
        beside = {
            name: value for name, value in self._values[row.pk].items() if name not in columns
        }
        return {**beside, **load_values(self._dataset, changed)}

    def _has_moved(self, row: ImportRow, present: Any) -> bool:
        shown = {name: before for name, before, _after in row.changes}
        now = find_changes(self._dataset, dict.fromkeys(shown), present)
        return {name: before for name, before, _empty in now} != {
            name: before for name, before in shown.items() if before
        }

    def _settle(self, rows: Sequence[ImportRow], made: Sequence[Any]) -> None:
        for row, instance in zip(rows, made, strict=True):
            if isinstance(instance, CellError):
                self._leave(row, str(instance))
            else:
                self._written.append((row, instance))

    def _leave(self, row: ImportRow, sentence: str) -> None:
        row.outcome, row.reasons, row.awaits = RowOutcome.ERROR, {WHOLE_ROW: sentence}, False
        self._moved.append(row)


def _keep_written(rows: Sequence[tuple[str, str, int]]) -> None:
    # The framework's own update of many rows costs more than the writing of the things themselves.
    fields = [ImportRow._meta.get_field(name) for name in ("applied_key", "stamp", "id")]
    table, keys = ImportRow._meta.db_table, [key for *_told, key in rows]
    if not keys:
        return
    if connection.vendor == "postgresql":
        sql = (
            f"UPDATE {table} SET applied_key = given.applied_key, stamp = given.stamp "  # noqa: S608
            f"FROM {unnested(fields)} AS given(applied_key, stamp, id) WHERE {table}.id = given.id "
            f"AND {table}.id BETWEEN {min(keys)} AND {max(keys)}"  # else all of it is read
        )
    else:
        sql = f"UPDATE {table} SET applied_key = %s, stamp = %s WHERE id = %s"  # noqa: S608
    execute_tuples(sql, rows)
