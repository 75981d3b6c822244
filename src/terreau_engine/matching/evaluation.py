"""How well scores tell the true pairs from the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from terreau_engine.errors import OutOfScale


@dataclass(frozen=True, slots=True)
class Band:
    """The pairs whose score lies in one tenth: how many, mean score, share that is true."""

    low: float
    pairs: int
    mean_score: float
    true_share: float


@dataclass(frozen=True, slots=True)
class Quality:
    """What is found of the true pairs, what of the found is true, and how honest the scores are."""

    precision: float | None
    recall: float | None
    proposed: int
    true: int
    brier: float
    bands: tuple[Band, ...]

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; unknown when one of them is."""
        if not self.precision or not self.recall:
            return None
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def evaluate(
    scores: Sequence[float], truths: Sequence[bool], *, threshold: float, missed: int = 0
) -> Quality:
    """Compare scores with what is known to be true.

    Meaning: precision is the share of the proposals (score ≥ threshold) that are true; recall the
    share of all true pairs that are proposed, those never compared (`missed`) included; the Brier
    score is the mean squared distance between score and truth (0 is perfect); the bands show
    whether « 0.8 » happens eight times in ten. Formula: TP / (TP + FP); TP / (true + missed);
    mean (score − truth)². Shapes: one score and one truth a pair. Units: 0–1. Errors:
    `OutOfScale` for a score outside 0–1 or lists of two lengths. Source: Brier (1950).

    >>> told = evaluate([0.9, 0.8, 0.1], [True, False, False], threshold=0.5, missed=1)
    >>> told.precision, told.recall, round(told.brier, 2)
    (0.5, 0.5, 0.22)
    """
    if len(scores) != len(truths) or any(not 0 <= score <= 1 for score in scores):
        raise OutOfScale("Give one score between 0 and 1 for each pair.")
    found = [truth for score, truth in zip(scores, truths, strict=True) if score >= threshold]
    total = sum(truths) + missed
    pairs = list(zip(scores, truths, strict=True))
    return Quality(
        precision=sum(found) / len(found) if found else None,
        recall=sum(found) / total if total else None,
        proposed=len(found),
        true=total,
        brier=sum((score - truth) ** 2 for score, truth in pairs) / len(pairs) if pairs else 0.0,
        bands=tuple(band for tenth in range(10) if (band := _band(pairs, tenth))),
    )


def _band(pairs: Sequence[tuple[float, bool]], tenth: int) -> Band | None:
    inside = [pair for pair in pairs if min(9, int(pair[0] * 10)) == tenth]
    if not inside:
        return None
    scores, truths = zip(*inside, strict=True)
    return Band(tenth / 10, len(inside), sum(scores) / len(inside), sum(truths) / len(inside))
