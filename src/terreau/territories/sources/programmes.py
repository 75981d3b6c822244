"""ANCT's lists of programmes: one file a programme, or all of them, one column or one row each.

A programme is recognised by its pair of columns `id_acv` and `lib_acv`, or by a column
`programme` that names it in each row. A member is a commune (`insee_com`), or an intercommunalité
(by its SIREN) when the list has no commune; `NA` means that nothing is known.
"""

import datetime
import re
from pathlib import Path

from django.utils.translation import gettext as _

from terreau.territories.enums import ProgrammeKind
from terreau.territories.sources.codes import Codes, OutsideError, UnknownCodeError
from terreau.territories.sources.faults import UnreadableFileError
from terreau.territories.sources.reading import Membership, Reading, Row, Table
from terreau.territories.sources.tables import open_table

SLUG = "anct-programmes"
ALIASES = {"acv2": ProgrammeKind.ACV, "acv1": ProgrammeKind.ACV, "qp": ProgrammeKind.QPV}
KINDS = {kind.value: kind for kind in ProgrammeKind} | ALIASES
# The contracts name groupings, or the communes that signed alone, by their SIREN.
UNIONS = ("SIREN_EPCI", "SIREN_GROUPEMENT", "CODE OFFICIEL EPCI")
MEMBERS = ("CODE_MEMBRE", "INSEE_COM", "CODGEO", "CODE_INSEE", *UNIONS)
SINCE = ("DATE_SIGNATURE", "DATE_SIGN", "DATE_LABELLISATION")
UNKNOWN = {"", "NA", "ND", "N/A"}
_SEPARATORS = re.compile(r"[,;|/ ]+")


def recognise(name: str, head: str) -> bool:
    """Answer whether it is a list of members of programmes."""
    headings = {cell.strip(' "').upper() for cell in re.split("[;,\t]", head.partition("\n")[0])}
    is_list = "PROGRAMME" in headings or bool(_columns(headings))
    return is_list and any(column in headings for column in MEMBERS)


def read(path: Path) -> Table:
    """Open its rows; the name may tell the day of the list: `liste-pvd-20250704.csv`."""
    first = next(column for column in MEMBERS if _has(path, column))
    table = open_table(path, [first])
    found = re.search(r"(20\d{2})-?(\d{2})-?(\d{2})", path.name)
    if found:
        table.vintage = "-".join(found.groups())
    return table


def check(row: Row) -> str:
    """Refuse a row without a member, or of a programme that Terreau does not know."""
    if "PROGRAMME" in row and row["PROGRAMME"].lower() not in KINDS:
        return _("Le programme « %(name)s » est inconnu.") % {"name": row["PROGRAMME"][:40]}
    if not _members(row):
        return _("Cette ligne ne donne ni commune ni intercommunalité.")
    return ""


def to_series(table: Table, codes: Codes) -> Reading:
    """Give the memberships, one a territory and programme."""
    columns = _columns(table.columns)
    reading = Reading(
        vintage=table.vintage,
        listed_on=_day_or_none(table.vintage),
        programmes=frozenset(KINDS[key] for key in columns),
    )
    for line, row in table.rows:
        reading.rows += 1
        reason = check(row)
        if reason:
            reading.reject(line, row, reason)
            continue
        for code in _members(row):
            try:
                place = codes.member(code)
            except OutsideError:
                reading.outside += 1
                continue
            except UnknownCodeError as fault:
                reading.reject(line, row, str(fault))
                continue
            reading.seen.add(place.key)
            reading.memberships += _memberships(row, columns, place.key)
    reading.programmes |= {one.programme for one in reading.memberships}
    if reading.outside:
        reading.notes.append(
            _("%(count)s lignes parlent de territoires que cette instance n’a pas chargés.")
            % {"count": reading.outside}
        )
    return reading


def _memberships(row: Row, columns: dict[str, str], key: int) -> list[Membership]:
    since = next((_day_or_none(row[column]) for column in SINCE if row.get(column)), None)
    if "PROGRAMME" in row:
        return [
            Membership(
                programme=KINDS[row["PROGRAMME"].lower()],
                key=key,
                code=row.get("ID_TERRITOIRE", "")[:60],
                name=_in_a_line(row.get("TERRITOIRE", "")),
                since=since,
            )
        ]
    return [
        Membership(
            programme=KINDS[programme],
            key=key,
            code=row[column][:60],
            name=_in_a_line(row.get(f"LIB_{column.partition('_')[2]}", "")),
            since=since,
        )
        for programme, column in columns.items()
        if row[column].upper() not in UNKNOWN
    ]


def _in_a_line(name: str) -> str:
    return " ".join(name.replace("'", "’").split())


def _columns(headings) -> dict[str, str]:
    """Find the identifiers of programmes among the headings: `id_pvd`, `code_qp`."""
    found = {}
    for heading in headings:
        match = re.fullmatch(r"(?:ID|CODE)_([A-Z0-9]+)", heading)
        if match and match[1].lower() in KINDS:
            found[match[1].lower()] = heading
    return found


def _members(row: Row) -> list[str]:
    for column in MEMBERS:
        codes = [code for code in _SEPARATORS.split(row.get(column, "")) if code not in UNKNOWN]
        if codes:
            return list(dict.fromkeys(codes))
    return []


def _has(path: Path, column: str) -> bool:
    try:
        open_table(path, [column])
    except UnreadableFileError:
        return False
    return True


def _day_or_none(text: str) -> datetime.date | None:
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?", text.strip())
    other = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text.strip())
    parts = found.groups() if found else tuple(reversed(other.groups())) if other else ()
    try:
        return datetime.date(*(int(part) for part in parts)) if parts else None
    except ValueError:
        return None
