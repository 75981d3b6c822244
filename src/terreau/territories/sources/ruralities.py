"""The communes of « France ruralités revitalisation », dated by the heading of its column."""

import datetime
import re
from pathlib import Path

from django.utils.translation import gettext as _

from terreau.territories.enums import ProgrammeKind
from terreau.territories.folding import fold
from terreau.territories.sources.codes import Codes
from terreau.territories.sources.collecting import Collector
from terreau.territories.sources.faults import UnreadableFileError
from terreau.territories.sources.reading import Membership, Reading, Row, Table
from terreau.territories.sources.tables import open_table
from terreau.territories.sources.walking import walk

SLUG = "dgcl-frr"
CODE = "CODE_INSEE"
LISTED, CLASSED = "communes-listees-frr", "communes-classees-frr"
# The base zoning came into force that day; later lists do not say since when for the others.
IN_FORCE = datetime.date(2024, 7, 1)
MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet"),
    *("aout", "septembre", "octobre", "novembre", "decembre"),
)
CLASSES: dict[str, tuple[str, bool] | None] = {
    "non classee": None,
    "frr": (ProgrammeKind.FRR, False),
    "frr socle": (ProgrammeKind.FRR, False),
    "frr beneficiaire": (ProgrammeKind.FRR, False),
    "frr beneficiaire partiellement": (ProgrammeKind.FRR, True),
    "classee frr partiellement": (ProgrammeKind.FRR, True),
    "frr +": (ProgrammeKind.FRR_PLUS, False),
}


def recognise(name: str, head: str) -> bool:
    """Answer whether it is the list of FRR."""
    first = head.partition("\n")[0].upper()
    return CODE in first and "FRR" in first


def read(path: Path) -> Table:
    """Open its rows; the heading of the class says the day."""
    return open_table(path, [CODE])


def check(row: Row) -> str:
    """Refuse a class that is not one of the known ones."""
    said = _class(row)
    if _folded(said) in CLASSES:
        return ""
    return _("Le classement « %(said)s » est inconnu.") % {"said": said[:60]}


def to_series(table: Table, codes: Codes) -> Reading:
    """Give the classed communes, and for each commune whether it is classed at all."""
    day = _day(table)
    reading = Reading(
        vintage=str(day.year),
        listed_on=day,
        expects_all=True,
        programmes=frozenset({ProgrammeKind.FRR, ProgrammeKind.FRR_PLUS}),
    )
    # A commune that merged is one commune: its parts are not counted twice.
    collector = Collector(reading, lambda _slug: False)
    for row, place in walk(table, reading, check, lambda row: codes.commune(row[CODE])):
        reading.seen.add(place.key)
        held = CLASSES[_folded(_class(row))]
        collector.put(LISTED, day.year, place, 1.0)
        collector.put(CLASSED, day.year, place, float(held is not None))
        if held:
            programme, is_partial = held
            reading.memberships.append(
                Membership(
                    programme=programme,
                    key=place.key,
                    name=_class(row)[:200],
                    since=IN_FORCE if _folded(_class(row)) == "frr socle" else None,
                    is_partial=is_partial or bool(place.old),
                )
            )
    return collector.finish()


def _class(row: Row) -> str:
    return next((value for heading, value in row.items() if heading.startswith("CLASSEMENT")), "")


def _folded(said: str) -> str:
    return " ".join(fold(said.replace("+", " plus ")).replace("plus", "+").split())


def _day(table: Table) -> datetime.date:
    for heading in table.columns:
        found = re.search(r"(\d{1,2})(?:ER)? ([A-Z]+) (\d{4})", _plain(heading))
        if found and found[2].lower() in MONTHS:
            month = MONTHS.index(found[2].lower()) + 1
            return datetime.date(int(found[3]), month, int(found[1]))
    raise UnreadableFileError(
        _(
            "« %(name)s » ne dit pas la date de son classement dans l’en-tête de sa colonne : "
            "donnez le fichier tel qu’il est publié. Rien n’a été modifié."
        )
        % {"name": table.name}
    )


def _plain(heading: str) -> str:
    return fold(heading).upper()
