"""Between a row as the database keeps it and the values that a dataset works with."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from terreau.core.exchange.batches import Values
from terreau.core.exchange.columns import (
    CHOICE,
    CODE,
    DATE,
    PARTIAL_DATE,
    TEXT,
    Column,
    format_cell,
    parse_cell,
    store_text,
)
from terreau.core.exchange.datasets import Dataset
from terreau.core.formats import format_long_date
from terreau.core.models import ImportRow

BATCH = 1000
# The reason that concerns a whole row stands under this name among the reasons of its cells.
WHOLE_ROW = ""
_AS_STORED = (TEXT, CODE)
_DATES = (DATE, PARTIAL_DATE)


def store_values(dataset: Dataset, values: Values) -> dict[str, Any]:
    """Write the values of a row as plain JSON."""
    columns = dataset.columns_by_name
    return {
        name: store_text(columns[name], value) if name in columns else value
        for name, value in values.items()
    }


def load_values(dataset: Dataset, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Read the values of a row back."""
    columns = dataset.columns_by_name
    return {
        name: _load(columns[name], value) if name in columns else value
        for name, value in stored.items()
    }


def _load(column: Column, text: str) -> Any:
    # Most values are texts, and what is stored was checked: there is nothing to read again.
    if text and column.kind in _AS_STORED:
        return text
    if column.kind == CHOICE and text in column.choice_values:
        return text
    return parse_cell(column, text)


def find_changes(dataset: Dataset, values: Values, present: Values) -> list[list[str]]:
    """List the columns that differ, as [name, text before, text after]."""
    changes = []
    for column in dataset.columns:
        if column.name not in values:
            continue
        before = store_text(column, present.get(column.name)) if present else ""
        after = store_text(column, values[column.name])
        if before != after:
            changes.append([column.name, before, after])
    return changes


def show_text(dataset: Dataset, name: str, stored: str) -> str:
    """Write a stored text in the words of whoever reads it."""
    column = dataset.column(name)
    if not stored:
        return ""
    value = parse_cell(column, stored)
    return format_long_date(value) if column.kind in _DATES else format_cell(column, value)


def label_of(dataset: Dataset, name: str) -> str:
    """Name a column, or the whole row."""
    labels = {column.name: str(column.label) for column in dataset.columns}
    return _("Ligne") if name == WHOLE_ROW else labels.get(name, name)


def clip(text: Any, size: int = 300) -> str:
    """Cut a text to what a label holds."""
    told = str(text)
    return told if len(told) <= size else told[: size - 1] + "…"


def save_rows(rows: Iterable[ImportRow], fields: Sequence[str]) -> None:
    """Write some fields of many rows."""
    ImportRow.objects.bulk_update(rows, fields, batch_size=BATCH)
