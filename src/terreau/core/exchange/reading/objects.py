"""Read a list of JSON objects as a table: dotted headings, one line per object."""

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from terreau.core.exchange.reading import limits
from terreau.core.exchange.reading.limits import TableError

_LIST_KEYS = ("results", "features", "data", "records", "items", "@graph")
_BLANKS = " \t\r\n"


class ObjectLines:
    """The objects of a JSON list, as (number, cells); the first line is the headings."""

    kind = "json"

    def __init__(self, file: BinaryIO):
        self.warnings: list[str] = []
        self._text = _decode(file)
        self._headings: dict[str, None] = {}
        for item in self._objects():
            self._headings.update(dict.fromkeys(_flatten(item)))
            if len(self._headings) > limits.MAX_COLUMNS:
                raise TableError(limits.too_many_columns())

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        yield 0, list(self._headings)
        for number, item in enumerate(self._objects(), start=1):
            cells = _flatten(item)
            yield number, [cells.get(heading, "") for heading in self._headings]

    def _objects(self) -> Iterator[dict[str, Any]]:
        """Decode one object at a time, so that the whole never stands in memory decoded."""
        decoder = json.JSONDecoder()
        try:
            place = _find_list(self._text, decoder)
            while self._text[place] != "]":
                item, place = decoder.raw_decode(self._text, place)
                if not isinstance(item, dict):
                    raise TableError(_not_a_list())
                yield item
                place = _skip(self._text, place, ",")
        except (ValueError, IndexError, RecursionError) as error:
            if isinstance(error, TableError):
                raise
            raise TableError(_broken()) from error


def _decode(file: BinaryIO) -> str:
    file.seek(0)
    try:
        return io.TextIOWrapper(_Undetached(file), encoding="utf-8-sig").read()
    except UnicodeDecodeError as error:
        raise TableError(_broken()) from error


class _Undetached(io.BytesIO):
    """Bytes of a file that its wrapper may close without closing the file."""

    def __init__(self, file: BinaryIO):
        super().__init__(file.read())


def _find_list(text: str, decoder: json.JSONDecoder) -> int:
    """Give the place of the first object: of the list itself, or of one under a known name."""
    place = _skip(text, 0)
    if text[place] == "[":
        return _skip(text, place + 1)
    if text[place] != "{":
        raise TableError(_not_a_list())
    place = _skip(text, place + 1)
    while text[place] != "}":
        name, place = decoder.raw_decode(text, place)
        place = _skip(text, place, ":")
        if name in _LIST_KEYS and text[place] == "[":
            return _skip(text, place + 1)
        _value, place = decoder.raw_decode(text, place)
        place = _skip(text, place, ",")
    raise TableError(_not_a_list())


def _skip(text: str, place: int, mark: str = "") -> int:
    while text[place] in _BLANKS:
        place += 1
    if mark and text[place] == mark:
        return _skip(text, place + 1)
    return place


def _flatten(item: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Give {dotted name: text}; several values of one name are separated by « | »."""
    cells: dict[str, str] = {}
    for name, value in item.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict):
            cells |= _flatten(value, f"{path}.")
        elif isinstance(value, list):
            cells |= _flatten_list(path, value)
        else:
            cells[path] = _text(value)
    return cells


def _flatten_list(path: str, values: list[Any]) -> dict[str, str]:
    parts: dict[str, list[str]] = {}
    for value in values:
        if isinstance(value, dict):
            found = _flatten(value, f"{path}.")
        elif isinstance(value, list):
            found = {path: json.dumps(value, ensure_ascii=False)}
        else:
            found = {path: _text(value)}
        for name, text in found.items():
            parts.setdefault(name, []).append(text)
    return {
        name: " | ".join(_escape(text) for text in texts if text) for name, texts in parts.items()
    }


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _broken() -> str:
    return _("Ce fichier JSON est abîmé ou coupé. Téléchargez-le de nouveau.")


def _not_a_list() -> str:
    return _(
        "Ce fichier JSON n’est pas une liste d’objets. Terreau lit une liste, ou un objet dont "
        "« results », « features » ou « data » est une liste."
    )
