"""From guests to matrices: what one pair at a table is worth, who is there in which round."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
import numpy.typing as npt

from terreau_engine.errors import (
    BadAmount,
    BadSeating,
    ContradictoryWish,
    RepeatedName,
    UnknownName,
)
from terreau_engine.puzzle.guests import Guest, Pair, TimetableOptions

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
SMALLEST, LARGEST = 2, 8


@dataclass(frozen=True, slots=True)
class Party:
    """Guests in order of names; `worth` lies between 0 and 1 for each pair."""

    guests: tuple[Guest, ...]
    present: Bools
    table_size: int
    options: TimetableOptions
    is_cross: Bools
    is_new: Bools
    fits: Floats
    worth: Floats
    is_same: Bools
    is_forbidden: Bools
    is_required: Bools

    @property
    def rounds(self) -> int:
        """Count the rounds."""
        return len(self.present)

    @property
    def is_banned(self) -> Bools:
        """Tell the pairs that no table should hold."""
        return np.asarray(self.is_same | self.is_forbidden, dtype=bool)


def prepare_party(
    people: Iterable[Guest],
    rounds: int,
    table_size: int,
    options: TimetableOptions,
    absent: Mapping[str, int],
    arrivals: Mapping[str, int],
) -> Party:
    """Check what was asked and write it as matrices."""
    guests = tuple(sorted(people, key=lambda guest: guest.id))
    _check(guests, rounds, table_size, options)
    present = _presence(guests, rounds, absent, arrivals)
    known, forbidden, required = _wished_pairs(guests, options)
    worlds = _codes([guest.world for guest in guests])
    offices = _codes([guest.organisation for guest in guests])
    is_cross = (worlds[:, None] != worlds) & (worlds[:, None] >= 0) & (worlds >= 0)
    is_same = (offices[:, None] == offices) & (offices >= 0) & ~required
    np.fill_diagonal(is_same, False)
    fits = _fits(guests, options)
    _refuse_clash(guests, forbidden & required)
    is_new = ~known
    np.fill_diagonal(is_new, False)
    return Party(
        guests=guests,
        present=present,
        table_size=table_size,
        options=options,
        is_cross=is_cross,
        is_new=is_new,
        fits=fits,
        worth=_worth(is_cross, fits, is_new, options),
        is_same=is_same,
        is_forbidden=forbidden,
        is_required=required,
    )


def _check(
    guests: Sequence[Guest], rounds: int, table_size: int, options: TimetableOptions
) -> None:
    twice = [name for name, many in Counter(guest.id for guest in guests).items() if many > 1]
    if twice:
        raise RepeatedName(f"the guest {twice[0]!r} is given twice.")
    if rounds < 1:
        raise BadSeating("a timetable has one round at least.")
    if not SMALLEST <= table_size <= LARGEST:
        raise BadSeating(f"a table seats {SMALLEST} to {LARGEST} people, not {table_size}.")
    for weight in (options.mixing, options.complementarity, options.novelty, options.effort):
        if not (isfinite(weight) and weight >= 0):
            raise BadAmount(f"the weight {weight!r} is not zero or more.")
    if options.two_sided:
        _check_sides(guests, table_size)


def _check_sides(guests: Sequence[Guest], table_size: int) -> None:
    sides = sorted({guest.side for guest in guests})
    if table_size != SMALLEST:
        raise BadSeating("a speed meeting of two sides has tables of two.")
    if "" in sides or len(sides) > 2:
        raise BadSeating(f"a speed meeting has two sides, and each guest one; found {sides}.")


def _presence(
    guests: Sequence[Guest],
    rounds: int,
    absent: Mapping[str, int],
    arrivals: Mapping[str, int],
) -> Bools:
    """Tell who is there in which round: not away, already arrived, not yet gone."""
    present = np.ones((rounds, len(guests)), dtype=bool)
    for column, guest in enumerate(guests):
        for number in guest.away:
            if 1 <= number <= rounds:
                present[number - 1, column] = False
        present[: arrivals.get(guest.id, 1) - 1, column] = False
        present[absent.get(guest.id, rounds + 1) - 1 :, column] = False
    return present


def _wished_pairs(guests: Sequence[Guest], options: TimetableOptions) -> tuple[Bools, Bools, Bools]:
    """Write the known, the forbidden and the required pairs as matrices."""
    places = _places(guests)
    known, forbidden, required = (
        _marked(pairs, places, len(guests), word)
        for pairs, word in (
            (options.known, "known"),
            (options.forbidden, "forbidden"),
            (options.required, "required"),
        )
    )
    return known, forbidden, required


def _worth(is_cross: Bools, fits: Floats, is_new: Bools, options: TimetableOptions) -> Floats:
    """Weigh what each pair brings, between 0 and 1."""
    weights = (options.mixing, options.complementarity, options.novelty)
    worth = (weights[0] * is_cross + weights[1] * fits + weights[2] * is_new) / (
        sum(weights) or 1.0
    )
    np.fill_diagonal(worth, 0.0)
    return np.asarray(worth, dtype=float)


def _places(guests: Sequence[Guest]) -> dict[str, list[int]]:
    """Find guests by their name, or all those of an organisation by its name."""
    places: dict[str, list[int]] = {}
    for column, guest in enumerate(guests):
        if guest.organisation:
            places.setdefault(guest.organisation, []).append(column)
    for column, guest in enumerate(guests):
        places[guest.id] = [column]
    return places


def _marked(pairs: Iterable[Pair], places: Mapping[str, list[int]], size: int, word: str) -> Bools:
    """Write pairs as a matrix; only known pairs may speak of people who are not here."""
    marks = np.zeros((size, size), dtype=bool)
    for first, second in pairs:
        for name in (first, second):
            if name not in places and word == "required":
                raise UnknownName(f"{name!r} of a {word} pair is not among the guests.")
        for row in places.get(first, []):
            for column in places.get(second, []):
                marks[row, column] = marks[column, row] = row != column
    return marks


def _refuse_clash(guests: Sequence[Guest], clash: Bools) -> None:
    if clash.any():
        row, column = (int(place) for place in np.argwhere(clash)[0])
        raise ContradictoryWish(
            f"{guests[row].id!r} and {guests[column].id!r} are both required and forbidden."
        )


def _codes(words: Sequence[str]) -> Ints:
    known = {word: code for code, word in enumerate(sorted({word for word in words if word}))}
    return np.array([known.get(word, -1) for word in words], dtype=np.intp)


def _fits(guests: Sequence[Guest], options: TimetableOptions) -> Floats:
    """Compare needs with offers: ½ for each of the two who finds something; or the affinity."""
    words = sorted({word for guest in guests for word in guest.needs | guest.offers})
    place = {word: column for column, word in enumerate(words)}
    needs, offers = np.zeros((len(guests), len(words))), np.zeros((len(guests), len(words)))
    for row, guest in enumerate(guests):
        needs[row, [place[word] for word in guest.needs]] = 1.0
        offers[row, [place[word] for word in guest.offers]] = 1.0
    finds = (needs @ offers.T) > 0
    fits = (finds.astype(float) + finds.T) / 2.0
    rows = {guest.id: row for row, guest in enumerate(guests)}
    for (first, second), value in options.affinity.items():
        if not 0.0 <= value <= 1.0:
            raise BadAmount(f"the affinity of {first!r} and {second!r} is not between 0 and 1.")
        if first in rows and second in rows:
            fits[rows[first], rows[second]] = fits[rows[second], rows[first]] = value
    np.fill_diagonal(fits, 0.0)
    return np.asarray(fits, dtype=float)


def table_sizes(people: int, size: int) -> list[int]:
    """Share people between tables: at most `size` each, at most one apart, nobody alone.

    Where that cannot be (three people at tables of two) one table is larger; one person alone
    rests.
    """
    if people < SMALLEST:
        return []
    tables = -(-people // size)
    tables = min(tables, people // SMALLEST)
    small, more = divmod(people, tables)
    return [small + 1] * more + [small] * (tables - more)
