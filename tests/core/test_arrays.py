"""Arrays written as texts: PostgreSQL reads back exactly what the driver would have written."""

import datetime
import uuid

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from terreau.core.arrays import array_text

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))
MOMENT = datetime.datetime(2026, 11, 22, 23, 30, tzinfo=datetime.UTC)
COLUMNS = [
    ("bigint", [1, -2, 9_223_372_036_854_775_807]),
    ("double precision", [0.1, -1e300, 2.0]),
    ("boolean", [True, False, None]),
    ("text", ["", "NULL", 'a "b" \\ c', "{x,y}", " d ", "é\n\t", None]),
    ("bytea", [b"", b"\x00\xff\\", None]),
    ("timestamptz", [MOMENT, None]),
    ("date", [MOMENT.date(), None]),
    ("uuid", [uuid.UUID(int=7)]),
    ("bigint", []),
    ("text", [None]),
]


def read_back(kind: str, text: str) -> list:
    """What the database makes of the text of an array."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT one FROM unnest(%s::{kind}[]) WITH ORDINALITY AS u(one, n)", [text])
        found = [one for (one,) in cursor.fetchall()]
    return [bytes(one) if isinstance(one, memoryview) else one for one in found]


@pytest.mark.parametrize(("kind", "values"), COLUMNS)
def test_postgresql_reads_the_values_again(db, kind: str, values: list) -> None:
    if connection.vendor != "postgresql":
        assert array_text(values).startswith("{")
        return
    assert read_back(kind, array_text(values)) == values


@given(values=st.lists(TEXTS, min_size=1, max_size=6))
def test_any_text_goes_through(values: list[str]) -> None:
    """Unquote it by the two rules of the manual: a backslash keeps what follows it."""
    text = array_text(values)
    words, word, inside, at = [], "", False, 1
    while at < len(text) - 1:
        letter = text[at]
        if inside and letter == "\\":
            at += 1
            word += text[at]
        elif letter == '"':
            if inside:
                words.append(word)
            word, inside = "", not inside
        elif inside:
            word += letter
        else:
            assert letter == ","
        at += 1
    assert words == values


def test_what_the_database_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="null character"):
        array_text(["a\0b", "c"])
    with pytest.raises(TypeError, match="No array is written of object"):
        array_text([object()])
