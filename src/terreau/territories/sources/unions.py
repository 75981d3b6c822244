"""DGCL's list of intercommunalités and their members, with the populations in force."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from terreau.territories.sources.codes import Codes, Place
from terreau.territories.sources.collecting import Collector
from terreau.territories.sources.faults import UnreadableFileError
from terreau.territories.sources.numbers import Cell
from terreau.territories.sources.reading import Reading, Row, Table
from terreau.territories.sources.tables import open_table
from terreau.territories.sources.walking import walk
from terreau.territories.sources.wide import Kind, convert

SLUG = "dgcl-perimetres"
UNION, NAME, NATURE, CODE = "SIREN", "RAISON_SOCIALE", "NATURE_JURIDIQUE", "INSEE"
# Populations in force in a year were counted three years before.
YEARS_BEFORE = 3
_NATURES = {"CC": "CC", "CA": "CA", "CU": "CU", "METRO": "ME", "MET69": "ME", "ME": "ME"}


def recognise(name: str, head: str) -> bool:
    """Answer whether it is the list of members of the DGCL."""
    first = head.partition("\n")[0].upper()
    return all(column in first for column in ("RAISON_SOCIALE", "SIREN_MEMBRE", "INSEE"))


def read(path: Path) -> Table:
    """Open its rows; a column carries the year: `pmun_2025`."""
    table = open_table(path, [UNION, NAME, CODE])
    for column in table.columns:
        found = re.fullmatch(r"PMUN_(\d{4})", column)
        if found:
            table.year, table.vintage = int(found[1]) - YEARS_BEFORE, found[1]
            return table
    raise UnreadableFileError(
        _(
            "« %(name)s » n’a pas de colonne pmun_AAAA, qui dit de quelle année est la liste : "
            "donnez le fichier tel qu’il est publié. Rien n’a été modifié."
        )
        % {"name": table.name}
    )


def check(row: Row) -> str:
    """Refuse a union whose number is not one."""
    if len(row[UNION]) == 9 and row[UNION].isdigit():
        return ""
    return _("« %(siren)s » n’est pas un numéro SIREN.") % {"siren": row[UNION][:20]}


def to_series(table: Table, codes: Codes) -> Reading:
    """Give the population of each commune, and the intercommunalité of which it is a member."""
    reading = Reading(vintage=table.vintage, expects_all=True)
    collector = Collector(reading, lambda _slug: True)
    year = table.year or 0
    column = f"PMUN_{table.vintage}"

    def understand(row: Row) -> tuple[Place, Cell]:
        return codes.commune(row[CODE]), convert(row[column], Kind.COUNT)

    for row, (place, value) in walk(table, reading, check, understand):
        reading.seen.add(place.key)
        collector.put("population", year, place, value)
        reading.epci_of[place.key] = row[UNION]
        reading.epci_names[row[UNION]] = (
            " ".join(row[NAME].split()).replace("'", "’"),
            _NATURES.get(row.get(NATURE, ""), ""),
        )
    return collector.finish()
