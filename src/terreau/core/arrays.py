"""Write columns of values as PostgreSQL's array texts, in a few operations on whole texts.

The driver writes an array value by value; an import writes millions of them. The text is bound as
one parameter and cast by the statement (`%s::bigint[]`).
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

# PostgreSQL holds no such character in a text: it parts the values until they are quoted.
_PART = "\0"


def array_text(values: Sequence[Any]) -> str:
    """Give the text of an array of values of one type, some of them perhaps unknown (None)."""
    if None in values:
        return _text_with_gaps(values)
    if not values:
        return "{}"
    return "{" + _write(values) + "}"


def _text_with_gaps(values: Iterable[Any]) -> str:
    return "{" + ",".join("NULL" if one is None else _write([one]) for one in values) + "}"


def _write(values: Sequence[Any]) -> str:
    """Give known values of one type, parted by commas."""
    bare, words = _words_of(values)
    if bare:
        return ",".join(words)
    whole = _PART.join(words)
    if whole.count(_PART) != len(values) - 1:
        raise ValueError("A text holds a null character.")
    quoted = whole.replace("\\", "\\\\").replace('"', '\\"').replace(_PART, '","')
    return f'"{quoted}"'


def _words_of(values: Sequence[Any]) -> tuple[bool, Iterable[str]]:
    """Give the words of values, and whether they go without quotes."""
    kind = type(values[0])
    if kind is str:
        return False, values
    if kind not in _WORDS:
        kind = next((known for known in _WORDS if isinstance(values[0], known)), None)
        if kind is None:
            raise TypeError(f"No array is written of {type(values[0]).__name__}.")
    bare, word = _WORDS[kind]
    return bare, map(word, values)


def _hex(value: bytes | memoryview) -> str:
    return f"\\x{bytes(value).hex()}"


_WORDS: dict[type, tuple[bool, Callable[[Any], str]]] = {
    bool: (True, lambda value: "t" if value else "f"),
    int: (True, repr),
    float: (True, repr),
    bytes: (False, _hex),
    memoryview: (False, _hex),
    bytearray: (False, _hex),
    datetime.datetime: (False, str),
    datetime.date: (True, str),
    uuid.UUID: (True, str),
    str: (False, str),
}
