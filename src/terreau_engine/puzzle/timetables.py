"""Who meets whom: a timetable of tables, and how it goes on when somebody is missing."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from terreau_engine.errors import BadSeating, RepeatedName, UnknownName
from terreau_engine.puzzle.guests import DEFAULT_TABLES, Guest, Round, Timetable, TimetableOptions
from terreau_engine.puzzle.measuring import fewest_repeats, measure
from terreau_engine.puzzle.pairing import seat_sides
from terreau_engine.puzzle.party import Party, prepare_party
from terreau_engine.puzzle.rotation import rotate
from terreau_engine.puzzle.seating import ABSENT, Seats, improve_round, score, seat_round
from terreau_engine.puzzle.untangling import untangle

PASSES = 3
SHAKES, MOST_SHAKES = 5000, 250  # of a round and pass: so many for all guests, at most so many


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
    >>> plan.meetings(), plan.figures.repeats
    ((('a', 'c'), ('a', 'd'), ('b', 'c'), ('b', 'd')), 0)
    """
    party = prepare_party(people, rounds, table_size, options, {}, {})
    seats = Seats.empty(party)
    seats = _seat(party, seats, range(rounds), seed)
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
    held, absent = timetable.rounds, set(absent)
    _check_changes(timetable, absent, from_round, newcomers)
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
    seats = _seat(party, seats, range(from_round - 1, len(held)), timetable.seed)
    return _told(party, seats, timetable.seed, away, from_round, held)


def _check_changes(
    timetable: Timetable, absent: set[str], from_round: int, newcomers: Sequence[Guest]
) -> None:
    rounds = len(timetable.rounds)
    if not 1 <= from_round <= rounds:
        raise BadSeating(f"the timetable has rounds 1 to {rounds}, not {from_round}.")
    names = {guest.id for guest in timetable.people}
    for name in sorted(absent):
        if name not in names:
            raise UnknownName(f"{name!r} is absent and is not among the guests.")
    again = [guest.id for guest in newcomers if guest.id in names]
    if again:
        raise RepeatedName(f"{again[0]!r} arrives and is already among the guests.")


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


def _seat(party: Party, seats: Seats, numbers: range, seed: int) -> Seats:
    """Seat these rounds from nothing and by rotation, then improve the better of the two."""
    dice = np.random.default_rng(seed)
    if party.options.two_sided:
        seat_sides(party, seats, numbers)
        return seats
    is_whole = len(numbers) == party.rounds
    turned = rotate(party, dice) if is_whole else None
    for number in numbers:
        seat_round(party, seats, number, dice)
    starts = [seats] if turned is None else [seats, turned]
    for start in starts:
        _settle(party, start, numbers, dice)
    best = max(starts, key=lambda start: score(party, start))
    fewest = fewest_repeats(party, best)
    if len(numbers) and score(party, best)[2] < -fewest:
        untangle(party, best, numbers, dice, fewest)
    shakes = round(party.options.effort * SHAKES / max(1, len(party.guests)))
    for _turn in range(PASSES if is_whole else 1):
        for number in numbers:
            improve_round(party, best, number, dice, min(MOST_SHAKES, shakes))
    return best


def _settle(party: Party, seats: Seats, numbers: range, dice: np.random.Generator) -> None:
    """Improve the rounds in turn until none gets better."""
    for _turn in range(PASSES):
        if not sum(improve_round(party, seats, number, dice) for number in numbers):
            return


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
