"""Estimate survival from durations of which some are only known to exceed a value."""

import bisect
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from terreau_engine.errors import OutOfScale, UnevenColumns


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """The curve just after one duration at which something ended.

    `low` and `high` are None where the interval is not defined: when all or none survive.
    """

    time: float
    at_risk: int
    ended: int
    survival: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """How long things last: a falling staircase, its base, and how many were still going on."""

    count: int
    ended: int
    censored: int
    level: float
    steps: tuple[SurvivalStep, ...]
    durations: tuple[float, ...]

    def at_risk(self, time: float) -> int:
        """How many were seen at least until that duration: the base of what is said of it."""
        return self.count - bisect.bisect_left(self.durations, time)

    def at(self, time: float) -> SurvivalStep | None:
        """The curve at a duration; None beyond the longest one observed, where nothing is known.

        Before the first end all survive, without an interval.
        """
        if not self.durations or time > self.durations[-1]:
            return None
        place = bisect.bisect_right([step.time for step in self.steps], time)
        if place == 0:
            return SurvivalStep(0.0, self.count, 0, 1.0, None, None)
        return self.steps[place - 1]

    @property
    def median(self) -> float | None:
        """The duration by which half have ended; None when more than half still go on."""
        return next((step.time for step in self.steps if step.survival <= 0.5), None)


def kaplan_meier(
    durations: Sequence[float], has_ended: Sequence[bool], *, level: float = 0.95
) -> SurvivalCurve:
    """Estimate the share of things that last longer than each duration.

    Meaning: those still going on (censored) are neither forgotten nor taken for ended; each counts
    in the base up to the duration until which it was seen, and no further. Formula: at each
    duration t at which d of the n still at risk end, multiply the survival by 1 − d/n; an end and
    a censoring of one same duration: the end comes first. Variance: Greenwood's sum of
    d/(n(n − d)); interval: the logarithm of minus the logarithm of the survival, plus or minus the
    normal quantile times its standard error, so that it stays in 0–1. Shapes: one duration and one
    truth value a thing. Units: durations in any one unit, shares in 0–1. Errors: `UnevenColumns`
    when the lengths differ; `OutOfScale` for a negative or infinite duration, or a level outside
    0–1. Source: Kaplan & Meier (1958); Greenwood (1926); Kalbfleisch & Prentice (1980).

    >>> curve = kaplan_meier([1, 2, 2, 4, 5], [True, True, False, True, False])
    >>> [(step.time, step.at_risk, round(step.survival, 3)) for step in curve.steps]
    [(1, 5, 0.8), (2, 4, 0.6), (4, 2, 0.3)]
    """
    _check(durations, has_ended, level)
    quantile = NormalDist().inv_cdf(0.5 + level / 2)
    exits = tuple(sorted(durations))
    ends = Counter(time for time, ended in zip(durations, has_ended, strict=True) if ended)
    steps: list[SurvivalStep] = []
    survival, variance = 1.0, 0.0
    for time in sorted(ends):
        at_risk = len(exits) - bisect.bisect_left(exits, time)
        survival *= (at_risk - ends[time]) / at_risk
        if at_risk > ends[time]:
            variance += ends[time] / (at_risk * (at_risk - ends[time]))
        low, high = _interval(survival, variance, quantile)
        steps.append(SurvivalStep(time, at_risk, ends[time], survival, low, high))
    ended = ends.total()
    return SurvivalCurve(len(exits), ended, len(exits) - ended, level, tuple(steps), exits)


def _check(durations: Sequence[float], has_ended: Sequence[bool], level: float) -> None:
    if len(durations) != len(has_ended):
        raise UnevenColumns(
            f"{len(durations)} durations and {len(has_ended)} ends: give one of each a thing."
        )
    for time in durations:
        if not (math.isfinite(time) and time >= 0):
            raise OutOfScale(f"A duration of {time}: give a finite one, zero at least.")
    if not 0 < level < 1:
        raise OutOfScale(f"A level of {level} is not between 0 and 1.")


def _interval(
    survival: float, variance: float, quantile: float
) -> tuple[float | None, float | None]:
    if not 0 < survival < 1:
        return None, None
    width = quantile * math.sqrt(variance) / abs(math.log(survival))
    return survival ** math.exp(width), survival ** math.exp(-width)
