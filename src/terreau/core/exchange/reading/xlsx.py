"""Read one sheet of an XLSX workbook piece by piece, never whole in memory.

Only the parts that hold the rows are unpacked, each byte counted; an XML definition stops it.
"""

import datetime
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from terreau.core.exchange.protection import unescape_xml
from terreau.core.exchange.reading import limits
from terreau.core.exchange.reading.archives import BROKEN, check_declared, refuse_definitions
from terreau.core.exchange.reading.limits import TableError, one_sheet_only
from terreau.core.exchange.reading.xlsx_parts import Parts, read_parts

_PIECE = 128 * 1024
_COLUMN = re.compile(r"[A-Z]{1,4}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


class XlsxLines:
    """The lines of a sheet, as (number, cells)."""

    kind = "xlsx"

    def __init__(self, file: BinaryIO, sheet: str = ""):
        self._file = file
        with _telling(), zipfile.ZipFile(file) as archive:
            check_declared(archive.infolist())
            self._parts = read_parts(archive)
            self.sheets = [name for name, _path in self._parts.sheets]
            self.sheet, self._path = self._choose(archive, sheet)
        self.warnings = one_sheet_only(self.sheet, self.sheets)

    def _choose(self, archive: zipfile.ZipFile, asked: str) -> tuple[str, str]:
        """Take the sheet asked for, else the first one that holds anything."""
        sheets = self._parts.sheets
        for name, path in sheets if asked or len(sheets) > 1 else ():
            if asked == name or (not asked and self._is_filled(archive, path)):
                return name, path
        return sheets[0]

    def _is_filled(self, archive: zipfile.ZipFile, path: str) -> bool:
        with archive.open(path) as member:
            return next(_read_sheet(member, self._parts), None) is not None

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        with (
            _telling(),
            zipfile.ZipFile(self._file) as archive,
            archive.open(self._path) as member,
        ):
            yield from _read_sheet(member, self._parts)


class _telling:  # noqa: N801 - reads as a statement
    """Turn what broken archives raise into a sentence for the person."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None or isinstance(error, TableError | GeneratorExit):
            return
        if isinstance(error, RuntimeError):  # zipfile's own word for an archive with a password
            raise TableError(limits.locked_file()) from error
        if isinstance(error, (*BROKEN, zlib.error, expat.ExpatError)):
            raise TableError(limits.broken_workbook()) from error


def _read_sheet(member: BinaryIO, parts: Parts) -> Iterator[tuple[int, list[str]]]:
    sheet = _Sheet(parts)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_definitions
    parser.StartElementHandler = sheet.start
    parser.EndElementHandler = sheet.end
    parser.CharacterDataHandler = sheet.text
    unpacked = 0
    while piece := member.read(_PIECE):
        unpacked += len(piece)
        if unpacked > limits.MAX_UNPACKED_BYTES:
            raise TableError(limits.huge_workbook())
        parser.Parse(piece, False)
        yield from sheet.take()
    parser.Parse(b"", True)
    yield from sheet.take()


class _Sheet:
    """Follow the XML of a sheet; the rows that are complete wait in `take`."""

    def __init__(self, parts: Parts):
        self._parts = parts
        self._rows: list[tuple[int, list[str]]] = []
        self._number = 0
        self._cells: list[str] = []
        self._column = 0
        self._type = self._style = ""
        self._is_value = False
        self._pieces: list[str] = []

    def take(self) -> list[tuple[int, list[str]]]:
        """Give the rows read since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        if tag in _VALUES:
            self._is_value = True
        elif tag in _CELLS:
            self._type, self._style = attributes.get("t", ""), attributes.get("s", "")
            self._column = _column_of(attributes.get("r", ""), self._column)
            self._pieces = []
        elif tag in _ROWS:
            number = attributes.get("r", "")
            self._number = int(number) if number.isdigit() else self._number + 1
            self._cells, self._column = [], 0
        elif ":" in tag:
            self.start(tag.rpartition(":")[2], attributes)

    def text(self, data: str) -> None:
        """Keep the text of a value."""
        if self._is_value:
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        """Leave an element."""
        if tag in _VALUES:
            self._is_value = False
        elif tag in _CELLS:
            if self._pieces:
                self._fill("".join(self._pieces))
        elif tag in _ROWS:
            if self._cells:
                self._rows.append((self._number, self._cells))
        elif ":" in tag:
            self.end(tag.rpartition(":")[2])

    def _fill(self, text: str) -> None:
        if self._column > limits.MAX_COLUMNS:
            raise TableError(limits.too_many_columns())
        cells = self._cells
        while len(cells) < self._column - 1:
            cells.append("")
        cells.append(self._read(text))

    def _read(self, text: str) -> str:
        kind = self._type
        if kind == "s":
            return self._parts.shared_text(text)
        if kind in ("str", "inlineStr"):
            return unescape_xml(text) if "_x" in text else text
        if kind == "b":
            return _("oui") if text == "1" else _("non")
        if kind == "e":
            return ""
        if kind == "d" or not _NUMBER.fullmatch(text):
            return text.partition("T")[0]
        number = float(text)
        if self._style in self._parts.date_styles:
            return _day(number, from_1904=self._parts.from_1904)
        return str(int(number)) if number.is_integer() else format(number, ".15g")


_VALUES, _CELLS, _ROWS = {"v", "t"}, {"c"}, {"row"}
_places: dict[str, int] = {}


def _column_of(reference: str, last: int) -> int:
    match = _COLUMN.match(reference)
    if not match:
        return last + 1
    letters = match[0]
    if letters not in _places:
        place = 0
        for letter in letters:
            place = place * 26 + ord(letter) - 64
        _places[letters] = place
    return _places[letters]


def _day(number: float, *, from_1904: bool) -> str:
    epoch = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
    try:
        moment = epoch + datetime.timedelta(days=number)
    except OverflowError:
        return str(number)
    return moment.date().isoformat() if number >= 1 else moment.time().isoformat("minutes")
