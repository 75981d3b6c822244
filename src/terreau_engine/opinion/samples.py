"""People drawn by the print of their name: the same ones whoever comes first."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from terreau_engine.opinion.records import Cells
from terreau_engine.opinion.tables import Ints


def prints(names: Sequence[str]) -> NDArray[np.uint64]:
    """Return a well-mixed number for each name, the same on every machine."""
    raw = np.fromiter((zlib.crc32(name.encode()) for name in names), np.uint64, len(names))
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        raw = (raw + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(factor)
        raw ^= raw >> np.uint64(shift)
    return raw


def sample_people(rows: Ints, participants: Sequence[str], most: int) -> Ints:
    """Return the places of as many people as hold at most `most` votes together, rising.

    People come in the order of the prints of their names: adding somebody moves nobody else but
    the last ones. The first one is kept whatever they hold.

    >>> sample_people(np.array([0, 0, 1, 1], np.int32), ["a", "b"], 4).tolist()
    [0, 1]
    >>> len(sample_people(np.array([0, 0, 1, 1], np.int32), ["a", "b"], 3))
    1
    """
    people = len(participants)
    if len(rows) <= most:
        return np.arange(people, dtype=np.int32)
    order = np.argsort(prints(participants), kind="stable")
    held = np.cumsum(np.bincount(rows, minlength=people)[order])
    taken = max(1, int(np.searchsorted(held, most, side="right")))
    return np.sort(order[:taken]).astype(np.int32)


def keep_people(cells: Cells, kept: Ints, people: int) -> Cells:
    """Return the cells of some people, numbered in the order they are given (rising)."""
    places = np.full(people, -1, np.int32)
    places[kept] = np.arange(len(kept), dtype=np.int32)
    rows = places[cells.rows]
    mine = rows >= 0
    return Cells(rows[mine], cells.columns[mine], cells.values[mine])
