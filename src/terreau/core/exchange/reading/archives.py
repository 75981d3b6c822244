"""Look inside an ODS workbook before anything opens it: its true size, its extent, its XML.

The sizes that an archive declares may lie, so each member is unpacked piece by piece and counted.
"""

import zipfile
import zlib
from typing import BinaryIO
from xml.parsers import expat

from terreau.core.exchange.reading import limits
from terreau.core.exchange.reading.limits import TableError

_PIECE = 256 * 1024
BROKEN = (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, NotImplementedError)


def recognise_archive(file: BinaryIO) -> str:
    """Tell whether an archive is `xlsx` or `ods`; raise `TableError` for any other."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _recognise(archive, set(archive.namelist()))
    except TableError:
        raise
    except BROKEN as error:
        raise TableError(limits.broken_workbook()) from error


def inspect_ods(file: BinaryIO) -> None:
    """Check a whole archive: the library that reads it wants a full rectangle of cells."""
    try:
        with zipfile.ZipFile(file) as archive:
            check_declared(archive.infolist())
            _Inspection(archive).read(archive.infolist())
    except RuntimeError as error:  # zipfile's own word for an archive with a password
        raise TableError(limits.locked_file()) from error
    except TableError:
        raise
    except (*BROKEN, zlib.error, expat.ExpatError) as error:
        raise TableError(limits.broken_workbook()) from error


def _recognise(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in _first_bytes(archive, manifest):
            raise TableError(limits.locked_file())
        if b"spreadsheet" in _first_bytes(archive, "mimetype"):
            return "ods"
    raise TableError(limits.wrong_type())


def _first_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_PIECE)


def check_declared(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    is_suspect = unpacked > max(limits.SUSPECT_BYTES, limits.MAX_SHRINKING * packed)
    if len(members) > limits.MAX_MEMBERS or unpacked > limits.MAX_UNPACKED_BYTES or is_suspect:
        raise TableError(limits.huge_workbook())


class _Inspection:
    """Unpack every member once, counting bytes and cells."""

    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive
        self._unpacked = 0

    def read(self, members: list[zipfile.ZipInfo]) -> None:
        """Read all the members."""
        for member in members:
            is_xml = member.filename.endswith((".xml", ".rels"))
            parser = self._parser(member.filename) if is_xml else None
            with self._archive.open(member) as content:
                while piece := content.read(_PIECE):
                    self._count(len(piece))
                    if parser:
                        parser.Parse(piece, False)
            if parser:
                parser.Parse(b"", True)

    def _count(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > limits.MAX_UNPACKED_BYTES:
            raise TableError(limits.huge_workbook())

    def _parser(self, name: str) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = refuse_definitions
        if name == "content.xml":
            extent = _SheetExtent()
            parser.StartElementHandler = extent.start
            parser.EndElementHandler = extent.end
        return parser


def refuse_definitions(*_args: object) -> None:
    raise TableError(limits.hostile_workbook())


class _SheetExtent:
    """Follow the far corner of the filled cells of a sheet, and refuse it when it is too far."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = 0
        self._row_repeat = self._cell_repeat = 1
        self._row_is_filled = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self.rows = self.columns = self._row = self._column = 0
        elif name == "table-row":
            self._row_repeat = _number(attributes.get("table:number-rows-repeated"), 1)
            self._column, self._row_is_filled = 0, False
        elif name in ("table-cell", "covered-table-cell"):
            self._cell_repeat = _number(attributes.get("table:number-columns-repeated"), 1)
            if "office:value-type" in attributes:
                self._fill_cell()
        elif name == "p":
            self._fill_cell()

    def _fill_cell(self) -> None:
        self._row_is_filled = True
        self._reach(self._row + 1, self._column + self._cell_repeat)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("table-cell", "covered-table-cell"):
            self._column += self._cell_repeat
        elif name == "table-row":
            self._row += self._row_repeat
            if self._row_is_filled:
                self._reach(self._row, 0)

    def _reach(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.columns > limits.MAX_COLUMNS:
            raise TableError(limits.too_many_columns())
        if self.rows * self.columns > limits.MAX_AREA:
            raise TableError(limits.too_many_rows())


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 10 else default
