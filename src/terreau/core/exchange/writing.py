"""Write a table as CSV, XLSX or ODS, safe to open and identical when it comes back."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from terreau.core.exchange.protection import protect
from terreau.core.exchange.writing_workbooks import write_ods, write_xlsx

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_IN_MEMORY = 5 * 1024 * 1024
_CHUNK_ROWS = 500

Rows = Iterable[Sequence[str]]


class TableFile(tempfile.SpooledTemporaryFile):
    """A written table; an answer that nobody reads to its end closes it too."""

    def __del__(self) -> None:
        self.close()


def write_table(kind: str, headings: Sequence[str], rows: Rows) -> bytes:
    """Write headings and rows of texts in the format `csv`, `xlsx` or `ods`."""
    with open_table(kind, headings, rows) as file:
        return file.read()


def open_table(kind: str, headings: Sequence[str], rows: Rows) -> IO[bytes]:
    """Write a table, however long, in a file that does not weigh on the memory."""
    file = TableFile(max_size=_IN_MEMORY)
    if kind == "csv":
        file.writelines(stream_csv(headings, rows))
    else:
        {"xlsx": write_xlsx, "ods": write_ods}[kind](file, headings, rows)
    file.seek(0)
    return file


def stream_csv(headings: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """Give a CSV piece by piece, as the rows come."""
    yield "\ufeff".encode()
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([protect(heading) for heading in headings])
    for rank, row in enumerate(rows, start=1):
        writer.writerow([protect(cell) for cell in row])
        if rank % _CHUNK_ROWS == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()
