"""INSEE's permanent database of facilities, in its three layouts.

One line a commune and kind (until 2021: `NB_EQUIP`), one a facility (`BPE24.csv`), or Melodi's
cube `DS_BPE`, of which only the communes and the kinds themselves are kept: the totals of groups
stand beside them in the same column, and larger units are added up here.
"""

import re
from collections import defaultdict
from pathlib import Path

from django.utils.translation import gettext as _

from terreau.territories.sources.codes import Codes, Place, UnknownCodeError, departement_of
from terreau.territories.sources.collecting import Collector
from terreau.territories.sources.facility_kinds import (
    BY_CODE,
    CHECKED,
    numberings,
    refuse_number,
    refuse_vintage,
)
from terreau.territories.sources.faults import UnreadableFileError
from terreau.territories.sources.numbers import Cell
from terreau.territories.sources.reading import Reading, Row, Table
from terreau.territories.sources.tables import head_of, open_table
from terreau.territories.sources.walking import walk
from terreau.territories.sources.wide import Kind, convert

SLUG = "insee-bpe"
CODE, TYPE, NUMBER, YEAR = "DEPCOM", "TYPEQU", "NB_EQUIP", "AN"
CUBE = {"GEO": CODE, "FACILITY_TYPE": TYPE, "OBS_VALUE": NUMBER, "TIME_PERIOD": YEAR}
LEVEL, MEASURE = "GEO_OBJECT", "BPE_MEASURE"
TOTAL = "_T"
# A file that names so many départements is the country: a kind without a line is not one there.
WHOLE_COUNTRY = 90
_TYPE = re.compile(r"[A-G]\d{3}")


def recognise(name: str, head: str) -> bool:
    """Answer whether it is the database of facilities."""
    first = head.partition("\n")[0].upper()
    return (CODE in first and TYPE in first) or all(heading in first for heading in CUBE)


def read(path: Path) -> Table:
    """Open its rows; the year is a column, or in the name: `BPE23.csv`."""
    is_cube = "FACILITY_TYPE" in head_of(path).partition("\n")[0].upper()
    table = open_table(path, [*CUBE, LEVEL] if is_cube else [CODE, TYPE])
    if is_cube:
        rows = table.rows
        table.rows = ((line, _plain(row)) for line, row in rows if _is_of_communes(row))
    found = re.search(r"bpe_?(\d{2})(?!\d)", path.name.lower())
    table.year = 2000 + int(found[1]) if found else None
    return table


def _is_of_communes(row: Row) -> bool:
    is_count = row.get(MEASURE, "FACILITIES") == "FACILITIES"
    return row[LEVEL] == "COM" and is_count and row["FACILITY_TYPE"] != TOTAL


def _plain(row: Row) -> Row:
    plain = {common: row[name] for name, common in CUBE.items()}
    plain[CODE] = plain[CODE].rsplit("-", 1)[-1]
    return plain


def check(row: Row) -> str:
    """Refuse a row without a commune, or of no kind of facility."""
    if not row[CODE]:
        return _("Cette ligne ne donne pas de code de commune.")
    if not _TYPE.fullmatch(row[TYPE]):
        return _("« %(code)s » n’est pas un type d’équipement.") % {"code": row[TYPE][:20]}
    return ""


def to_series(table: Table, codes: Codes) -> Reading:
    """Count facilities; the census is exhaustive, so a commune without any has none."""
    reading = Reading(base=_("recensement exhaustif des équipements au 1er janvier"))
    collector = Collector(reading, lambda _slug: True)
    told: dict[int, set[str]] = defaultdict(set)
    named: dict[int, set[str]] = defaultdict(set)

    def is_of_use(row: Row) -> bool:
        told[_year(row, table)].add(departement_of(row[CODE]))
        return row[TYPE] in BY_CODE

    def understand(row: Row) -> tuple[Place, Cell]:
        refusal = refuse_number(BY_CODE[row[TYPE]], _year(row, table))
        if refusal:
            raise UnknownCodeError(refusal)
        number = convert(row[NUMBER], Kind.COUNT) if NUMBER in row else 1.0
        return codes.commune(row[CODE]), number

    for row, (place, value) in walk(table, reading, check, understand, is_of_use=is_of_use):
        year = _year(row, table)
        reading.seen.add(place.key)
        named[year].add(row[TYPE])
        collector.put(BY_CODE[row[TYPE]].slug, year, place, value, add=True)
    collector.finish()
    _leave_unknown(reading, told, named)
    return _with_none(reading, codes, told)


def _year(row: Row, table: Table) -> int:
    said = row.get(YEAR, "")
    year = int(said) if said.isdigit() else table.year
    if not year:
        raise UnreadableFileError(
            _(
                "« %(name)s » ne dit pas de quelle année elle est : dites-la, ou donnez le "
                "fichier sous le nom de sa publication (BPE24.csv). Rien n’a été modifié."
            )
            % {"name": table.name}
        )
    refusal = refuse_vintage(year)
    if refusal:
        raise UnreadableFileError(refusal + " " + _("Rien n’a été modifié."))
    return year


def _leave_unknown(reading: Reading, told: dict[int, set[str]], named: dict[int, set[str]]) -> None:
    """Leave out what would be counted twice or by half, and say so."""
    for slug, year in sorted(reading.series):
        is_country = len(told[year]) >= WHOLE_COUNTRY
        reason = _doubt(slug, year, named[year], is_country=is_country)
        if reason:
            del reading.series[slug, year]
            reading.notes.append(reason)
    for year in sorted(year for year in told if year > CHECKED[-1]):
        reading.notes.append(
            _(
                "La liste des équipements de %(year)s n’a pas été vérifiée : ses numéros sont lus "
                "comme ceux de %(last)s."
            )
            % {"year": year, "last": CHECKED[-1]}
        )


def _doubt(slug: str, year: int, named: set[str], *, is_country: bool) -> str:
    """Say why the numbers met in a file do not make a figure; empty when they do.

    A number that no commune of the country bears has been dropped or changed since it was checked.
    """
    borne = [some for some in numberings(slug, year) if some & named]
    said = {"slug": slug, "year": year}
    if len(borne) > 1:
        mixed = ", ".join(sorted(set().union(*borne) & named))
        return _(
            "Ce fichier de %(year)s compte « %(slug)s » sous deux numérotations à la fois "
            "(%(codes)s) : il reste inconnu plutôt que compté deux fois."
        ) % (said | {"codes": mixed})
    absent = borne[0] - named
    if absent and is_country:
        return _(
            "Aucune commune n’a de %(codes)s en %(year)s : ce type a dû changer de numéro, et "
            "« %(slug)s » reste inconnu plutôt que compté à moitié."
        ) % (said | {"codes": ", ".join(sorted(absent))})
    return ""


def _with_none(reading: Reading, codes: Codes, told: dict[int, set[str]]) -> Reading:
    """Write 0 where nothing was counted, in the départements of which the file speaks."""
    for (_slug, year), figures in reading.series.items():
        for code, key in codes.communes.items():
            if departement_of(code) in told[year]:
                figures.setdefault(key, 0.0)
    return reading
