"""Bring a file in: receive it, choose its columns, agree to what it does."""

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction

from terreau.core.exchange.applying import apply_run
from terreau.core.exchange.datasets import Dataset
from terreau.core.exchange.guessing import headings_key
from terreau.core.exchange.mapping import check_mapping
from terreau.core.exchange.permissions import (
    can_choose_columns,
    can_confirm_run,
    can_import_rows,
)
from terreau.core.exchange.reading import TableError
from terreau.core.exchange.recognising import AT_ONCE, recognise
from terreau.core.exchange.runs import plan_run, run_dataset
from terreau.core.jobs import enqueue
from terreau.core.models import ImportRun, ImportState, RememberedMapping
from terreau.core.verdicts import require


def receive_file(*, content: bytes, by: Any, now: datetime.datetime, **said: Any) -> ImportRun:
    """Keep a file and plan it with the columns as guessed; raises `TableError`."""
    run = deposit_file(file=ContentFile(content), by=by, now=now, **said)
    try:
        choose_columns(run, mapping=run.mapping, by=by, now=now)
    except TableError:
        run.file.delete(save=False)
        run.delete()
        raise
    return run


def deposit_file(
    *,
    dataset: Dataset,
    file_name: str,
    file: File,
    by: Any,
    posture: str = "",
    source: str = "",
    licence: str = "",
    provenance: Mapping[str, Any] | None = None,
    takes_personal: bool = False,
    empty_clears: bool = False,
    now: datetime.datetime,
) -> ImportRun:
    """Keep a file and guess its columns; raises `TableError` when it cannot be read."""
    require(can_import_rows(by, dataset))
    run = ImportRun(
        dataset=dataset.name,
        state=ImportState.MAPPING,
        file_name=file_name[-200:],
        source=source,
        licence=licence,
        provenance=dict(provenance or {}),
        takes_personal=takes_personal,
        empty_clears=empty_clears,
        requested_by=by,
        posture=posture,
        created_at=now,
    )
    recognise(run, dataset, file.file, by=by)
    run.sha256 = _digest(file)
    run.file.save(f"{run.pk}.{run.kind}", file, save=False)
    run.save(force_insert=True)
    return run


def choose_columns(
    run: ImportRun,
    *,
    mapping: Mapping[str, str],
    by: Any,
    now: datetime.datetime,
    takes_personal: bool | None = None,
    uses_layout: bool = True,
) -> None:
    """Agree to the column of each heading, remember it, and plan the file."""
    require(can_choose_columns(by, run))
    dataset = run_dataset(run)
    layout = run.layout if uses_layout else ""
    if not layout:
        check_mapping(dataset, mapping)
    if not layout and not (run.is_recognised and mapping == run.mapping):
        _remember(run, mapping, by=by, now=now)
    if takes_personal is not None:
        run.takes_personal = takes_personal
    with transaction.atomic():
        run.rows.all().delete()
        run.mapping, run.layout, run.read_rows = dict(mapping), layout, 0
        run.state, run.message = ImportState.PLANNING, ""
        run.save()
        if run.row_count > AT_ONCE:
            hand_over(run, "import-plan", by=by)
    if run.row_count <= AT_ONCE:
        plan_run(run)


def confirm_run(run: ImportRun, *, by: Any, now: datetime.datetime) -> None:
    """Write what the preview showed, and nothing else."""
    require(can_confirm_run(by, run))
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        require(can_confirm_run(by, run))
        require(can_import_rows(by, run_dataset(run)))
        run.state, run.confirmed_at, run.message = ImportState.RUNNING, now, ""
        run.save(update_fields=["state", "confirmed_at", "message"])
        if run.row_count > AT_ONCE:
            hand_over(run, "import-apply", by=by)
            return
        # Few rows: one transaction, so that a fault leaves the preview as it was.
        apply_run(run)


def hand_over(run: ImportRun, kind: str, *, by: Any, **payload: Any) -> None:
    """Leave the work to a job; it starts once the caller's transaction is committed."""
    payload = {"run": str(run.pk), **payload}
    run.job_id = enqueue(kind, payload, by=by, key=f"{kind}:{run.pk}").pk
    run.save(update_fields=["job_id", "state"])


def _digest(file: File) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file.file, "sha256").hexdigest()
    file.seek(0)
    return digest


def _remember(
    run: ImportRun, mapping: Mapping[str, str], *, by: Any, now: datetime.datetime
) -> None:
    RememberedMapping.objects.update_or_create(
        person=by,
        dataset=run.dataset,
        headings_key=headings_key(run.headings),
        defaults={"mapping": dict(mapping), "used_at": now},
    )
