"""How far a family holds when the figures tremble or an indicator is missing."""

from dataclasses import dataclass

import numpy as np

from terreau_engine.twins.families import Family, leave_out, nearest
from terreau_engine.twins.frames import Frame, chosen_weights, place_target, squared_distances
from terreau_engine.twins.settings import Settings
from terreau_engine.twins.tables import Floats, Target

CANDIDATES = 600
NOISE = 0.1
LEVELS = ((0.8, "steady"), (0.65, "rather_steady"), (0.5, "fragile"))


@dataclass(frozen=True, slots=True)
class Stability:
    """`index`: share of the family found again on average, 0–1, over `draws` trials.

    `kept` is that share for each member, in the order of the family; `word` is "steady",
    "rather_steady", "fragile", "very_fragile" or "empty"; `close` names the units outside that came
    in at least one trial in two, the most frequent first.
    """

    index: float | None
    kept: tuple[float, ...]
    word: str
    close: tuple[str, ...]
    draws: int


def stability(
    frame: Frame,
    target: str | Target,
    family: Family,
    settings: Settings | None = None,
    *,
    draws: int = 40,
    seed: int = 0,
) -> Stability:
    """Try the family again with trembling figures and one indicator missing each time.

    Meaning: whether another year, or another choice of indicators, would tell another family.
    Formula: each trial adds to every value a normal noise of .1 spread and leaves one indicator
    out, each in turn; index = mean over trials of the share of the family found again. Trials are
    run among the 600 nearest units. Shapes: `kept` has one entry a member. Units: shares 0–1.
    Errors: those of `find_twins`. Source: perturbation of nearest neighbours, engine page of the
    project; the seed makes it repeat.

    >>> import numpy as np
    >>> from terreau_engine.twins import Indicator, IndicatorTable, Settings, find_twins, prepare
    >>> values = np.array([[0.0], [0.1], [5.0], [5.1]])
    >>> frame = prepare(IndicatorTable(("a", "b", "c", "d"), (Indicator("x"),), values))
    >>> settings = Settings(k=1)
    >>> stability(frame, "a", find_twins(frame, "a", settings), settings).word
    'steady'
    """
    settings = settings or Settings()
    members = [twin.code for twin in family.twins]
    if not members or draws < 1:
        return Stability(None, (), "empty", (), 0)
    counts = _trials(frame, target, settings, len(members), draws, seed)
    kept = tuple(counts.get(code, 0) / draws for code in members)
    index = float(np.mean(kept))
    outside = sorted(set(counts) - set(members), key=lambda code: (-counts[code], code))
    close = tuple(code for code in outside if counts[code] * 2 >= draws)
    word = next((word for level, word in LEVELS if index >= level), "very_fragile")
    return Stability(index, kept, word, close, draws)


def _trials(
    frame: Frame, target: str | Target, settings: Settings, k: int, draws: int, seed: int
) -> dict[str, int]:
    weights = chosen_weights(frame, settings)
    row, kind = place_target(frame, target)
    squares, _shared = squared_distances(frame, (row, kind), weights, settings)
    leave_out(squares, frame, target, settings)
    around = np.array(nearest(squares, CANDIDATES, frame.codes))
    codes = tuple(frame.codes[place] for place in around)
    gaps = (frame.scaled[around] - row).astype(np.float64)
    apart = squares[around] - mean_squares(gaps, weights)
    used = [v for v in np.flatnonzero(weights > 0) if not np.isnan(gaps[:, v]).all()]
    dice = np.random.default_rng(seed)
    counts: dict[str, int] = {}
    for draw in range(draws):
        trial = weights.copy()
        if len(used) > 1:
            trial[used[draw % len(used)]] = 0.0
        # Both trembled: the target's own noise is common to all gaps.
        noise = dice.normal(0, NOISE, gaps.shape) + dice.normal(0, NOISE, gaps.shape[1])
        tried = mean_squares(gaps + noise, trial) + apart
        for place in nearest(tried, k, codes):
            counts[codes[place]] = counts.get(codes[place], 0) + 1
    return counts


def mean_squares(gaps: Floats, weights: Floats) -> Floats:
    """Weighted mean of the squared gaps that are known, row by row."""
    known = ~np.isnan(gaps)
    shared = known @ weights
    squares: Floats = np.where(known, gaps, 0.0) ** 2 @ weights
    return np.where(shared > 0, squares / np.maximum(shared, 1e-12), np.inf)
