"""The figures of a timetable, each beside the value that no timetable can pass."""

from math import ceil

import numpy as np

from terreau_engine.puzzle.guests import Measured, Pair, TimetableFigures
from terreau_engine.puzzle.party import Bools, Floats, Ints, Party
from terreau_engine.puzzle.seating import Seats


def measure(party: Party, seats: Seats) -> TimetableFigures:
    """Count meetings, repeats, mixing, complementarity and novelty."""
    met = np.triu(seats.met)
    pairs, meetings = int((met > 0).sum()), int(met.sum())
    different = (seats.met > 0).sum(axis=1)
    seated = (seats.table >= 0).any(axis=0)
    return TimetableFigures(
        meetings=meetings,
        pairs=pairs,
        repeats=meetings - pairs,
        fewest_repeats=fewest_repeats(party, seats),
        mixing=_part_of(party.is_cross, party, seats, _mixing_bound(party, seats)),
        complementarity=_sum_of(party.fits, party, seats),
        novelty=_part_of(party.is_new, party, seats, None),
        same_organisation=int((met * party.is_same).sum()),
        forbidden_met=_named(party, (met > 0) & party.is_forbidden),
        required_missed=_named(party, np.triu(party.is_required) & (met == 0)),
        fewest_met=int(different[seated].min()) if seated.any() else 0,
        most_met=int(different[seated].max()) if seated.any() else 0,
        rests=int((party.present & (seats.table < 0)).sum()),
    )


def _named(party: Party, marks: Bools) -> tuple[Pair, ...]:
    return tuple((party.guests[row].id, party.guests[col].id) for row, col in np.argwhere(marks))


def _possible(party: Party, seats: Seats) -> Bools:
    """Mark the pairs who are there together in one round and may share a table.

    Where people who should sit apart share one all the same, anybody may.
    """
    here = party.present.astype(float)
    allowed = (here.T @ here) > 0
    if not (party.is_banned & (seats.met > 0)).any():
        allowed &= ~party.is_banned
    np.fill_diagonal(allowed, False)
    return np.asarray(allowed, dtype=bool)


def _partners(seats: Seats) -> Ints:
    """Count the places beside each person, over the rounds."""
    total = np.zeros(seats.table.shape[1], dtype=np.intp)
    for tables in seats.table:
        sizes = np.bincount(tables[tables >= 0], minlength=1)
        total[tables >= 0] += sizes[tables[tables >= 0]] - 1
    return total


def fewest_repeats(party: Party, seats: Seats) -> int:
    """Bound the repeats from below: more places beside a person than people left to meet.

    Both counts hold for any timetable whose tables have the same sizes: the smallest table of each
    round for each person, all the tables for everybody.
    """
    possible = _possible(party, seats)
    least = np.zeros(len(party.guests), dtype=np.intp)
    for tables in seats.table:
        sizes = np.bincount(tables[tables >= 0], minlength=1)
        smallest = int(sizes[sizes > 0].min()) if (sizes > 0).any() else 1
        least[tables >= 0] += smallest - 1
    over = np.maximum(least - possible.sum(axis=1), 0)
    whole = int(np.triu(seats.met).sum()) - int(np.triu(possible).sum())
    return max(0, ceil(int(over.sum()) / 2), whole, _crowded(seats))


def _crowded(seats: Seats) -> int:
    """Count the pairs who meet again because an earlier round had fewer tables than a table seats.

    A table of s people drawn from t tables holds two people of one of these tables when s > t.
    """
    total = 0
    for number in range(1, len(seats.table)):
        here = seats.table[number]
        sizes = np.bincount(here[here >= 0], minlength=1)
        most = 0
        for before in seats.table[:number]:
            new = int(((here >= 0) & (before < 0)).sum())
            places = int(before.max(initial=-1)) + 1 + new
            small, more = np.divmod(sizes, max(1, places))
            again = places * small * (small - 1) // 2 + more * small
            most = max(most, int(again.sum()))
        total += most
    return total


def _top(values: Floats, party: Party, seats: Seats) -> float:
    """Bound a sum over distinct pairs: each person's best partners, and the best pairs of all."""
    allowed = np.where(_possible(party, seats) | (seats.met > 0), values, 0.0)
    ranked = -np.sort(-allowed, axis=1)
    total = np.concatenate([np.zeros((len(ranked), 1)), np.cumsum(ranked, axis=1)], axis=1)
    places = np.minimum(_most_partners(party, seats), len(ranked))
    each = float(total[np.arange(len(ranked)), places].sum()) / 2.0
    best = -np.sort(-np.triu(allowed)[np.triu_indices(len(allowed), 1)])
    return min(each, float(best[: int(np.triu(seats.met).sum())].sum()))


def _most_partners(party: Party, seats: Seats) -> Ints:
    most = np.zeros(len(party.guests), dtype=np.intp)
    for tables, here in zip(seats.table, party.present, strict=True):
        sizes = np.bincount(tables[tables >= 0], minlength=1)
        most[here] += max(int(sizes.max()) - 1, 0)
    return most


def _sum_of(values: Floats, party: Party, seats: Seats) -> Measured:
    met = np.triu(seats.met) > 0
    everybody = np.triu_indices(len(values), 1)
    mean = float(values[everybody].mean()) if len(everybody[0]) else 0.0
    value = float(values[met].sum())
    return Measured(value, max(value, _top(values, party, seats)), mean * int(met.sum()))


def _part_of(marks: Bools, party: Party, seats: Seats, bound: float | None) -> Measured:
    """Give the part of the pairs who meet that are marked."""
    met = np.triu(seats.met) > 0
    count = int(met.sum())
    if not count:
        return Measured(0.0, 0.0, 0.0)
    value = float((marks & met).sum()) / count
    top = min(1.0, _top(marks.astype(float), party, seats) / count)
    top = top if bound is None else min(top, bound)
    everybody = np.triu_indices(len(marks), 1)
    return Measured(value, max(value, top), float(marks[everybody].mean()))


def _mixing_bound(party: Party, seats: Seats) -> float:
    """Bound the mixing: in each round each world spread as evenly as can be over the tables."""
    worlds: dict[str, list[int]] = {}
    for column, guest in enumerate(party.guests):
        worlds.setdefault(guest.world, []).append(column)
    same = 0
    total = 0
    for tables in seats.table:
        sizes = np.bincount(tables[tables >= 0], minlength=1)
        total += int((sizes * (sizes - 1) // 2).sum())
        many = int((sizes > 0).sum())
        for columns in worlds.values() if many else ():
            small, more = divmod(int((tables[columns] >= 0).sum()), many)
            same += many * (small * (small - 1) // 2) + more * small
    pairs = int((np.triu(seats.met) > 0).sum())
    return min(1.0, (total - same) / pairs) if pairs else 0.0
