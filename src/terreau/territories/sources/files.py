"""Recognise official files by their first line, whatever their encoding and separator."""

import csv
import hashlib
import io
import zipfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from django.utils.translation import gettext as _

from terreau.territories.sources.density import is_workbook, read_density
from terreau.territories.sources.faults import UnreadableFileError, refuse_bomb

__all__ = ["Layout", "OfficialFile", "Row", "UnreadableFileError", "open_official_files"]

Row = dict[str, str]
LARGEST_MEMBER = 200_000_000
COMMUNES_COLUMNS = {"TYPECOM", "COM", "DEP", "LIBELLE"}
MOVEMENTS_COLUMNS = {"MOD", "DATE_EFF", "TYPECOM_AV", "COM_AV", "TYPECOM_AP", "COM_AP"}


class Layout(Enum):
    COMMUNES = "communes"
    MOVEMENTS = "movements"
    ARCHIVE = "archive"
    DENSITY = "density"


@dataclass(frozen=True)
class OfficialFile:
    """A recognised file: its layout, its rows, its fingerprint and the vintage it says."""

    name: str
    layout: Layout
    rows: list[Row]
    sha256: str
    first_line: int = 2
    vintage: str = ""


def open_official_files(path: Path) -> list[OfficialFile]:
    """Read a CSV of the official code, a zip of them, the density grid, or Terreau's archive."""
    if not path.is_file():
        raise UnreadableFileError(
            _("Le fichier « %(name)s » est introuvable : vérifiez son chemin.") % {"name": path}
        )
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        return [_read(path.name, raw)]
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        if "units.csv" in names:
            return [OfficialFile(path.name, Layout.ARCHIVE, [], digest)]
        if is_workbook(names):
            rows, first, vintage = read_density(path.name, raw)
            return [OfficialFile(path.name, Layout.DENSITY, rows, digest, first, vintage)]
        return _read_members(archive, path.name)


def _read_members(archive: zipfile.ZipFile, name: str) -> list[OfficialFile]:
    files = []
    refuse_bomb(name, archive.infolist(), LARGEST_MEMBER)
    for member in archive.infolist():
        if member.filename.lower().endswith(".csv"):
            try:
                files.append(_read(member.filename, archive.read(member)))
            except UnreadableFileError:
                continue
    if not files:
        raise UnreadableFileError(_unknown(name))
    return files


def _unknown(name: str) -> str:
    return _(
        "« %(name)s » n’est ni le fichier des communes, ni celui des mouvements du code officiel "
        "géographique, ni la grille de densité, ni le fichier d’une source d’indicateurs, ni une "
        "archive de Terreau : vérifiez que c’est le bon fichier."
    ) % {"name": name}


def _read(name: str, raw: bytes) -> OfficialFile:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise UnreadableFileError(_unknown(name))
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = {(column or "").strip().upper() for column in reader.fieldnames or ()}
    reader.fieldnames = [(column or "").strip().upper() for column in reader.fieldnames or ()]
    layout = next(
        (
            layout
            for layout, wanted in (
                (Layout.MOVEMENTS, MOVEMENTS_COLUMNS),
                (Layout.COMMUNES, COMMUNES_COLUMNS),
            )
            if wanted <= columns
        ),
        None,
    )
    if layout is None:
        raise UnreadableFileError(_unknown(name))
    rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
    return OfficialFile(name, layout, rows, hashlib.sha256(raw).hexdigest())
