"""The open list as tables: CSV by pieces, workbooks whole, and the dictionary of the columns."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.actors.open_data.values import OPEN_COLUMNS, public_values
from terreau.core.exchange.columns import format_cell
from terreau.core.exchange.writing import open_table, stream_csv, write_table

# Past this length nobody waits for a workbook: CSV, GeoJSON and JSON-LD start at once.
WORKBOOK_ROWS = 100_000
PIECE = 64 * 1024


def headings() -> list[str]:
    """The headings, as the import recognises them."""
    return [str(column.label) for column in OPEN_COLUMNS]


def rows_of(organisations: Iterable[Organisation]) -> Iterator[list[str]]:
    """The cells of each sheet."""
    for organisation in organisations:
        values = public_values(organisation)
        yield [format_cell(column, values[column.name]) for column in OPEN_COLUMNS]


def csv_pieces(chunks: Iterable[list[Organisation]]) -> Iterator[bytes]:
    """Write the CSV piece by piece; what a spreadsheet would run is neutralised."""
    return stream_csv(headings(), rows_of(_one_by_one(chunks)))


def workbook_pieces(kind: str, chunks: Iterable[list[Organisation]]) -> Iterator[bytes]:
    """Write an XLSX or ODS workbook in a temporary file, then give it piece by piece."""
    with open_table(kind, headings(), rows_of(_one_by_one(chunks))) as file:
        yield from iter(lambda: file.read(PIECE), b"")


def _one_by_one(chunks: Iterable[list[Organisation]]) -> Iterator[Organisation]:
    return (organisation for chunk in chunks for organisation in chunk)


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
