"""Starts without repeats: rows of people who move on from table to table by different steps."""

from math import gcd

import numpy as np

from terreau_engine.puzzle.party import Ints, Party, table_sizes
from terreau_engine.puzzle.seating import Seats, seat_round

TRIES = 2000  # steps looked at before giving up
# x^m = these lower terms, from the constant up: the fields with so many elements.
FIELDS = {
    4: (2, (1, 1)),
    8: (2, (1, 1, 0)),
    9: (3, (2, 0)),
    16: (2, (1, 1, 0, 0)),
    25: (5, (2, 0)),
    27: (3, (2, 1, 0)),
    32: (2, (1, 0, 1, 0, 0)),
    49: (7, (3, 0)),
}


def rotate(party: Party, dice: np.random.Generator) -> Seats | None:
    """Seat as many rounds as a rotation can without repeats, the others after it; None if none.

    Formula: rows as many as places at a table, one person a row and table; row j moves on by j × r
    in round r, counted modulo the number of tables or in the field of so many elements. One world
    after the other fills the rows: people of one row do not meet. Tables of two: the circle of a
    tournament.
    """
    people = len(party.guests)
    sizes = table_sizes(people, party.table_size)
    if len(sizes) < 2 or not party.present.all():
        return None
    order = np.array(
        sorted(
            dice.permutation(people).tolist(),
            key=lambda c: (party.guests[c].world, party.guests[c].organisation),
        ),
        dtype=np.intp,
    )
    turns = _circle(people, party.rounds) if sizes[-1] == 2 else _turns(people, sizes, party.rounds)
    seats = Seats.empty(party)
    for number, turn in enumerate(turns):
        tables = np.empty(people, dtype=np.intp)
        tables[order] = turn
        seats.place(number, _numbered(tables))
    for number in range(len(turns), party.rounds):
        seat_round(party, seats, number, dice)
    return seats


def _numbered(tables: Ints) -> Ints:
    """Number the tables by size, the largest first, as a search expects them."""
    sizes = np.bincount(tables)
    place = np.empty(len(sizes), dtype=np.intp)
    place[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return np.asarray(place[tables], dtype=np.intp)


def _circle(people: int, rounds: int) -> list[Ints]:
    """Turn everybody but one around a circle; where the number is odd, a table has three."""
    even = people + people % 2
    ring = np.arange(1, even)
    turns = []
    for number in range(min(rounds, even - 1)):
        line = np.concatenate([[0], np.roll(ring, number)])
        tables = np.empty(even, dtype=np.intp)
        tables[line] = np.minimum(np.arange(even), even - 1 - np.arange(even))
        if even > people:
            left = int(tables[people])
            alone = int(np.flatnonzero(tables[:people] == left)[0])
            tables[alone] = tables[(alone + 1) % people]
            tables = np.unique(tables[:people], return_inverse=True)[1]
        turns.append(np.asarray(tables[:people], dtype=np.intp))
    return turns


def _turns(people: int, sizes: list[int], rounds: int) -> list[Ints]:
    tables, rows = len(sizes), sizes[0]
    row, column = np.divmod(np.arange(people), tables)
    field = _field(tables) if rows <= tables else None
    steps = _steps(tables, rows, rounds)
    if steps is None and field is not None:
        plus, times = field
        turns = [plus[column, times[row, number]] for number in range(min(rounds, tables))]
        whole = people == rows * tables and tables % rows == 0
        if whole and rounds > tables:
            turns.append(row * (tables // rows) + column // rows)
        return turns
    fewer = rounds
    while steps is None:
        fewer -= 1
        steps = _steps(tables, rows, fewer) if fewer else (0,) * rows
    return [(column + number * np.array(steps)[row]) % tables for number in range(fewer)]


def _steps(tables: int, rows: int, rounds: int) -> tuple[int, ...] | None:
    """Find steps of which no two bring their rows together again within the rounds."""
    apart = [step > 0 and tables // gcd(tables, step) >= rounds for step in range(tables)]
    stack: list[tuple[int, ...]] = [(0,)]
    for _look in range(TRIES):
        if not stack:
            return None
        steps = stack.pop()
        if len(steps) == rows:
            return steps
        for step in range(tables - 1, steps[-1], -1):
            if all(apart[step - other] for other in steps):
                stack.append((*steps, step))
    return None


def _field(size: int) -> tuple[Ints, Ints] | None:
    """Write the sums and products of the field of so many elements, where one is known."""
    if size in FIELDS:
        prime, lower = FIELDS[size]
    elif size > 1 and all(size % factor for factor in range(2, int(size**0.5) + 1)):
        prime, lower = size, (0,)
    else:
        return None
    degree = len(lower)
    digits = np.array([[n // prime**d % prime for d in range(degree)] for n in range(size)])
    powers = prime ** np.arange(degree)
    plus = ((digits[:, None] + digits) % prime) @ powers
    times = np.empty((size, size), dtype=np.intp)
    for first in range(size):
        for second in range(size):
            product = np.convolve(digits[first], digits[second])
            for place in range(len(product) - 1, degree - 1, -1):
                product[place - degree : place] += product[place] * np.array(lower)
                product[place] = 0
            times[first, second] = int((product[:degree] % prime) @ powers)
    return np.asarray(plus, dtype=np.intp), times
