"""Majority judgment: each option keeps the grade that a majority of voters defends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from terreau_engine.errors import UnknownName
from terreau_engine.priorities.grades import (
    Missing,
    Tally,
    common_number,
    fill_missing,
    majority_key,
    middle_of,
    read_tallies,
)
from terreau_engine.priorities.majority_change import smallest_change
from terreau_engine.priorities.results import Base, Change, Tie, digest_lines, group_equal, place


@dataclass(frozen=True, slots=True)
class GradeProfile:
    """How one option was graded; grades are ranks, 0 the worst.

    `better` and `worse` count the grades above and below the majority grade; `missing` voters gave
    none. Counts are those of the ballots, before any default grade is added in `counted`.
    """

    tally: Tally
    counted: Tally
    graded: int
    missing: int
    majority_grade: int | None
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two options part, reading grades from the middle outwards.

    `agree_on` is the share of ballots, 0–1, around the middle on which both read the same;
    `first_grades` and `second_grades` are the (lower, upper) grades read next.
    """

    first: str
    second: str
    agree_on: Fraction
    first_grades: tuple[int, int]
    second_grades: tuple[int, int]


@dataclass(frozen=True, slots=True)
class MajorityJudgment:
    """The order of majority judgment with all that justifies it."""

    order: tuple[str, ...]
    ranks: Mapping[str, int]
    winners: tuple[str, ...]
    ties: tuple[Tie, ...]
    profiles: Mapping[str, GradeProfile]
    margin: Parting | None
    change: Change
    base: Base
    ballots_digest: str

    def why(self, first: str, second: str) -> Parting | None:
        """Say where two options part; None when their grades are the same, or one has none."""
        for name in (first, second):
            if name not in self.profiles:
                raise UnknownName(f"{name!r} is not an option of this ballot.")
        return _parting(
            (first, self.profiles[first].counted), (second, self.profiles[second].counted)
        )


def majority_judgment(
    tallies: Mapping[str, Sequence[int]] | Sequence[Sequence[int]],
    *,
    voters: int | None = None,
    abstentions: int = 0,
    default: Missing = None,
    lot: Sequence[str] | None = None,
) -> MajorityJudgment:
    """Order options by the grades that a majority defends, exactly and from tallies alone.

    Meaning: the majority grade is the best grade that more than half of the voters find not too
    good; equal ones are separated by the grades next to the middle, then the next ones.
    Formula: for n grades sorted from worst to best, read outwards from the lower middle (n even:
    lower, upper, next lower…; n odd: the middle first); the first difference decides. Unequal n
    are brought to their least common multiple, or completed by `default`, a grade declared before
    the vote: « worst », « median » (of each option) or a rank. Whole numbers only.
    Shapes: per option the counts of each grade, the worst first. `voters` is the number of ballots
    (the largest tally when absent). `lot`, an order drawn in advance, separates equal options;
    without it they share a rank. Units: ballots. Errors: `UnevenColumns`, `BadBallot`,
    `OutOfScale`, `UnknownName` (an incomplete lot). `change`: with tallies the grades of a same
    ballot are unknown, so the number is exact only when both bounds meet.
    Source: Balinski and Laraki, Majority Judgment, MIT Press, 2011.

    >>> result = majority_judgment({"eau": [1, 1, 3], "air": [0, 3, 2], "sol": [3, 1, 1]})
    >>> result.order, result.profiles["eau"].majority_grade
    (('eau', 'air', 'sol'), 2)
    """
    read = read_tallies(tallies)
    total = max(map(sum, read.values()), default=0) if voters is None else voters
    return _judge(read, Base(total, abstentions), default, lot)


def _judge(
    read: Mapping[str, Tally], base: Base, default: Missing, lot: Sequence[str] | None
) -> MajorityJudgment:
    graded = {name: sum(tally) for name, tally in read.items()}
    total = base.voters
    filled = {name: fill_missing(tally, total, default) for name, tally in read.items()}
    common = common_number(filled.values())
    keys = {name: majority_key(tally, common) for name, tally in filled.items()}
    sorted_names = sorted(read, key=keys.__getitem__, reverse=True)
    groups = group_equal(sorted_names, [keys[name] for name in sorted_names])
    placing = place(groups, lot)
    lines = (f"{name!r} {list(tally)}" for name, tally in read.items())
    following = groups[1][0] if len(groups) > 1 else None
    return MajorityJudgment(
        order=placing.order,
        ranks=placing.ranks,
        winners=placing.winners,
        ties=placing.ties,
        profiles={
            name: _profile(tally, filled[name], total - graded[name])
            for name, tally in read.items()
        },
        margin=(
            _parting((groups[0][0], filled[groups[0][0]]), (following, filled[following]))
            if following is not None
            else None
        ),
        change=smallest_change(filled, groups, common),
        base=base,
        ballots_digest=digest_lines("grades", read, [*lines, f"voters {total}"]),
    )


def _profile(tally: Tally, counted: Tally, missing: int) -> GradeProfile:
    middle = middle_of(counted)
    return GradeProfile(
        tally=tally,
        counted=counted,
        graded=sum(tally),
        missing=missing,
        majority_grade=middle,
        better=0 if middle is None else sum(counted[middle + 1 :]),
        worse=0 if middle is None else sum(counted[:middle]),
    )


def _parting(first: tuple[str, Tally], second: tuple[str, Tally]) -> Parting | None:
    common = common_number((first[1], second[1]))
    keys = [_readings(majority_key(tally, common), common) for _, tally in (first, second)]
    if not (keys[0] and keys[1]) or keys[0] == keys[1]:
        return None
    starts = sorted({start for key in keys for start in key})
    for start in starts:
        grades = [_read_at(key, start) for key in keys]
        if grades[0] != grades[1]:
            break
    return Parting(first[0], second[0], Fraction(start, common), grades[0], grades[1])


def _readings(key: tuple[int, ...], common: int) -> dict[int, tuple[int, int]]:
    """List from which distance to the middle each pair of grades is read."""
    if not key:
        return {}
    readings = {0: (key[0], key[1])}
    for at in range(2, len(key) - 1, 3):
        readings[common - abs(key[at])] = (key[at + 1], key[at + 2])
    return readings


def _read_at(readings: Mapping[int, tuple[int, int]], start: int) -> tuple[int, int]:
    return readings[max(known for known in readings if known <= start)]
