"""Read one sheet of an ODS workbook, or of an old XLS."""

import datetime
import itertools
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    load_workbook,
)

from terreau.core.exchange.protection import unescape_xml
from terreau.core.exchange.reading import limits
from terreau.core.exchange.reading.limits import TableError, one_sheet_only

_PASSWORD_STREAM = "EncryptedPackage".encode("utf-16-le")


class WorkbookLines:
    """The lines of a sheet, as (number, cells)."""

    def __init__(self, file: BinaryIO, kind: str, sheet: str = ""):
        self.kind = kind
        workbook = _open(file)
        self.sheets = _visible_names(workbook)
        self.sheet, self._sheet = self._choose_sheet(workbook, sheet)
        self.warnings = one_sheet_only(self.sheet, self.sheets)

    def _choose_sheet(self, workbook: CalamineWorkbook, asked: str) -> tuple[str, CalamineSheet]:
        """Take the sheet asked for, else the first one that holds anything."""
        for name in [asked] if asked in self.sheets else self.sheets:
            sheet = _get_sheet(workbook, name)
            if sheet.height:
                return name, sheet
        raise TableError(limits.empty_file())

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        write = _ods_text if self.kind == "ods" else _cell_text
        lines = self._sheet.iter_rows()
        # An own counter: the library counts rows from the top of the sheet.
        for number in itertools.count(1):
            cells = next(lines, None)
            if cells is None:
                return
            yield number, [write(cell) if cell != "" else "" for cell in cells]


def _open(file: BinaryIO) -> CalamineWorkbook:
    try:
        return load_workbook(file)
    except PasswordError as error:
        raise TableError(limits.locked_file()) from error
    except BaseException as error:
        raise _translate(error) from error


def _visible_names(workbook: CalamineWorkbook) -> list[str]:
    """The visible sheets, or all of them when none is."""
    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible
    ]
    return visible or list(workbook.sheet_names)


def _get_sheet(workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_name(name)
    except BaseException as error:
        raise _translate(error) from error


def _translate(error: BaseException) -> BaseException:
    """Turn what the library raises, panics included, into a sentence; let the rest through."""
    is_ours = isinstance(error, CalamineError | OSError | ValueError | MemoryError)
    if is_ours or type(error).__name__ == "PanicException":
        return TableError(limits.broken_workbook())
    return error


def check_old_workbook(file: BinaryIO) -> None:
    """Tell apart an old XLS from a workbook wrapped in a password."""
    file.seek(0)
    while piece := file.read(1024 * 1024):
        if _PASSWORD_STREAM in piece:
            raise TableError(limits.locked_file())
    file.seek(0)


def _ods_text(value: Any) -> str:
    return unescape_xml(_cell_text(value))


def _cell_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)
