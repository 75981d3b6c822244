"""Bring a file in: receive it, plan it, write it once agreed."""

import datetime
import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.core.exchange.columns import CellError, format_cell
from terreau.core.exchange.datasets import Dataset, get_dataset
from terreau.core.exchange.permissions import can_confirm_run, can_import_rows
from terreau.core.exchange.planning import (
    BATCH,
    CHANGE,
    CREATE,
    ERROR,
    SAME,
    WHOLE_ROW,
    Planner,
    RowPlan,
    Summary,
    rejection,
)
from terreau.core.exchange.reading import TableError, read_table
from terreau.core.jobs import JobError, Progress, enqueue
from terreau.core.models import ImportChange, ImportRun, ImportState
from terreau.core.verdicts import require

# Up to so many rows the page answers at once; past that a job does it.
AT_ONCE = 300


def receive_file(
    *,
    dataset: Dataset,
    file_name: str,
    content: bytes,
    by: Any,
    posture: str = "",
    source: str = "",
    licence: str = "",
    empty_clears: bool = False,
    now: datetime.datetime,
) -> ImportRun:
    """Keep a file and plan what it would do; raises `TableError` when it cannot be read."""
    require(can_import_rows(by, dataset))
    table = read_table(content)
    Planner(dataset, table, by=by, empty_clears=empty_clears)  # refuses unknown headings early
    run = ImportRun(
        dataset=dataset.name,
        file_name=file_name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        source=source,
        licence=licence,
        empty_clears=empty_clears,
        requested_by=by,
        posture=posture,
        row_count=len(table.rows),
        created_at=now,
    )
    suffix = "xlsx" if content.startswith(b"PK") else "csv"
    run.file.save(f"{run.pk}.{suffix}", ContentFile(content), save=False)
    with transaction.atomic():
        run.save(force_insert=True)
        if run.row_count > AT_ONCE:
            _hand_over(run, "import-plan", by=by)
    if run.row_count <= AT_ONCE:
        plan_run(run)
    return run


def plan_run(run: ImportRun, progress: Progress | None = None) -> None:
    """Work out what the file would do and keep it for the preview."""
    try:
        planner = _planner(run)
        summary = _summarise(planner, run, progress)
    except TableError as error:
        run.state, run.message = ImportState.REFUSED, str(error)
        run.save(update_fields=["state", "message"])
        return
    run.create_count, run.change_count = summary.counts[CREATE], summary.counts[CHANGE]
    run.same_count, run.reject_count = summary.counts[SAME], summary.counts[ERROR]
    run.preview = {"rows": summary.shown, "ignored": list(planner.headings.ignored)}
    run.rejected, run.digest = summary.rejected, summary.digest
    run.state = ImportState.PLANNED
    run.save()


def confirm_run(run: ImportRun, *, by: Any, now: datetime.datetime) -> None:
    """Write what the preview showed, and nothing else."""
    require(can_confirm_run(by, run))
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        require(can_confirm_run(by, run))
        run.state, run.confirmed_at, run.message = ImportState.RUNNING, now, ""
        run.save(update_fields=["state", "confirmed_at", "message"])
        if run.row_count > AT_ONCE:
            _hand_over(run, "import-apply", by=by)
            return
        # Few rows: one transaction, so that a fault leaves the preview as it was.
        apply_run(run)


def apply_run(run: ImportRun, progress: Progress | None = None) -> None:
    """Write the rows, batch by batch; an interrupted run goes on after its last batch."""
    planner = _planner(run)
    if run.applied_rows == 0 and _summarise(planner, run, None).digest != run.digest:
        plan_run(run)
        run.message = _(
            "Les données ont changé depuis l’aperçu et rien n’a été écrit. Voici le nouvel aperçu."
        )
        run.save(update_fields=["message"])
        return
    batch: list[RowPlan] = []
    for plan in _planner(run).plan(start=run.applied_rows):
        batch.append(plan)
        if len(batch) == BATCH:
            _apply_batch(run, batch, progress)
            batch = []
    _apply_batch(run, batch, progress)
    _finish(run)


def _apply_batch(run: ImportRun, batch: list[RowPlan], progress: Progress | None) -> None:
    dataset = _dataset(run)
    with transaction.atomic():
        for plan in batch:
            if plan.outcome in (CREATE, CHANGE):
                _apply_row(run, dataset, plan)
        run.applied_rows += len(batch)
        run.save(update_fields=["applied_rows", "rejected"])
    if progress:
        progress.advance(run.applied_rows, run.row_count, _("Lignes écrites"))


def _apply_row(run: ImportRun, dataset: Dataset, plan: RowPlan) -> None:
    who = {"by": run.requested_by, "posture": run.posture, "now": timezone.now()}
    try:
        with transaction.atomic():
            if plan.outcome == CREATE:
                instance, before = dataset.create(plan.values, **who), None
                names = [column.name for column in dataset.columns]
            else:
                instance, names = plan.instance, [name for name, _b, _a in plan.changes]
                before = {name: text for name, text, _after in plan.changes}
                dataset.change(instance, {name: plan.values[name] for name in names}, **who)
            after = read_cells(dataset, instance, names)
            ImportChange.objects.create(
                run=run,
                row_number=plan.number,
                object_key=str(instance.pk),
                before=before,
                after=after,
            )
    except (CellError, ValidationError, IntegrityError, PermissionDenied) as error:
        run.rejected.append(rejection(plan, {WHOLE_ROW: _tell(error)}))


def read_cells(dataset: Dataset, instance: Any, names: list[str]) -> dict[str, str]:
    """Read the present texts of some columns of one row."""
    values = dataset.read_values(instance)
    return {name: format_cell(dataset.column(name), values.get(name)) for name in names}


def _finish(run: ImportRun) -> None:
    run.create_count = run.changes.filter(before__isnull=True).count()
    run.change_count = run.changes.exclude(before__isnull=True).count()
    run.reject_count = len(run.rejected)
    run.state, run.finished_at = ImportState.DONE, timezone.now()
    run.save()


def _tell(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, IntegrityError):
        return _("Cette ligne en contredit une autre déjà enregistrée. Vérifiez son identifiant.")
    return str(error)


def _planner(run: ImportRun) -> Planner:
    run.file.open("rb")
    with run.file:
        content = run.file.read()
    return Planner(
        _dataset(run),
        read_table(content),
        by=run.requested_by,
        empty_clears=run.empty_clears,
        mapping=run.mapping,
    )


def _summarise(planner: Planner, run: ImportRun, progress: Progress | None) -> Summary:
    summary = Summary()
    for rank, plan in enumerate(planner.plan(), start=1):
        summary.add(plan)
        if progress and rank % BATCH == 0:
            progress.advance(rank, run.row_count, _("Lignes lues"))
    return summary


def _dataset(run: ImportRun) -> Dataset:
    dataset = get_dataset(run.dataset)
    if dataset is None:
        raise JobError(_("Cette version de Terreau ne connaît plus ce jeu de données."))
    return dataset


def _hand_over(run: ImportRun, kind: str, *, by: Any) -> None:
    run.job_id = enqueue(kind, {"run": str(run.pk)}, by=by, key=f"{kind}:{run.pk}").pk
    run.save(update_fields=["job_id"])
