"""Cells as people and spreadsheets write them."""

import datetime
from decimal import Decimal

import pytest

from terreau.core.exchange.columns import (
    CODE,
    DATE,
    INTEGER,
    NUMBER,
    PARTIAL_DATE,
    CellError,
    Column,
    format_cell,
    parse_cell,
    read_cell,
    store_text,
)
from terreau.core.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (NUMBER, "1\u202f234,56", Decimal("1234.56")),
        (NUMBER, "24\u00a0975,00 €", Decimal("24975.00")),
        (NUMBER, "1.234.567,5", Decimal("1234567.5")),
        (NUMBER, "1,234.5", Decimal("1234.5")),
        (INTEGER, "12\u00a0000", 12000),
        (INTEGER, "1.000", 1000),
        (INTEGER, "1 200,00", 1200),
        (DATE, "22/11/2026", datetime.date(2026, 11, 22)),
        (DATE, "2026-11-22T00:00:00", datetime.date(2026, 11, 22)),
        (DATE, "22 novembre 2026", datetime.date(2026, 11, 22)),
        (DATE, "22.11.2026", datetime.date(2026, 11, 22)),
        (PARTIAL_DATE, "automne 2013", PartialDate("2013-23")),
        (PARTIAL_DATE, "2013", PartialDate("2013")),
        (PARTIAL_DATE, "sept. 2013", PartialDate("2013-09")),
        (CODE, "94018.0", "94018"),
    ],
)
def test_french_ways_are_read(kind, typed, value):
    assert parse_cell(Column("c", "C", kind), typed) == value


@pytest.mark.parametrize(
    ("column", "typed", "value", "note"),
    [
        (Column("c", "C", DATE), "45000", datetime.date(2023, 3, 15), "numéro d’un jour"),
        (Column("c", "C", PARTIAL_DATE), "45000", PartialDate("2023-03-15"), "numéro d’un jour"),
        (Column("c", "C", DATE), "22/11/26", datetime.date(2026, 11, 22), "l’année est lue 2026"),
        (Column("c", "C", CODE, width=5), "1 234", "01234", "lu 01234"),
    ],
)
def test_what_is_understood_beyond_the_text_is_told(column, typed, value, note):
    read, told = read_cell(column, typed)
    assert read == value
    assert note in told


@pytest.mark.parametrize("typed", ["2,43E+13", "2.43e+13", "7E+13"])
def test_a_number_that_the_spreadsheet_destroyed_is_refused_with_the_reason(typed):
    with pytest.raises(CellError, match=r"détruit par le tableur : « .* » est une notation"):
        parse_cell(Column("c", "C", CODE), typed)


def test_serial_numbers_are_days_in_columns_of_dates_only():
    assert parse_cell(Column("c", "C", CODE), "45000") == "45000"
    assert parse_cell(Column("c", "C", INTEGER), "45000") == 45000


def test_a_code_that_lost_too_much_is_left_to_its_own_check():
    assert read_cell(Column("c", "C", CODE, width=9), "12345") == ("12345", "")
    assert read_cell(Column("c", "C", CODE, width=5), "2A004") == ("2A004", "")


@pytest.mark.parametrize("typed", ["1,5", "1e3", "--2", "1 2 3 €€"])
def test_what_is_not_a_whole_number_is_refused(typed):
    with pytest.raises(CellError, match="nombre entier"):
        parse_cell(Column("c", "C", INTEGER), typed)


def test_kept_texts_do_not_depend_on_the_language():
    column = Column("c", "C", "choice", choices=(("a", "Affable"), ("b", "Bref")))
    assert store_text(column, "a") == "a"
    assert parse_cell(column, store_text(column, "a")) == "a"
    assert format_cell(column, "a") == "Affable"
