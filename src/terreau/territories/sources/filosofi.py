"""Filosofi, the incomes and poverty of INSEE: decimal commas, `s` for the statistical secret."""

from pathlib import Path

from terreau.territories.sources.codes import Codes
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

SLUG = "insee-filosofi"
COLUMNS = (
    Column(r"NBMENFISC(\d\d)", "menages-fiscaux"),
    Column(r"NBPERSMENFISC(\d\d)", "personnes-menages-fiscaux"),
    Column(r"MED(\d\d)", "niveau-de-vie-median", Kind.AMOUNT),
    Column(r"PIMP(\d\d)", "part-menages-imposes", Kind.RATE),
    Column(r"TP60(\d\d)", "taux-pauvrete", Kind.RATE),
    Column(r"TP60AGE1(\d\d)", "taux-pauvrete-moins-30", Kind.RATE),
    Column(r"TP60AGE6(\d\d)", "taux-pauvrete-75-plus", Kind.RATE),
    Column(r"TP60TOL1(\d\d)", "taux-pauvrete-proprietaires", Kind.RATE),
    Column(r"TP60TOL2(\d\d)", "taux-pauvrete-locataires", Kind.RATE),
    Column(r"PPEN(\d\d)", "part-pensions", Kind.RATE),
    Column(r"PPSOC(\d\d)", "part-prestations-sociales", Kind.RATE),
    Column(r"PPMINI(\d\d)", "part-minima-sociaux", Kind.RATE),
    Column(r"D1(\d\d)", "premier-decile", Kind.AMOUNT),
    Column(r"D9(\d\d)", "neuvieme-decile", Kind.AMOUNT),
    Column(r"RD(\d\d)", "rapport-interdecile", Kind.AMOUNT),
)


def recognise(name: str, head: str) -> bool:
    """Answer whether it is a file of Filosofi, at any level and of any vintage."""
    first = head.partition("\n")[0]
    return "CODGEO" in first and "NBPERSMENFISC" in first and "MED" in first


def read(path: Path) -> Table:
    """Open its rows; the name of the file tells the level."""
    table = open_table(path, ["CODGEO"])
    table.level = level_of(path.name)
    return table


def check(row: Row) -> str:
    """Refuse a row without a code."""
    return check_code(row)


def to_series(table: Table, codes: Codes) -> Reading:
    """Give the figures; what the secret covers stays covered, what is absent stays absent."""
    columns = find_columns(table.name, table.columns, COLUMNS)
    return WideReader(table, codes, columns, check=check).run()
