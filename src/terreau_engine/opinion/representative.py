"""Choose the statements that represent each group, by the published rules."""

from dataclasses import dataclass, replace

import numpy as np

from terreau_engine.opinion.shares import (
    MOST,
    Z90,
    GroupCounts,
    Representative,
    ratio_test,
    share_test,
    smoothed,
)


@dataclass(frozen=True, slots=True)
class _Side:
    """One answer of one group to one statement, against everybody else's."""

    count: int
    share: float
    share_test: float
    ratio: float
    ratio_test: float

    @property
    def is_sufficient(self) -> bool:
        """Both the share and the difference are beyond chance."""
        return self.ratio_test > Z90 and self.share_test > Z90

    @property
    def strength(self) -> float:
        """The product by which statements are ranked."""
        return self.ratio * self.ratio_test * self.share * self.share_test


@dataclass(frozen=True, slots=True)
class _Line:
    """One statement seen from one group."""

    statement: str
    answered: int
    agree: _Side
    disagree: _Side

    @property
    def direction(self) -> str:
        return "agree" if self.agree.ratio_test > self.disagree.ratio_test else "disagree"

    @property
    def side(self) -> _Side:
        return self.agree if self.direction == "agree" else self.disagree

    def told(self) -> Representative:
        """Return what is shown."""
        side = self.side
        return Representative(
            self.statement,
            self.direction,
            side.count,
            self.answered,
            side.share,
            side.share_test,
            side.ratio,
            side.ratio_test,
        )


def represent_groups(
    statements: tuple[str, ...], counts: GroupCounts
) -> tuple[tuple[Representative, ...], ...]:
    """Return for each group at most five statements, the best agreed first, agree before disagree.

    Meaning: a statement represents a group when its members chose an answer more than chance and
    more than the others did. Formula: p = (n+1) ÷ (N+2) in the group, r = p ÷ p of the others,
    both tested by z against 1.2816; ranked by r·z(r)·p·z(p). Source: the Polis pipeline (Small et
    al., 2021). Shapes: counts k × S.

    >>> agree = np.array([[9], [0]])
    >>> counts = GroupCounts(agree, np.array([[0], [9]]), np.array([[9], [9]]))
    >>> [(line.direction, line.is_best_agreed) for lines in represent_groups(("1",), counts)
    ...  for line in lines]
    [('agree', True), ('disagree', False)]
    """
    return tuple(
        _choose(_lines(statements, counts, group)) for group in range(len(counts.answered))
    )


def _lines(statements: tuple[str, ...], counts: GroupCounts, group: int) -> list[_Line]:
    answered = counts.answered[group]
    others = counts.answered.sum(axis=0) - answered
    sides: list[list[_Side]] = []
    for chosen in (counts.agree, counts.disagree):
        count, rest = chosen[group], chosen.sum(axis=0) - chosen[group]
        share = smoothed(count, answered)
        columns = (
            share,
            share_test(count, answered),
            share / smoothed(rest, others),
            ratio_test(count, answered, rest, others),
        )
        sides.append(
            [
                _Side(n, *row)
                for n, row in zip(count.tolist(), np.array(columns).T.tolist(), strict=True)
            ]
        )
    return [
        _Line(*row) for row in zip(statements, answered.tolist(), sides[0], sides[1], strict=True)
    ]


def _choose(lines: list[_Line]) -> tuple[Representative, ...]:
    best: _Line | None = None
    for line in lines:
        if _beats(line, best):
            best = line
    enough = [line for line in lines if line.agree.is_sufficient or line.disagree.is_sufficient]
    if not enough and best is None:
        enough = sorted(lines, key=_test, reverse=True)[:1]
    rest = sorted((x for x in enough if x is not best), key=lambda x: -x.side.strength)
    told = [line.told() for line in rest]
    if best is not None:
        told.insert(0, replace(best.told(), is_best_agreed=True))
    return tuple(sorted(told[:MOST], key=lambda line: line.direction))


def _test(line: _Line) -> float:
    return max(line.agree.ratio_test, line.disagree.ratio_test)


def _beats(line: _Line, best: _Line | None) -> bool:
    """Say whether a statement is better agreed in the group than the best so far."""
    if line.agree.count == line.disagree.count == 0:
        return False
    if best is None:
        side = line.agree
        return side.share_test > Z90 or (side.ratio > 1 and side.share > 0.5)
    if best.agree.ratio > 1:
        return line.agree.strength > best.agree.strength
    mine, theirs = line.agree, best.agree
    return mine.share * mine.share_test > theirs.share * theirs.share_test
