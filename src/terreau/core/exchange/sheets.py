"""Compose what the frame shows or gives out: previews, exports, error sheets, dictionaries."""

from django.utils.translation import gettext as _

from terreau.core.exchange.columns import format_cell
from terreau.core.exchange.datasets import Dataset
from terreau.core.exchange.planning import CHANGE, CREATE, ERROR, SAME, WHOLE_ROW
from terreau.core.exchange.reading import read_table
from terreau.core.exchange.writing import write_table
from terreau.core.models import ImportRun


def write_export(dataset: Dataset, person, kind: str) -> bytes:
    """Write the rows that this person may see; the file comes back in identical."""
    rows = (
        [format_cell(column, values.get(column.name)) for column in dataset.columns]
        for values in dataset.export_values(person)
    )
    return write_table(kind, _headings(dataset), rows)


def write_template(dataset: Dataset, kind: str) -> bytes:
    """Write the headings and one example."""
    return write_table(kind, _headings(dataset), [[column.example for column in dataset.columns]])


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


def write_errors(dataset: Dataset, run: ImportRun, kind: str) -> bytes:
    """Write the refused rows as they came, with a column of reasons beside each faulty one.

    Corrected and brought back, this file is read like the first: its reasons are left aside.
    """
    with run.file.open("rb") as file:
        headings = list(read_table(file.read()).headings)
    faulty = sorted({name for row in run.rejected for name in row["reasons"]})
    titles = [_("%(column)s : à corriger") % {"column": label_of(dataset, name)} for name in faulty]
    rows = (
        [*row["cells"], *(row["reasons"].get(name, "") for name in faulty)] for row in run.rejected
    )
    return write_table(kind, [*headings, *titles], rows)


def describe_preview(dataset: Dataset, run: ImportRun) -> list[dict]:
    """Describe the first rows of each outcome, with the labels of the columns."""
    if not run.preview:
        return []
    titles = {
        CREATE: _("À créer"),
        CHANGE: _("À modifier"),
        ERROR: _("À corriger"),
        SAME: _("Déjà à jour"),
    }
    counts = {
        CREATE: run.create_count,
        CHANGE: run.change_count,
        ERROR: run.reject_count,
        SAME: run.same_count,
    }
    return [
        {
            "outcome": outcome,
            "title": title,
            "count": counts[outcome],
            "rows": [_describe_row(dataset, row) for row in run.preview["rows"][outcome]],
        }
        for outcome, title in titles.items()
    ]


def label_of(dataset: Dataset, name: str) -> str:
    """Name a column, or the whole row."""
    return _("Ligne") if name == WHOLE_ROW else str(dataset.column(name).label)


def _describe_row(dataset: Dataset, row: dict) -> dict:
    return {
        "number": row["number"],
        "cells": " · ".join(cell for cell in row["cells"] if cell),
        "changes": [
            {"label": label_of(dataset, name), "before": before, "after": after}
            for name, before, after in row["changes"]
        ],
        "errors": [
            {"label": label_of(dataset, name), "sentence": sentence}
            for name, sentence in row["errors"].items()
        ],
    }


def _headings(dataset: Dataset) -> list[str]:
    return [str(column.label) for column in dataset.columns]
