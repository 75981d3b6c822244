"""Kendall's W: do several raters put the same items in the same order?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np
import numpy.typing as npt

from terreau_engine.errors import BadBallot, OutOfScale, UnevenColumns

Floats = npt.NDArray[np.float64]

LEAST_ORDERS = 20  # with fewer possible orders, no p under .05 can be met
BLOCK = 1 << 22  # ranks drawn at once


@dataclass(frozen=True, slots=True)
class Concordance:
    """Agreement of orders: `w` is 1 when all raters order alike, about 0 when they do not.

    `raters` scored every item and count; `set_aside` left an item without a score and do not.
    `p` is the share of random orders that agree as much or more; `has_ties` tells that W is
    corrected for equal scores. None: cannot be said from so little.
    """

    w: float | None
    raters: int
    set_aside: int
    items: int
    chi2: float | None
    degrees: int
    p: float | None
    permutations: int
    has_ties: bool


def kendall_w(
    scores: Sequence[Sequence[float | None]], *, seed: int = 0, permutations: int = 4999
) -> Concordance:
    """Measure how far raters agree on the order of the items, whatever their severity.

    Meaning: the share, 0–1, of the largest possible spread between the rank sums of the items.
    Formula: W = 12 S / (m² (n³ − n) − m Σ (t³ − t)), S the sum of squares of the rank sums about
    their mean, m raters, n items, t the sizes of equal scores of each rater (middle ranks);
    χ² = m (n − 1) W. p = (1 + draws as large) / (1 + draws), ranks shuffled inside each rater from
    `seed`; None when fewer than 20 orders are possible. Shapes: raters × items, None for « does not
    know »: that rater is set aside. Units: none. Errors: `UnevenColumns`, `BadBallot` for a score
    that is no number, `OutOfScale` for negative `permutations`. Source: M. Kendall and
    B. Babington Smith, Annals of Mathematical Statistics 10, 1939.

    >>> result = kendall_w([[1, 2, 3], [1, 3, 2], [1, 2, 3]])
    >>> round(result.w, 4), result.raters, round(result.chi2, 4)
    (0.7778, 3, 4.6667)
    """
    if permutations < 0:
        raise OutOfScale(f"{permutations} permutations: give a number from 0.")
    items = _width(scores)
    if items == 0:
        return Concordance(None, 0, len(scores), 0, None, 0, None, 0, False)
    known = [[_number(s) for s in row if s is not None] for row in scores if None not in row]
    table = np.array(known, dtype=np.float64).reshape(len(known), items)
    return _concordance(_middle_ranks(table), len(scores), seed, permutations)


def _concordance(ranks: Floats, given: int, seed: int, permutations: int) -> Concordance:
    raters, items = ranks.shape
    # Without ties a row spreads (n³ − n) / 12; what is missing is Σ (t³ − t) / 12.
    ties = float(raters * (items**3 - items) - 12 * _spread(ranks).sum())
    most = raters * raters * (items**3 - items) - raters * ties
    w = chi2 = p = None
    drawn = 0
    if raters > 1 and items > 1 and most > 1e-9:
        spread = _spread(ranks.sum(axis=0))
        w = min(1.0, 12 * float(spread) / most)
        chi2 = raters * (items - 1) * w
        if permutations and factorial(items) ** (raters - 1) >= LEAST_ORDERS:
            drawn = permutations
            p = (1 + _as_large(ranks, float(spread), seed, permutations)) / (1 + permutations)
    return Concordance(
        w=w,
        raters=raters,
        set_aside=given - raters,
        items=items,
        chi2=chi2,
        degrees=items - 1,
        p=p,
        permutations=drawn,
        has_ties=ties > 1e-9,
    )


def _width(scores: Sequence[Sequence[float | None]]) -> int:
    widths = {len(row) for row in scores}
    if len(widths) > 1:
        raise UnevenColumns(f"rows of {min(widths)} and {max(widths)} scores: give one an item.")
    return widths.pop() if widths else 0


def _number(score: float) -> float:
    if isinstance(score, bool) or not np.isfinite(score):
        raise BadBallot(f"the score {score!r} is no number: give a number, or None.")
    return float(score)


def _middle_ranks(table: Floats) -> Floats:
    """Rank each row from 1; equal scores share the middle of their ranks."""
    lower = (table[:, None, :] < table[:, :, None]).sum(axis=2)
    equal = (table[:, None, :] == table[:, :, None]).sum(axis=2)
    ranks: Floats = lower + (equal + 1) / 2
    return ranks


def _spread(sums: Floats) -> Floats:
    """Sum of squares about the mean along the last axis."""
    centred = sums - sums.mean(axis=-1, keepdims=True)
    spread: Floats = (centred * centred).sum(axis=-1)
    return spread


def _as_large(ranks: Floats, spread: float, seed: int, permutations: int) -> int:
    """Count the draws whose rank sums spread as much as those observed."""
    dice = np.random.default_rng(seed)
    # Sorted raters first: the order in which they come must not change the draws.
    rows = ranks[np.lexsort(ranks.T[::-1])]
    found, left = 0, permutations
    step = max(1, BLOCK // rows.size)
    while left:
        size = min(step, left)
        shuffled = dice.permuted(np.broadcast_to(rows, (size, *rows.shape)), axis=2)
        found += int((_spread(shuffled.sum(axis=1)) >= spread * (1 - 1e-9)).sum())
        left -= size
    return found
