"""Declare a dataset: rows that people bring in from a file and take out again.

A domain writes one subclass of `Dataset` and registers it in its `AppConfig.ready`:

    class Organisations(Dataset):
        name = "organisations"                        # in the address
        label = gettext_lazy("Organisations")
        columns = (Column("siren", _("SIREN"), CODE), Column("name", _("Nom"), required=True), …)
        key = ("siren",)                              # the columns that tell two rows apart
        …
    register_dataset(Organisations())

The frame does the rest: upload, columns, preview, decisions, confirmation, progress, result, undo,
error sheet, dictionary, and CSV, XLSX and ODS both ways. What the frame asks of the dataset:

* `can_import(person)`, `can_export(person)`: verdicts with their reason;
* `export_values(person)`: the values of each row that the person may see, as dicts by column;
* `find_existing(rows)`: for a batch of rows read, the instance each one is about (or None), in
  few queries; raise nothing, return `Ambiguous("sentence")` when several could be meant;
* `read_values(instance)`: its present values by column, exactly as `export_values` gives them;
* `check_row(values)`: what is wrong between cells, as {column name: sentence};
* `create(values, *, by, posture, now)` and `change(instance, values, *, by, posture, now)`: call
  the domain's actions, so that permissions and journal hold; `values` carries the columns of the
  file only, and in `change` only those that differ; raise `CellError` or `ValidationError` to
  refuse one row with a sentence;
* `remove(instance, *, by, posture, now)`: undo a creation; `find_by_key(keys)`: instances by the
  primary keys written at creation; `can_remove(instance)`: a refusal with its reason when other
  things now hang on it.

A dataset of many rows overrides the methods by batch (`BatchDataset` below), which otherwise call
the methods by row. Rows come to it by batches of a few thousand at most.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from terreau.core.exchange.batches import Ambiguous, BatchDataset, Proposal, Values
from terreau.core.exchange.columns import Column, format_cell
from terreau.core.exchange.guessing import guess_columns
from terreau.core.exchange.layouts import Layout
from terreau.core.verdicts import Verdict

__all__ = [
    "Ambiguous",
    "Dataset",
    "Layout",
    "Proposal",
    "Values",
    "every_dataset",
    "get_dataset",
    "register_dataset",
]


class Dataset(BatchDataset, ABC):
    """Rows that come in from a file and go out again, all through the domain's own actions."""

    name: str
    label: Any
    lead: Any = ""
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    layouts: tuple[Layout, ...] = ()
    # True: a second row of the same key in one file is folded into the first, not refused.
    fold_same_rows: bool = False
    # A Django form shown with the deposit; what it was told is kept in the run's `provenance`.
    provenance_form: type | None = None

    def ask_provenance(self, data, *, person, initial: Mapping[str, Any]) -> Any:
        """Give the form of provenance of a deposit, if there is one.

        A form that offers what a person may choose among takes `person`.
        """
        if self.provenance_form is None:
            return None
        more = {"person": person} if getattr(self.provenance_form, "is_personal", False) else {}
        return self.provenance_form(data, initial=dict(initial), **more)

    @abstractmethod
    def can_import(self, person) -> Verdict:
        """Tell whether this person may bring rows in."""

    @abstractmethod
    def can_export(self, person) -> Verdict:
        """Tell whether this person may take rows out."""

    @abstractmethod
    def export_values(self, person) -> Iterable[Values]:
        """Give the values of every row that this person may see, in a steady order."""

    @abstractmethod
    def find_existing(self, rows: Sequence[Values]) -> list[Any]:
        """For each row read, give the instance it is about, `Ambiguous`, or None."""

    @abstractmethod
    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Give instances by primary key (as text); those that are gone are absent."""

    @abstractmethod
    def read_values(self, instance: Any) -> Values:
        """Give the present values of one row."""

    def row_key(self, values: Values) -> tuple | None:
        """Give what tells this row from another of the same file, or None when unknown."""
        key = tuple(values.get(name) for name in self.key)
        return None if all(part in (None, "") for part in key) else key

    def row_label(self, values: Values) -> str:
        """Name a row as a person would: by default its first filled required column."""
        names = [column.name for column in self.columns if column.required]
        names += [column.name for column in self.columns]
        return next((str(values[name]) for name in names if values.get(name)), "")

    def speak_cells(self, cells: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """Give the words of the codes among these (column, text as stored), in few queries."""
        return {}

    def stamp_rows(self, instances: Sequence[Any]) -> list[str]:
        """Sum up each instance in 64 characters at most, that change whenever it does."""
        return [self._stamp(values) for values in self.read_many(instances)]

    def _stamp(self, values: Values) -> str:
        texts = [format_cell(column, values.get(column.name)) for column in self.columns]
        return hashlib.sha256("\x1f".join(texts).encode("utf-8", "replace")).hexdigest()

    def guess_columns(
        self, headings: Sequence[str], samples: Mapping[str, Sequence[str]]
    ) -> dict[str, str]:
        """Guess the column of each heading; "" for a heading that is left aside."""
        return guess_columns(self.columns, headings, samples)

    def column(self, name: str) -> Column:
        """Find a column by its name."""
        return self.columns_by_name[name]

    @cached_property
    def columns_by_name(self) -> dict[str, Column]:
        """The columns under their names: a long file asks millions of times."""
        return {column.name: column for column in self.columns}


_datasets: dict[str, Dataset] = {}


def register_dataset(dataset: Dataset) -> None:
    """Declare a dataset; its name appears in the addresses."""
    _datasets[dataset.name] = dataset


def get_dataset(name: str) -> Dataset | None:
    """Find a dataset by name."""
    return _datasets.get(name)


def every_dataset() -> list[Dataset]:
    """All datasets, by label."""
    return sorted(_datasets.values(), key=lambda dataset: str(dataset.label))
