"""A history of votes, put into arrays: values checked, names in order, last words kept."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from terreau_engine.errors import UnknownAnswer
from terreau_engine.opinion.order import add_names
from terreau_engine.opinion.tables import Ints, Values

WITHDRAWN: Final = 2  # stands for None among the small integers


def check_values(values: Sequence[int | None] | NDArray[np.integer]) -> Values:
    """Return the values as small integers, withdrawals as 2; refuse any other.

    >>> check_values([1, -1, 0, None]).tolist()
    [1, -1, 0, 2]
    """
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
        bad: Iterable[object] = values[(values > 1) | (values < -1)].tolist()
    else:
        bad = [value for value in values if value not in (1, 0, -1, None)]
    for value in bad:
        raise UnknownAnswer(f"{value!r}: give 1 (agree), -1 (disagree), 0 (pass) or None.")
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
        return values.astype(np.int8)
    return np.array([WITHDRAWN if value is None else value for value in values], np.int8)


def encode_names(known: dict[str, int], names: Sequence[str]) -> tuple[dict[str, int], Ints, Ints]:
    """Return all names in canonical order, the new place of each known one, those of `names`.

    >>> encode_names({"b": 0}, ["c", "a", "c"])
    ({'a': 0, 'b': 1, 'c': 2}, array([1], dtype=int32), array([2, 0, 2], dtype=int32))
    """
    fresh = [name for name in dict.fromkeys(names) if name not in known]
    codes = {name: place for place, name in enumerate(add_names(list(known), fresh))}
    moved = np.fromiter(map(codes.__getitem__, known), np.int32, len(known))
    return codes, moved, np.fromiter(map(codes.__getitem__, names), np.int32, len(names))


def last_words(rows: Ints, columns: Ints, width: int) -> NDArray[np.intp]:
    """Return the places of the last record of each pair, by row then column.

    >>> last_words(np.array([1, 0, 1], np.int32), np.array([0, 0, 0], np.int32), 1).tolist()
    [1, 2]
    """
    keys = rows.astype(np.int64) * width + columns
    order = np.argsort(keys, kind="stable")
    last = np.append(keys[order][1:] != keys[order][:-1], True)
    kept: NDArray[np.intp] = order[last[: len(order)]]
    return kept
