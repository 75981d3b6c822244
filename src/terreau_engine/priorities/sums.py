"""Approval, scores, dots and Borda points: simple counts, with their bases."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from terreau_engine.errors import BadBallot, OutOfScale, UnknownName
from terreau_engine.priorities.ballots import (
    ApprovalBallots,
    Ints,
    RankedBallot,
    RankedBallots,
    check_lengths,
    check_options,
    count_of,
    prepare_approvals,
    rank_ballots,
)
from terreau_engine.priorities.means_change import Flags, change_of_means
from terreau_engine.priorities.pairwise import duels
from terreau_engine.priorities.results import NO_CHANGE, Base, Change, digest_lines
from terreau_engine.priorities.totals import Totals, change_of_sums, make_totals

Given = Mapping[str, int | None]
UNKNOWN = np.iinfo(np.int64).min


def approval(
    ballots: ApprovalBallots | Iterable[Iterable[str]],
    *,
    options: Sequence[str] | None = None,
    counts: Sequence[int] | None = None,
    lot: Sequence[str] | None = None,
) -> Totals:
    """Order options by the number of ballots that approve them.

    Meaning: each ballot names the options its voter supports, as many as wanted. Formula: a sum;
    `means` are shares of the ballots that express something. Shapes: one set of names a ballot,
    `counts` one a ballot. Units: ballots; `margin` in ballots. `change` is exact: the margin
    halved and rounded up, since one ballot can leave the first for the second. Errors:
    `UnknownName`, `RepeatedName`, `BadBallot`. Source: S. Brams and P. Fishburn, American
    Political Science Review 72, 1978.

    >>> result = approval([["eau", "air"], ["eau"], ["sol"], []])
    >>> result.order, result.totals["eau"], result.base.abstentions
    (('eau', 'air', 'sol'), 2, 1)
    """
    ready = prepare_approvals(ballots, options=options, counts=counts)
    totals = dict(zip(ready.options, ready.votes, strict=True))
    bases = dict.fromkeys(totals, ready.base.expressed)
    change = NO_CHANGE
    if len(totals) > 1 and ready.base.voters:
        best, second = sorted(totals.values(), reverse=True)[:2]
        least = max(1, -(-(best - second) // 2))
        change = Change(least, least)
    told = (change, ready.base, ready.digest)
    return make_totals("approval", _whole(totals), (totals, bases), told, lot)


def score(
    ballots: Iterable[Given],
    *,
    options: Sequence[str] | None = None,
    counts: Sequence[int] | None = None,
    scale: tuple[int, int] = (0, 10),
    lot: Sequence[str] | None = None,
) -> Totals:
    """Order options by the mean of their scores, « no opinion » apart.

    Meaning: each ballot scores the options it wants to; None, or nothing, is not a 0 and stays out
    of the mean. Formula: mean = sum of scores / number of scores, exact; read it with `bases`.
    Shapes: one mapping a ballot, whole scores within `scale`. Units: points; `margin` is a
    difference of means. `change` is exact when everybody scored both options, a bound otherwise.
    Errors: `OutOfScale`, `UnknownName`, `BadBallot`. Source: range voting, W. D. Smith, 2000.

    >>> result = score([{"eau": 9, "air": 4}, {"eau": 6, "air": None}])
    >>> result.means["eau"], result.means["air"], result.bases["air"]
    (Fraction(15, 2), Fraction(4, 1), 1)
    """
    low, high = scale
    if low >= high:
        raise OutOfScale(f"the scale goes from {low} to {high}: give the lower bound first.")
    names, values, weights, base, digest = _matrix(ballots, options, counts, scale)
    known = values != UNKNOWN
    held = np.where(known, values, 0)
    totals = dict(zip(names, (weights @ held).tolist(), strict=True))
    bases = dict(zip(names, (weights @ known).tolist(), strict=True))
    means = {
        name: Fraction(total, bases[name]) if bases[name] else None
        for name, total in totals.items()
    }
    change = _change_of_scores(held, known, weights, (list(means.values()), scale))
    return make_totals("score", means, (totals, bases), (change, base, digest), lot)


def _change_of_scores(
    held: Ints,
    known: Flags,
    weights: Ints,
    rest: tuple[Sequence[Fraction | None], tuple[int, int]],
) -> Change:
    means, (low, high) = rest
    return change_of_means(held, known, weights, means, range(low, high + 1))


def dots(
    ballots: Iterable[Given],
    *,
    per_voter: int,
    options: Sequence[str] | None = None,
    counts: Sequence[int] | None = None,
    lot: Sequence[str] | None = None,
) -> Totals:
    """Order options by the dots that voters put on them.

    Meaning: each voter has the same number of dots and may put several on one option. Formula: a
    sum. Shapes: one mapping a ballot, whole numbers from 0, `per_voter` dots at most in all.
    Units: dots; `bases` count the ballots that put a dot there. `change` is exact. Errors:
    `OutOfScale` for a ballot that spends too much, `UnknownName`, `BadBallot`. Source: dot voting,
    a workshop practice (cumulative voting with a cap).

    >>> dots([{"eau": 2, "air": 1}, {"air": 3}], per_voter=3).order
    ('air', 'eau')
    """
    names, values, weights, base, digest = _matrix(ballots, options, counts, (0, per_voter))
    held = np.where(values == UNKNOWN, 0, values)
    over = np.flatnonzero(held.sum(axis=1) > per_voter)
    if len(over):
        spent = int(held[over[0]].sum())
        raise OutOfScale(f"a ballot puts {spent} dots: {per_voter} at most, take some away.")
    totals = dict(zip(names, (weights @ held).tolist(), strict=True))
    bases = dict(zip(names, (weights @ (held > 0)).tolist(), strict=True))
    blank = int(weights[~held.any(axis=1)].sum())
    change = change_of_sums(held, weights, per_voter)
    told = (change, Base(base.voters, blank), digest)
    return make_totals("dots", _whole(totals), (totals, bases), told, lot)


def borda(
    ballots: RankedBallots | Iterable[RankedBallot],
    *,
    options: Sequence[str] | None = None,
    counts: Sequence[int] | None = None,
    lot: Sequence[str] | None = None,
) -> Totals:
    """Order options by the number of times that each is put before another.

    Meaning: on each ballot an option earns one point for each option put after it; equals earn
    nothing from each other. Formula: the row sums of the table of duels. Shapes: ranked ballots as
    for `schulze`. Units: points; `means` are points per expressed ballot. `change` is exact.
    Errors: as `schulze`. Source: J.-C. de Borda, 1781; ties as in the sum of pairwise wins.

    >>> borda([["eau", "air", "sol"], ["air", "eau", "sol"], ["eau"]]).totals
    {'air': 3, 'eau': 5, 'sol': 0}
    """
    rankings = rank_ballots(ballots, options, counts)
    names, places = rankings.options, rankings.places
    sums = duels(places, rankings.counts).sum(axis=1).tolist()
    totals = dict(zip(names, sums, strict=True))
    bases = dict.fromkeys(names, rankings.base.expressed)
    points = (
        np.stack(
            [(places[:, option, None] < places).sum(axis=1) for option in range(len(names))], axis=1
        )
        if names
        else np.zeros((len(places), 0), dtype=np.int64)
    )
    change = change_of_sums(points, rankings.counts, max(0, len(names) - 1))
    told = (change, rankings.base, rankings.digest)
    return make_totals("borda", _whole(totals), (totals, bases), told, lot)


def _whole(totals: Mapping[str, int]) -> dict[str, Fraction | None]:
    return {name: Fraction(total) for name, total in totals.items()}


def _matrix(
    ballots: Iterable[Given],
    options: Sequence[str] | None,
    counts: Sequence[int] | None,
    scale: tuple[int, int],
) -> tuple[tuple[str, ...], Ints, Ints, Base, str]:
    """Merge ballots of whole numbers; what is not given is `UNKNOWN`."""
    read = [dict(ballot) for ballot in ballots]
    check_lengths(counts, len(read))
    if options is None:
        options = sorted({name for ballot in read for name in ballot})
    names = check_options(options)
    numbers = {name: number for number, name in enumerate(names)}
    merged: dict[tuple[int, ...], int] = {}
    for index, ballot in enumerate(read):
        row = [UNKNOWN] * len(names)
        for name, value in ballot.items():
            if name not in numbers:
                raise UnknownName(f"ballot {index + 1} names {name!r}, which is not an option.")
            if value is not None:
                row[numbers[name]] = _within(value, scale, index)
        key = tuple(row)
        merged[key] = merged.get(key, 0) + count_of(counts, index)
    merged = {row: count for row, count in merged.items() if count}
    blank = sum(n for row, n in merged.items() if all(value == UNKNOWN for value in row))
    lines = (
        f"{sorted((o, v) for o, v in zip(names, row, strict=True) if v != UNKNOWN)} ×{count}"
        for row, count in merged.items()
    )
    values = np.array(list(merged), dtype=np.int64).reshape(len(merged), len(names))
    weights = np.array(list(merged.values()), dtype=np.int64)
    base = Base(int(weights.sum()), blank)
    return names, values, weights, base, digest_lines("values", names, lines)


def _within(value: int, scale: tuple[int, int], index: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise BadBallot(f"ballot {index + 1} gives {value!r}: give whole numbers.")
    if not scale[0] <= value <= scale[1]:
        raise OutOfScale(f"ballot {index + 1} gives {value}: {scale[0]} to {scale[1]} are allowed.")
    return int(value)
