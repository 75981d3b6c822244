"""INSEE's comparator of territories: census, births, tax households, jobs, establishments."""

from pathlib import Path

from terreau.territories.sources.codes import Codes
from terreau.territories.sources.numbers import Cell, Special
from terreau.territories.sources.reading import Reading, Row, Table
from terreau.territories.sources.tables import open_table
from terreau.territories.sources.wide import (
    Column,
    Kind,
    WideReader,
    check_code,
    find_columns,
    level_of,
)

SLUG = "insee-comparateur"
COLUMNS = (
    Column(r"P(\d\d)_POP", "population-recensement"),
    Column(r"P(\d\d)_MEN", "menages"),
    Column(r"NAISD(\d\d)", "naissances"),
    Column(r"DECESD(\d\d)", "deces"),
    Column(r"P(\d\d)_LOG", "logements"),
    Column(r"P(\d\d)_RP", "residences-principales"),
    Column(r"P(\d\d)_RSECOCC", "residences-secondaires"),
    Column(r"P(\d\d)_LOGVAC", "logements-vacants"),
    Column(r"P(\d\d)_RP_PROP", "residences-proprietaires"),
    Column(r"NBMENFISC(\d\d)", "menages-fiscaux"),
    Column(r"PIMP(\d\d)", "part-menages-imposes", Kind.RATE),
    Column(r"MED(\d\d)", "niveau-de-vie-median", Kind.AMOUNT),
    Column(r"TP60(\d\d)", "taux-pauvrete", Kind.RATE),
    Column(r"P(\d\d)_EMPLT", "emplois"),
    Column(r"P(\d\d)_EMPLT_SAL", "emplois-salaries"),
    Column(r"P(\d\d)_POP1564", "population-15-64"),
    Column(r"P(\d\d)_CHOM1564", "chomeurs-15-64"),
    Column(r"P(\d\d)_ACT1564", "actifs-15-64"),
    Column(r"ETTOT(\d\d)", "etablissements"),
    Column(r"ETAZ(\d\d)", "etablissements-agriculture"),
    Column(r"ETBE(\d\d)", "etablissements-industrie"),
    Column(r"ETFZ(\d\d)", "etablissements-construction"),
    Column(r"ETGU(\d\d)", "etablissements-commerce-services"),
    Column(r"ETOQ(\d\d)", "etablissements-public-sante"),
    Column(r"ETTEF1(\d\d)", "etablissements-1-9"),
    Column(r"ETTEFP10(\d\d)", "etablissements-10-plus"),
)


def recognise(name: str, head: str) -> bool:
    """Answer whether it is the comparator, of any vintage."""
    first = head.partition("\n")[0]
    return "CODGEO" in first and "SUPERF" in first and "_EMPLT" in first


def read(path: Path) -> Table:
    """Open its rows; each column says its own year."""
    table = open_table(path, ["CODGEO"])
    table.level = level_of(path.name)
    return table


def check(row: Row) -> str:
    """Refuse a row without a code."""
    return check_code(row)


def to_series(table: Table, codes: Codes) -> Reading:
    """Give the figures of each column, and the people at work: the active less the jobless."""
    columns = find_columns(table.name, table.columns, COLUMNS)
    return WideReader(table, codes, columns, check=check, derive=_at_work).run()


def _at_work(values: dict[tuple[str, int], Cell]) -> dict[tuple[str, int], Cell]:
    derived: dict[tuple[str, int], Cell] = {}
    for (slug, year), active in values.items():
        jobless = values.get(("chomeurs-15-64", year))
        if slug == "actifs-15-64" and jobless is not None:
            known = isinstance(active, float) and isinstance(jobless, float)
            derived["actifs-occupes-15-64", year] = active - jobless if known else Special.MISSING
    return derived
