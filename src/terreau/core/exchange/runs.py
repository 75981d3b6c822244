"""Read the file of a run into staged rows, batch by batch, from wherever it was left."""

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from terreau.core.collecting import collecting_later
from terreau.core.exchange.datasets import Dataset, get_dataset
from terreau.core.exchange.folding import fold_late
from terreau.core.exchange.guessing import known_headings
from terreau.core.exchange.planning import Planner
from terreau.core.exchange.reading import RawRow, RowReader, TableError, read_rows
from terreau.core.exchange.roomy import roomy_connection
from terreau.core.exchange.staged_rows import insert_drafts
from terreau.core.exchange.staging import BATCH, load_values
from terreau.core.exchange.within import propose_within
from terreau.core.jobs import JobError, Progress
from terreau.core.jobs.progress import JobInterrupted
from terreau.core.models import ImportRow, ImportRun, ImportState, RowOutcome
from terreau.core.table_statistics import count_again


@roomy_connection()
def plan_run(run: ImportRun, progress: Progress | None = None) -> None:
    """Work out what the file would do and keep it, row by row, for the preview."""
    dataset = run_dataset(run)
    reading = _Reading(run, dataset, progress)
    try:
        with open_file(run) as file:
            _check_copy(run, file)
            reader = open_reader(dataset, file, is_checked=True, sheet=run.sheet)
            reading.read(reader)
        count_again(ImportRow)
        propose_within(run, dataset, progress)
    except TableError as error:
        run.rows.all().delete()
        run.state, run.message = ImportState.REFUSED, str(error)
        run.save(update_fields=["state", "message"])
        return
    run.warnings, run.state, run.message = reader.warnings, ImportState.PLANNED, ""
    refresh_counts(run)
    run.save()


class _Reading:
    """Plan the rows of one file and keep them; each batch carries its own place."""

    def __init__(self, run: ImportRun, dataset: Dataset, progress: Progress | None):
        self._run = run
        self._dataset = dataset
        self._progress = progress
        self._planner = Planner(dataset, run, by=run.requested_by)
        self._rank = 0

    def read(self, reader: RowReader) -> None:
        """Plan the rows that are not planned yet."""
        self._recall()
        for batch in _batches(itertools.islice(reader, self._run.read_rows, None)):
            with collecting_later():
                self._keep(batch)
            if self._progress:
                done = self._run.read_rows
                self._progress.advance(done, max(self._run.row_count, done), _("Lignes lues"))

    def _recall(self) -> None:
        """Learn again what an interrupted reading had met."""
        rows = self._run.rows.order_by("rank").exclude(outcome=RowOutcome.ERROR)
        told = rows.values_list("line", "rank", "values")
        for line, rank, values in told.iterator(chunk_size=BATCH):
            self._planner.remember(line, rank, load_values(self._dataset, values))
        self._rank = self._run.rows.count()

    def _keep(self, batch: Sequence[RawRow]) -> None:
        drafts = self._planner.plan(batch)
        before, after = self._run.read_rows, self._run.read_rows + len(batch)
        with transaction.atomic():
            advance_run(self._run, ImportState.PLANNING, read_rows=(before, after))
            insert_drafts(self._dataset, self._run, self._rank, drafts)
            late = self._planner.take_late(drafts, self._rank)
            fold_late(self._dataset, self._run, late)
        self._rank += len(drafts)


def advance_run(run: ImportRun, state: ImportState, **steps: tuple[int, int]) -> None:
    """Move a counter of a run on; only one worker can, the other learns that it must stop."""
    before = {name: step[0] for name, step in steps.items()}
    after = {name: step[1] for name, step in steps.items()}
    if not ImportRun.objects.filter(pk=run.pk, state=state, **before).update(**after):
        raise JobInterrupted
    for name, value in after.items():
        setattr(run, name, value)


def refresh_counts(run: ImportRun) -> None:
    """Count the rows of each outcome; the caller saves the run."""
    counts = run.rows.aggregate(
        **{outcome: Count("pk", filter=Q(outcome=outcome)) for outcome in RowOutcome.values},
        awaiting=Count("pk", filter=Q(awaits=True, decision="")),
    )
    run.row_count = sum(counts[outcome] for outcome in RowOutcome.values)
    run.decide_count = counts["awaiting"]
    run.create_count = counts["create"] - counts["awaiting"]
    run.change_count, run.same_count = counts["change"], counts["same"]
    run.reject_count, run.skip_count = counts["error"], counts["skip"]


@contextmanager
def open_file(run: ImportRun) -> Iterator[BinaryIO]:
    """Open the run's own copy of the file."""
    with run.file.storage.open(run.file.name, "rb") as opened:
        yield opened.file


def open_reader(
    dataset: Dataset, file: BinaryIO, *, is_checked: bool = False, sheet: str = ""
) -> RowReader:
    """Read a file with the words of a dataset in mind."""
    knows = known_headings(dataset)
    return read_rows(file, knows=knows, is_checked=is_checked, sheet=sheet)


def run_dataset(run: ImportRun) -> Dataset:
    """Find the dataset of a run."""
    dataset = get_dataset(run.dataset)
    if dataset is None:
        raise JobError(_("Cette version de Terreau ne connaît plus ce jeu de données."))
    return dataset.for_run(run)


def _check_copy(run: ImportRun, file: BinaryIO) -> None:
    """Refuse a copy that is no longer the file that was brought."""
    if hashlib.file_digest(file, "sha256").hexdigest() != run.sha256:
        raise TableError(
            _("Le fichier conservé n’est plus celui que vous avez déposé. Déposez-le de nouveau.")
        )


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch
