"""Guess which column each heading of a file is: by its words, then by what stands under it."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from terreau.core.exchange.columns import (
    BOOLEAN,
    CHOICE,
    CODE,
    DATE,
    LIST,
    PARTIAL_DATE,
    CellError,
    Column,
    fold,
    parse_cell,
)

# Kinds whose cells are told apart from ordinary text by their form alone.
_TELLING = {BOOLEAN, CHOICE, CODE, DATE, LIST, PARTIAL_DATE}
_SEPARATORS = re.compile(r"[^0-9a-z]+")


def plain(text: str) -> str:
    """Keep letters and digits only, so that « N° SIRET » is « n siret »."""
    return _SEPARATORS.sub(" ", fold(text)).strip()


def known_headings(dataset: Any) -> Callable[[str], bool]:
    """Tell whether a text is a heading that a dataset knows."""
    known = {
        plain(str(word))
        for column in dataset.columns
        for word in (*column.titles, column.name, *column.synonyms)
    }
    return lambda text: plain(text) in known


def headings_key(headings: Sequence[str]) -> str:
    """Sum up a set of headings, whatever their order and case."""
    return hashlib.sha256("\x1f".join(sorted(map(plain, headings))).encode()).hexdigest()


def guess_columns(
    columns: Sequence[Column], headings: Sequence[str], samples: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Match headings with columns; each column is given once, "" is a heading left aside."""
    exact, loose = _known_names(columns)
    guess = {heading: exact.get(plain(heading), "") for heading in headings}
    _give_way(guess, columns, samples)
    taken = set(guess.values())
    for heading in headings:
        name = "" if guess[heading] else _by_words(heading, loose)
        if name and name not in taken:
            guess[heading] = name
            taken.add(name)
    for heading in headings:
        if not guess[heading] and (name := _by_content(columns, samples.get(heading, ()), taken)):
            guess[heading] = name
            taken.add(name)
    return guess


def _give_way(
    guess: dict[str, str], columns: Sequence[Column], samples: Mapping[str, Sequence[str]]
) -> None:
    """Leave a list of words that the cells do not speak to another column of the same heading."""
    by_name = {column.name: column for column in columns}
    for heading, name in guess.items():
        if not name or _speaks(by_name[name], samples.get(heading, ())):
            continue
        said = plain(heading)
        others = (
            column.name
            for column in columns
            if column.name not in guess.values() and said in map(plain, column.synonyms)
        )
        guess[heading] = next(others, name)


def _speaks(column: Column, samples: Sequence[str]) -> bool:
    """Tell whether most of the filled cells are words of the list; nothing filled tells nothing."""
    filled = [text for text in samples if text.strip()]
    readable = sum(_can_read(column, text) for text in filled)
    return column.kind != CHOICE or not filled or 2 * readable > len(filled)


def _known_names(columns: Sequence[Column]) -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    headings = zip(*(column.titles for column in columns), strict=True)
    for texts in (*headings, [column.name for column in columns]):
        for column, text in zip(columns, texts, strict=True):
            exact.setdefault(plain(text), column.name)
    for column in columns:
        for text in column.synonyms:
            loose.setdefault(plain(text), column.name)
    return exact, {**loose, **exact}


def _by_words(heading: str, known: Mapping[str, str]) -> str:
    """Find the synonym that is the heading, or its last part after « / » or « . »."""
    for text in (heading, re.split(r"[/.]", heading)[-1], re.sub(r"\(.*?\)", "", heading)):
        if name := known.get(plain(text)):
            return name
    return ""


def _by_content(columns: Sequence[Column], samples: Sequence[str], taken: set[str]) -> str:
    """Find the one column whose checks all the samples pass."""
    filled = [text for text in samples if text.strip()]
    if not filled:
        return ""
    able = [
        column.name
        for column in columns
        if column.kind in _TELLING
        and (column.check or column.choices)
        and column.name not in taken
        and all(_can_read(column, text) for text in filled)
    ]
    return able[0] if len(able) == 1 else ""


def _can_read(column: Column, text: str) -> bool:
    try:
        return parse_cell(column, text) is not None
    except CellError:
        return False
