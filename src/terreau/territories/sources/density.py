"""Read the density grid of communes as INSEE publishes it: a workbook with titles above."""

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from terreau.territories.sources.codes import Codes
from terreau.territories.sources.faults import UnreadableFileError, refuse_bomb
from terreau.territories.sources.numbers import Cell, Special
from terreau.territories.sources.reading import Reading, Row, Table
from terreau.territories.sources.tables import open_table
from terreau.territories.sources.wide import Column, Kind, WideReader, check_code, find_columns

SLUG = "insee-grille-densite"
CODE, LEVEL, LAST_SHARE = "CODGEO", "DENS", "P7"
LEVELS = range(1, 8)
RURAL_LEVELS = (5, 6, 7)
MOST_TITLES = 30
LARGEST_CONTENT = 300_000_000
_VINTAGE = re.compile(r"[Gg]éographie au \d{2}/\d{2}/(\d{4})")


def is_workbook(names: Sequence[str]) -> bool:
    """Recognise an XLSX file by what its zip contains."""
    return "xl/workbook.xml" in names


def read_density(name: str, raw: bytes) -> tuple[list[Row], int, str]:
    """Return the rows, the line of the first one, and the vintage that the titles say."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        refuse_bomb(name, archive.infolist(), LARGEST_CONTENT)
    for lines in _sheets(name, raw):
        for rank, line in enumerate(lines[:MOST_TITLES]):
            headings = [_text(cell).upper() for cell in line]
            if CODE in headings:
                _check_columns(name, headings)
                rows = [
                    dict(zip(headings, map(_text, cells), strict=False))
                    for cells in lines[rank + 1 :]
                ]
                return rows, rank + 2, _vintage(lines[:rank])
    raise UnreadableFileError(
        _(
            "« %(name)s » est un classeur, mais aucune de ses feuilles n’a de colonne CODGEO : "
            "ce n’est pas la grille de densité de l’INSEE. Donnez le fichier tel qu’il est publié."
        )
        % {"name": name}
    )


def _sheets(name: str, raw: bytes) -> list[list[list[Any]]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return [
            book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            for sheet in book.sheet_names
        ]
    except (CalamineError, ValueError, OSError) as fault:
        raise UnreadableFileError(
            _(
                "Le classeur « %(name)s » est abîmé ou protégé par un mot de passe : "
                "téléchargez-le de nouveau."
            )
            % {"name": name}
        ) from fault


def _check_columns(name: str, headings: list[str]) -> None:
    if LEVEL not in headings:
        raise UnreadableFileError(
            _(
                "Il manque à « %(name)s » la colonne DENS, qui donne le niveau de densité de "
                "chaque commune. Donnez le fichier tel que l’INSEE le publie."
            )
            % {"name": name}
        )
    if LAST_SHARE not in headings:
        raise UnreadableFileError(
            _(
                "Il manque à « %(name)s » la colonne P7 : c’est sans doute la grille à trois "
                "niveaux. Prenez celle à sept niveaux."
            )
            % {"name": name}
        )


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _vintage(titles: list[list[Any]]) -> str:
    found = _VINTAGE.search(" ".join(_text(cell) for line in titles for cell in line))
    return found.group(1) if found else ""


def recognise(name: str, head: str) -> bool:
    """Answer whether it is the grid at seven levels."""
    return any(
        {CODE, LEVEL, LAST_SHARE} <= set(line.upper().split(";")) for line in head.splitlines()
    )


def read(path: Path) -> Table:
    """Open its rows; the titles above them say the geography, a heading the year: `PMUN21`."""
    table = open_table(path, [CODE, LEVEL, LAST_SHARE])
    for column in table.columns:
        found = re.fullmatch(r"PMUN(\d\d)", column)
        if found:
            table.year = 2000 + int(found[1])
    return table


def check(row: Row) -> str:
    """Refuse a row without a code."""
    return check_code(row, CODE)


def to_series(table: Table, codes: Codes) -> Reading:
    """Give the inhabitants of each commune at each of the seven levels, so that they add up."""
    columns = [
        *find_columns(table.name, table.columns, [Column(r"PMUN(\d\d)", "population-grille")]),
        *find_columns(
            table.name,
            table.columns,
            [Column(f"P{n}", f"population-densite-{n}", Kind.RATE) for n in LEVELS],
            table.year,
        ),
    ]
    reader = WideReader(table, codes, columns, check=check, derive=_spread)
    # The shares become inhabitants, which add up when communes merge.
    reader.collector.is_additive = lambda _slug: True
    return reader.run()


def _spread(values: dict[tuple[str, int], Cell]) -> dict[tuple[str, int], Cell]:
    year = next(year for _slug, year in values)
    people = values.get(("population-grille", year), Special.MISSING)
    spread: dict[tuple[str, int], Cell] = {}
    for level in LEVELS:
        share = values.get((f"population-densite-{level}", year), Special.MISSING)
        known = isinstance(share, float) and isinstance(people, float)
        spread[f"population-densite-{level}", year] = share * people if known else Special.MISSING
    rural = [spread[f"population-densite-{level}", year] for level in RURAL_LEVELS]
    known = all(isinstance(part, float) for part in rural)
    spread["population-rurale", year] = sum(rural) if known else Special.MISSING
    return spread
