"""What the landscape takes from the factor model: what unites, and who is placed how surely."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from terreau_engine.opinion.factor_fit import STYLES, FactorModel, fit_factors
from terreau_engine.opinion.factor_steps import Floats, chances, unfold
from terreau_engine.opinion.records import Cells
from terreau_engine.opinion.samples import keep_people, sample_people
from terreau_engine.opinion.tables import Ints

LIGHT_RANK: Final = 2
LIGHT_SWEEPS: Final = 6
_LIGHT_CELLS: Final = 100_000
_FLOOR: Final = 0.2
_ASKED: Final = 500  # people over whom what a statement tells is averaged
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


@dataclass(frozen=True, slots=True)
class PersonUncertainty:
    """How surely each person is placed: a covariance (P × 2 × 2), and a share left unknown.

    `unknown` is 1 for somebody without a vote and tends to 0: it is the standard deviation left,
    as a geometric mean over the dimensions of opinion, against that of a stranger.
    """

    covariance: Floats
    unknown: Floats


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
    agree, disagree = _answers(model, model.places)
    reach = _SURE * np.sqrt(_FLOOR * (1 - _FLOOR) / people)
    ranks = np.clip([_FLOOR, _FLOOR - reach, _FLOOR + reach], 0.0, 1.0)
    share, fewer, more = _percentiles(agree, ranks)
    own = _SURE * np.sqrt(_doubt(model, agree, disagree, share))
    low = share - np.hypot(share - fewer, own)
    high = share + np.hypot(more - share, own)
    return AgreementFloor(share, np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0), people)


def _answers(model: FactorModel, places: Floats) -> tuple[Floats, Floats]:
    """Return the chances of agreeing and disagreeing of people with each statement, S × P."""
    who = np.hstack([np.ones((len(places), 1)), places])
    upper = np.einsum("sk,pk->sp", model.loadings[:, 0], who)
    return chances(upper, np.einsum("sk,pk->sp", model.loadings[:, 1], who))


def _percentiles(values: Floats, ranks: Floats) -> Floats:
    """Return the linear percentiles of each line, one row a rank."""
    spots = ranks * (values.shape[1] - 1)
    below = np.floor(spots).astype(np.intp)
    above = np.minimum(below + 1, values.shape[1] - 1)
    ordered = np.partition(values, np.unique([below, above]), axis=1)
    part = spots - below
    return np.asarray(ordered[:, below] * (1 - part) + ordered[:, above] * part).T


def _doubt(model: FactorModel, agree: Floats, disagree: Floats, share: Floats) -> Floats:
    """Return the variance of the chance of somebody at the floor, from the loadings alone."""
    nearest = np.abs(agree - share[:, None]).argmin(axis=1)
    topics = np.arange(len(share))
    yes, no = agree[topics, nearest], disagree[topics, nearest]
    who = np.hstack([np.ones((len(topics), 1)), model.places[nearest]])
    slope = np.concatenate([(yes * (1 - yes))[:, None] * who, -(yes * no)[:, None] * who], axis=1)
    moved = np.linalg.solve(model.loading_curves, slope[..., None])[..., 0]
    return np.asarray(np.maximum(np.einsum("sk,sk->s", slope, moved), 0.0))


def person_uncertainty(
    fit: LightFit, cells: Cells, *, people: int, positions: Floats | None = None
) -> PersonUncertainty:
    """Say how surely each person is placed, from how much their statements tell.

    Meaning: fifty telling answers place somebody, five passes do not. Formula: covariance = inverse
    of (what is believed before + Σ over the statements they voted on of the information that the
    statement gives on average over the fitted people), opinions only; with `positions` (P × 2, a
    map), carried to it by the linear map that least squares find between the two. Shapes: P × 2 × 2
    and P. Units: those of the map, or of the model (a stranger has variance 1). The average
    information serves everybody, those outside the sample too: nobody's place is computed again.

    >>> rows, columns = np.array([0, 0, 1], np.int32), np.array([0, 1, 0], np.int32)
    >>> cells = Cells(rows, columns, np.array([1, -1, 1], np.int8))
    >>> fit = fit_light(cells, participants=["a", "b"], statements=2)
    >>> told = person_uncertainty(fit, cells, people=3).unknown
    >>> bool(told[0] < told[1] < told[2]), told[2].round(9).item()
    (True, 1.0)
    """
    model = fit.model
    size = model.places.shape[1]
    one, two = np.triu_indices(size)
    telling = information(model)[:, one, two]
    starts = np.concatenate([[0], np.cumsum(np.bincount(cells.rows, minlength=people))])
    grid = (np.ones(len(cells.rows)), cells.columns, starts)
    known = sparse.csr_matrix(grid, shape=(people, len(telling))) @ telling
    curves = unfold(known, size) + np.diag(model.belief.place_precision)
    covariance = np.asarray(np.linalg.inv(curves)[:, STYLES:, STYLES:], np.float64)
    left = np.linalg.det(covariance) ** (0.5 / (size - STYLES))
    if positions is not None:
        covariance = _carry(covariance, model.places[:, STYLES:], positions[fit.sample])
    return PersonUncertainty(np.asarray(covariance), np.minimum(left, 1.0))


def information(model: FactorModel) -> Floats:
    """Return what one vote on each statement tells of a place: S × q × q.

    The average is taken over at most 500 people, spread over the canonical order.

    >>> columns = np.array([0, 0, 0], np.int32)
    >>> said = np.array([1, -1, 0], np.int8)
    >>> fit = fit_factors(columns + [0, 1, 2], columns, said, people=3, statements=1, rank=1)
    >>> bool((np.linalg.eigvalsh(information(fit)) >= -1e-12).all())
    True
    """
    if not len(model.places):
        return np.zeros((len(model.loadings), *model.belief.place_precision.shape * 2))
    some = np.linspace(0, len(model.places) - 1, min(_ASKED, len(model.places))).astype(np.intp)
    agree, disagree = _answers(model, model.places[some])
    upper, lower = model.loadings[:, 0, 1:], model.loadings[:, 1, 1:]
    crossed = np.einsum("s,si,sj->sij", (agree * disagree).mean(axis=1), upper, lower)
    told = np.einsum("s,si,sj->sij", (agree * (1 - agree)).mean(axis=1), upper, upper)
    told += np.einsum("s,si,sj->sij", (disagree * (1 - disagree)).mean(axis=1), lower, lower)
    return np.asarray(told - crossed - crossed.transpose(0, 2, 1))


def _carry(covariance: Floats, opinions: Floats, positions: Floats) -> Floats:
    """Bring covariances of opinions onto a map of the same people."""
    if len(opinions) == 0:
        return covariance
    centred = opinions - opinions.mean(axis=0)
    slope = np.linalg.lstsq(centred, positions - positions.mean(axis=0), rcond=None)[0]
    return np.asarray(slope.T @ covariance @ slope)
