"""Who meets whom: a timetable of tables, and how it goes on when somebody is missing."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from terreau_engine.errors import BadSeating, RepeatedName, UnknownName
from terreau_engine.puzzle.guests import DEFAULT_TABLES, Guest, Round, Timetable, TimetableOptions
from terreau_engine.puzzle.measuring import measure
from terreau_engine.puzzle.party import Ints, Party, prepare_party
from terreau_engine.puzzle.seating import ABSENT, Seats, improve_round, seat_round, values

PASSES = 3
RESTED = 1e6  # whoever has rested sits before whoever has not


def timetable(
    people: Sequence[Guest],
    rounds: int,
    table_size: int,
    *,
    options: TimetableOptions = DEFAULT_TABLES,
    seed: int = 0,
) -> Timetable:
    """Seat people at tables over several rounds so that as many useful pairs as possible meet.

    Meaning: nobody meets the same person twice while that can be avoided; worlds mix; who needs
    meets who offers; who never met meets; people of one organisation sit apart. Formula: fewest
    pairs that should not meet, most required pairs, fewest repeats, then most Σ over the pairs who
    meet of mixing + complementarity + novelty, weighted; rotation first, then the best swap of two
    people in each round given the others. Shapes: people in any order; tables of 2–8 that differ
    by one person at most. Units: pairs. Errors: `BadSeating`, `RepeatedName`, `UnknownName`,
    `ContradictoryWish`, `BadAmount`. Source: the social golfer problem and local search.

    >>> people = [Guest("a", world="x"), Guest("b", world="x"), Guest("c", world="y"),
    ...           Guest("d", world="y")]
    >>> plan = timetable(people, 2, 2)
    >>> [one.tables for one in plan.rounds], plan.figures.repeats
    ([(('a', 'c'), ('b', 'd')), (('a', 'd'), ('b', 'c'))], 0)
    """
    party = prepare_party(people, rounds, table_size, options, {}, {})
    seats = Seats.empty(party)
    _seat(party, seats, range(rounds), seed)
    return _told(party, seats, seed, {}, 1, ())


def replan(
    timetable: Timetable,
    absent: Iterable[str],
    from_round: int,
    newcomers: Sequence[Guest] = (),
) -> Timetable:
    """Seat the remaining rounds again when somebody is missing or arrives; what was held stays.

    Meaning: from `from_round` (counted from 1) the absent no longer sit and the newcomers do; the
    pairs of the rounds held count as met. Formula: as in `timetable`, over the remaining rounds.
    Errors: `UnknownName` for an absent who is not a guest, `RepeatedName` for a newcomer who is
    one already, `BadSeating` for a round that does not exist. Source: the same search.

    >>> people = [Guest(name) for name in "abcdef"]
    >>> plan = replan(timetable(people, 3, 2), {"f"}, 2, [Guest("g")])
    >>> sorted(name for table in plan.rounds[1].tables for name in table)
    ['a', 'b', 'c', 'd', 'e', 'g']
    """
    held = timetable.rounds
    if not 1 <= from_round <= len(held):
        raise BadSeating(f"the timetable has rounds 1 to {len(held)}, not {from_round}.")
    names = {guest.id for guest in timetable.people}
    for name in sorted(absent := set(absent)):
        if name not in names:
            raise UnknownName(f"{name!r} is absent and is not among the guests.")
    again = [guest.id for guest in newcomers if guest.id in names]
    if again:
        raise RepeatedName(f"{again[0]!r} arrives and is already among the guests.")
    away = dict(timetable.absent)
    for name in absent:
        away[name] = min(from_round, away.get(name, from_round))
    party = prepare_party(
        [*timetable.people, *newcomers],
        len(held),
        timetable.table_size,
        timetable.options,
        away,
        {guest.id: from_round for guest in newcomers},
    )
    seats = _seated(party, held[: from_round - 1])
    _seat(party, seats, range(from_round - 1, len(held)), timetable.seed)
    return _told(party, seats, timetable.seed, away, from_round, held)


def restore_timetable(
    people: Sequence[Guest],
    rounds: Sequence[Sequence[Sequence[str]]],
    table_size: int,
    *,
    options: TimetableOptions = DEFAULT_TABLES,
    seed: int = 0,
) -> Timetable:
    """Build again a timetable kept elsewhere as tables of names, and measure it.

    Meaning: what was stored or moved by hand gets its figures and can be replanned. Formula: none.
    Errors: `UnknownName` for a name that is not a guest, `BadSeating` for one seated twice in a
    round. Source: none.

    >>> restore_timetable([Guest("a"), Guest("b")], [[["a", "b"]]], 2).figures.pairs
    1
    """
    party = prepare_party(people, len(rounds), table_size, options, {}, {})
    told = tuple(
        Round(number, tuple(tuple(sorted(table)) for table in tables))
        for number, tables in enumerate(rounds, start=1)
    )
    seats = _seated(party, told)
    return _told(party, seats, seed, {}, len(rounds) + 1, told)


def _seated(party: Party, held: Iterable[Round]) -> Seats:
    places = {guest.id: column for column, guest in enumerate(party.guests)}
    seats = Seats.empty(party)
    for one in held:
        tables = np.full(len(places), ABSENT, dtype=np.intp)
        for number, table in enumerate(one.tables):
            for name in table:
                if name not in places:
                    raise UnknownName(f"{name!r} sits in round {one.number} and is not a guest.")
                if tables[places[name]] != ABSENT:
                    raise BadSeating(f"{name!r} sits twice in round {one.number}.")
                tables[places[name]] = number
        seats.place(one.number - 1, tables)
    return seats


def _seat(party: Party, seats: Seats, numbers: range, seed: int) -> None:
    dice = np.random.default_rng(seed)
    if party.options.two_sided:
        _seat_sides(party, seats, numbers)
        return
    for number in numbers:
        seat_round(party, seats, number, dice)
    for _turn in range(round(PASSES * party.options.effort)):
        if sum(improve_round(party, seats, number) for number in numbers) == 0:
            return


def _seat_sides(party: Party, seats: Seats, numbers: range) -> None:
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
    first, second = linear_sum_assignment(worth, maximize=True)
    tables = np.full(len(party.guests), ABSENT, dtype=np.intp)
    tables[rows[first]] = tables[columns[second]] = np.arange(len(first))
    return tables


def _told(
    party: Party,
    seats: Seats,
    seed: int,
    absent: Mapping[str, int],
    from_round: int,
    held: Sequence[Round],
) -> Timetable:
    rounds = [
        held[number] if number < from_round - 1 else _round(party, seats, number)
        for number in range(party.rounds)
    ]
    return Timetable(
        people=party.guests,
        rounds=tuple(rounds),
        table_size=party.table_size,
        options=party.options,
        seed=seed,
        figures=measure(party, seats),
        absent=dict(sorted(absent.items())),
    )


def _round(party: Party, seats: Seats, number: int) -> Round:
    names: dict[int, list[str]] = {}
    resting = []
    for column, guest in enumerate(party.guests):
        table = int(seats.table[number, column])
        if table >= 0:
            names.setdefault(table, []).append(guest.id)
        elif party.present[number, column]:
            resting.append(guest.id)
    tables = sorted(tuple(sorted(table)) for table in names.values())
    return Round(number + 1, tuple(tables), tuple(resting))
