"""What unites and what divides: each statement's figures, strongest first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from terreau_engine.opinion.axes import Floats
from terreau_engine.opinion.factors import AgreementFloor
from terreau_engine.opinion.shares import GroupCounts, group_consensus, smoothed


@dataclass(frozen=True, slots=True)
class Consensus:
    """How far a statement unites.

    `agree`, `disagree`, `passed` count the votes; `share` is (agree + 1) ÷ (votes + 2).
    `group_informed` is the product over groups of that share, `group_refused` the same for
    disagreement: both None without groups. `floor` (P20) is the chance of agreeing that four
    people in five reach, between `low` and `high` (95 %): None when it was not computed.
    """

    statement: str
    agree: int
    disagree: int
    passed: int
    share: float
    group_informed: float | None
    group_refused: float | None
    floor: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Division:
    """How far a statement divides.

    `score` is 2·min(agree, disagree) ÷ (votes + 2), in 0-1: 1 when two large halves face each
    other and nobody passes. `gap` is the largest difference of agreement between two groups (None
    without groups), `extremity` the distance of the statement to the middle of the map.
    """

    statement: str
    agree: int
    disagree: int
    passed: int
    score: float
    gap: float | None
    extremity: float


def rank_consensus(
    statements: tuple[str, ...],
    answers: NDArray[np.int64],
    counts: GroupCounts | None,
    floor: AgreementFloor | None,
) -> tuple[Consensus, ...]:
    """Return every statement (answers 3 × S: against, passed, for), what unites most first.

    By floor, then by group-informed consensus, then by share.

    >>> lines = rank_consensus(("1", "2"), np.array([[1, 0], [0, 0], [0, 2]]), None, None)
    >>> [(line.statement, line.share) for line in lines]
    [('2', 0.75), ('1', 0.3333333333333333)]
    """
    disagree, passed, agree = answers
    size = len(statements)
    nothing: list[float | None] = [None] * size
    informed, refused = nothing, nothing
    if counts is not None:
        informed = group_consensus(counts).tolist()
        refused = smoothed(counts.disagree, counts.answered).prod(axis=0).tolist()
    bounds = [nothing] * 3
    if floor is not None:
        bounds = [column.tolist() for column in (floor.share, floor.low, floor.high)]
    share = smoothed(agree, agree + disagree + passed)
    lines = [
        Consensus(*line)
        for line in zip(
            statements,
            agree.tolist(),
            disagree.tolist(),
            passed.tolist(),
            share.tolist(),
            informed,
            refused,
            *bounds,
            strict=True,
        )
    ]
    return tuple(sorted(lines, key=_unites, reverse=True))


def _unites(line: Consensus) -> tuple[float, float, float]:
    return line.floor or 0.0, line.group_informed or 0.0, line.share


def rank_divisions(
    statements: tuple[str, ...],
    answers: NDArray[np.int64],
    counts: GroupCounts | None,
    extremity: Floats,
) -> tuple[Division, ...]:
    """Return every statement (answers 3 × S: against, passed, for), what divides most first.

    >>> answers = np.array([[1, 0], [0, 0], [1, 2]])
    >>> [line.score for line in rank_divisions(("1", "2"), answers, None, np.zeros(2))]
    [0.5, 0.0]
    """
    disagree, passed, agree = answers
    score = 2 * np.minimum(agree, disagree) / (agree + disagree + passed + 2)
    gaps: list[float | None] = [None] * len(score)
    if counts is not None:
        gaps = np.ptp(smoothed(counts.agree, counts.answered), axis=0).tolist()
    order: NDArray[np.intp] = np.lexsort((-extremity.round(12), -score))
    return tuple(
        Division(
            statements[place],
            int(agree[place]),
            int(disagree[place]),
            int(passed[place]),
            float(score[place]),
            gaps[place],
            float(extremity[place]),
        )
        for place in order
    )
