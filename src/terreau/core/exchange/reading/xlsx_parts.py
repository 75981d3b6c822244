"""What a workbook says beside its sheets: their names, the shared texts, which styles are dates."""

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from terreau.core.exchange.protection import unescape_xml
from terreau.core.exchange.reading import limits
from terreau.core.exchange.reading.archives import refuse_definitions
from terreau.core.exchange.reading.limits import TableError

_PIECE = 128 * 1024
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass
class Parts:
    """The sheets as (name, path), the shared texts, the styles of dates."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    date_styles: set[str] = field(default_factory=set)
    from_1904: bool = False

    def shared_text(self, rank: str) -> str:
        """Give a shared text by its rank."""
        try:
            return self.texts[int(rank)]
        except (ValueError, IndexError) as error:
            raise TableError(limits.broken_workbook()) from error


def read_parts(archive: zipfile.ZipFile) -> Parts:
    """Read all that the rows of a workbook refer to."""
    parts = Parts()
    names = set(archive.namelist())
    workbook = _Workbook()
    _parse(archive, "xl/workbook.xml", workbook.start)
    _parse(archive, "xl/_rels/workbook.xml.rels", workbook.start)
    parts.from_1904 = workbook.from_1904
    parts.sheets = [sheet for sheet in workbook.sheets() if sheet[1] in names]
    if not parts.sheets:
        raise TableError(limits.broken_workbook())
    if "xl/styles.xml" in names:
        styles = _Styles()
        _parse(archive, "xl/styles.xml", styles.start, end=styles.end)
        parts.date_styles = styles.dates
    if "xl/sharedStrings.xml" in names:
        texts = _Texts()
        _parse(archive, "xl/sharedStrings.xml", texts.start, end=texts.end, text=texts.text)
        parts.texts = texts.found
    return parts


def _parse(
    archive: zipfile.ZipFile,
    path: str,
    start: Callable[[str, dict[str, str]], None],
    *,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_definitions
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    unpacked = 0
    with archive.open(path) as member:
        while piece := member.read(_PIECE):
            unpacked += len(piece)
            if unpacked > limits.MAX_UNPACKED_BYTES:
                raise TableError(limits.huge_workbook())
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


class _Workbook:
    """The sheets in their order, and where each is."""

    def __init__(self) -> None:
        self._sheets: list[tuple[str, str, str]] = []
        self._targets: dict[str, str] = {}
        self.from_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "sheet":
            key = next((text for key, text in attributes.items() if _local(key) == "id"), "")
            self._sheets.append((attributes.get("name", ""), key, attributes.get("state", "")))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in ("1", "true")
        elif name == "Relationship":
            target = posixpath.join("xl", attributes.get("Target", "").removeprefix("./"))
            path = posixpath.normpath(target).removeprefix("/")
            self._targets[attributes.get("Id", "")] = path

    def sheets(self) -> list[tuple[str, str]]:
        """The visible sheets, or all of them when none is."""
        known = [
            (name, self._targets[key], state)
            for name, key, state in self._sheets
            if key in self._targets
        ]
        visible = [(name, path) for name, path, state in known if state in ("", "visible")]
        return visible or [(name, path) for name, path, _state in known]


class _Styles:
    """Which cell styles show a number as a date."""

    def __init__(self) -> None:
        self.dates: set[str] = set()
        self._formats = {str(number) for number in _DATE_FORMATS}
        self._rank = -1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "numFmt":
            code = _QUOTED.sub("", attributes.get("formatCode", "")).lower()
            if re.search(r"[ymdhs]", code):
                self._formats.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            self._rank = 0
        elif name == "xf" and self._rank >= 0:
            if attributes.get("numFmtId", "0") in self._formats:
                self.dates.add(str(self._rank))
            self._rank += 1

    def end(self, tag: str) -> None:
        if _local(tag) == "cellXfs":
            self._rank = -1


class _Texts:
    """The shared texts, without their formatting nor their phonetic reading."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._is_text = self._is_phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "t":
            self._is_text = not self._is_phonetic

    def text(self, data: str) -> None:
        if self._is_text:
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "si":
            text = "".join(self._pieces)
            self.found.append(unescape_xml(text) if "_x" in text else text)
