"""Read tables with one row a territory and one column a figure and year, as INSEE publishes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from terreau.territories.sources.codes import Codes, OutsideError, Place, UnknownCodeError
from terreau.territories.sources.collecting import Collector
from terreau.territories.sources.faults import UnreadableFileError
from terreau.territories.sources.numbers import (
    BadNumberError,
    Cell,
    Special,
    decimal_sign,
    read_number,
)
from terreau.territories.sources.reading import Reading, Row, Table

_CENTURY = 2000


class Kind(Enum):
    """What a figure can be, and so what it cannot."""

    COUNT = "count"  # never negative; adds up when communes merge
    RATE = "rate"  # 0 to 100 in the file, 0 to 1 in Terreau; does not add up
    AMOUNT = "amount"  # never negative; does not add up


@dataclass(frozen=True)
class Column:
    """A column that is taken: its heading with the year as a group, the indicator it feeds."""

    pattern: str
    slug: str
    kind: Kind = Kind.COUNT


@dataclass(frozen=True)
class Found:
    """A column of this very file."""

    heading: str
    slug: str
    kind: Kind
    year: int


Derive = Callable[[dict[tuple[str, int], Cell]], dict[tuple[str, int], Cell]]


def find_columns(
    name: str, headings: Sequence[str], wanted: Sequence[Column], year: int | None = None
) -> list[Found]:
    """Recognise the columns of a vintage: `P18_POP`, `P21_POP`…"""
    found = []
    for heading in headings:
        for column in wanted:
            match = re.fullmatch(column.pattern, heading)
            if match:
                when = _CENTURY + int(match[1]) if match.groups() else year
                if when:
                    found.append(Found(heading, column.slug, column.kind, when))
                break
    if not found:
        raise UnreadableFileError(
            _(
                "« %(name)s » n’a aucune des colonnes attendues, ou ne dit pas de quelle année "
                "elle sont : donnez le fichier tel qu’il est publié. Rien n’a été modifié."
            )
            % {"name": name}
        )
    return found


def convert(text: str, kind: Kind) -> Cell:
    """Read a figure in the unit of Terreau; a rate over 100 or a negative count is refused."""
    value = read_number(text)
    if isinstance(value, Special):
        return value
    if value < 0:
        raise BadNumberError(
            _("%(text)s est négatif, ce qui n’est pas possible ici.") % {"text": text.strip()}
        )
    if kind is Kind.RATE:
        if value > 100:
            raise BadNumberError(
                _("%(text)s dépasse 100 %% : ce n’est pas une part.") % {"text": text.strip()}
            )
        return value / 100
    return value


class WideReader:
    """Go through the rows of a table and gather the figures of its columns."""

    def __init__(
        self,
        table: Table,
        codes: Codes,
        columns: Sequence[Found],
        *,
        check: Callable[[Row], str],
        code_column: str = "CODGEO",
        derive: Derive | None = None,
    ) -> None:
        self.table, self.codes, self.columns = table, codes, columns
        self.check, self.code_column, self.derive = check, code_column, derive
        self.reading = Reading(vintage=table.vintage, expects_all=table.level == "commune")
        counts = {column.slug for column in columns if column.kind is Kind.COUNT}
        measures = {column.slug for column in columns} - counts
        self.collector = Collector(self.reading, lambda slug: slug not in measures)
        self.signs: dict[str, set[str]] = {}

    def run(self) -> Reading:
        """Read every row; a refused cell leaves the others of its row."""
        given: set[str] = set()
        for line, row in self.table.rows:
            self.reading.rows += 1
            code = row[self.code_column]
            reason = self.check(row) or (_twice(code) if code in given else "")
            if reason:
                self.reading.reject(line, row, reason)
                continue
            given.add(code)
            try:
                place = self.codes.place(self.table.level, code)
            except OutsideError:
                self.reading.outside += 1
                continue
            except UnknownCodeError as fault:
                self.reading.reject(line, row, str(fault))
                continue
            self.reading.seen.add(place.key)
            self._take(line, row, place)
        self._tell_mixed_signs()
        return self.collector.finish()

    def _take(self, line: int, row: Row, place: Place) -> None:
        values: dict[tuple[str, int], Cell] = {}
        for column in self.columns:
            text = row.get(column.heading, "")
            sign = decimal_sign(text)
            if sign:
                self.signs.setdefault(column.heading, set()).add(sign)
            try:
                values[column.slug, column.year] = convert(text, column.kind)
            except BadNumberError as fault:
                self.reading.reject(
                    line,
                    {self.code_column: row[self.code_column], column.heading: text},
                    _("Colonne %(column)s : %(fault)s Ce chiffre est laissé de côté.")
                    % {"column": column.heading, "fault": fault},
                )
        if self.derive:
            values |= self.derive(values)
        for (slug, year), value in values.items():
            self.collector.put(slug, year, place, value)

    def _tell_mixed_signs(self) -> None:
        mixed = sorted(heading for heading, signs in self.signs.items() if len(signs) > 1)
        if mixed:
            self.reading.notes.append(
                _(
                    "Ces colonnes mélangent virgules et points : les uns et les autres ont été "
                    "lus comme des décimales (%(columns)s)."
                )
                % {"columns": ", ".join(mixed)}
            )


def _twice(code: str) -> str:
    return _("Le code %(code)s est donné deux fois.") % {"code": code}


def check_code(row: Row, code_column: str = "CODGEO") -> str:
    """Refuse a row without a code."""
    if row.get(code_column, ""):
        return ""
    return _("Cette ligne ne donne pas de code de territoire.")


def level_of(name: str) -> str:
    """Tell the level of a file from its name: `cc_filosofi_2021_EPCI.csv`."""
    tail = name.rsplit(".", 1)[0].upper()
    for mark, level in (("_EPCI", "epci"), ("_DEP", "departement"), ("_REG", "region")):
        if tail.endswith(mark):
            return level
    return "commune"
