"""What the landscape takes from the factor model: the floor of agreement of each statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from terreau_engine.opinion.factor_fit import FactorModel, fit_factors
from terreau_engine.opinion.factor_steps import Floats, chances
from terreau_engine.opinion.records import Cells
from terreau_engine.opinion.samples import keep_people, sample_people
from terreau_engine.opinion.tables import Ints

LIGHT_RANK: Final = 2
LIGHT_SWEEPS: Final = 6
_LIGHT_CELLS: Final = 100_000
_BLOCK: Final = 60_000  # chances worked out together: what stays close to the processor
_FLOOR: Final = 0.2
_SURE: Final = 1.959964  # 95 % of a normal law lie within this many standard deviations


@dataclass(frozen=True, slots=True)
class LightFit:
    """One fit of the factor model, and the places of the people it was learnt from."""

    model: FactorModel
    sample: Ints


@dataclass(frozen=True, slots=True)
class AgreementFloor:
    """How much agreement even the least convinced fifth of people would give each statement.

    `share` (P20), `low` and `high` (95 %) have one entry a statement, `base` counts the people.
    """

    share: Floats
    low: Floats
    high: Floats
    base: int


def fit_light(
    cells: Cells, *, participants: Sequence[str], statements: int, seed: int = 0
) -> LightFit:
    """Fit the factor model once, quickly, for a landscape that is drawn again at every few votes.

    Meaning: the same model as `fit_factors`, rank 2, six sweeps, spread 0.6, learnt from every vote
    up to 100,000; above, from whole people drawn by the print of their name, so that the sample
    does not depend on who came first and hardly moves when somebody arrives. Shapes: the cells by
    row then column, `participants` in canonical order. Cost: under a second at any size.

    >>> rows, columns = np.repeat(np.arange(3, dtype=np.int32), 2), np.array([0, 1] * 3, np.int32)
    >>> cells = Cells(rows, columns, np.array([1, -1] * 3, np.int8))
    >>> fit_light(cells, participants=["a", "b", "c"], statements=2).sample.tolist()
    [0, 1, 2]
    """
    sample = sample_people(cells.rows, participants, _LIGHT_CELLS)
    model = fit_factors(
        *keep_people(cells, sample, len(participants)),
        people=len(sample),
        statements=statements,
        rank=LIGHT_RANK,
        seed=seed,
        sweeps=LIGHT_SWEEPS,
    )
    return LightFit(model, sample)


def agreement_floor(model: FactorModel) -> AgreementFloor:
    """Return P20 of each statement: the 20th percentile over people of predicted P(agree).

    Meaning: four people in five would agree with at least this chance; a statement unites when even
    its floor is high. It counts people who were never shown it as much as the others, which shares
    of votes do not. Formula: percentile (linear) over the fitted people; its 95 % interval adds in
    squares the rank interval 0.2 ± 1.96·√(0.2·0.8/P) read on the same people, and 1.96 × the
    standard deviation that the statement's own loadings leave to the chance of somebody there.
    Shapes: one entry a statement. Units: probabilities; `base` people. A statement without a vote
    gets the conversation's own average: mask it. Source: methods page « prédiction des votes ».

    >>> columns = np.array([0, 1] * 4, np.int32)
    >>> rows, said = np.repeat(np.arange(4, dtype=np.int32), 2), np.array([1, -1] * 4, np.int8)
    >>> floor = agreement_floor(fit_factors(rows, columns, said, people=4, statements=2, rank=1))
    >>> bool(floor.share[0] > floor.share[1]), bool((floor.low <= floor.share).all()), floor.base
    (True, True, 4)
    """
    people, topics = len(model.places), len(model.loadings)
    if not people or not topics:
        nothing = np.zeros(topics)
        return AgreementFloor(nothing, nothing.copy(), np.ones(topics), people)
    reach = _SURE * np.sqrt(_FLOOR * (1 - _FLOOR) / people)
    ranks = np.clip([_FLOOR, _FLOOR - reach, _FLOOR + reach], 0.0, 1.0)
    who = np.hstack([np.ones((people, 1)), model.places])
    share, fewer, more = np.empty((3, topics))
    doubt = np.empty(topics)
    step = max(1, _BLOCK // people)
    for first in range(0, topics, step):
        part = slice(first, first + step)
        upper, lower = (model.loadings[part, side] @ who.T for side in (0, 1))
        agree, disagree = chances(upper, lower)
        share[part], fewer[part], more[part] = _percentiles(agree, ranks)
        doubt[part] = _doubt(model.loading_curves[part], who, agree, disagree, share[part])
    own = _SURE * np.sqrt(doubt)
    low = share - np.hypot(share - fewer, own)
    high = share + np.hypot(more - share, own)
    return AgreementFloor(share, np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0), people)


def _percentiles(values: Floats, ranks: Floats) -> Floats:
    """Return the linear percentiles of each line, one row a rank."""
    spots = ranks * (values.shape[1] - 1)
    below = np.floor(spots).astype(np.intp)
    above = np.minimum(below + 1, values.shape[1] - 1)
    ordered = np.partition(values, np.unique([below, above]), axis=1)
    part = spots - below
    return np.asarray(ordered[:, below] * (1 - part) + ordered[:, above] * part).T


def _doubt(curves: Floats, who: Floats, agree: Floats, disagree: Floats, share: Floats) -> Floats:
    """Return the variance of the chance of somebody at the floor, from the loadings alone."""
    nearest = np.abs(agree - share[:, None]).argmin(axis=1)
    topics = np.arange(len(share))
    yes, no = agree[topics, nearest], disagree[topics, nearest]
    there = who[nearest]
    slope = np.hstack([(yes * (1 - yes))[:, None] * there, -(yes * no)[:, None] * there])
    moved = np.linalg.solve(curves, slope[..., None])[..., 0]
    return np.asarray(np.maximum(np.einsum("sk,sk->s", slope, moved), 0.0))
