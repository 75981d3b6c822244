"""Workbooks as spreadsheets write them, and those that somebody made to do harm."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from terreau.core.exchange.reading import TableError, limits, read_rows, read_table
from terreau.core.exchange.writing import write_table

DAY = datetime.datetime(2026, 11, 22)  # noqa: DTZ001 - a spreadsheet knows no zone


def xlsx(*rows, **sheets) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, others in sheets.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def ods(*rows, **repeats) -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Feuille1")
    for row in rows:
        line = TableRow(**repeats)
        for kind, value in row:
            named = {"float": "value", "date": "datevalue"}.get(kind)
            cell = TableCell(valuetype=kind, **({named: value} if named else {}))
            cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    content = io.BytesIO()
    document.write(content)
    return content.getvalue()


def rewrite(whole: bytes, **parts: bytes) -> bytes:
    """Replace parts of an archive (a name ends like the keyword)."""
    source, made = zipfile.ZipFile(io.BytesIO(whole)), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            key = name.rsplit("/", 1)[-1].split(".")[0]
            archive.writestr(name, parts.get(key, source.read(name)))
    return made.getvalue()


def test_a_workbook_keeps_numbers_dates_answers_and_lines():
    table = read_table(
        xlsx(
            ["Nom", "Le", "Nombre", "SIRET", "Vivant"],
            ["Chêne", DAY, 12.5, 24300000000011, True],
            [None] * 5,
            ["Hêtre", None, 12.0, "007", False],
        )
    )
    assert table.rows == (
        ("Chêne", "2026-11-22", "12.5", "24300000000011", "oui"),
        ("Hêtre", "", "12", "007", "non"),
    )
    assert table.numbers == (2, 4)


def test_errors_and_formulas_of_a_sheet_leave_their_values_only():
    assert read_table(xlsx(["Nom", "Part"], ["Chêne", "#N/A"])).rows == (("Chêne", ""),)


def test_only_the_first_sheet_is_read_and_this_is_told():
    reader = read_rows(xlsx(["Nom"], ["Chêne"], Autre=[["x"]]))
    assert [row.cells for row in reader] == [("Chêne",)]
    assert "seule « Sheet » est lue" in reader.warnings[0]


def test_a_column_beyond_the_titles_is_left_aside_and_told():
    reader = read_rows(xlsx(["Nom", None], ["Chêne", None, "note"]))
    assert [row.cells for row in reader] == [("Chêne",)]
    assert "Sans titre, la colonne 3 est laissée de côté." in reader.warnings


def test_an_ods_sheet_is_read():
    content = ods(
        [("string", "Nom"), ("string", "Le"), ("string", "Nombre")],
        [("string", "Chêne"), ("date", "2026-11-22"), ("float", "12.5")],
    )
    reader = read_rows(content)
    assert (reader.kind, reader.headings) == ("ods", ("Nom", "Le", "Nombre"))
    assert [row.cells for row in reader] == [("Chêne", "2026-11-22", "12.5")]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_formulas_leave_as_text_and_come_back(kind):
    written = write_table(kind, ["Nom"], [['=HYPERLINK("http://x")']])
    part = "xl/worksheets/sheet1.xml" if kind == "xlsx" else "content.xml"
    xml = zipfile.ZipFile(io.BytesIO(written)).read(part).decode()
    assert "<f>" not in xml
    assert "table:formula" not in xml
    assert "&apos;=HYPERLINK" in xml or "'=HYPERLINK" in xml
    assert read_table(written).rows == (('=HYPERLINK("http://x")',),)


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'
    b"<worksheet><sheetData><row><c><v>&c;</v></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("content", "part"),
    [(xlsx(["Nom"], ["x"]), "sheet1"), (xlsx(["Nom"], ["x"]), "styles"),
     (ods([("string", "Nom")], [("string", "x")]), "content")],
)  # fmt: skip
def test_xml_definitions_are_refused(content, part):
    with pytest.raises(TableError, match="définitions qu’aucun tableur n’écrit"):
        list(read_rows(rewrite(content, **{part: BILLION_LAUGHS})))


def test_a_bomb_that_lies_about_its_size_is_stopped(monkeypatch):
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 300_000)
    rows = b"".join(b"<row><c><v>%d</v></c></row>" % rank for rank in range(20_000))
    bomb = rewrite(
        xlsx(["Nom"], ["x"]),
        sheet1=b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>",
    )
    monkeypatch.setattr("terreau.core.exchange.reading.xlsx.check_declared", lambda members: None)
    with pytest.raises(TableError, match="démesuré une fois décompressé"):
        list(read_rows(bomb))


def test_what_shrinks_beyond_reason_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "SUSPECT_BYTES", 1_000_000)
    bomb = rewrite(xlsx(["Nom"], ["x"]), styles=b" " * 5_000_000)
    with pytest.raises(TableError, match="démesuré"):
        read_rows(bomb)


def test_archives_inside_archives_are_not_opened():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    with pytest.raises(TableError, match="ni un CSV ni un classeur"):
        read_rows(outer.getvalue())


def test_a_sheet_with_two_far_corners_does_not_fill_the_memory():
    far = (
        b"<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row>"
        b"<row r='1048576'><c r='XFD1048576'><v>2</v></c></row></sheetData></worksheet>"
    )
    with pytest.raises(TableError, match="plus de 300 colonnes"):
        list(read_rows(rewrite(xlsx(["Nom"], ["x"]), sheet1=far)))


def test_an_ods_sheet_repeated_without_end_is_refused():
    content = ods([("string", "Nom")] * 20, numberrowsrepeated="1000000")
    with pytest.raises(TableError, match="plus de 500000 lignes"):
        read_rows(content)


def test_a_cut_archive_is_damaged():
    whole = xlsx(["Nom"], *[[f"Chêne {rank}"] for rank in range(500)])
    with pytest.raises(TableError, match="Ce classeur est abîmé"):
        read_rows(whole[: len(whole) // 2])


def test_a_shared_text_that_does_not_exist_is_damage():
    sheet = b"<worksheet><sheetData><row><c t='s'><v>9</v></c></row></sheetData></worksheet>"
    broken = rewrite(xlsx(["Nom"], ["x"]), sheet1=sheet)
    with pytest.raises(TableError, match="Ce classeur est abîmé"):
        list(read_rows(broken))


def test_a_workbook_under_a_password_is_told():
    wrapped = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    wrapped += "EncryptedPackage".encode("utf-16-le") + bytes(2000)
    with pytest.raises(TableError, match="protégé par un mot de passe"):
        read_rows(wrapped)


def test_an_encrypted_ods_is_told():
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    locked = rewrite(ods([("string", "Nom")]), manifest=manifest)
    with pytest.raises(TableError, match="protégé par un mot de passe"):
        read_rows(locked)


def test_a_workbook_without_sheet_is_damaged():
    with pytest.raises(TableError, match="Ce classeur est abîmé"):
        read_rows(rewrite(xlsx(["Nom"]), workbook=b"<workbook><sheets/></workbook>"))
