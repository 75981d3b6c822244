"""Rows of one file that resemble one another: proposed like the rest, folded on agreement."""

import itertools
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.core.exchange.datasets import Dataset, Proposal
from terreau.core.exchange.settling import LINE, SAME, SETTLED, rank_of, settle_rows
from terreau.core.exchange.staging import (
    BATCH,
    WHOLE_ROW,
    clip,
    load_values,
    save_rows,
    store_values,
)
from terreau.core.jobs import Progress
from terreau.core.models import ImportRow, ImportRun, RowOutcome

Found = tuple[int, tuple[Proposal, ...]]


class NewRows:
    """The rows of a file that would make something new, read again as often as needed."""

    def __init__(self, run: ImportRun, dataset: Dataset):
        self._rows = run.rows.filter(outcome=RowOutcome.CREATE).order_by("rank")
        self._dataset = dataset

    def all(self, names: Collection[str]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Give the rank and some values of each row, in their order."""
        for rank, stored in self._rows.values_list("rank", "values").iterator(chunk_size=BATCH):
            yield rank, self._load(stored, names)

    def some(self, ranks: Collection[int], names: Collection[str]) -> dict[int, dict[str, Any]]:
        """Give some values of the rows of these ranks."""
        rows = self._rows.filter(rank__in=ranks).values_list("rank", "values")
        return {rank: self._load(stored, names) for rank, stored in rows}

    def _load(self, stored: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
        return load_values(self._dataset, {name: stored[name] for name in names if name in stored})


def propose_within(run: ImportRun, dataset: Dataset, progress: Progress | None = None) -> None:
    """Let a person say which rows of the file are one thing; done again, it changes nothing."""
    done = 0
    found = dataset.propose_within(NewRows(run, dataset))
    while batch := list(itertools.islice(found, BATCH)):
        with transaction.atomic():
            _keep(run, batch)
        done += len(batch)
        if progress:
            progress.advance(done, done, _("Lignes qui se ressemblent"))


def _keep(run: ImportRun, batch: Sequence[Found]) -> None:
    wanted = {int(item.key) for _rank, items in batch for item in items}
    wanted |= {rank for rank, _items in batch}
    rows = {row.rank: row for row in run.rows.filter(rank__in=wanted)}
    for rank, items in batch:
        row = rows[rank]
        known = [item for item in row.proposals if not item["key"].startswith(LINE)]
        said = [_proposal(rows[int(item.key)], item) for item in items]
        row.proposals = sorted([*known, *said], key=lambda item: -item["score"])
        row.awaits, row.best_score = True, row.proposals[0]["score"]
    save_rows([rows[rank] for rank, _items in batch], ["proposals", "awaits", "best_score"])


def _proposal(first: ImportRow, item: Proposal) -> dict[str, Any]:
    detail = (_("ligne %(line)d de ce fichier") % {"line": first.line}, item.detail)
    return {
        "key": f"{LINE}{first.rank}",
        "line": first.line,
        "label": clip(first.label),
        "detail": clip(" · ".join(filter(None, detail))),
        "score": item.score,
        "reasons": list(item.reasons),
        "url": "",
    }


def fold_agreed(run: ImportRun, dataset: Dataset) -> None:
    """Give each row what those that a person said to be the same add; done again, it adds nothing.

    It waits for the agreement, so that until then each decision can be taken back.
    """
    roots = _roots(run)
    ordered = sorted(set(roots.values()))
    for start in range(0, len(ordered), BATCH):
        part = set(ordered[start : start + BATCH])
        with transaction.atomic():
            _fold(run, dataset, part, {rank: root for rank, root in roots.items() if root in part})


def tell_left(run: ImportRun) -> None:
    """Leave aside, with its reason, each row whose first row could not be written."""
    roots = _roots(run)
    unwritten = _unwritten(run, set(roots.values()))
    wanted = [rank for rank, root in roots.items() if root in unwritten]
    for start in range(0, len(wanted), BATCH):
        rows = list(run.rows.filter(rank__in=wanted[start : start + BATCH]))
        for row in rows:
            row.outcome = RowOutcome.ERROR
            row.reasons = {
                WHOLE_ROW: _(
                    "Cette ligne parle de la même chose que la ligne %(line)d, qui n’a pas été "
                    "importée. Importez-les ensemble de nouveau."
                )
                % {"line": unwritten[roots[row.rank]]}
            }
        save_rows(rows, ["outcome", "reasons"])


def keys_proposed(run: ImportRun, rows: Sequence[ImportRow]) -> dict[str, str]:
    """What each proposal of these rows is by now: the primary key of a thing, as text.

    A line that became nothing has none.
    """
    keys = {item["key"] for row in rows for item in row.proposals}
    lines = {int(key.removeprefix(LINE)): key for key in keys if key.startswith(LINE)}
    written = run.rows.filter(rank__in=lines).exclude(applied_key="")
    made = {lines[rank]: key for rank, key in written.values_list("rank", "applied_key")}
    return {key: key for key in keys if not key.startswith(LINE)} | made


def _roots(run: ImportRun) -> dict[int, int]:
    """The row at the end of each chain of rows said to be the same."""
    decided = run.rows.filter(awaits=True, decision__startswith=SAME + LINE).order_by("rank")
    roots: dict[int, int] = {}
    # A row only ever names one before it: the root of that one is already known.
    for rank, decision in decided.values_list("rank", "decision"):
        first = rank_of(decision)
        roots[rank] = roots.get(first, first)
    return roots


def _fold(run: ImportRun, dataset: Dataset, roots: set[int], members: dict[int, int]) -> None:
    first = {row.rank: row for row in run.rows.filter(rank__in=roots)}
    values = {rank: load_values(dataset, row.values) for rank, row in first.items()}
    richer: set[int] = set()
    others = run.rows.filter(rank__in=members).order_by("rank").values_list("rank", "values")
    for rank, stored in others:
        root = members[rank]
        merged = dataset.merge_values(values[root], load_values(dataset, stored))
        if merged is not None:
            values[root] = merged
            richer.add(root)
    rows = [first[rank] for rank in sorted(richer) if _lives(first[rank])]
    for row in rows:
        row.values = store_values(dataset, values[row.rank])
    settle_rows(dataset, [(row, row.decision) for row in rows], by=run.requested_by)
    save_rows(rows, ["values", *SETTLED])


def _lives(row: ImportRow) -> bool:
    return row.outcome in (RowOutcome.CREATE, RowOutcome.CHANGE, RowOutcome.SAME)


def _unwritten(run: ImportRun, ranks: set[int]) -> dict[int, int]:
    """The lines of those of these rows that are faulty, or that nobody decided."""
    ordered, found = sorted(ranks), {}
    for start in range(0, len(ordered), BATCH):
        rows = run.rows.filter(rank__in=ordered[start : start + BATCH])
        for row in rows.only("run", "rank", "line", "outcome", "awaits", "decision"):
            if row.outcome == RowOutcome.ERROR or (row.awaits and not row.decision):
                found[row.rank] = row.line
    return found
