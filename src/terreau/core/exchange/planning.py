"""Work out what a file would do, row by row, without writing anything."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from terreau.core.exchange.columns import CellError, Column, fold, format_cell, parse_cell
from terreau.core.exchange.datasets import Ambiguous, Dataset
from terreau.core.exchange.reading import Table, TableError

CREATE, CHANGE, SAME, ERROR = "create", "change", "same", "error"
# The reason that concerns a whole row stands under this name among the reasons of its cells.
WHOLE_ROW = ""
BATCH = 200
PREVIEW_ROWS = 20


@dataclass(frozen=True)
class RowPlan:
    """What one row would do; `changes` are (column, text before, text after)."""

    number: int
    outcome: str
    cells: tuple[str, ...]
    values: dict[str, Any] = field(default_factory=dict)
    instance: Any = None
    changes: tuple[tuple[str, str, str], ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Headings:
    """Which column each heading of the file is; None for a heading that is left aside."""

    columns: tuple[Column | None, ...]
    ignored: tuple[str, ...]


def match_headings(dataset: Dataset, headings: Iterable[str], mapping: dict | None = None):
    """Recognise headings by label or name, whatever their case and accents."""
    known = {fold(str(column.label)): column for column in dataset.columns}
    known |= {fold(column.name): column for column in dataset.columns}
    known |= {fold(theirs): dataset.column(name) for theirs, name in (mapping or {}).items()}
    columns = tuple(known.get(fold(heading)) for heading in headings)
    names = [column.name for column in columns if column]
    if not names:
        raise TableError(
            _("Aucune colonne n’est reconnue. Partez du modèle, ou gardez ses titres : %(titles)s.")
            % {"titles": ", ".join(str(column.label) for column in dataset.columns)}
        )
    for column in columns:
        if column and names.count(column.name) > 1:
            raise TableError(
                _("La colonne « %(title)s » est présente deux fois. Gardez-en une seule.")
                % {"title": column.label}
            )
    ignored = (title for title, column in zip(headings, columns, strict=True) if not column)
    return Headings(columns, tuple(title for title in ignored if title))


class Planner:
    """Plan the rows of one file, in batches, so that the number of queries stays small."""

    def __init__(self, dataset: Dataset, table: Table, *, by, empty_clears: bool, mapping=None):
        self._dataset = dataset
        self._table = table
        self._by = by
        self._empty_clears = empty_clears
        self._seen: dict[tuple, int] = {}
        self.headings = match_headings(dataset, table.headings, mapping)

    def plan(self, *, start: int = 0) -> Iterator[RowPlan]:
        """Give the plan of each row, from the given rank on."""
        rows = list(zip(self._table.numbers, self._table.rows, strict=True))
        for number, cells in rows[:start]:
            self._find_twin(number, self._read_row(cells)[0])
        for rank in range(start, len(rows), BATCH):
            yield from self._plan_batch(rows[rank : rank + BATCH])

    def _plan_batch(self, batch: list[tuple[int, tuple[str, ...]]]) -> Iterator[RowPlan]:
        read = [self._read_row(cells) for _number, cells in batch]
        found = self._dataset.find_existing([values for values, _errors in read])
        for (number, cells), (values, errors), instance in zip(batch, read, found, strict=True):
            errors = errors or self._find_faults(number, values, instance)
            if errors:
                yield RowPlan(number, ERROR, cells, values, errors=errors)
            else:
                yield self._compare(RowPlan(number, CREATE, cells, values, instance))

    def _read_row(self, cells: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, str]]:
        values, errors = {}, {}
        for column, cell in zip(self.headings.columns, cells, strict=True):
            if column is None:
                continue
            try:
                value = parse_cell(column, cell)
            except CellError as error:
                errors[column.name] = str(error)
            else:
                if value is not None or self._empty_clears:
                    values[column.name] = value
        return values, errors

    def _find_faults(self, number: int, values: dict[str, Any], instance: Any) -> dict[str, str]:
        if isinstance(instance, Ambiguous):
            return {WHOLE_ROW: instance.sentence}
        if twin := self._find_twin(number, values):
            return {
                WHOLE_ROW: _("Cette ligne parle de la même chose que la ligne %(twin)d.")
                % {"twin": twin}
            }
        if missing := self._find_missing(values, instance):
            return missing
        if instance is not None:
            verdict = self._dataset.can_change(instance, self._by)
            if not verdict:
                return {WHOLE_ROW: verdict.reason}
        return dict(self._dataset.check_row(values))

    def _find_twin(self, number: int, values: dict[str, Any]) -> int | None:
        key = self._dataset.row_key(values)
        if key is None:
            return None
        first = self._seen.setdefault(key, number)
        return first if first != number else None

    def _find_missing(self, values: dict[str, Any], instance: Any) -> dict[str, str]:
        sentence = _("Cette case est obligatoire. Remplissez-la.")
        return {
            column.name: sentence
            for column in self._dataset.columns
            if column.required
            and values.get(column.name) is None
            and (instance is None or column.name in values)
        }

    def _compare(self, plan: RowPlan) -> RowPlan:
        now = {} if plan.instance is None else self._dataset.read_values(plan.instance)
        changes = []
        for name, value in plan.values.items():
            column = self._dataset.column(name)
            before, after = format_cell(column, now.get(name)), format_cell(column, value)
            if before != after:
                changes.append((name, before, after))
        existing = CHANGE if changes else SAME
        return RowPlan(
            plan.number,
            CREATE if plan.instance is None else existing,
            plan.cells,
            plan.values,
            plan.instance,
            tuple(changes),
        )


class Summary:
    """Count and digest plans as they pass, and keep the first of each outcome to show."""

    def __init__(self) -> None:
        self.counts = {CREATE: 0, CHANGE: 0, SAME: 0, ERROR: 0}
        self.shown: dict[str, list[dict]] = {CREATE: [], CHANGE: [], SAME: [], ERROR: []}
        self.rejected: list[dict] = []
        self._hash = hashlib.sha256()

    def add(self, plan: RowPlan) -> None:
        """Take one more row into account."""
        self.counts[plan.outcome] += 1
        row = {
            "number": plan.number,
            "changes": [list(change) for change in plan.changes],
            "errors": plan.errors,
            "cells": list(plan.cells),
        }
        told = json.dumps([plan.outcome, row], ensure_ascii=False, sort_keys=True)
        self._hash.update(told.encode())
        if len(self.shown[plan.outcome]) < PREVIEW_ROWS:
            self.shown[plan.outcome].append(row)
        if plan.outcome == ERROR:
            self.rejected.append(rejection(plan, plan.errors))

    @property
    def digest(self) -> str:
        """Prove that what is written later is what was shown."""
        return self._hash.hexdigest()


def rejection(plan: RowPlan, errors: dict[str, str]) -> dict:
    """Keep a refused row as it came, with the reason of each cell."""
    return {"number": plan.number, "cells": list(plan.cells), "reasons": errors}
