"""The speed meeting of two sides: in each round the best assignment, given the other rounds."""

import numpy as np
import scipy

from terreau_engine.puzzle.party import Ints, Party
from terreau_engine.puzzle.seating import ABSENT, Seats, values

PASSES = 6
RESTED = 1e6  # whoever has rested sits before whoever has not


def seat_sides(party: Party, seats: Seats, numbers: range) -> None:
    """Pair two sides: each round the best assignment given the others."""
    sides = sorted({guest.side for guest in party.guests})
    left, right = (
        np.array([c for c, guest in enumerate(party.guests) if guest.side == side], dtype=np.intp)
        for side in [*sides, "", ""][:2]
    )
    for turn in range(1 + round(PASSES * party.options.effort)):
        before = seats.table.copy()
        for number in numbers:
            seats.place(number, _pair(party, seats, number, left, right))
        if turn and np.array_equal(before, seats.table):
            return


def _pair(party: Party, seats: Seats, number: int, left: Ints, right: Ints) -> Ints:
    here = party.present[number]
    rows, columns = left[here[left]], right[here[right]]
    worth = values(party, seats, number)[np.ix_(rows, columns)]
    others = np.delete(seats.table, number, axis=0)
    rests = (party.present & (seats.table < 0))[np.arange(party.rounds) != number].sum(axis=0)
    rests = np.where((others >= 0).any(), rests, 0)
    if len(rows) > len(columns):
        worth = worth + RESTED * rests[rows][:, None]
    else:
        worth = worth + RESTED * rests[columns]
    first, second = scipy.optimize.linear_sum_assignment(worth, maximize=True)
    tables = np.full(len(party.guests), ABSENT, dtype=np.intp)
    tables[rows[first]] = tables[columns[second]] = np.arange(len(first))
    return tables
