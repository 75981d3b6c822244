"""Read a table out of a file that a person chose: CSV or XLSX, within limits."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from terreau.core.exchange.protection import unescape_xml, unprotect

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_CELL = 50_000
_BROKEN_ARCHIVE = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError)


class TableError(ValueError):
    """A file that cannot be read; its text says what happened and what to do."""


@dataclass(frozen=True)
class Table:
    """The headings and the rows of a file; `numbers` are the lines as a person counts them."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def read_table(content: bytes) -> Table:
    """Read the rows of a CSV or XLSX file, recognised by its content."""
    if len(content) > MAX_BYTES:
        raise TableError(
            _("Ce fichier dépasse %(limit)d Mo. Partagez-le en plusieurs fichiers.")
            % {"limit": MAX_BYTES // 1024 // 1024}
        )
    if not content.strip():
        raise TableError(_("Ce fichier est vide. Choisissez celui qui contient vos lignes."))
    lines = _xlsx_lines(content) if content.startswith(b"PK") else _csv_lines(content)
    try:
        return _build_table(lines)
    except ParseError as error:
        raise TableError(_unreadable_workbook()) from error


def _build_table(lines: Iterable[tuple[int, list[str]]]) -> Table:
    filled = ((number, cells) for number, cells in lines if any(cell != "" for cell in cells))
    _number, headings = next(filled, (0, []))
    while headings and headings[-1] == "":
        headings.pop()
    if not headings:
        raise TableError(_("Ce fichier est vide. Choisissez celui qui contient vos lignes."))
    if len(headings) > MAX_COLUMNS:
        raise TableError(
            _("Ce fichier a plus de %(limit)d colonnes. Gardez celles du modèle.")
            % {"limit": MAX_COLUMNS}
        )
    rows, numbers = [], []
    for number, cells in filled:
        if len(rows) >= MAX_ROWS:
            raise TableError(
                _("Ce fichier a plus de %(limit)d lignes. Partagez-le en plusieurs fichiers.")
                % {"limit": MAX_ROWS}
            )
        width = len(headings)
        rows.append(tuple((cells + [""] * width)[:width]))
        numbers.append(number)
    return Table(tuple(headings), tuple(rows), tuple(numbers))


def _csv_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decode(content)
    # The csv module stops at 131,072 characters in a cell with a message of its own.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_guess_delimiter(text))
    try:
        for cells in reader:
            yield reader.line_num, [_keep(cell) for cell in cells]
    except csv.Error as error:
        raise TableError(
            _("La ligne %(line)d de ce fichier est illisible. Vérifiez ses guillemets.")
            % {"line": reader.line_num}
        ) from error


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content or content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise TableError(_wrong_type())
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(_wrong_type())


def _guess_delimiter(text: str) -> str:
    heading, quoted = [], False
    for letter in text[:20_000]:
        quoted ^= letter == '"'
        if letter in "\r\n" and not quoted and heading:
            break
        if not quoted:
            heading.append(letter)
    return max(";,\t", key=heading.count)


def _xlsx_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    _check_archive(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (*_BROKEN_ARCHIVE, ParseError) as error:
        raise TableError(_unreadable_workbook()) from error
    if not workbook.worksheets:
        raise TableError(_unreadable_workbook())
    sheet = workbook.worksheets[0]
    sheet.reset_dimensions()  # the declared size may lie, and some programs write none
    try:
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_keep(_cell_text(cell)) for cell in cells[: MAX_COLUMNS + 1]]
    except (zipfile.BadZipFile, KeyError, OSError, ParseError) as error:
        raise TableError(_unreadable_workbook()) from error
    finally:
        workbook.close()


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except _BROKEN_ARCHIVE as error:
        raise TableError(_unreadable_workbook()) from error
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise TableError(_wrong_type())
    # These are the sizes that the archive declares; unpacking stops at what they say.
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise TableError(
            _("Ce classeur est démesuré une fois décompressé. Copiez vos lignes dans un autre.")
        )


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unescape_xml(str(value))


def _keep(cell: str) -> str:
    if len(cell) > MAX_CELL:
        raise TableError(
            _("Une case dépasse %(limit)d caractères. Raccourcissez-la.") % {"limit": MAX_CELL}
        )
    return unprotect(cell)


def _wrong_type() -> str:
    return _(
        "Ce fichier n’est ni un CSV ni un classeur XLSX. Enregistrez-le dans l’un de ces formats."
    )


def _unreadable_workbook() -> str:
    return _("Ce classeur est abîmé. Ouvrez-le dans un tableur, puis enregistrez-le de nouveau.")
