"""Any table of figures: an official code, a year, an indicator and a value on each line."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from terreau.territories.sources.codes import Codes, Place
from terreau.territories.sources.collecting import Collector
from terreau.territories.sources.faults import UnreadableFileError
from terreau.territories.sources.numbers import Cell, read_number
from terreau.territories.sources.reading import Reading, Row, Table
from terreau.territories.sources.tables import open_table
from terreau.territories.sources.walking import walk

SLUG = "tableau-de-chiffres"
CODES = ("CODE", "CODGEO", "CODE_INSEE", "INSEE_COM", "CODE COMMUNE", "CODE_COMMUNE", "INSEE")
YEARS = ("ANNEE", "ANNÉE", "AN", "YEAR", "MILLESIME", "MILLÉSIME")
VALUES = ("VALEUR", "VALUE")
NAMES = ("INDICATEUR", "INDICATOR")


def recognise(name: str, head: str) -> bool:
    """Answer whether it has a code, a year and a value."""
    cells = re.split("[;,\t|]", head.partition("\n")[0])
    headings = {cell.strip(' "\ufeff\r').upper() for cell in cells}
    return all(headings.intersection(names) for names in (CODES, YEARS, VALUES))


def read(path: Path) -> Table:
    """Open its rows under common names; without a column, the file is named by the indicator."""
    table = open_table(path, [])
    columns = {
        common: next((name for name in names if name in table.columns), "")
        for common, names in (("code", CODES), ("year", YEARS), ("value", VALUES))
    }
    if not all(columns.values()):
        raise UnreadableFileError(
            _("« %(name)s » n’a pas les colonnes code, annee et valeur. Rien n’a été modifié.")
            % {"name": path.name}
        )
    names = next((name for name in NAMES if name in table.columns), "")
    rows = table.rows
    table.rows = (
        (line, {common: row[name] for common, name in columns.items()} | _slug(row, names, path))
        for line, row in rows
    )
    return table


def _slug(row: Row, column: str, path: Path) -> Row:
    return {"indicator": row[column] if column else path.stem.lower()}


def check(row: Row) -> str:
    """Refuse a year that is not one, or a row without an indicator."""
    if not re.fullmatch(r"(19|20)\d{2}", row["year"]):
        return _("« %(year)s » n’est pas une année.") % {"year": row["year"][:20]}
    if not row["indicator"]:
        return _("Cette ligne ne dit pas de quel indicateur elle parle.")
    return ""


def to_series(table: Table, codes: Codes) -> Reading:
    """Give the figures in the unit of the indicator: a share is written between 0 and 1."""
    reading = Reading()
    collector = Collector(reading, lambda _slug: False)

    def understand(row: Row) -> tuple[Place, Cell]:
        return codes.any_level(row["code"]), read_number(row["value"])

    for row, (place, value) in walk(table, reading, check, understand):
        reading.seen.add(place.key)
        collector.put(row["indicator"], int(row["year"]), place, value)
    return collector.finish()
