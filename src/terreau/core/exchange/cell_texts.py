"""Read the texts of cells as people and spreadsheets write them.

Each reader gives the value and a note: what was understood beyond the text, or nothing.
"""

import datetime
import re
from decimal import Decimal

from django.utils.translation import gettext as _

from terreau.core.formats import format_long_date
from terreau.core.partial_date_words import read_partial_date
from terreau.core.partial_dates import PartialDate

_SPACES = re.compile(r"[\s\u00a0\u202f\u2007']")
_UNITS = re.compile(r"(?:€|eur|euros?)$", re.I)
_DESTROYED = re.compile(r"\d+(?:[.,]\d+)?E\+\d+|\d+[.,]\d+E\d+", re.I)
_SERIAL = re.compile(r"([1-7]\d{4})(?:[.,]\d+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T]\d{1,2}:\d{2}.*)?")
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}.*")
_EPOCH = datetime.date(1899, 12, 30)
# A year in two digits up to this one is of this century.
_PIVOT = 40


class CellError(ValueError):
    """A cell that cannot be read; its text is a full sentence for the person."""


def read_number(text: str) -> Decimal:
    """Read « 1 234,56 », « 1.234,56 € », « 1234.56 » as the same number.

    >>> read_number("1\\u202f234,56 €"), read_number("1.234,5"), read_number("-12")
    (Decimal('1234.56'), Decimal('1234.5'), Decimal('-12'))
    """
    digits = _UNITS.sub("", _SPACES.sub("", text))
    if re.fullmatch(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    elif re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+", digits):
        digits = digits.replace(",", "")
    if not re.fullmatch(r"[+-]?\d{1,18}(?:[.,]\d{1,15})?", digits):
        raise CellError(
            _("« %(text)s » n’est pas un nombre. Écrivez par exemple 1234,56.") % {"text": text}
        )
    return Decimal(digits.replace(",", "."))


def read_integer(text: str) -> int:
    """Read a whole number, whatever separates its thousands."""
    try:
        number = read_number(text)
    except CellError:
        number = Decimal("0.5")
    if number % 1:
        raise CellError(
            _("« %(text)s » n’est pas un nombre entier. Écrivez par exemple 1200.") % {"text": text}
        )
    return int(number)


def read_date(text: str) -> tuple[datetime.date, str]:
    """Read a whole day: French, ISO, in words, or the serial number of a spreadsheet."""
    try:
        edtf, note = _read_day(text)
        return datetime.date.fromisoformat(edtf), note
    except ValueError as error:
        raise CellError(
            _("« %(text)s » n’est pas une date. Écrivez par exemple 22/11/2026.") % {"text": text}
        ) from error


def read_part_of_date(text: str) -> tuple[PartialDate, str]:
    """Read a year, a season, a month or a day."""
    try:
        edtf, note = _read_day(text)
        return PartialDate(edtf), note
    except ValueError as error:
        raise CellError(
            _("« %(text)s » n’est pas une date. Écrivez 2013, 09/2013 ou 12/09/2013.")
            % {"text": text}
        ) from error


def _read_day(text: str) -> tuple[str, str]:
    if serial := _SERIAL.fullmatch(text):
        day = _EPOCH + datetime.timedelta(days=int(serial[1]))
        said = {"text": text, "day": format_long_date(day)}
        told = _("« %(text)s » est le numéro d’un jour dans un tableur : lu %(day)s.") % said
        return day.isoformat(), told
    if stamp := _STAMP.fullmatch(text):
        return stamp[1], ""
    if found := _DAY_FIRST.fullmatch(text):
        return _read_day_first(text, *found.groups())
    return read_partial_date(text) or "", ""


def _read_day_first(text: str, day: str, month: str, year: str) -> tuple[str, str]:
    note = ""
    if len(year) == 2:
        year = f"{20 if int(year) <= _PIVOT else 19}{year}"
        note = _("« %(text)s » : l’année est lue %(year)s.") % {"text": text, "year": year}
    return f"{year}-{int(month):02}-{int(day):02}", note


def read_code(text: str, width: int | None) -> tuple[str, str]:
    """Read a code, give it back the zeros that a spreadsheet took, refuse a destroyed one.

    >>> read_code("013 002 526", None)[0], read_code("1234", 5)[0]
    ('013002526', '01234')
    """
    code = _SPACES.sub("", text) if "'" not in text else re.sub(r"[\s\u00a0\u202f]", "", text)
    if _DESTROYED.fullmatch(code):
        raise CellError(
            _(
                "Ce numéro a été détruit par le tableur : « %(text)s » est une notation "
                "scientifique, et ses derniers chiffres sont perdus. Reprenez-le dans le fichier "
                "d’origine, colonne au format texte."
            )
            % {"text": text}
        )
    if re.fullmatch(r"\d{4,}\.0", code):
        code = code[:-2]
    lost = (width or 0) - len(code)
    if code.isdigit() and 0 < lost <= 2:
        whole = code.zfill(width or 0)
        return whole, _("« %(text)s » est lu %(whole)s : le tableur avait ôté ses zéros.") % {
            "text": text,
            "whole": whole,
        }
    return code, ""
