"""Read tallies of grades: who is missing, what a missing grade counts for, one common number."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np

from terreau_engine.errors import BadBallot, OutOfScale, UnevenColumns, UnknownName
from terreau_engine.priorities.ballots import check_lengths, check_options, count_of

Tally = tuple[int, ...]
Missing = Literal["worst", "median"] | int | None


def tally_grades(
    ballots: Iterable[Mapping[str, str | None]],
    *,
    options: Sequence[str],
    grades: Sequence[str],
    counts: Sequence[int] | None = None,
) -> dict[str, Tally]:
    """Count, for each option, how many ballots give it each grade, the worst grade first.

    Meaning: the tallies are all that majority judgment needs; a grade left out (absent or None)
    is counted nowhere. Formula: a sum. Shapes: one mapping a ballot, `counts` one a ballot when
    given. Units: ballots. Errors: `UnknownName` for an option or a grade outside the lists,
    `BadBallot` for counts that do not match. Source: Balinski and Laraki, Majority Judgment, 2011.

    >>> tally_grades([{"eau": "bien"}, {"eau": "mal"}], options=["eau"], grades=["mal", "bien"])
    {'eau': (1, 1)}
    """
    ranks = {grade: rank for rank, grade in enumerate(check_options(grades))}
    tallies = {name: [0] * len(ranks) for name in check_options(options)}
    number = 0
    for index, ballot in enumerate(ballots):
        count = count_of(counts, index)
        number += 1
        for name, grade in ballot.items():
            if name not in tallies:
                raise UnknownName(f"ballot {index + 1} grades {name!r}, which is not an option.")
            if grade is None:
                continue
            if grade not in ranks:
                raise UnknownName(f"ballot {index + 1} gives {grade!r}: use one of {list(ranks)}.")
            tallies[name][ranks[grade]] += count
    check_lengths(counts, number)
    return {name: tuple(tally) for name, tally in tallies.items()}


def read_tallies(
    tallies: Mapping[str, Sequence[int]] | Sequence[Sequence[int]],
) -> dict[str, Tally]:
    """Check the tallies; a plain list is named « 1 », « 2 »…"""
    named = (
        tallies
        if isinstance(tallies, Mapping)
        else {str(number): tally for number, tally in enumerate(tallies, 1)}
    )
    read: dict[str, Tally] = {}
    width: int | None = None
    for name, tally in named.items():
        row = tuple(_whole(name, count) for count in tally)
        width = len(row) if width is None else width
        if len(row) != width or width < 2:
            raise UnevenColumns(
                f"{name!r} has {len(row)} grades: give each option the same grades, two at least."
            )
        read[name] = row
    return read


def _whole(name: str, count: int) -> int:
    # Compared with `type` first: this runs once a cell, and integers are the rule.
    if type(count) is not int:
        if isinstance(count, bool) or not isinstance(count, int | np.integer):
            raise BadBallot(f"{name!r} has {count!r} ballots in a grade: give whole numbers.")
        count = int(count)
    if count < 0:
        raise BadBallot(f"{name!r} has {count} ballots in a grade: give numbers from 0.")
    return count


def middle_of(tally: Tally) -> int | None:
    """Rank of the lower middle grade; None when nobody graded."""
    needed, passed = sum(tally), 0
    for grade, count in enumerate(tally):
        passed += count
        if needed and 2 * passed >= needed:
            return grade
    return None


def fill_missing(tally: Tally, voters: int, missing: Missing) -> Tally:
    """Give the grade that was declared in advance to those who did not grade this option."""
    absent = voters - sum(tally)
    if absent < 0:
        raise OutOfScale(f"{sum(tally)} grades for {voters} voters: give the number of voters.")
    if missing is None or not absent:
        return tally
    grade = _declared(tally, missing)
    if not 0 <= grade < len(tally):
        raise OutOfScale(f"the default grade {grade} is not between 0 and {len(tally) - 1}.")
    filled = list(tally)
    filled[grade] += absent
    return tuple(filled)


def _declared(tally: Tally, missing: Literal["worst", "median"] | int) -> int:
    if missing == "median":
        return middle_of(tally) or 0
    return 0 if missing == "worst" else missing


def common_number(tallies: Iterable[Tally]) -> int:
    """Find the least common multiple of the numbers of grades given, to compare exactly."""
    return math.lcm(*{number for tally in tallies if (number := sum(tally))})


def majority_key(tally: Tally, common: int) -> tuple[int, ...]:
    """Turn a tally into whole numbers whose order is the order of majority judgment.

    Read from the middle outwards, the pair (lower, upper grade) only changes at a few places: the
    key holds the first pair, then each change with how early it comes (a fall counts against, a
    rise counts for), closed by 0. Positions are doubled so that the middle is a whole number.
    """
    number = sum(tally)
    if not number:
        return ()
    scale = common // number
    bounds, total = [], 0
    for count in tally:
        total += 2 * count * scale
        bounds.append(total)
    low = next(grade for grade, bound in enumerate(bounds) if bound >= common)
    high = next(grade for grade, bound in enumerate(bounds) if bound > common)
    key = [low, high]
    while True:
        floor = bounds[low - 1] if low else 0
        room = total - bounds[high]
        if not (floor or room):
            return (*key, 0)
        if floor >= room:
            low = _next_down(bounds, low)
        if room >= floor:
            high = _next_up(bounds, high)
        key += [-floor if floor >= room else room, low, high]


def _next_down(bounds: list[int], low: int) -> int:
    # The bound below `low` is where the grade under it ends: skip grades that nobody gave.
    reached = bounds[low - 1]
    while low and bounds[low - 1] == reached:
        low -= 1
    return low


def _next_up(bounds: list[int], high: int) -> int:
    reached = bounds[high]
    while bounds[high] == reached:
        high += 1
    return high
