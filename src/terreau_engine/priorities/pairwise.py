"""Duels: for each pair of options, how many ballots put the one before the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from terreau_engine.errors import UnknownName
from terreau_engine.priorities.ballots import Ints, Rankings

Table = tuple[tuple[int, ...], ...]
Flags = npt.NDArray[np.bool_]

BLOCK = 1 << 21  # entries of a comparison held in memory at once


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of duels won one after the other; it is as strong as its weakest duel."""

    options: tuple[str, ...]
    margins: tuple[int, ...]

    @property
    def strength(self) -> int:
        """The margin of the weakest duel; 0 without a path."""
        return min(self.margins, default=0)


@dataclass(frozen=True, slots=True)
class Duel:
    """Two options face to face: ballots for each, and the strongest path each way."""

    first: str
    second: str
    for_first: int
    for_second: int
    path: Path
    return_path: Path


def duels(places: npt.NDArray[np.int16], counts: Ints) -> Ints:
    """Count the ballots that put option i before option j: whole numbers, options × options.

    Ballots that put both at the same place count for neither.
    """
    options = places.shape[1]
    table = np.zeros((options, options), dtype=np.int64)
    step = max(1, BLOCK // max(1, options))
    for start in range(0, len(places), step):
        rows, weights = places[start : start + step], counts[start : start + step]
        for option in range(options):
            table[option] += weights @ (rows[:, option, None] < rows)
    return table


def as_table(matrix: Ints) -> Table:
    """Turn a matrix into plain whole numbers."""
    return tuple(tuple(int(value) for value in row) for row in matrix)


def layers(beats: Flags, names: Sequence[str]) -> list[list[str]]:
    """Sort a strict order into groups: each time, those that nobody left beats."""
    left = np.ones(len(names), dtype=bool)
    groups: list[list[str]] = []
    while left.any():
        beaten = beats[left].any(axis=0)
        top = left & ~beaten
        groups.append([names[int(index)] for index in np.flatnonzero(top)])
        left &= ~top
    return groups


def condorcet_winner(table: Ints, names: Sequence[str]) -> str | None:
    """Name the option that wins each of its duels, when there is one."""
    wins = (table > table.T).sum(axis=1)
    found = np.flatnonzero(wins == len(names) - 1)
    return names[int(found[0])] if len(found) else None


@dataclass(frozen=True, eq=False)
class ChangedDuels:
    """The duels as they would be with ballots turned from a winner to a rival.

    Those that put the winner furthest before the rival are turned first.
    """

    rankings: Rankings
    table: Ints
    winner: int
    rival: int

    @cached_property
    def order(self) -> npt.NDArray[np.intp]:
        """Ballots sorted by how far they put the winner before the rival, then by their places.

        Without the places, the count would depend on the order in which ballots came.
        """
        places = self.rankings.places
        return np.lexsort((*places.T, places[:, self.winner] - places[:, self.rival]))

    @cached_property
    def reached(self) -> Ints:
        """How many voters the ballots up to each one stand for."""
        return np.cumsum(self.rankings.counts[self.order])

    def after(self, ballots: int) -> Ints:
        """Count the duels anew when so many ballots put the rival first and the winner last."""
        stop = int(np.searchsorted(self.reached, ballots, side="left")) + 1
        rows = self.order[:stop]
        counts = self.rankings.counts[rows].copy()
        counts[-1] -= int(counts.sum()) - ballots
        old = self.rankings.places[rows]
        new = old + 1
        new[:, self.rival] = 0
        new[:, self.winner] = new.max(axis=1) + 1
        return self.table - duels(old, counts) + duels(new, counts)


def path_through(
    options: Sequence[str], margins: Ints, allowed: Flags, start: int, end: int
) -> Path:
    """Walk the shortest chain of allowed duels from one option to another, when there is one."""
    came_from = {start: start}
    reached = [start]
    for option in reached:
        for following in np.flatnonzero(allowed[option]):
            if int(following) not in came_from:
                came_from[int(following)] = option
                reached.append(int(following))
    if end not in came_from or start == end:
        return Path((), ())
    steps = [end]
    while steps[-1] != start:
        steps.append(came_from[steps[-1]])
    steps.reverse()
    walked = tuple(int(margins[pair]) for pair in pairwise(steps))
    return Path(tuple(options[step] for step in steps), walked)


def find_both(options: Sequence[str], first: str, second: str) -> tuple[int, int]:
    """Number two options; refuse an unknown name."""
    for name in (first, second):
        if name not in options:
            raise UnknownName(f"{name!r} is not an option of this ballot.")
    return options.index(first), options.index(second)
