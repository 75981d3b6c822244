"""DREES's access to general practitioners (APL): a workbook, one sheet a year, titles above.

The heading stands under eight lines of titles that say the year, and over a line of units. The
measure adds up by the rule that DREES gives: a mean weighted by the standardised population.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from terreau.territories.sources.codes import Codes, Place
from terreau.territories.sources.collecting import Collector
from terreau.territories.sources.faults import UnreadableFileError
from terreau.territories.sources.numbers import Cell, Special
from terreau.territories.sources.reading import Figures, Reading, Row, Table
from terreau.territories.sources.tables import open_tables
from terreau.territories.sources.walking import walk
from terreau.territories.sources.wide import Kind, convert

SLUG = "drees-apl"
CODE, ACCESS, PEOPLE = (
    "CODE COMMUNE INSEE",
    "APL AUX MÉDECINS GÉNÉRALISTES",
    "POPULATION STANDARDISÉE",
)
YEAR = "YEAR"
MEASURE, WEIGHT = "apl-medecins", "population-standardisee-soins"
_YEARS = re.compile(r"(?:mill[ée]sime|\(apl\))\D{0,3}(20\d{2})", re.IGNORECASE)


def recognise(name: str, head: str) -> bool:
    """Answer whether it is the access to general practitioners."""
    text = head.upper()
    return CODE in text and ACCESS in text


def read(path: Path) -> Table:
    """Open the rows of every year; each sheet says its own in the titles above it."""
    sheets = list(open_tables(path, [CODE, ACCESS]))
    return Table(path.name, (CODE, ACCESS, PEOPLE, YEAR), _rows(sheets))


def _rows(sheets: list[Table]) -> Iterator[tuple[int, Row]]:
    for sheet in sheets:
        people = next((name for name in sheet.columns if name.startswith(PEOPLE)), "")
        found = _YEARS.search(sheet.titles) or re.search(r"(20\d{2})", sheet.name)
        if not people or not found:
            raise UnreadableFileError(
                _(
                    "Une feuille de « %(name)s » ne dit pas son année ou n’a pas de population "
                    "standardisée : donnez le classeur tel qu’il est publié. Rien n’a été modifié."
                )
                % {"name": sheet.name}
            )
        for line, row in sheet.rows:
            # The line of units has no code.
            if row[CODE]:
                told = {CODE: row[CODE], ACCESS: row[ACCESS], PEOPLE: row[people], YEAR: found[1]}
                yield line, told


def check(row: Row) -> str:
    """Refuse what is not the code of a commune: a total, a note."""
    if re.fullmatch(r"\d[\dAB]\d{3}", row[CODE]):
        return ""
    return _("« %(code)s » n’est pas le code d’une commune.") % {"code": row[CODE][:20]}


def to_series(table: Table, codes: Codes) -> Reading:
    """Give the access of each commune of today, that of merged ones weighed."""
    reading = Reading(base=_("consultations et visites accessibles par an et par habitant"))
    # What is gathered under the measure is consultations, which add up; they are divided after.
    collector = Collector(reading, lambda _slug: True)

    def understand(row: Row) -> tuple[Place, Cell, Cell]:
        access, people = convert(row[ACCESS], Kind.AMOUNT), convert(row[PEOPLE], Kind.COUNT)
        known = isinstance(access, float) and isinstance(people, float)
        return codes.commune(row[CODE]), access * people if known else Special.MISSING, people

    for row, (place, visits, people) in walk(table, reading, check, understand):
        reading.seen.add(place.key)
        collector.put(MEASURE, int(row[YEAR]), place, visits)
        collector.put(WEIGHT, int(row[YEAR]), place, people)
    collector.finish()
    for (slug, year), figures in reading.series.items():
        if slug == MEASURE:
            _divide(figures, reading.series.get((WEIGHT, year), {}))
    return reading


def _divide(visits: Figures, people: Figures) -> None:
    for key, total in list(visits.items()):
        count = people.get(key)
        if total is None or not count:
            del visits[key]
        else:
            visits[key] = total / count
