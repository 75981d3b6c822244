"""Decode a text file whose lines may not all be in the same encoding.

Each line is read as UTF-8 when it can be, else in the old encoding that its bytes look like. When
the two live in one file, the lines of the minority are named to the person.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from terreau.core.exchange.reading import limits
from terreau.core.exchange.reading.limits import TableError

_SHOWN = 5
_LONE_RETURN = re.compile(r"(?<=\r)(?!\n)")
# Bytes of « éèàêçôîûëï » in each of the two old encodings.
_WINDOWS = frozenset(b"\xe9\xe8\xe0\xea\xe7\xf4\xee\xfb\xeb\xef\x92\xc9")
_MACINTOSH = frozenset(b"\x8e\x8f\x88\x90\x8d\x99\x94\x9e\x91\x95\xd5\x83")
_SIGNATURES = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"{\\rtf")


class TextLines:
    """The lines of a text file, decoded one by one; `warnings` are complete after the last."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._encoding = _wide_encoding(file)
        self._odd: dict[str, list[int]] = {"utf-8": [], "legacy": []}
        self._counts = {"utf-8": 0, "legacy": 0}

    def __iter__(self) -> Iterator[str]:
        self._file.seek(0)
        for number, raw in enumerate(self._raw_lines(), start=1):
            if isinstance(raw, bytes) and b"\x00" in raw:
                raise TableError(_null_bytes(number))
            text = raw if isinstance(raw, str) else self._decode(raw, number)
            yield from _LONE_RETURN.split(text) if "\r" in text else (text,)

    @property
    def warnings(self) -> list[str]:
        """Name the lines that are not in the encoding of the others."""
        if not all(self._counts.values()):
            return []
        odd = min(self._counts, key=lambda name: self._counts[name])
        lines = self._odd[odd]
        shown = ", ".join(map(str, lines)) + (", …" if self._counts[odd] > len(lines) else "")
        return [
            _(
                "Lignes écrites dans un autre encodage que le reste du fichier (%(lines)s) : leurs "
                "accents ont été relus à part. Vérifiez-les."
            )
            % {"lines": shown}
        ]

    def _raw_lines(self) -> Iterator[bytes | str]:
        if self._encoding:
            reader = codecs.getreader(self._encoding)(self._file, errors="replace")
            yield from _whole_lines(reader)
            return
        first = True
        for raw in _byte_lines(self._file):
            yield raw.removeprefix(codecs.BOM_UTF8) if first else raw
            first = False

    def _decode(self, raw: bytes, number: int) -> str:
        if raw.isascii():
            return raw.decode("ascii")
        try:
            text, name = raw.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            text, name = _decode_legacy(raw), "legacy"
        self._counts[name] += 1
        if len(self._odd[name]) < _SHOWN:
            self._odd[name].append(number)
        return text


def _decode_legacy(raw: bytes) -> str:
    letters = [byte for byte in raw if byte > 127]
    windows = sum(byte in _WINDOWS for byte in letters)
    macintosh = sum(byte in _MACINTOSH for byte in letters)
    if macintosh > windows:
        return raw.decode("mac-roman")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("mac-roman")


def _byte_lines(file: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while piece := file.read(256 * 1024):
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line + b"\n" for line in lines)
    if rest:
        yield rest


def _whole_lines(reader: codecs.StreamReader) -> Iterator[str]:
    """Split at line feeds only: a stream reader would also split at rarer separators."""
    rest = ""
    while piece := reader.read(64 * 1024):
        *lines, rest = (rest + piece).split("\n")
        yield from (line + "\n" for line in lines)
    if rest:
        yield rest


def _wide_encoding(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(b"%PDF"):
        raise TableError(limits.pdf_file())
    if b"\x00" in start or start.startswith(_SIGNATURES):
        raise TableError(limits.wrong_type())
    return ""


def _null_bytes(number: int) -> str:
    return _(
        "La ligne %(line)d de ce fichier est illisible : elle contient des octets nuls. "
        "Exportez-le de nouveau depuis son logiciel d’origine."
    ) % {"line": number}
