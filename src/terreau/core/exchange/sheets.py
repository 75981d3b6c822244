"""Compose what the frame gives out: exports, templates, dictionaries, error sheets."""

import itertools
from collections.abc import Iterable, Iterator
from typing import IO

from django.db.models import Q
from django.utils.translation import gettext as _

from terreau.core.exchange.columns import Column, format_cell
from terreau.core.exchange.datasets import Dataset
from terreau.core.exchange.mapping import is_reason, reason_heading
from terreau.core.exchange.staging import WHOLE_ROW, label_of
from terreau.core.exchange.writing import open_table, stream_csv, write_table
from terreau.core.models import ImportRow, ImportRun, RowOutcome


def stream_export(dataset: Dataset, person, kind: str) -> Iterable[bytes]:
    """Give the rows that this person may see, piece by piece; the file comes back identical."""
    rows = _export_rows(dataset, person)
    if kind == "csv":
        return stream_csv(_headings(dataset), rows)
    return open_table(kind, _headings(dataset), rows)


def write_export(dataset: Dataset, person, kind: str) -> bytes:
    """Write the rows that this person may see, whole."""
    return write_table(kind, _headings(dataset), _export_rows(dataset, person))


def _export_rows(dataset: Dataset, person) -> Iterator[list[str]]:
    for values in dataset.export_values(person):
        yield [format_cell(column, values.get(column.name)) for column in written_columns(dataset)]


def write_template(dataset: Dataset, kind: str) -> bytes:
    """Write the headings and one example."""
    return write_table(
        kind, _headings(dataset), [[column.example for column in written_columns(dataset)]]
    )


def write_dictionary(dataset: Dataset, kind: str) -> bytes:
    """Write one line per column: what it is, what it accepts."""
    headings = [
        _("Colonne"),
        _("Nom technique"),
        _("Contenu"),
        _("Obligatoire"),
        _("Valeurs"),
        _("Aide"),
        _("Exemple"),
    ]
    rows = [
        [
            str(column.label),
            column.name,
            str(column.kind_label),
            _("oui") if column.required else _("non"),
            " | ".join(column.choice_labels),
            str(column.help),
            column.example,
        ]
        for column in dataset.columns
    ]
    return write_table(kind, headings, rows)


def open_errors(dataset: Dataset, run: ImportRun, kind: str) -> IO[bytes]:
    """Write the rows left aside as they came, with a column of reasons beside each faulty one.

    Corrected and brought back, this file is read like the first: its reasons are left aside.
    """
    kept = [place for place, title in enumerate(run.headings) if not is_reason(title)]
    faulty = _faulty_names(run)
    titles = [reason_heading(label_of(dataset, name)) for name in faulty]
    headings = [run.headings[place] for place in kept]
    return open_table(kind, [*headings, *titles], _error_rows(run, kept, faulty))


def write_errors(dataset: Dataset, run: ImportRun, kind: str) -> bytes:
    """Write the error sheet, whole."""
    with open_errors(dataset, run, kind) as file:
        return file.read()


def rows_left_aside(run: ImportRun):
    """The rows that an agreement does not write: faulty, or that nobody decided."""
    return run.rows.filter(Q(outcome=RowOutcome.ERROR) | Q(awaits=True, decision=""))


def reasons_of(row: ImportRow) -> dict[str, str]:
    """Tell why a row is left aside; one that nobody decided names what it looks like."""
    if row.reasons or not row.awaits or row.decision:
        return row.reasons
    names = ", ".join(f"« {item['label']} »" for item in row.proposals[:3])
    sentence = _("Pas encore décidée : cette ligne ressemble à %(names)s. Dites si c’est elle.")
    return {WHOLE_ROW: sentence % {"names": names}}


def _faulty_names(run: ImportRun) -> list[str]:
    names: set[str] = set()
    for row in rows_left_aside(run).only(*_READ).iterator(chunk_size=1000):
        names |= set(reasons_of(row))
    return sorted(names)


_READ = ("line", "cells", "reasons", "awaits", "decision", "proposals")


def _error_rows(run: ImportRun, kept: list[int], faulty: list[str]) -> Iterator[list[str]]:
    rows = rows_left_aside(run).order_by("rank").only(*_READ).iterator(chunk_size=1000)
    for _line, parts in itertools.groupby(rows, key=lambda row: row.line):
        together = list(parts)
        reasons: dict[str, str] = {}
        for row in together:
            reasons |= reasons_of(row)
        cells = together[0].cells
        yield [*(cells[place] for place in kept), *(reasons.get(name, "") for name in faulty)]


def _headings(dataset: Dataset) -> list[str]:
    return [str(column.label) for column in written_columns(dataset)]


def written_columns(dataset: Dataset) -> list[Column]:
    """The columns of an export; those that are only read stay out."""
    return [column for column in dataset.columns if not column.import_only]
