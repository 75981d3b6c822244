"""Files in and out: identical round trip, and a sentence for each bad file."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau.core.exchange.columns import (
    BOOLEAN,
    CHOICE,
    CODE,
    DATE,
    INTEGER,
    LIST,
    PARTIAL_DATE,
    CellError,
    Column,
    format_cell,
    parse_cell,
)
from terreau.core.exchange.protection import protect, unprotect
from terreau.core.exchange.reading import TableError, read_table
from terreau.core.exchange.writing import write_table
from terreau.core.partial_dates import PartialDate

WORDS = (("a", "À voir"), ("b", "Bien | mal"))
NASTY = st.sampled_from(
    [
        "=1+1",
        "'=1+1",
        "''",
        "'",
        '"',
        '""',
        "\n",
        "\r",
        "\t",
        ";",
        ",",
        "\\",
        "|",
        "_x0041_",
        "-",
        "é",
    ]
)
TEXTS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")) | NASTY).map(
    "".join
)
FILLED = TEXTS.filter(bool)


@settings(deadline=None)
@given(kind=st.sampled_from(["csv", "xlsx", "ods"]), rows=st.lists(st.tuples(FILLED, TEXTS, TEXTS)))
def test_every_text_comes_back_identical(kind, rows):
    table = read_table(write_table(kind, ["Un", "=Deux", "Trois"], rows))
    assert table.headings == ("Un", "=Deux", "Trois")
    assert list(table.rows) == rows


@given(TEXTS)
def test_protection_is_reversible_and_leaves_nothing_to_run(text):
    assert unprotect(protect(text)) == text
    assert not protect(text).lstrip().startswith(("=", "+", "-", "@"))


VALUES = {
    "text": (Column("c", "C"), FILLED),
    "choice": (Column("c", "C", CHOICE, choices=WORDS), st.sampled_from(["a", "b"])),
    "integer": (Column("c", "C", INTEGER), st.integers(-(10**17), 10**17)),
    "date": (Column("c", "C", DATE), st.dates()),
    "partial": (
        Column("c", "C", PARTIAL_DATE),
        st.sampled_from(["2013", "2013-09", "2013-23", "2013-09-12"]).map(PartialDate),
    ),
    "boolean": (Column("c", "C", BOOLEAN), st.booleans()),
    "list": (Column("c", "C", LIST), st.lists(FILLED.map(str.strip).filter(bool), min_size=1)),
    "chosen": (
        Column("c", "C", LIST, choices=WORDS),
        st.lists(st.sampled_from(["a", "b"]), min_size=1),
    ),
    "code": (Column("c", "C", CODE), st.from_regex(r"[0-9A-Z]{1,14}", fullmatch=True)),
}


@pytest.mark.parametrize("kind", list(VALUES))
@given(data=st.data())
def test_every_value_comes_back_from_its_cell(kind, data):
    column, values = VALUES[kind]
    value = data.draw(values)
    assert parse_cell(column, format_cell(column, value)) == value
    assert parse_cell(column, "") is None


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (INTEGER, "1 200", 1200),
        (INTEGER, "1200.0", 1200),
        (DATE, "22/11/2026", datetime.date(2026, 11, 22)),
        (PARTIAL_DATE, "09/2013", PartialDate("2013-09")),
        (BOOLEAN, "VRAI", True),
        (CODE, "013 002 526", "013002526"),
    ],
)
def test_a_person_s_own_way_of_writing_is_read(kind, typed, value):
    assert parse_cell(Column("c", "C", kind), typed) == value


@pytest.mark.parametrize(
    ("column", "typed", "sentence"),
    [
        (Column("c", "C", INTEGER), "douze", "n’est pas un nombre entier"),
        (Column("c", "C", DATE), "31/02/2026", "n’est pas une date"),
        (Column("c", "C", PARTIAL_DATE), "jadis", "n’est pas une date"),
        (Column("c", "C", BOOLEAN), "peut-être", "oui ou non"),
        (Column("c", "C", CHOICE, choices=WORDS), "z", "À voir, Bien"),
        (Column("c", "C", max_length=3), "quatre", "3 au plus"),
        (Column("c", "C"), "a\x00b", "illisible"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(column, typed, sentence):
    with pytest.raises(CellError, match=sentence):
        parse_cell(column, typed)


def test_a_choice_is_read_whatever_its_case_and_accents():
    assert parse_cell(Column("c", "C", CHOICE, choices=WORDS), " a VOIR ") == "a"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings_are_guessed(separator, encoding):
    text = f'Nom{separator}"Rue; place, quai"\r\nChêne{separator}là-bas\r\n\r\n'
    table = read_table(text.encode(encoding))
    assert table.headings == ("Nom", "Rue; place, quai")
    assert table.rows == (("Chêne", "là-bas"),)


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_typed_by_hand_is_read():
    when = datetime.datetime(2026, 11, 22)  # noqa: DTZ001 - a spreadsheet knows no zone
    table = read_table(workbook(["Nom", "Date", "Nombre"], ["Chêne", when, 12.0], [None], ["x"]))
    assert table.rows == (("Chêne", "2026-11-22", "12"), ("x", "", ""))
    assert table.numbers == (2, 4)


def test_exported_cells_are_typed_as_text_and_hold_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(write_table("xlsx", ["Code"], [["007"], ["=1+1"]])))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [("007", "s"), ("'=1+1", "s")]
    assert cells[0].number_format == "@"


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as member:
            for _ in range(160):
                member.write(b"0" * 1024 * 1024)
    return content.getvalue()


def plain_archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("letter.txt", "bonjour")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b" \n \n", "vide"),
        (b";;\n;;\n", "vide"),
        (b"%PDF-1.7 ...", "ni un CSV ni un classeur"),
        (b"\xd0\xcf\x11\xe0 old workbook", "abîmé"),
        (b"a;b\x00c", "ni un CSV ni un classeur"),
        (b"PK\x03\x04 cut short", "abîmé"),
        (plain_archive(), "ni un CSV ni un classeur"),
        (bomb(), "démesuré"),
        (";".join(f"c{rank}" for rank in range(301)).encode(), "plus de 300 colonnes"),
        (b"a\n" + b"x" * 60_000, "50000 caractères"),
        (b"a\n" + b"x" * 200_000, "illisible"),
        (b"a\n" + b"x\n" * 500_001, "plus de 500000 lignes"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(TableError, match=sentence):
        read_table(content)


def test_a_file_past_the_limit_is_refused(settings):
    settings.TERREAU_IMPORT_MAX_MB = 0
    with pytest.raises(TableError, match="dépasse"):
        read_table(b"Nom\nChene\n")


def test_a_damaged_sheet_is_refused():
    source = zipfile.ZipFile(io.BytesIO(workbook(["Nom"], ["Chêne"])))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data[:-80] if name.endswith("sheet1.xml") else data)
    with pytest.raises(TableError, match="abîmé"):
        read_table(content.getvalue())


def test_a_text_too_long_for_a_workbook_is_not_cut():
    with pytest.raises(TableError, match="CSV"):
        write_table("xlsx", ["Nom"], [["x" * 40_000]])
