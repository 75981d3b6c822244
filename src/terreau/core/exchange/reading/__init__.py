"""Read a table out of a file as people really have them: CSV, XLSX, ODS, JSON, within limits."""

from terreau.core.exchange.reading.limits import TableError
from terreau.core.exchange.reading.rows import RawRow, RowReader, Table, read_rows, read_table

__all__ = ["RawRow", "RowReader", "Table", "TableError", "read_rows", "read_table"]
