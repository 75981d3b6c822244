"""The mean of scores, weighted or not, and the interval in which chance alone would leave it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isfinite, sqrt

from scipy.special import stdtrit

from terreau_engine.errors import BadAmount, OutOfScale, UnevenColumns


@dataclass(frozen=True, slots=True)
class MeanEstimate:
    """A mean, its interval, how many scores are behind it and how many those are worth.

    `low` and `high` are None when chance cannot be told: one score only, or all the same.
    """

    mean: float | None
    low: float | None
    high: float | None
    base: int
    effective: float


def estimate_mean(
    scores: Sequence[float],
    weights: Sequence[float] | None = None,
    *,
    scale: tuple[float, float] = (0.0, 10.0),
    level: float = 0.95,
) -> MeanEstimate:
    """Estimate a mean score and the interval that chance alone leaves around it.

    Meaning: drawn again from the same people, the mean would fall in the interval `level` times out
    of 1; the interval says nothing of who did not answer. Formula: mean = Σwx / Σw; effective base
    (Kish) = (Σw)² / Σw²; standard error² = n / (n − 1) · Σ w² (x − mean)² / (Σw)²; interval =
    mean ± t · standard error, t of Student with (effective base − 1) degrees, cut to the scale.
    Without weights this is the usual mean ± t · s / √n. Shapes: one weight a score, all positive
    or nil; scores of nil weight are left out. Units: those of the scores. Errors: `UnevenColumns`,
    `BadAmount` for a weight that is negative or no number, `OutOfScale` for a score out of the
    scale or a level outside 0–1. Source: L. Kish, Survey Sampling, 1965; Student, Biometrika 6,
    1908.

    >>> found = estimate_mean([6, 7, 8, 7])
    >>> found.mean, round(found.low, 3), round(found.high, 3), found.base
    (7.0, 5.701, 8.299, 4)
    """
    if not 0 < level < 1:
        raise OutOfScale(f"level {level}: give a share between 0 and 1, such as 0.95.")
    kept = _checked(scores, weights, scale)
    if not kept:
        return MeanEstimate(None, None, None, 0, 0.0)
    total = fsum(w for _x, w in kept)
    mean = fsum(w * x for x, w in kept) / total
    effective = total * total / fsum(w * w for _x, w in kept)
    base = len(kept)
    spread = fsum((w * (x - mean)) ** 2 for x, w in kept)
    if base < 2 or effective <= 1 + 1e-9 or spread <= 1e-18 * total * total:
        return MeanEstimate(mean, None, None, base, effective)
    error = sqrt(base / (base - 1) * spread) / total
    reach = float(stdtrit(effective - 1, (1 + level) / 2)) * error
    low, high = max(scale[0], mean - reach), min(scale[1], mean + reach)
    return MeanEstimate(mean, low, high, base, effective)


def _checked(
    scores: Sequence[float], weights: Sequence[float] | None, scale: tuple[float, float]
) -> list[tuple[float, float]]:
    given = [1.0] * len(scores) if weights is None else [float(w) for w in weights]
    if len(given) != len(scores):
        raise UnevenColumns(f"{len(scores)} scores and {len(given)} weights: give one each.")
    for weight in given:
        if not isfinite(weight) or weight < 0:
            raise BadAmount(f"the weight {weight} is negative or no number: give one from 0.")
    for score in scores:
        if not scale[0] <= score <= scale[1]:
            raise OutOfScale(f"the score {score} is out of {scale[0]}–{scale[1]}.")
    return [(float(x), w) for x, w in zip(scores, given, strict=True) if w > 0]
