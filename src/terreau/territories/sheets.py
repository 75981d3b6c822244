"""A perimeter as a sheet: written and read again, identical."""

import csv
import io
import re
from collections.abc import Iterable

from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

SHEET_HEADERS = ["niveau", "code", "nom", "population", "annee", "superficie_estimee_km2"]
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_CODE = re.compile(r"^(\d{9}|\d{5}|2[ABab]\d{3}|\d{2,3}|2[ABab])$")


def sheet_rows(units: Iterable[Territory]) -> Iterable[list[str]]:
    """Write each unit; unknown figures are empty, never 0."""
    for unit in units:
        yield [
            unit.kind,
            unit.code,
            f"'{unit.name}" if unit.name.startswith(_DANGEROUS) else unit.name,
            "" if unit.population is None else str(unit.population),
            "" if unit.population_year is None else str(unit.population_year),
            "" if unit.area_km2 is None else f"{unit.area_km2:.2f}",
        ]


def read_sheet_tokens(text: str) -> list[str]:
    """Read `kind:code` from an exported sheet, or codes alone separated by anything."""
    text = text.lstrip("\ufeff")
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = next((mark for mark in ";\t," if mark in first), ";")
    header = [cell.strip().lower() for cell in first.split(delimiter)]
    if "niveau" in header and "code" in header:
        body = io.StringIO(text, newline="")
        next(body)
        rows = csv.DictReader(body, fieldnames=header, delimiter=delimiter)
        return [
            f"{(row['niveau'] or '').strip()}:{(row['code'] or '').strip()}"
            for row in rows
            if (row["code"] or "").strip()
        ]
    words = [word for word in re.split(r"[\s;,\"']+", text) if word]
    return [_token_of(word) for word in words]


def _token_of(word: str) -> str:
    """Guess the level of a lone code; anything else stays and is refused with its text."""
    if ":" in word or not _CODE.match(word):
        return word
    if len(word) == 9:
        return f"{TerritoryKind.EPCI}:{word}"
    if len(word) <= 3:
        return f"{TerritoryKind.DEPARTEMENT}:{word}"
    return f"{TerritoryKind.COMMUNE}:{word}"
