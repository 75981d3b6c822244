"""INSEE's permanent database of facilities: one line a commune and kind, or one a facility."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from terreau.territories.sources.codes import Codes, Place, departement_of
from terreau.territories.sources.collecting import Collector
from terreau.territories.sources.faults import UnreadableFileError
from terreau.territories.sources.numbers import Cell
from terreau.territories.sources.reading import Reading, Row, Table
from terreau.territories.sources.tables import open_table
from terreau.territories.sources.walking import walk
from terreau.territories.sources.wide import Kind, convert

SLUG = "insee-bpe"
CODE, TYPE, NUMBER, YEAR = "DEPCOM", "TYPEQU", "NB_EQUIP", "AN"
# Kinds were renumbered over the years: both numbers mean the same facility.
KINDS = {
    "A206": "equip-poste",
    "A207": "equip-poste",
    "A208": "equip-poste",
    "B104": "equip-grande-surface",
    "B105": "equip-grande-surface",
    "B201": "equip-epicerie",
    "B202": "equip-epicerie",
    "B203": "equip-boulangerie",
    "B207": "equip-boulangerie",
    "C107": "equip-ecole",
    "C108": "equip-ecole",
    "C109": "equip-ecole",
    "C201": "equip-college",
    "C301": "equip-lycee",
    "C302": "equip-lycee",
    "C303": "equip-lycee",
    "D201": "equip-medecin",
    "D265": "equip-medecin",
    "D232": "equip-infirmier",
    "D281": "equip-infirmier",
    "D301": "equip-pharmacie",
    "D307": "equip-pharmacie",
    "D502": "equip-creche",
    "E107": "equip-gare",
    "E108": "equip-gare",
    "E109": "equip-gare",
    "F303": "equip-cinema",
    "F307": "equip-bibliotheque",
}


def recognise(name: str, head: str) -> bool:
    """Answer whether it is the database of facilities."""
    first = head.partition("\n")[0].upper()
    return CODE in first and TYPE in first


def read(path: Path) -> Table:
    """Open its rows; the year is a column, or in the name: `BPE23.csv`."""
    table = open_table(path, [CODE, TYPE])
    found = re.search(r"bpe_?(\d{2})(?!\d)", path.name.lower())
    table.year = 2000 + int(found[1]) if found else None
    return table


def check(row: Row) -> str:
    """Refuse a row without a commune."""
    return "" if row[CODE] else _("Cette ligne ne donne pas de code de commune.")


def to_series(table: Table, codes: Codes) -> Reading:
    """Count facilities; the census is exhaustive, so a commune without any has none."""
    reading = Reading(base=_("recensement exhaustif des équipements au 1er janvier"))
    collector = Collector(reading, lambda _slug: True)
    departements: set[str] = set()

    def is_of_use(row: Row) -> bool:
        departements.add(departement_of(row[CODE]))
        return row[TYPE] in KINDS

    def understand(row: Row) -> tuple[Place, Cell]:
        number = convert(row[NUMBER], Kind.COUNT) if NUMBER in row else 1.0
        return codes.commune(row[CODE]), number

    for row, (place, value) in walk(table, reading, check, understand, is_of_use=is_of_use):
        reading.seen.add(place.key)
        collector.put(KINDS[row[TYPE]], _year(row, table), place, value, add=True)
    return _with_none(collector.finish(), codes, departements)


def _year(row: Row, table: Table) -> int:
    said = row.get(YEAR, "")
    if said.isdigit():
        return int(said)
    if table.year:
        return table.year
    raise UnreadableFileError(
        _(
            "« %(name)s » ne dit pas de quelle année elle est : dites-la, ou donnez le fichier "
            "sous le nom de sa publication (BPE24.csv). Rien n’a été modifié."
        )
        % {"name": table.name}
    )


def _with_none(reading: Reading, codes: Codes, departements: Iterable[str]) -> Reading:
    """Write 0 where nothing was counted, in the départements of which the file speaks."""
    told = set(departements)
    inside = [key for code, key in codes.communes.items() if departement_of(code) in told]
    for figures in reading.series.values():
        for key in inside:
            figures.setdefault(key, 0.0)
    return reading
