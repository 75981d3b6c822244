"""Give the rows of any file one by one, with what was left aside or mended along the way."""

import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.exchange.columns import fold
from terreau.core.exchange.protection import unprotect
from terreau.core.exchange.reading import limits
from terreau.core.exchange.reading.archives import inspect_ods, recognise_archive
from terreau.core.exchange.reading.delimited import DelimitedLines, mend_decimal_commas
from terreau.core.exchange.reading.headings import LOOKED_AT, Knows, find_headings, keep_first
from terreau.core.exchange.reading.limits import TableError
from terreau.core.exchange.reading.objects import ObjectLines
from terreau.core.exchange.reading.workbooks import WorkbookLines, check_old_workbook
from terreau.core.exchange.reading.xlsx import XlsxLines

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TOTAL = re.compile(r"(?:sous[- ]?)?total(?:s|aux)?(?: general| generaux)?\s*:?")
_AMOUNT = re.compile(r"[-+]?[\d\s\u00a0\u202f.,%€]+")
_SHOWN = 5
# Twice the limit: a line broken by its own commas among the first ones is a fault of its own.
_TOO_WIDE = 2 * limits.MAX_COLUMNS


class RawRow(NamedTuple):
    """One row as it came; `fault` is the sentence of a row that cannot be read."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True)
class Table:
    """The headings and the rows of a file; `numbers` are the lines as a person counts them."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


class RowReader:
    """The headings of a file and its rows, read once, in order.

    `warnings` are sentences for the person; they are complete after the last row.
    """

    def __init__(self, lines: Any, knows: Knows | None):
        self.kind: str = lines.kind
        self.sheet: str = getattr(lines, "sheet", "")
        self.sheets: list[str] = getattr(lines, "sheets", [])
        self._source = lines
        self._told: list[str] = []
        self._mended: list[int] = []
        self._untitled: set[int] = set()
        self._blank_lines = 0
        filled = self._filled(lines)
        first = list(itertools.islice(filled, LOOKED_AT))
        rows = [cells for _line, cells in first]
        # Before anything looks at each cell: a million of them would hold the others up.
        if any(sum(map(bool, cells)) > _TOO_WIDE for cells in rows):
            raise TableError(limits.too_many_columns())
        # Objects name their own parts; elsewhere the headings are to be found.
        found = keep_first(rows[0]) if rows and self.kind == "json" else find_headings(rows, knows)
        self.headings = found.titles
        if not self.headings:
            raise TableError(limits.empty_file())
        if len(self.headings) > limits.MAX_COLUMNS:
            raise TableError(limits.too_many_columns())
        self._tell_above([line for line, _cells in first[: found.above]])
        self._lines = itertools.chain(first[found.taken :], filled)

    @property
    def warnings(self) -> list[str]:
        """What a person should know about how the file was read."""
        return [*self._source.warnings, *self._told, *self._tell_counts()]

    def __iter__(self) -> Iterator[RawRow]:
        held: list[RawRow] = []
        for count, (line, cells) in enumerate(self._lines, start=1):
            if count > limits.MAX_ROWS:
                raise TableError(limits.too_many_rows())
            row = self._fit(line, cells)
            # Totals stand at the bottom: such a row followed by another is a row like any other.
            if _is_total(row.cells):
                held.append(row)
                continue
            yield from held
            held = []
            yield row
        self._told += [_tell_total(row) for row in held]

    def _filled(self, lines: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        for line, cells in lines:
            kept = _kept(cells)
            if any(kept):
                yield line, kept
            else:
                self._blank_lines += 1

    def _fit(self, line: int, cells: list[str]) -> RawRow:
        width = len(self.headings)
        extra = len(cells) - width
        if extra <= 0:
            return RawRow(line, (*cells, *[""] * -extra))
        if not any(cells[width:]):
            return RawRow(line, tuple(cells[:width]))
        if self.kind != "csv":
            self._untitled |= {place for place in range(width, len(cells)) if cells[place]}
            return RawRow(line, tuple(cells[:width]))
        if mended := mend_decimal_commas(cells, self.headings):
            self._mended.append(line)
            return RawRow(line, tuple(mended))
        return RawRow(line, tuple(cells[:width]), _tell_extra(len(cells), width))

    def _tell_above(self, lines: Sequence[int]) -> None:
        if lines:
            told = ngettext(
                "Au-dessus des titres, la ligne %(lines)s est laissée de côté.",
                "Au-dessus des titres, les lignes %(lines)s sont laissées de côté.",
                len(lines),
            )
            self._told.append(told % {"lines": _enumerate(lines)})

    def _tell_counts(self) -> list[str]:
        told = []
        if self._blank_lines and self.kind != "json":
            told.append(
                ngettext(
                    "Une ligne vide est laissée de côté.",
                    "%(count)d lignes vides sont laissées de côté.",
                    self._blank_lines,
                )
                % {"count": self._blank_lines}
            )
        if self._mended:
            told.append(
                ngettext(
                    "Une virgule décimale sans guillemets coupait une case en deux ; la ligne "
                    "%(lines)s a été recollée. Vérifiez son montant.",
                    "Une virgule décimale sans guillemets coupait une case en deux ; les lignes "
                    "%(lines)s ont été recollées. Vérifiez leurs montants.",
                    len(self._mended),
                )
                % {"lines": _enumerate(self._mended)}
            )
        if self._untitled:
            told.append(
                ngettext(
                    "Sans titre, la colonne %(places)s est laissée de côté.",
                    "Sans titre, les colonnes %(places)s sont laissées de côté.",
                    len(self._untitled),
                )
                % {"places": _enumerate(sorted(place + 1 for place in self._untitled))}
            )
        return told


def read_rows(
    source: bytes | BinaryIO,
    *,
    knows: Knows | None = None,
    is_checked: bool = False,
    sheet: str = "",
) -> RowReader:
    """Open a file, recognised by its content; raise `TableError` with a sentence.

    `knows` tells whether a word is a known heading. `is_checked` skips the long inspection of an
    ODS workbook that was already inspected. `sheet` names the sheet of a workbook; without it, the
    first one that holds anything is read.
    """
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    size = file.seek(0, io.SEEK_END)
    if size > limits.max_bytes():
        raise TableError(limits.too_heavy())
    file.seek(0)
    start = file.read(4096)
    if not start.strip():
        raise TableError(limits.empty_file())
    file.seek(0)
    return RowReader(_open_lines(file, start, is_checked=is_checked, sheet=sheet), knows)


def _open_lines(file: BinaryIO, start: bytes, *, is_checked: bool, sheet: str) -> Any:
    if start.startswith(b"PK"):
        if recognise_archive(file) == "xlsx":
            return XlsxLines(file, sheet)
        if not is_checked:
            inspect_ods(file)
        file.seek(0)
        return WorkbookLines(file, "ods", sheet)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        check_old_workbook(file)
        return WorkbookLines(file, "xls", sheet)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{"):
        return ObjectLines(file)
    return DelimitedLines(file)


def read_table(content: bytes) -> Table:
    """Read a whole file at once, when it is known to be small."""
    reader = read_rows(content)
    rows = list(reader)
    return Table(reader.headings, tuple(row.cells for row in rows), tuple(row.line for row in rows))


def _kept(cells: Sequence[str]) -> list[str]:
    """Read the cells of a line; most lines hold nothing odd, which one look at them all tells."""
    text = "".join(cells)
    if "'" not in text and len(text) <= limits.MAX_CELL and not _UNSTORABLE.search(text):
        return [cell.strip() for cell in cells]
    return [_keep(cell) if cell else "" for cell in cells]


def _keep(cell: str) -> str:
    if len(cell) > limits.MAX_CELL:
        raise TableError(
            _("Une case dépasse %(limit)d caractères. Raccourcissez-la.")
            % {"limit": limits.MAX_CELL}
        )
    if _UNSTORABLE.search(cell):
        cell = _UNSTORABLE.sub("\ufffd", cell)
    return unprotect(cell)


def _is_total(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or not _TOTAL.fullmatch(fold(filled[0])):
        return False
    return all(_AMOUNT.fullmatch(cell) for cell in filled[1:])


def _tell_total(row: RawRow) -> str:
    return _("La ligne %(line)d est un total : elle est laissée de côté.") % {"line": row.line}


def _tell_extra(found: int, width: int) -> str:
    return _(
        "Cette ligne a %(found)d cases pour %(width)d titres. Entourez de guillemets le texte qui "
        "contient le séparateur."
    ) % {"found": found, "width": width}


def _enumerate(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    return shown + (", …" if len(numbers) > _SHOWN else "")
