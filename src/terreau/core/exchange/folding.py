"""Give a row staged earlier what a later row of the same thing adds."""

from collections.abc import Sequence
from typing import Any

from terreau.core.exchange.datasets import Dataset
from terreau.core.exchange.planning import Draft, compare_drafts, settle
from terreau.core.exchange.reading import RawRow
from terreau.core.exchange.staging import load_values, save_rows, store_values
from terreau.core.models import ImportRow, ImportRun, RowOutcome

_LIVING = (RowOutcome.CREATE, RowOutcome.CHANGE, RowOutcome.SAME)
_SAVED = ["values", "outcome", "reasons", "changes", "before", "target_key", "target_label"]


def fold_late(dataset: Dataset, run: ImportRun, late: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Merge rows into those of their ranks, and compare these again."""
    if not late:
        return
    ranks = {rank for rank, _values in late}
    rows = {row.rank: row for row in run.rows.filter(rank__in=ranks, outcome__in=_LIVING)}
    merged: dict[int, dict[str, Any]] = {}
    for rank, values in late:
        if rank in rows:
            kept = merged.get(rank) or load_values(dataset, rows[rank].values)
            richer = dataset.merge_values(kept, values)
            if richer is not None:
                merged[rank] = richer
    _compare(dataset, run, [(rows[rank], values) for rank, values in merged.items()])


def _compare(
    dataset: Dataset, run: ImportRun, richer: Sequence[tuple[ImportRow, dict[str, Any]]]
) -> None:
    targets = dataset.find_by_key([row.target_key for row, _values in richer if row.target_key])
    drafts = []
    for row, values in richer:
        draft = Draft(RawRow(row.line, tuple(row.cells)), row.part, values)
        draft.instance = targets.get(row.target_key)
        drafts.append(draft)
    compare_drafts(dataset, drafts, by=run.requested_by)
    for (row, values), draft in zip(richer, drafts, strict=True):
        row.values = store_values(dataset, values)
        settle(row, draft)
    save_rows([row for row, _values in richer], _SAVED)
