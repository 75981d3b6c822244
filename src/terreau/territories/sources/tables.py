"""Open a file of others as a table: CSV in any usual encoding and separator, or a workbook."""

import codecs
import csv
import hashlib
import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from terreau.territories.sources.faults import (
    UnreadableFileError,
    is_full,
    refuse_bomb,
    tell_full,
)
from terreau.territories.sources.reading import Row, Table

HEAD_BYTES = 65_536
MOST_TITLES = 30
LARGEST_CONTENT = 2_000_000_000
LARGEST_BOOK = 300_000_000  # a workbook is held whole
_CHUNK = 1 << 20
Lines = Iterator[tuple[int, list[str]]]


def fingerprint(path: Path) -> str:
    """Compute the SHA-256 of a file without holding it."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def unpack(path: Path, folder: Path) -> list[Path]:
    """Give the tables of a zip, written in a folder; any other file is given back as it is."""
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() == ".zip":
            raise UnreadableFileError(_broken(path.name))
        return [path]
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" in archive.namelist():
                return [path]
            return list(_members(archive, path.name, folder))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as fault:
        raise UnreadableFileError(tell_full() if is_full(fault) else _broken(path.name)) from fault


def _members(archive: zipfile.ZipFile, name: str, folder: Path) -> Iterator[Path]:
    kept = [
        member
        for member in archive.infolist()
        if Path(member.filename).name.lower().endswith((".csv", ".xlsx", ".txt"))
    ]
    refuse_bomb(name, kept, LARGEST_CONTENT)
    for member in kept:
        target = folder / Path(member.filename).name
        with archive.open(member) as source, target.open("wb") as written:
            while chunk := source.read(_CHUNK):
                written.write(chunk)
        yield target


def head_of(path: Path) -> str:
    """Give the first lines of a table as text, to recognise it."""
    if _is_workbook(path):
        return "\n".join(
            ";".join(cells)
            for lines in _sheets(path)
            for _number, cells in itertools.islice(lines, MOST_TITLES)
        )
    with path.open("rb") as file:
        raw = file.read(HEAD_BYTES)
    if b"\x00" in raw:
        raise UnreadableFileError(_not_a_table(path.name))
    text = raw.decode("utf-8-sig", errors="ignore" if _is_utf8(path) else "replace")
    if text.lstrip()[:1] == "<":
        raise UnreadableFileError(
            _(
                "« %(name)s » est une page web, pas un tableau : l’adresse a sans doute changé. "
                "Rien n’a été modifié ; vérifiez l’adresse ou donnez le fichier à la main."
            )
            % {"name": path.name}
        )
    if not text.strip():
        raise UnreadableFileError(
            _("« %(name)s » est vide. Rien n’a été modifié ; téléchargez-le de nouveau.")
            % {"name": path.name}
        )
    return text


def open_table(path: Path, wanted: Sequence[str]) -> Table:
    """Find the first line of headings that names these columns, then give the rows under it.

    Headings are compared in capitals, without the spaces around. A last line that stops short
    means half a file: nothing of it may be taken.
    """
    return next(open_tables(path, wanted))


def open_tables(path: Path, wanted: Sequence[str]) -> Iterator[Table]:
    """Give each sheet that has these columns; one at least, or the file is refused."""
    found = 0
    for lines in _sheets(path) if _is_workbook(path) else [_text_lines(path)]:
        titles: list[str] = []
        for _number, cells in itertools.islice(lines, MOST_TITLES):
            headings = [heading_of(cell) for cell in cells]
            if all(column in headings for column in wanted):
                found += 1
                rows, said = _rows(path.name, headings, lines), " ".join(titles)
                yield Table(path.name, tuple(headings), rows, vintage=vintage_of(said), titles=said)
                break
            titles.append(" ".join(cells))
    if not found:
        raise UnreadableFileError(
            _(
                "Il manque à « %(name)s » les colonnes attendues (%(columns)s) : donnez le fichier "
                "tel qu’il est publié. Rien n’a été modifié."
            )
            % {"name": path.name, "columns": ", ".join(wanted)}
        )


def heading_of(cell: str) -> str:
    """Reduce a heading to its capitals."""
    return " ".join(cell.replace("\ufeff", "").split()).upper()


def vintage_of(titles: str) -> str:
    """Read the year of the geography in the titles above a table."""
    found = re.search(r"[Gg]éographie au \d{2}/\d{2}/(\d{4})", titles)
    return found.group(1) if found else ""


def _rows(name: str, headings: list[str], lines: Lines) -> Iterator[tuple[int, Row]]:
    width = len(headings)
    short: tuple[int, list[str]] | None = None
    for number, cells in lines:
        if short is not None:
            yield short[0], dict(zip(headings, short[1], strict=False))
            short = None
        if len(cells) < width and any(cells):
            short = (number, cells)
        elif any(cells):
            yield number, dict(zip(headings, cells, strict=False))
    if short is not None:
        raise UnreadableFileError(
            _(
                "« %(name)s » s’arrête au milieu de sa ligne %(line)s : il n’est pas entier. "
                "Rien n’a été modifié ; téléchargez-le de nouveau."
            )
            % {"name": name, "line": short[0]}
        )


def _text_lines(path: Path) -> Lines:
    encoding = "utf-8-sig" if _is_utf8(path) else "cp1252"
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = file.readline() or file.readline()
        file.seek(0)
        delimiter = max(";,\t|", key=first.count)
        reader = csv.reader(file, delimiter=delimiter)
        try:
            for cells in reader:
                yield reader.line_num, [cell.strip() for cell in cells]
        except csv.Error as fault:
            raise UnreadableFileError(_not_a_table(path.name)) from fault


def _sheets(path: Path) -> Iterator[Lines]:
    """Give the lines of each sheet in turn; a line of a sheet is never short."""
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_bomb(path.name, archive.infolist(), LARGEST_BOOK)
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
        for sheet in book.sheet_names:
            cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            yield iter(
                [
                    (number, [_cell_text(cell) for cell in line])
                    for number, line in enumerate(cells, start=1)
                ]
            )
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as fault:
        raise UnreadableFileError(
            _(
                "Le classeur « %(name)s » est abîmé ou protégé par un mot de passe : "
                "téléchargez-le de nouveau."
            )
            % {"name": path.name}
        ) from fault


def _cell_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _broken(name: str) -> str:
    return _(
        "L’archive « %(name)s » est abîmée ou incomplète. Rien n’a été modifié ; "
        "téléchargez-la de nouveau."
    ) % {"name": name}


def _not_a_table(name: str) -> str:
    return _(
        "« %(name)s » n’est pas un tableau lisible (CSV ou XLSX). Rien n’a été modifié ; "
        "vérifiez que c’est le bon fichier."
    ) % {"name": name}
