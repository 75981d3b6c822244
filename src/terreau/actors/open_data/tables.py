"""The open list as tables: CSV by pieces, workbooks whole, and the dictionary of the columns."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.actors.open_data.values import OPEN_COLUMNS, public_values
from terreau.core.exchange.columns import format_cell
from terreau.core.exchange.protection import protect
from terreau.core.exchange.writing import write_table

# A workbook stands whole in memory: longer lists go out as CSV, GeoJSON or JSON-LD.
WORKBOOK_ROWS = 100_000
_BOM = "\ufeff"


def headings() -> list[str]:
    """The headings, as the import recognises them."""
    return [str(column.label) for column in OPEN_COLUMNS]


def rows_of(organisations: Iterable[Organisation]) -> Iterator[list[str]]:
    """The cells of each sheet."""
    for organisation in organisations:
        values = public_values(organisation)
        yield [format_cell(column, values[column.name]) for column in OPEN_COLUMNS]


def stream_csv(chunks: Iterable[list[Organisation]]) -> Iterator[bytes]:
    """Write the CSV piece by piece; what a spreadsheet would run is neutralised."""
    yield (_BOM + _csv_text([headings()])).encode()
    for chunk in chunks:
        yield _csv_text(rows_of(chunk)).encode()


def _csv_text(rows: Iterable[list[str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerows([protect(cell) for cell in row] for row in rows)
    return text.getvalue()


def write_workbook(kind: str, chunks: Iterable[list[Organisation]]) -> bytes:
    """Write an XLSX or ODS workbook."""
    organisations = (organisation for chunk in chunks for organisation in chunk)
    return write_table(kind, headings(), rows_of(organisations))


def dictionary_rows() -> list[list[str]]:
    """One line a column: its heading, its technical name, what it holds."""
    return [
        [
            str(column.label),
            column.name,
            str(column.kind_label),
            " | ".join(column.choice_labels),
            str(column.help),
            column.example,
        ]
        for column in OPEN_COLUMNS
    ]


def write_dictionary(kind: str) -> bytes:
    """Write the dictionary as a table."""
    titles = [_("Colonne"), _("Nom technique"), _("Contenu"), _("Valeurs"), _("Aide"), _("Exemple")]
    return write_table(kind, titles, dictionary_rows())
