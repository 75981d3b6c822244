"""Where worlds part: the mean of each world on each item, and the gap of each two worlds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from terreau_engine.errors import BadBallot, UnevenColumns
from terreau_engine.priorities.ballots import check_options


@dataclass(frozen=True, slots=True)
class View:
    """How one world sees one item: a mean and its base; `unknown` persons did not know."""

    world: str
    item: str
    mean: Fraction | None
    base: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Gap:
    """The mean of `first` less that of `second` on an item; None when one of them has no base."""

    item: str
    first: str
    second: str
    gap: Fraction | None
    bases: tuple[int, int]


@dataclass(frozen=True, slots=True)
class GapTable:
    """Views by world and item, and gaps, the widest first, the unknown last."""

    views: tuple[View, ...]
    gaps: tuple[Gap, ...]


def world_gaps(
    scores: Mapping[str, Sequence[Sequence[int | None]]], items: Sequence[str], *, least: int = 1
) -> GapTable:
    """Compare worlds two by two on each item, with the number of persons behind each mean.

    Meaning: two worlds may see the same difficulty very differently; the gap tells which, the
    bases how much it rests on. Formula: mean of the known scores of a world, exact; gap = mean of
    the first − mean of the second. Shapes: per world, persons × items, None for « does not know »;
    a mean over fewer than `least` persons is not given. Units: those of the scores. Errors:
    `UnevenColumns`, `BadBallot`, `RepeatedName`. Source: arithmetic; the founding documents ask
    for crossed views of a territory (000-21).

    >>> table = world_gaps({"public": [[8], [6]], "associations": [[3], [None]]}, ["logement"])
    >>> table.gaps[0].gap, table.gaps[0].bases
    (Fraction(4, 1), (2, 1))
    """
    names = check_options(items)
    views = {
        (world, item): _view(
            world, item, [row[place] for row in _checked(world, rows, names)], least
        )
        for world, rows in scores.items()
        for place, item in enumerate(names)
    }
    gaps = [
        _gap(item, views[first, item], views[second, item])
        for item in names
        for first, second in combinations(scores, 2)
    ]
    gaps.sort(key=lambda gap: (gap.gap is None, -abs(gap.gap or Fraction(0))))
    return GapTable(tuple(views.values()), tuple(gaps))


def _checked(
    world: str, rows: Sequence[Sequence[int | None]], items: Sequence[str]
) -> Sequence[Sequence[int | None]]:
    for row in rows:
        if len(row) != len(items):
            raise UnevenColumns(f"{world!r} has {len(row)} scores for {len(items)} items.")
    return rows


def _view(world: str, item: str, scores: Sequence[int | None], least: int) -> View:
    known = [score for score in scores if score is not None]
    for score in known:
        if isinstance(score, bool) or not isinstance(score, int):
            raise BadBallot(f"{world!r} gives {score!r} to {item!r}: give whole numbers, or None.")
    enough = len(known) >= max(1, least)
    mean = Fraction(sum(known), len(known)) if enough else None
    return View(world, item, mean, len(known), len(scores) - len(known))


def _gap(item: str, first: View, second: View) -> Gap:
    gap = None if first.mean is None or second.mean is None else first.mean - second.mean
    return Gap(item, first.world, second.world, gap, (first.base, second.base))
