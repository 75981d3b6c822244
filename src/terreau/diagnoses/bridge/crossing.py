"""Figures, views and counts as values of the engine of blind spots, and its answers as lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from terreau.diagnoses.enums_crossing import Amount
from terreau.diagnoses.values import Choices, CoverageLine, FigureLine, PerceivedLine, SpotLine
from terreau_engine.blind_spots import (
    Action,
    Measure,
    Perception,
    Spot,
    Standing,
    Subject,
    Thresholds,
    find_blind_spots,
    stand,
)

WORSE_WHEN = {"less": 1, "more": -1}  # « less is better »: more of it is worse
__all__ = ["WORSE_WHEN", "Crossed", "cross", "stand_among"]


@dataclass(frozen=True)
class Crossed:
    """What is known of one challenge before the crossing."""

    code: str
    figures: Sequence[FigureLine]
    felt: PerceivedLine | None
    coverage: CoverageLine | None


def stand_among(value: float | None, peers, sense: str) -> Standing | None:
    """Compare a figure with its peers; without sense the distance says nothing of a need."""
    return stand(value, peers, worse_when=WORSE_WHEN.get(sense, 1))


def cross(rows: Sequence[Crossed], choices: Choices) -> list[SpotLine]:
    """Find the blind spots, one line a challenge."""
    thresholds = Thresholds(
        needed_from=choices.needed_from,
        felt_from=choices.felt_from,
        acted_from=choices.acted_from,
        divided_from=choices.divided_from,
    )
    subjects = [_subject(row, choices) for row in rows]
    return [_line(spot) for spot in find_blind_spots(subjects, thresholds)]


def _subject(row: Crossed, choices: Choices) -> Subject:
    felt = row.felt
    perception = Perception(None)
    if felt is not None:
        worlds = {one.world: one.mean for one in felt.worlds}
        perception = Perception(felt.mean, felt.answers, felt.low, felt.high, worlds)
    measures = tuple(_measure(one) for one in row.figures)
    return Subject(row.code, measures, perception, _action(row.coverage, choices))


def _measure(one: FigureLine) -> Measure:
    standing = None
    if one.need is not None:
        parts = (one.need, one.z, one.middle or 0.0, one.low or 0.0, one.high or 0.0, one.peers)
        standing = Standing(*parts)
    return Measure(one.slug, standing, one.weight, one.coverage)


def _action(coverage: CoverageLine | None, choices: Choices) -> Action:
    """Count who acts; when those that may still run could change the answer, nobody knows."""
    if coverage is None:
        return Action(None)
    amount: float | None = coverage.running
    most: float | None = coverage.running + coverage.may_run
    if choices.amount == Amount.ALL:
        amount = most = coverage.partnerships
    elif choices.amount == Amount.PER_10000:
        amount, most = coverage.per_10000, coverage.may_run_per_10000
    if amount is None or most is None or amount < choices.acted_from <= most:
        amount = None
    return Action(amount, coverage.known_domains, coverage.unknown)


def _line(spot: Spot) -> SpotLine:
    return SpotLine(
        measured=spot.measured.score,
        measured_low=spot.measured.low,
        measured_high=spot.measured.high,
        measured_level=spot.measured.level.value,
        measured_confidence=spot.measured.confidence,
        perceived=spot.perceived.score,
        perceived_level=spot.perceived.level.value,
        perceived_confidence=spot.perceived.confidence,
        acted=spot.acted.score,
        acted_level=spot.acted.level.value,
        acted_confidence=spot.acted.confidence,
        quadrant=spot.quadrant.value,
        gaps=tuple(gap.value for gap in spot.gaps),
        confidence=spot.confidence,
        weakest=spot.weakest,
        kept=spot.kept,
        tried=spot.tried,
        z_gap=spot.z_gap,
        rank_gap=spot.rank_gap,
        spread=spot.spread,
    )
