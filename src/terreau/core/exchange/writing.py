"""Write a table as CSV or XLSX, safe to open and identical when it comes back."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from terreau.core.exchange.protection import escape_xml, protect
from terreau.core.exchange.reading import TableError

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Past this length the format itself cuts the text.
_XLSX_CELL = 32_767


def write_table(kind: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write headings and rows of texts in the format `csv` or `xlsx`."""
    return {"csv": _write_csv, "xlsx": _write_xlsx}[kind](headings, rows)


def _write_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([protect(heading) for heading in headings])
    writer.writerows([protect(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    texts = [[_xlsx_text(cell) for cell in row] for row in [headings, *rows]]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Données"))
    sheet.freeze_panes = "A2"
    sheet.append([_text_cell(sheet, text, bold=True) for text in texts[0]])
    for row in texts[1:]:
        sheet.append([_text_cell(sheet, text) for text in row])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _xlsx_text(text: str) -> str:
    written = escape_xml(protect(text))
    if len(written) > _XLSX_CELL:
        raise TableError(
            _("Un texte est trop long pour un classeur XLSX. Choisissez le format CSV.")
        )
    return written


def _text_cell(sheet, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    # Typed as text, so that codes keep their zeros and nothing becomes a formula.
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell
