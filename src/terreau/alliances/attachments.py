"""Know a file by its content, never by what its name or the browser claims."""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from terreau.core.formats import format_number
from terreau.core.verdicts import Refused

MAX_BYTES = 10 * 1024 * 1024
MAX_PER_ENTRY = 10
_NAME_LENGTH = 120
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """One accepted type: its media type and the endings its name may have."""

    media_type: str
    endings: tuple[str, ...]
    label: str


PDF = FileKind("application/pdf", ("pdf",), "PDF")
PNG = FileKind("image/png", ("png",), "PNG")
JPEG = FileKind("image/jpeg", ("jpg", "jpeg"), "JPEG")
WEBP = FileKind("image/webp", ("webp",), "WebP")
ODT = FileKind(f"{_OPEN_DOCUMENT}text", ("odt",), "ODT")
ODS = FileKind(f"{_OPEN_DOCUMENT}spreadsheet", ("ods",), "ODS")
DOCX = FileKind(f"{_OFFICE}wordprocessingml.document", ("docx",), "DOCX")
XLSX = FileKind(f"{_OFFICE}spreadsheetml.sheet", ("xlsx",), "XLSX")
TEXT = FileKind("text/plain; charset=utf-8", ("txt", "md"), "texte")
CSV = FileKind("text/csv; charset=utf-8", ("csv",), "CSV")
KINDS = (PDF, PNG, JPEG, WEBP, ODT, ODS, DOCX, XLSX, TEXT, CSV)
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)

_MAGIC = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_MARKUP = re.compile(
    rb"^\s*<[a-z!?]|<\s*(html|svg|script|iframe|!doctype)\b|^\s*#!|javascript:", re.I
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def identify(name: str, content: BinaryIO, size: int) -> FileKind:
    """Give the type of a file, or refuse it with a sentence that says what to do."""
    if size > MAX_BYTES:
        raise Refused(
            _(
                "Ce fichier pèse %(size)s Mo ; une pièce jointe en pèse 10 au plus. Réduisez-le "
                "(images plus petites, PDF allégé), ou donnez son adresse dans le récit."
            )
            % {"size": format_number(size / 1024 / 1024, 1)}
        )
    if size == 0:
        raise Refused(_("Ce fichier est vide. Vérifiez-le sur votre appareil, puis recommencez."))
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    kind = _sniff(content, ending)
    if kind is None:
        raise Refused(
            _(
                "Le contenu de ce fichier n’est pas d’un type accepté. Joignez un PDF, une image "
                "(PNG, JPEG, WebP), un document ODT ou DOCX, un tableau ODS, XLSX ou CSV, ou un "
                "texte. Les pages web, les dessins SVG, les programmes et les documents à macros "
                "sont refusés."
            )
        )
    if ending not in kind.endings:
        raise Refused(
            _(
                "Le nom de ce fichier finit par « .%(ending)s », mais son contenu est de type "
                "%(kind)s. Donnez-lui la fin « .%(right)s », puis joignez-le de nouveau."
            )
            % {"ending": ending, "kind": kind.label, "right": kind.endings[0]}
        )
    return kind


def _sniff(content: BinaryIO, ending: str) -> FileKind | None:
    content.seek(0)
    head = content.read(16)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"PK"):
        return _sniff_archive(content)
    return _sniff_text(content, ending)


def _sniff_archive(content: BinaryIO) -> FileKind | None:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if "mimetype" in names:
                with archive.open("mimetype") as declared:
                    said = declared.read(100).decode("ascii", "replace").strip()
                return next((kind for kind in (ODT, ODS) if kind.media_type == said), None)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else None


def _sniff_text(content: BinaryIO, ending: str) -> FileKind | None:
    content.seek(0)
    body = content.read(MAX_BYTES + 1).removeprefix(b"\xef\xbb\xbf")
    if body.startswith(b"MZ") or _CONTROLS.search(body) or _MARKUP.search(body):
        return None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return CSV if ending == "csv" else TEXT


def clean_name(name: str) -> str:
    """Keep a readable file name, without folders, controls or signs a system would obey."""
    base = PurePosixPath(name.replace("\\", "/")).name
    base = unicodedata.normalize("NFC", base)
    base = "".join(sign for sign in base if unicodedata.category(sign)[0] != "C")
    base = re.sub(r'[<>:"/\\|?*;%]+', "-", base).strip(" .-")
    stem, dot, ending = base.rpartition(".")
    if not dot:
        stem, ending = base, ""
    stem = stem.strip(" .-")[:_NAME_LENGTH] or "piece"
    return f"{stem}.{ending.lower()}" if ending else stem
