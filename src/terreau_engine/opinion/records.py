"""A history of votes, put into arrays: values checked, names in order, last words kept."""

from collections.abc import Iterable, Sequence, Sized
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from terreau_engine.errors import RepeatedName, UnevenColumns, UnknownAnswer, UnknownName
from terreau_engine.opinion.order import add_names
from terreau_engine.opinion.tables import Ints, Values

WITHDRAWN: Final = 2  # stands for None among the small integers


def check_lengths(participants: Sized, statements: Sized, values: Sized) -> None:
    """Refuse columns of different lengths."""
    if not len(participants) == len(statements) == len(values):
        raise UnevenColumns(
            f"{len(participants)} participants, {len(statements)} statements, "
            f"{len(values)} values: give one of each for every vote."
        )


def check_values(values: Sequence[int | None] | NDArray[np.integer]) -> Values:
    """Return the values as small integers, withdrawals as 2; refuse any other.

    >>> check_values([1, -1, 0, None]).tolist()
    [1, -1, 0, 2]
    """
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
        bad: Iterable[object] = values[(values > 1) | (values < -1)].tolist()
        for value in bad:
            raise _refusal(value)
        return values.astype(np.int8)
    kinds = set(values)
    for value in kinds:
        if value not in (1, 0, -1, None):
            raise _refusal(value)
    if None in kinds:
        values = [WITHDRAWN if value is None else value for value in values]
    return np.fromiter(values, np.int8, len(values))


def _refusal(value: object) -> UnknownAnswer:
    return UnknownAnswer(f"{value!r}: give 1 (agree), -1 (disagree), 0 (pass) or None.")


class Cells(NamedTuple):
    """One entry a vote: place of the participant, place of the statement, 1, -1 or 0."""

    rows: Ints
    columns: Ints
    values: Values


class Columns(NamedTuple):
    """Records as three columns of numbers, and the names that the first two count from zero."""

    participants: Sequence[str]
    statements: Sequence[str]
    rows: Ints
    columns: Ints
    values: Values


def read_records(participants: Sequence[str], statements: Sequence[str], values: Values) -> Columns:
    """Number the names of a history in the order in which they are met.

    >>> read_records(["b", "a"], ["s", "s"], np.array([1, 0], np.int8)).rows.tolist()
    [0, 1]
    """
    people, rows = _number(participants)
    topics, columns = _number(statements)
    return Columns(people, topics, rows, columns, values)


def _number(names: Sequence[str]) -> tuple[list[str], Ints]:
    codes = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return list(codes), np.fromiter(map(codes.__getitem__, names), np.int32, len(names))


def check_codes(names: Sequence[str], codes: NDArray[np.integer]) -> Ints:
    """Return places in a list of distinct names as small integers, or refuse them.

    >>> check_codes(["a", "b"], np.array([1, 0, 1])).tolist()
    [1, 0, 1]
    """
    if len(set(names)) < len(names):
        raise RepeatedName("A name is given twice: name each participant and statement once.")
    if len(codes) and not 0 <= codes.min() <= codes.max() < len(names):
        raise UnknownName(f"A place is outside the {len(names)} names: count them from zero.")
    return codes.astype(np.int32)


def join_names(known: list[str], names: Sequence[str]) -> tuple[dict[str, int], Ints, Ints]:
    """Return both lists in one canonical order, with the new places of each; `known` is in order.

    >>> join_names(["b"], ["c", "a"])
    ({'a': 0, 'b': 1, 'c': 2}, array([1], dtype=int32), array([2, 0], dtype=int32))
    """
    held = set(known)
    every = add_names(known, [name for name in names if name not in held])
    codes = {name: place for place, name in enumerate(every)}
    first, second = (
        np.fromiter(map(codes.__getitem__, part), np.int32, len(part)) for part in (known, names)
    )
    return codes, first, second


def last_words(rows: Ints, columns: Ints) -> NDArray[np.intp]:
    """Return the places of the last record of each pair, by row then column.

    >>> last_words(np.array([1, 0, 1], np.int32), np.array([0, 0, 0], np.int32)).tolist()
    [1, 2]
    """
    order = stable_order(rows, stable_order(columns))
    rows, columns = rows[order], columns[order]
    last = np.append((rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1]), True)
    kept: NDArray[np.intp] = order[last[: len(order)]]
    return kept


def stable_order(keys: Ints, order: NDArray[np.intp] | None = None) -> NDArray[np.intp]:
    """Return the places of positive keys in rising order, ties as they stand in `order`.

    Sixteen bits at a time: such keys are counted, not compared, and the time is linear.

    >>> stable_order(np.array([70000, 1, 70000, 0], np.int32)).tolist()
    [3, 1, 0, 2]
    """
    order = np.arange(len(keys)) if order is None else order
    for shift in (0, 16):
        if shift == 0 or (keys >> shift).any():
            part = ((keys >> shift) & 0xFFFF).astype(np.uint16)
            order = order[np.argsort(part[order], kind="stable")]
    return order
