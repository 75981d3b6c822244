"""Put indicators on one scale, and say how much each weighs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from terreau_engine.twins.settings import Reading
from terreau_engine.twins.tables import Floats, Indicator

TAILS = (1.0, 99.0)  # centre and spread are measured inside these percentiles
LEAST_INFORMATION = 0.05
RIDGE = 0.05
SMALL = 10.0  # the percentile that divides a size before its logarithm
LEAST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Scale:
    """How one indicator becomes comparable; `unit` divides before the logarithm, if any.

    `spread` is 0 for an indicator that does not vary: it separates nobody.
    """

    is_log: bool
    unit: float
    centre: float
    spread: float
    clip: float = 5.0

    def apply(self, values: Floats) -> Floats:
        """Count values in spreads from the centre, at most `clip`; NaN stays NaN."""
        if self.spread == 0:
            return np.where(np.isnan(values), np.nan, 0.0)
        read = values
        if self.is_log:
            read = np.log1p(np.maximum(values, 0.0) / self.unit)
        scaled: Floats = np.clip((read - self.centre) / self.spread, -self.clip, self.clip)
        return scaled


def scale_of(values: Floats, indicator: Indicator, reading: Reading) -> Scale:
    """Measure the scale of one indicator on all known values."""
    known = values[~np.isnan(values)]
    if known.size == 0 or known.min() == known.max():
        return Scale(is_log=False, unit=1.0, centre=0.0, spread=0.0)
    is_log, unit = _logarithm(known, indicator.is_skewed, reading.skewed_from)
    read = np.log1p(known / unit) if is_log else known
    inner = np.clip(read, *np.percentile(read, TAILS))
    # Where all but the tails are equal, the tails are what the indicator says.
    kept = inner if inner.min() < inner.max() else read
    return Scale(is_log, unit, float(kept.mean()), float(kept.std()), reading.clip)


def _logarithm(known: Floats, asked: bool | None, skewed_from: float) -> tuple[bool, float]:
    if known.min() < 0 or asked is False:
        return False, 1.0
    if asked is None:
        centred = known - known.mean()
        if (centred**3).mean() <= skewed_from * centred.std() ** 3:
            return False, 1.0
    # A size is said to be skewed: nearly a plain logarithm, so that large cities stay apart.
    share = 50.0 if asked is None else SMALL
    return True, float(np.percentile(known[known > 0], share))


def weights_of(
    scaled: Floats, indicators: Sequence[Indicator], varies: Floats, reading: Reading
) -> Floats:
    """Weigh each indicator: (what the other notions say of it) ** ½ / size of its notion.

    Sums to 1 over what varies.
    """
    notions = [one.notion or f"\x00{one.name}" for one in indicators]
    sizes = np.array(
        [
            sum(varies[j] for j, notion in enumerate(notions) if notion == notions[v]) or 1.0
            for v in range(len(notions))
        ]
    )
    weights: Floats = varies * _information(scaled, notions, varies) ** reading.information / sizes
    total = weights.sum()
    return weights / total if total > 0 else weights


def _information(scaled: Floats, notions: Sequence[str], varies: Floats) -> Floats:
    """Squared multiple correlation of each with those of other notions, at least .05."""
    width = len(notions)
    found = np.full(width, LEAST_INFORMATION)
    together = correlations(scaled)
    for v in range(width):
        others = [j for j in range(width) if notions[j] != notions[v] and varies[j]]
        if not others or not varies[v]:
            continue
        row = together[v, others]
        among = together[np.ix_(others, others)] + RIDGE * np.eye(len(others))
        explained = float(row @ np.linalg.solve(among, row))
        found[v] = min(max(explained, LEAST_INFORMATION), 1.0)
    return found


def correlations(scaled: Floats) -> Floats:
    """Correlate columns over the rows that know both, pulled back to a possible matrix."""
    known = (~np.isnan(scaled)).astype(np.float64)
    counts = known.T @ known
    enough = counts >= LEAST_ROWS
    filled = np.where(np.isnan(scaled), 0.0, scaled)
    n = np.maximum(counts, 1.0)
    means = filled.T @ known / n  # mean of the row's indicator where both are known
    squares = (filled**2).T @ known / n
    covariance = filled.T @ filled / n - means * means.T
    spreads = np.sqrt(np.maximum(squares - means**2, 0.0))
    scale = spreads * spreads.T
    possible = enough & (scale > 1e-12)
    found = np.where(possible, covariance / np.where(possible, scale, 1.0), 0.0)
    np.fill_diagonal(found, 1.0)
    # Pairs counted on different rows may contradict one another: negative directions are emptied.
    values, vectors = np.linalg.eigh((found + found.T) / 2)
    mended = (vectors * np.maximum(values, 0.0)) @ vectors.T
    size = np.sqrt(np.maximum(np.diag(mended), 1e-12))
    told: Floats = mended / np.outer(size, size)
    return told
