"""People registered as looking for a job, by commune and quarter, as the DARES publishes."""

from pathlib import Path

from django.utils.translation import gettext as _

from terreau.territories.sources.codes import Codes, Place
from terreau.territories.sources.collecting import Collector
from terreau.territories.sources.numbers import Cell
from terreau.territories.sources.reading import Reading, Row, Table
from terreau.territories.sources.tables import open_table
from terreau.territories.sources.walking import walk
from terreau.territories.sources.wide import Kind, convert

SLUG = "dares-demandeurs-emploi"
DATE, CODE, CATEGORY = "DATE", "CODE COMMUNE", "CATÉGORIE"
SEX, AGE, KIND, VALUE = "SEXE", "TRANCHE D'ÂGE", "TYPE DE DONNÉES", "NOMBRE DE DEMANDEURS D'EMPLOI"
BY_AGE = {
    "Total": "demandeurs-emploi",
    "Moins de 25 ans": "demandeurs-emploi-moins-25",
    "50 ans et plus": "demandeurs-emploi-50-plus",
}
LAST_QUARTER = "-T4"


def recognise(name: str, head: str) -> bool:
    """Answer whether it is the table of registered job seekers."""
    first = head.partition("\n")[0].upper()
    return all(column in first for column in (CODE, CATEGORY, VALUE))


def read(path: Path) -> Table:
    """Open its rows."""
    return open_table(path, [DATE, CODE, CATEGORY, SEX, AGE, VALUE])


def check(row: Row) -> str:
    """Refuse a row without a quarter."""
    if len(row[DATE]) == 7 and row[DATE][:4].isdigit():
        return ""
    return _("« %(date)s » n’est pas un trimestre comme 2024-T4.") % {"date": row[DATE][:20]}


def to_series(table: Table, codes: Codes) -> Reading:
    """Keep raw figures of categories A, B, C at the end of each year, both sexes together."""
    reading = Reading(base=_("inscrits en catégories A, B et C, données brutes, 4e trimestre"))
    collector = Collector(reading, lambda _slug: True)

    def understand(row: Row) -> tuple[Place, Cell]:
        return codes.commune(row[CODE]), convert(row[VALUE], Kind.COUNT)

    for row, (place, value) in walk(table, reading, check, understand, is_of_use=_is_kept):
        reading.seen.add(place.key)
        collector.put(BY_AGE[row[AGE]], int(row[DATE][:4]), place, value)
    return collector.finish()


def _is_kept(row: Row) -> bool:
    return (
        row[DATE].endswith(LAST_QUARTER)
        and row[CATEGORY] == "ABC"
        and row[SEX] == "Total"
        and row.get(KIND, "Brutes") == "Brutes"
        and row[AGE] in BY_AGE
    )
