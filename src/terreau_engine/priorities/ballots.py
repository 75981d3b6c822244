"""Ballots made ready to count: names become numbers once, equal ballots are merged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from terreau_engine.errors import BadBallot, RepeatedName, UnknownName
from terreau_engine.priorities.results import Base, digest_lines

Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
REPEATED = 1.5  # voters a merged ballot, on average, above which weights count faster
RankedBallot = Sequence[str | Sequence[str]]


@dataclass(frozen=True)
class RankedBallots:
    """Ranked ballots: each lists places from best to worst, a place is a name or several equals.

    Options that a ballot does not name stand together after those it names.
    """

    options: tuple[str, ...]
    ballots: tuple[RankedBallot, ...]
    counts: tuple[int, ...] | None = field(default=None, kw_only=True)


@dataclass(frozen=True, eq=False)
class Rankings:
    """Merged rankings: `places[b, o]` is the place of option o on ballot b, 0 the best."""

    options: tuple[str, ...]
    places: npt.NDArray[np.int16]
    counts: Ints
    base: Base
    digest: str


@dataclass(frozen=True, eq=False)
class ApprovalBallots:
    """Merged approvals: `supporters[o]` lists the ballots that approve option o.

    `counts[b]` voters handed in ballot b; blank ballots are among them; `votes[o]` voters approve
    option o. `voters_of[o]` lists a ballot once for each of its voters; None when ballots repeat
    so much that counting by weight is shorter. Built by `prepare_approvals`, once for several
    counts.
    """

    options: tuple[str, ...]
    supporters: tuple[Rows, ...]
    voters_of: tuple[Rows, ...] | None
    counts: Ints
    votes: tuple[int, ...]
    base: Base
    digest: str


def check_options(options: Iterable[str]) -> tuple[str, ...]:
    """Keep the order of the options and refuse one that is given twice."""
    names = tuple(options)
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise RepeatedName(f"the option {name!r} is given twice: name each option once.")
        seen.add(name)
    return names


def count_of(counts: Sequence[int] | None, index: int) -> int:
    """How many voters handed in this ballot; one unless counts say otherwise."""
    if counts is None:
        return 1
    if index >= len(counts):
        raise BadBallot(f"ballot {index + 1} has no count: give as many counts as ballots.")
    count = counts[index]
    if isinstance(count, bool) or not isinstance(count, int | np.integer) or count < 0:
        raise BadBallot(f"ballot {index + 1} counts for {count!r}: give a whole number from 0.")
    return int(count)


def check_lengths(counts: Sequence[int] | None, ballots: int) -> None:
    """Refuse counts that no ballot claims."""
    if counts is not None and len(counts) != ballots:
        raise BadBallot(f"{ballots} ballots and {len(counts)} counts: give one count a ballot.")


def places_of(ballot: RankedBallot, index: int) -> list[tuple[str, ...]]:
    """Read one ranked ballot as tuples of equals."""
    if isinstance(ballot, str):
        raise BadBallot(f"ballot {index + 1} is a text: give a list of names, best first.")
    return [(place,) if isinstance(place, str) else tuple(place) for place in ballot]


def numbers_of(
    names: Iterable[str], numbers: Mapping[str, int], index: int, seen: set[int]
) -> list[int]:
    """Number the names of a ballot; refuse an unknown name and a name written twice."""
    found = []
    for name in names:
        number = numbers.get(name)
        if number is None:
            raise UnknownName(f"ballot {index + 1} names {name!r}, which is not an option.")
        if number in seen:
            raise RepeatedName(f"ballot {index + 1} names {name!r} twice: keep one of them.")
        seen.add(number)
        found.append(number)
    return found


def rank_ballots(
    ballots: RankedBallots | Iterable[RankedBallot],
    options: Sequence[str] | None,
    counts: Sequence[int] | None,
) -> Rankings:
    """Number and merge ranked ballots; a ballot that separates nothing is an abstention."""
    if isinstance(ballots, RankedBallots):
        options = ballots.options if options is None else options
        counts = ballots.counts if counts is None else counts
        ballots = ballots.ballots
    read = [places_of(ballot, index) for index, ballot in enumerate(ballots)]
    check_lengths(counts, len(read))
    if options is None:
        options = sorted({name for ballot in read for place in ballot for name in place})
    names = check_options(options)
    numbers = {name: number for number, name in enumerate(names)}
    merged: dict[tuple[int, ...], int] = {}
    for index, ballot in enumerate(read):
        key = _row(ballot, numbers, index)
        merged[key] = merged.get(key, 0) + count_of(counts, index)
    return _rankings(names, merged)


def _row(ballot: list[tuple[str, ...]], numbers: Mapping[str, int], index: int) -> tuple[int, ...]:
    filled = [place for place in ballot if place]
    row = [len(filled)] * len(numbers)
    seen: set[int] = set()
    for rank, place in enumerate(filled):
        for number in numbers_of(place, numbers, index, seen):
            row[number] = rank
    return tuple(row)


def _rankings(names: tuple[str, ...], merged: Mapping[tuple[int, ...], int]) -> Rankings:
    rows = {row: count for row, count in merged.items() if count}
    blank = sum(count for row, count in rows.items() if len(set(row)) < 2)
    matrix = np.array(list(rows), dtype=np.int16).reshape(len(rows), len(names))
    counts = np.array(list(rows.values()), dtype=np.int64)
    by_name = sorted(range(len(names)), key=names.__getitem__)
    lines = [
        f"{row} ×{count}"
        for row, count in zip(matrix[:, by_name].tolist(), counts.tolist(), strict=True)
    ]
    base = Base(int(counts.sum()), blank)
    return Rankings(names, matrix, counts, base, digest_lines("ranking", names, lines))


def prepare_approvals(
    ballots: ApprovalBallots | Iterable[Iterable[str]],
    *,
    options: Sequence[str] | None = None,
    counts: Sequence[int] | None = None,
) -> ApprovalBallots:
    """Number and merge approval ballots, so that several counts share the work.

    Meaning: each ballot is a set of names; an empty one is an abstention and stays in the base.
    Formula: equal sets are merged and their counts added. Shapes: ballots of any length,
    `counts` one a ballot when given; `options` fixes the list and its order (names seen, sorted,
    when absent). Errors: `UnknownName`, `RepeatedName`, `BadBallot`. Source: none, it only sorts.

    >>> prepare_approvals([["eau", "air"], ["eau"], []]).base
    Base(voters=3, abstentions=1)
    """
    if isinstance(ballots, ApprovalBallots):
        return ballots
    read = [_names(ballot, index) for index, ballot in enumerate(ballots)]
    check_lengths(counts, len(read))
    if options is None:
        options = sorted({name for ballot in read for name in ballot})
    names = check_options(options)
    return _merge(read, names, counts)


def _merge(
    read: Sequence[tuple[str, ...]], names: tuple[str, ...], counts: Sequence[int] | None
) -> ApprovalBallots:
    numbers = {name: number for number, name in enumerate(names)}
    merged: dict[tuple[int, ...], int] = {}
    for index, ballot in enumerate(read):
        key = tuple(sorted(numbers_of(ballot, numbers, index, set())))
        merged[key] = merged.get(key, 0) + count_of(counts, index)
    merged = {key: count for key, count in merged.items() if count}
    lines = (f"{sorted(names[o] for o in key)} ×{count}" for key, count in merged.items())
    weights = np.array(list(merged.values()), dtype=np.int64)
    supporters = _supporters(list(merged), len(names))
    return ApprovalBallots(
        options=names,
        supporters=supporters,
        voters_of=_voters_of(supporters, weights),
        counts=weights,
        votes=tuple(int(weights[rows].sum()) for rows in supporters),
        base=Base(int(weights.sum()), merged.get((), 0)),
        digest=digest_lines("approval", names, lines),
    )


def _voters_of(supporters: Sequence[Rows], counts: Ints) -> tuple[Rows, ...] | None:
    if counts.sum() > REPEATED * len(counts):
        return None
    return tuple(np.repeat(rows, counts[rows]) for rows in supporters)


def _supporters(ballots: Sequence[tuple[int, ...]], options: int) -> tuple[Rows, ...]:
    sizes = [len(ballot) for ballot in ballots]
    rows = np.repeat(np.arange(len(ballots), dtype=np.intp), sizes)
    columns = np.fromiter((number for ballot in ballots for number in ballot), dtype=np.int64)
    order = np.argsort(columns, kind="stable")
    ends = np.cumsum(np.bincount(columns, minlength=options))
    return tuple(np.split(rows[order], ends[:-1])) if options else ()


def _names(ballot: Iterable[str], index: int) -> tuple[str, ...]:
    if isinstance(ballot, str):
        raise BadBallot(f"ballot {index + 1} is a text: give a list of names.")
    return tuple(ballot)
