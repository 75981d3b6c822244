"""Do twins know something? Hide one indicator and guess it from the family."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from terreau_engine.errors import OutOfScale
from terreau_engine.twins.frames import Frame, distance_blocks, prepare
from terreau_engine.twins.settings import Reading, Settings
from terreau_engine.twins.tables import Floats, IndicatorTable


@dataclass(frozen=True, slots=True)
class HiddenScore:
    """R² of one hidden indicator, and the number of units guessed; None when it cannot be said."""

    indicator: str
    r2: float | None
    guessed: int


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """One score an indicator; `mean` is that of the known scores."""

    scores: tuple[HiddenScore, ...]
    mean: float


def leave_one_out(
    table: IndicatorTable, settings: Settings | None = None, reading: Reading | None = None
) -> LeaveOneOut:
    """Hide each indicator in turn, find families on the others, guess it by the family's mean.

    Meaning: whether « comparable » on what is seen is comparable on what is not; 0 is no better
    than the mean of all, 1 is exact. Formula: scales and weights are made again without the hidden
    one; the guess is the plain mean of its raw values over the k nearest; R² = 1 − Σ (y − ŷ)² /
    Σ (y − ȳ)². Shapes: one score an indicator. Units: none. Errors: `OutOfScale` with fewer than
    two indicators. Source: protocol of the engine page of the project.

    >>> import numpy as np
    >>> from terreau_engine.twins import Indicator, IndicatorTable
    >>> dice = np.random.default_rng(0)
    >>> x = dice.normal(size=200)
    >>> values = np.stack([x, x + dice.normal(size=200) / 9], axis=1)
    >>> both = (Indicator("x"), Indicator("y"))
    >>> table = IndicatorTable(tuple(map(str, range(200))), both, values)
    >>> leave_one_out(table).mean > 0.9
    True
    """
    settings = settings or Settings()
    if len(table.indicators) < 2:
        raise OutOfScale("one indicator alone cannot be guessed from others: give two or more.")
    scores = tuple(_hide(table, v, settings, reading) for v in range(len(table.indicators)))
    known = [score.r2 for score in scores if score.r2 is not None]
    return LeaveOneOut(scores, float(np.mean(known)) if known else 0.0)


def _hide(
    table: IndicatorTable, hidden: int, settings: Settings, reading: Reading | None
) -> HiddenScore:
    others = [v for v in range(len(table.indicators)) if v != hidden]
    frame = prepare(
        IndicatorTable(
            table.codes,
            tuple(table.indicators[v] for v in others),
            table.values[:, others],
            table.kinds,
        ),
        reading,
    )
    name = table.indicators[hidden].name
    seen = {key: factor for key, factor in settings.weights.items() if key != name}
    truth = table.values[:, hidden]
    rows = np.flatnonzero(~np.isnan(truth))
    guesses = _guess(frame, truth, rows, replace(settings, weights=seen))
    told = ~np.isnan(guesses)
    wanted = truth[rows][told]
    spread = float(((wanted - wanted.mean()) ** 2).sum()) if wanted.size else 0.0
    if spread == 0:
        return HiddenScore(name, None, int(told.sum()))
    missed = float(((wanted - guesses[told]) ** 2).sum())
    return HiddenScore(name, 1 - missed / spread, int(told.sum()))


def _guess(frame: Frame, truth: Floats, rows: npt.NDArray[np.int64], settings: Settings) -> Floats:
    """Mean of the k nearest that know the hidden indicator; NaN without any."""
    unknown = np.isnan(truth)
    k = min(settings.k, int((~unknown).sum()) - 1)
    guesses = np.full(len(rows), np.nan)
    if k < 1:
        return guesses
    for start, squares in distance_blocks(frame, rows, settings):
        squares[:, unknown] = np.inf
        squares[np.arange(len(squares)), rows[start : start + len(squares)]] = np.inf
        found = np.argpartition(squares, k - 1, axis=1)[:, :k]
        near = np.isfinite(np.take_along_axis(squares, found, axis=1))
        counts = near.sum(axis=1)
        sums = np.where(near, truth[found], 0.0).sum(axis=1)
        guesses[start : start + len(squares)] = np.where(
            counts > 0, sums / np.maximum(counts, 1), np.nan
        )
    return guesses
