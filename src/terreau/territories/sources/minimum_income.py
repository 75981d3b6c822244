"""CNAF's count of households that receive the minimum income (RSA), by commune, each December.

Layout of `RSACom2014.csv` and `RSA_Com_2019.csv` as its note describes it: an empty cell is either
unknown or below five households. It is taken for secret when the row counts its households.
"""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from terreau.territories.sources.codes import Codes, Place
from terreau.territories.sources.collecting import Collector
from terreau.territories.sources.faults import UnreadableFileError
from terreau.territories.sources.numbers import Cell, Special
from terreau.territories.sources.reading import Reading, Row, Table
from terreau.territories.sources.tables import open_table
from terreau.territories.sources.walking import walk
from terreau.territories.sources.wide import Kind, convert

SLUG = "cnaf-rsa"
CODE, EVERYONE, HELPED = "CODES_INSEE", "NB_ALLOCATAIRES", "NB_ALLOCATAIRE_RSA"
# Those who live abroad, and those of whom the commune is not known.
NOWHERE = {"99999", "XXXXX"}


def recognise(name: str, head: str) -> bool:
    """Answer whether it is the count of households that receive the minimum income."""
    first = head.partition("\n")[0].upper()
    return CODE in first and HELPED in first


def read(path: Path) -> Table:
    """Open its rows; only the name says the year: `RSACom2014.csv`."""
    table = open_table(path, [CODE, EVERYONE, HELPED])
    found = re.search(r"(20\d{2})", path.stem)
    table.year = int(found[1]) if found else None
    return table


def check(row: Row) -> str:
    """Refuse a row without a commune."""
    return "" if row[CODE] else _("Cette ligne ne donne pas de code de commune.")


def to_series(table: Table, codes: Codes) -> Reading:
    """Give the households helped, and all those that the family branch pays."""
    year = _year(table)
    reading = Reading(base=_("foyers allocataires du mois de décembre"))
    collector = Collector(reading, lambda _slug: True)

    def understand(row: Row) -> tuple[Place, Cell, Cell]:
        everyone = convert(row[EVERYONE], Kind.COUNT)
        helped = convert(row[HELPED], Kind.COUNT)
        if helped is Special.MISSING and everyone is not Special.MISSING:
            helped = Special.SECRET
        return codes.commune(row[CODE]), everyone, helped

    for _row, (place, everyone, helped) in walk(
        table, reading, check, understand, is_of_use=lambda row: row[CODE] not in NOWHERE
    ):
        reading.seen.add(place.key)
        collector.put("foyers-allocataires", year, place, everyone)
        collector.put("foyers-rsa", year, place, helped)
    return collector.finish()


def _year(table: Table) -> int:
    if table.year:
        return table.year
    raise UnreadableFileError(
        _(
            "« %(name)s » ne dit pas de quelle année elle est : dites-la, ou donnez le fichier "
            "sous le nom de sa publication (RSACom2014.csv). Rien n’a été modifié."
        )
        % {"name": table.name}
    )
