"""Cross measured, perceived and acted upon, and name what is missing."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from terreau_engine.blind_spots.values import (
    Action,
    Gap,
    Level,
    Measure,
    Perception,
    Quadrant,
    Reading,
    Spot,
    Subject,
    Thresholds,
)
from terreau_engine.errors import BadAmount, OutOfScale, RepeatedName

_QUADRANTS = {
    (Level.HIGH, Level.HIGH): Quadrant.SHARED,
    (Level.HIGH, Level.LOW): Quadrant.SILENT,
    (Level.LOW, Level.HIGH): Quadrant.FELT,
    (Level.LOW, Level.LOW): Quadrant.CALM,
}
_STEPS = (-1.0, 0.0, 1.0)  # by how much a neighbouring setting moves a threshold of ten
USUAL = Thresholds()
_LEAST_SUBJECTS = 3  # under that, standardising over the subjects says nothing


def find_blind_spots(
    subjects: Sequence[Subject], thresholds: Thresholds = USUAL
) -> tuple[Spot, ...]:
    """Say of each subject what is measured, what is felt, who acts, and what is missing.

    Meaning: a blind spot is needed, felt, and nobody acts. Formula: measured = mean of the needs
    of its indicators by weight, the unknown left out; perceived = the mean given; each stands on a
    side of its threshold, and an unknown one on none. Confidence = the least of three: share of
    the weight known × share of the territory known; the lesser of answers ÷ enough and worlds
    heard ÷ worlds asked; partnerships that say their subject ÷ all, 0 when none was counted.
    Steadiness: both thresholds moved by −1, 0 and +1, with all the indicators then without each
    one: how many of these settings give the same answer. Shapes: one spot a subject, in the same
    order. Units: 0–10, action in the unit of its threshold. Errors: `RepeatedName`, `OutOfScale`,
    `BadAmount`.
    Source: G1–G6 of the field's dossier; the weakest link, not a product (Mayne's contribution
    analysis).

    >>> from terreau_engine.blind_spots import stand
    >>> poor = Measure("poverty", stand(20, [10, 12, 13, 14, 15], worse_when=1))
    >>> subject = Subject("housing", (poor,), Perception(7.5, answers=40), Action(0, placed=12))
    >>> [spot] = find_blind_spots([subject])
    >>> spot.quadrant.value, spot.gaps[0].value, spot.kept, spot.tried
    ('shared', 'blind-spot', 9, 9)
    """
    _check(subjects)
    spots = [_spot(subject, thresholds) for subject in subjects]
    z_gaps, rank_gaps = _z_gaps(spots), _rank_gaps(spots)
    return tuple(
        replace(spot, z_gap=z_gap, rank_gap=rank_gap)
        for spot, z_gap, rank_gap in zip(spots, z_gaps, rank_gaps, strict=True)
    )


def _check(subjects: Sequence[Subject]) -> None:
    codes = [subject.code for subject in subjects]
    if len(set(codes)) < len(codes):
        raise RepeatedName("two subjects have the same code: give each one its own.")
    for subject in subjects:
        for measure in subject.measures:
            if measure.weight < 0 or not 0 <= measure.coverage <= 1:
                raise BadAmount(
                    f"{measure.code}: a weight is 0 or more, a coverage stands between 0 and 1."
                )
        felt = subject.perception.mean
        if felt is not None and not 0 <= felt <= 10:
            raise OutOfScale(f"{subject.code} is felt {felt}: give a mean from 0 to 10.")


def _spot(subject: Subject, thresholds: Thresholds) -> Spot:
    measured = _measured(subject.measures, thresholds)
    perceived = _perceived(subject.perception, thresholds)
    acted = _acted(subject.action, thresholds)
    spread = _spread(subject.perception)
    parts = {"measured": measured, "perceived": perceived, "acted": acted}
    weakest = min(parts, key=lambda name: parts[name].confidence)
    kept, tried = _steadiness(subject, thresholds)
    return Spot(
        code=subject.code,
        measured=measured,
        perceived=perceived,
        acted=acted,
        quadrant=_QUADRANTS.get((measured.level, perceived.level), Quadrant.UNKNOWN),
        gaps=_gaps(subject, measured, perceived, acted, spread, thresholds),
        confidence=parts[weakest].confidence,
        weakest=weakest,
        kept=kept,
        tried=tried,
        spread=spread,
    )


def _level(score: float | None, threshold: float) -> Level:
    if score is None:
        return Level.UNKNOWN
    return Level.HIGH if score >= threshold else Level.LOW


def _measured(measures: Sequence[Measure], thresholds: Thresholds) -> Reading:
    counted = [one for one in measures if one.weight > 0]
    known = [(one, one.standing) for one in counted if one.standing is not None]
    if not known:
        return Reading(None, Level.UNKNOWN, 0.0)
    needs = [standing.need for _one, standing in known]
    score = _score([(standing.need, one.weight) for one, standing in known])
    sure = sum(one.weight * one.coverage for one, _standing in known)
    confidence = sure / sum(one.weight for one in counted)
    level = _level(score, thresholds.needed_from)
    return Reading(score, level, confidence, min(needs), max(needs))


def _perceived(felt: Perception, thresholds: Thresholds) -> Reading:
    if felt.mean is None:
        return Reading(None, Level.UNKNOWN, 0.0)
    heard = [mean for mean in felt.worlds.values() if mean is not None]
    shares = [felt.answers / thresholds.enough_answers, 1.0]
    if felt.worlds:
        shares.append(len(heard) / len(felt.worlds))
    level = _level(felt.mean, thresholds.felt_from)
    return Reading(felt.mean, level, min(shares), felt.low, felt.high)


def _acted(action: Action, thresholds: Thresholds) -> Reading:
    if action.amount is None:
        return Reading(None, Level.UNKNOWN, 0.0)
    everything = action.placed + action.unplaced
    confidence = action.placed / everything if everything else 0.0
    return Reading(action.amount, _level(action.amount, thresholds.acted_from), confidence)


def _spread(felt: Perception) -> float | None:
    means = [mean for mean in felt.worlds.values() if mean is not None]
    return max(means) - min(means) if len(means) > 1 else None


def _gaps(
    subject: Subject,
    measured: Reading,
    perceived: Reading,
    acted: Reading,
    spread: float | None,
    thresholds: Thresholds,
) -> tuple[Gap, ...]:
    sides = (measured.level, perceived.level, acted.level)
    towards = (Level.HIGH, Level.HIGH, Level.LOW)
    agree = sum(side == wanted for side, wanted in zip(sides, towards, strict=True))
    silent = [mean for mean in subject.perception.worlds.values() if mean is None]
    told = {
        Gap.BLIND_SPOT: agree == 3,
        Gap.POSSIBLE_BLIND_SPOT: agree == 2 and sides.count(Level.UNKNOWN) == 1,
        Gap.SILENT_NEED: sides[:2] == (Level.HIGH, Level.LOW),
        Gap.FELT_ALONE: sides[:2] == (Level.LOW, Level.HIGH),
        Gap.DIVIDED_WORLDS: spread is not None and spread >= thresholds.divided_from,
        Gap.SILENT_WORLD: perceived.score is not None and bool(silent),
        Gap.NO_MEASURE: measured.score is None,
        Gap.NO_PERCEPTION: perceived.score is None,
        Gap.NO_COUNT: acted.score is None,
    }
    return tuple(gap for gap, holds in told.items() if holds)


def _steadiness(subject: Subject, thresholds: Thresholds) -> tuple[int, int]:
    """Count the neighbouring settings that give the same answer, out of those tried."""
    known = [
        (one.standing.need, one.weight)
        for one in subject.measures
        if one.weight > 0 and one.standing is not None
    ]
    choices = [known]
    if len(known) > 1:
        choices += [known[:place] + known[place + 1 :] for place in range(len(known))]
    needed = [_moved(thresholds.needed_from, step) for step in _STEPS]
    measured = [_level(_score(kept), threshold) for kept in choices for threshold in needed]
    mean = subject.perception.mean
    felt = [_level(mean, _moved(thresholds.felt_from, step)) for step in _STEPS]
    here = _level(_score(known), thresholds.needed_from), _level(mean, thresholds.felt_from)
    kept = measured.count(here[0]) * felt.count(here[1])
    return kept, len(measured) * len(felt)


def _moved(threshold: float, step: float) -> float:
    """Give a neighbouring threshold, on its scale."""
    return min(10.0, max(0.0, threshold + step))


def _score(needs: Sequence[tuple[float, float]]) -> float | None:
    """Give the mean of needs by weight, None without any."""
    total = sum(weight for _need, weight in needs)
    return sum(need * weight for need, weight in needs) / total if needs else None


def _z_gaps(spots: Sequence[Spot]) -> list[float | None]:
    """Standardise both scores over the subjects where both are known, and subtract (G4)."""
    pairs = {
        place: (spot.measured.score, spot.perceived.score)
        for place, spot in enumerate(spots)
        if spot.measured.score is not None and spot.perceived.score is not None
    }
    gaps: list[float | None] = [None] * len(spots)
    if len(pairs) < _LEAST_SUBJECTS:
        return gaps
    table = np.array(list(pairs.values()), dtype=np.float64)
    spread = table.std(axis=0)
    if (spread <= 1e-12).any():
        return gaps
    z = (table - table.mean(axis=0)) / spread
    for place, row in zip(pairs, z, strict=True):
        gaps[place] = float(row[0] - row[1])
    return gaps


def _rank_gaps(spots: Sequence[Spot]) -> list[float | None]:
    """Count the places by which a subject is felt before it is acted upon (G5)."""
    places = [
        place
        for place, spot in enumerate(spots)
        if spot.perceived.score is not None and spot.acted.score is not None
    ]
    gaps: list[float | None] = [None] * len(spots)
    if len(places) < 2:
        return gaps
    felt = _places([spots[place].perceived.score or 0.0 for place in places])
    acted = _places([spots[place].acted.score or 0.0 for place in places])
    for place, first, second in zip(places, felt, acted, strict=True):
        gaps[place] = second - first
    return gaps


def _places(scores: Sequence[float]) -> list[float]:
    """Give the place of each from the greatest, 1 first; equals share the middle."""
    return [
        sum(other > score for other in scores) + (sum(other == score for other in scores) + 1) / 2
        for score in scores
    ]
