"""The search: one round at a time given the others, the best swap of two people at each step."""

from dataclasses import dataclass

import numpy as np

from terreau_engine.puzzle.party import Floats, Ints, Party, table_sizes

BANNED = 1e4  # a pair that should not share a table, in pairs worth the most
WANTED = 1e3  # a required pair
AGAIN = 1e2  # a pair that meets again
ABSENT = -1
SWAPS = 3  # at random, before climbing again
LITTLE = 1e-9


@dataclass(slots=True)
class Seats:
    """Tables by round and guest (−1: does not sit), and how often each pair meets."""

    table: Ints
    met: Ints

    @classmethod
    def empty(cls, party: Party) -> "Seats":
        """Seat nobody."""
        size = len(party.guests)
        return cls(
            np.full((party.rounds, size), ABSENT, dtype=np.intp), np.zeros((size, size), np.intp)
        )

    def place(self, number: int, tables: Ints) -> None:
        """Seat a round anew."""
        self.met -= together(self.table[number])
        self.table[number] = tables
        self.met += together(tables)


def together(tables: Ints) -> Ints:
    """Mark the pairs who share a table."""
    same = (tables[:, None] == tables) & (tables >= 0)
    np.fill_diagonal(same, False)
    return np.asarray(same, dtype=np.intp)


def values(party: Party, seats: Seats, number: int) -> Floats:
    """Tell what each pair at a table is worth in this round, given all the other rounds."""
    before = seats.met - together(seats.table[number])
    worth = np.where(before > 0, -AGAIN * before, party.worth + WANTED * party.is_required)
    return np.asarray(worth - BANNED * party.is_banned, dtype=float)


def seat_round(party: Party, seats: Seats, number: int, dice: np.random.Generator) -> None:
    """Seat one round from nothing, then improve it."""
    here = np.flatnonzero(party.present[number])
    sizes = table_sizes(len(here), party.table_size)
    tables = np.full(len(party.guests), ABSENT, dtype=np.intp)
    if sizes:
        order = dice.permutation(here)
        tables[order] = np.repeat(np.arange(len(sizes)), sizes)
    seats.place(number, tables)
    improve_round(party, seats, number, dice)


def improve_round(
    party: Party, seats: Seats, number: int, dice: np.random.Generator, shakes: int = 0
) -> bool:
    """Swap two people, the best swap each time, until none helps; tell whether the round is better.

    Then as many times as asked: a few swaps at random, the best swaps again, kept when better.
    """
    here = np.flatnonzero(seats.table[number] >= 0)
    tables = seats.table[number, here]
    count = int(tables.max()) + 1 if len(tables) else 0
    if count < 2:
        return False
    sizes = np.bincount(tables, minlength=count)
    spare = np.flatnonzero(sizes < sizes.max())
    worth = np.zeros((len(here) + len(spare),) * 2)
    worth[: len(here), : len(here)] = values(party, seats, number)[np.ix_(here, here)]
    worth[len(here) :, len(here) :] = -BANNED * 1e3
    np.fill_diagonal(worth, 0.0)
    held = np.concatenate([tables, spare])
    before = _value(worth, held)
    best = _shake(worth, _climb(worth, held), len(here), dice, shakes)
    if _value(worth, best) <= before + LITTLE:
        return False
    whole = np.full(len(party.guests), ABSENT, dtype=np.intp)
    whole[here] = best[: len(here)]
    seats.place(number, whole)
    return True


def _value(worth: Floats, tables: Ints) -> float:
    return float(worth[tables[:, None] == tables].sum())


def _shake(worth: Floats, best: Ints, people: int, dice: np.random.Generator, shakes: int) -> Ints:
    """Climb again from near the best seating, several times."""
    top = _value(worth, best)
    for _turn in range(shakes):
        moved = best.copy()
        for _swap in range(SWAPS):
            first, second = dice.integers(people, size=2)
            moved[first], moved[second] = moved[second], moved[first]
        moved = _climb(worth, moved)
        if (value := _value(worth, moved)) > top + LITTLE:
            best, top = moved, value
    return best


def _climb(worth: Floats, held: Ints) -> Ints:
    tables = held.copy()
    inside = np.zeros((len(tables), int(tables.max()) + 1))
    inside[np.arange(len(tables)), tables] = 1.0
    near = worth @ inside
    while True:
        across = near[:, tables]
        own = near[np.arange(len(tables)), tables]
        gain = across + across.T - 2 * worth - own[:, None] - own
        gain[tables[:, None] == tables] = -np.inf
        best = int(np.argmax(gain))
        first, second = divmod(best, len(tables))
        if gain[first, second] <= LITTLE:
            return tables
        a, b = tables[first], tables[second]
        change = worth[:, second] - worth[:, first]
        near[:, a] += change
        near[:, b] -= change
        tables[first], tables[second] = b, a


def score(party: Party, seats: Seats) -> tuple[float, ...]:
    """Judge a timetable: banned pairs, required pairs, repeats, then what the pairs are worth."""
    met = np.triu(seats.met)
    banned = int((met * party.is_banned).sum())
    wanted = int((np.triu(party.is_required) & (met == 0)).sum())
    again = int(np.maximum(met - 1, 0).sum())
    return -banned, -wanted, -again, float((party.worth * (met > 0)).sum())
