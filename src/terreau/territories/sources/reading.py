"""What every source gives: a table read row by row, then figures on the territories of today."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from terreau.territories.sources.codes import Codes

Row = dict[str, str]
# The figure of a territory; None is known to exist and kept secret; an absent one is missing.
Figures = dict[int, float | None]
MOST_KEPT = 500


@dataclass
class Table:
    """Rows of a file with their line numbers; year and vintage are empty when it says none."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[tuple[int, Row]]
    year: int | None = None
    vintage: str = ""
    level: str = "commune"
    titles: str = ""  # what is written above the headings


@dataclass(frozen=True)
class Membership:
    """One territory in one programme, as a list says."""

    programme: str
    key: int
    code: str = ""
    name: str = ""
    since: datetime.date | None = None
    is_partial: bool = False


@dataclass
class Reading:
    """What was understood of a file, and everything that was not, with its reason."""

    series: dict[tuple[str, int], Figures] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    programmes: frozenset[str] = frozenset()
    listed_on: datetime.date | None = None
    epci_of: dict[int, str] = field(default_factory=dict)
    epci_names: dict[str, tuple[str, str]] = field(default_factory=dict)
    vintage: str = ""
    base: str = ""
    expects_all: bool = False  # a national list of communes: a shorter one is half a file
    is_extract: bool = False  # a table of some places only, by its nature
    rows: int = 0
    outside: int = 0
    seen: set[int] = field(default_factory=set)
    rejected: list[dict[str, str | int]] = field(default_factory=list)
    rejected_count: int = 0
    notes: list[str] = field(default_factory=list)

    def reject(self, line: int, row: Row, reason: str) -> None:
        """Keep a refused row and its reason; beyond some hundreds, only their number."""
        self.rejected_count += 1
        if len(self.rejected) < MOST_KEPT:
            text = ";".join(value for value in row.values())[:200]
            self.rejected.append({"line": line, "row": text, "reason": reason})


class SourceModule(Protocol):
    """The four functions of a source, and its identifier in the table of sources."""

    SLUG: str

    def recognise(self, name: str, head: str) -> bool:
        """Answer whether a file is of this source."""

    def read(self, path: object) -> Table:
        """Open the rows of a file."""

    def check(self, row: Row) -> str:
        """Say why a row cannot be taken."""

    def to_series(self, table: Table, codes: Codes) -> Reading:
        """Give the figures by indicator and year."""
