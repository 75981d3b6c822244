"""Declare a dataset: rows that people bring in from a file and take out again.

A domain writes one subclass of `Dataset` and registers it in its `AppConfig.ready`:

    class Organisations(Dataset):
        name = "organisations"                        # in the address
        label = gettext_lazy("Organisations")
        columns = (Column("siren", _("SIREN"), CODE), Column("name", _("Nom"), required=True), …)
        key = ("siren",)                              # the columns that tell two rows apart
        …
    register_dataset(Organisations())

The frame does the rest: upload, preview, confirmation, result, undo, error sheet, dictionary,
CSV and XLSX both ways. What the frame asks of the dataset:

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
"""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from terreau.core.exchange.columns import Column
from terreau.core.verdicts import GRANTED, Verdict

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Ambiguous:
    """Several existing things could be meant; the sentence says which and what to do."""

    sentence: str


class Dataset(ABC):
    """Rows that come in from a file and go out again, all through the domain's own actions."""

    name: str
    label: Any
    lead: Any = ""
    columns: tuple[Column, ...]
    key: tuple[str, ...]

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

    @abstractmethod
    def create(self, values: Values, *, by, posture, now: datetime.datetime) -> Any:
        """Create one row and return it."""

    @abstractmethod
    def change(self, instance: Any, values: Values, *, by, posture, now: datetime.datetime) -> None:
        """Change the given columns of one row."""

    @abstractmethod
    def remove(self, instance: Any, *, by, posture, now: datetime.datetime) -> None:
        """Remove a row that an import created."""

    def can_remove(self, instance: Any) -> Verdict:
        """Tell whether nothing else hangs on a row that an import created."""
        return GRANTED

    def can_change(self, instance: Any, person) -> Verdict:
        """Tell whether this person may change this existing row; shown in the preview."""
        return GRANTED

    def check_row(self, values: Values) -> dict[str, str]:
        """Find what is wrong between the cells of one row."""
        return {}

    def row_key(self, values: Values) -> tuple | None:
        """Give what tells this row from another of the same file, or None when unknown."""
        key = tuple(values.get(name) for name in self.key)
        return None if all(part in (None, "") for part in key) else key

    def column(self, name: str) -> Column:
        """Find a column by its name."""
        return next(column for column in self.columns if column.name == name)


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
