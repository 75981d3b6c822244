"""The factor model: answers explained by a place, a will to answer and a will to agree."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from terreau_engine.opinion.factor_steps import (
    Belief,
    Floats,
    Point,
    Sheet,
    look,
    move_people,
    move_statements,
    people_curve,
    read_sheet,
    statements_curve,
)
from terreau_engine.opinion.tables import Ints, Values

STYLES: Final = 2  # engagement (answers rather than passes) and acquiescence (agrees rather)
_STYLE_SPREAD: Final = 0.7
_STYLE_LOADING_SPREAD: Final = 0.2
_INTERCEPT_SPREAD: Final = 1.5
_START_SPREAD: Final = 0.5
_FIRST_LEARNT: Final = 2  # sweeps before the spread of styles is read from the conversation
_FIRST_WEIGHT: Final = 2.0  # what is believed of that spread at first weighs as two people


@dataclass(frozen=True, slots=True)
class FactorModel:
    """A fit: where people stand, what statements call for, and how sure both are.

    `places`: P × q, engagement and acquiescence first; `place_curves`: P × q × q, the inverse of
    the covariance of each; `loadings`: S × 2 × (1 + q), agree then disagree, intercept first;
    `loading_curves`: S × 2(1 + q) × 2(1 + q), likewise. `heights` holds, for each half-sweep, the
    logarithm of the posterior before and after it: it never goes down.
    """

    places: Floats
    place_curves: Floats
    loadings: Floats
    loading_curves: Floats
    belief: Belief
    heights: tuple[tuple[float, float], ...]

    @property
    def rank(self) -> int:
        """How many dimensions of opinion, styles apart."""
        return int(self.places.shape[1]) - STYLES


def fit_factors(
    rows: Ints,
    columns: Ints,
    values: Values,
    *,
    people: int,
    statements: int,
    rank: int = 2,
    spread: float = 0.6,
    seed: int = 0,
    sweeps: int = 15,
) -> FactorModel:
    """Explain the votes by a place for each person and loadings for each statement.

    Meaning: who passes often or agrees to everything says little about opinions: two styles take
    that, and the other dimensions hold opinions. Formula: log-odds of agree against pass =
    a_j + α_j·z_i, of disagree against pass = d_j + δ_j·z_i; styles load (1, 1) and (1, −1) give or
    take 0.2; opinions load 0 give or take `spread` and are N(0, 1); a, d are the conversation's
    own log-odds give or take 1.5; the variance of each style starts at 0.7² and is then read from
    the conversation (mean square + posterior variance, 0.7² counting as two people). Statements and
    people move by turns, one Newton step no longer than 2, halved where it would go down.
    Shapes: cells by row then column; P people, S statements, q = 2 + `rank`. Units: log-odds.
    Deterministic: one seed, canonical order in, the same bits out. Source: multinomial item
    response theory (Bock 1972), styles of response, Laplace's method for the spreads.

    >>> columns = np.array([0, 1, 0, 1, 0, 1, 0, 1], np.int32)
    >>> rows, said = np.repeat(np.arange(4, dtype=np.int32), 2), np.array([1, -1, 1, -1] * 2)
    >>> fit = fit_factors(rows, columns, said.astype(np.int8), people=4, statements=2, rank=1)
    >>> fit.places.shape, fit.loadings.shape, bool(fit.loadings[0, 0, 0] > fit.loadings[1, 0, 0])
    ((4, 3), (2, 2, 4), True)
    """
    sheet = read_sheet(rows, columns, values, (people, statements))
    belief = first_belief(sheet, rank, spread)
    return _climb_from(_start(sheet, belief, seed), sheet, belief, sweeps)


def _start(sheet: Sheet, belief: Belief, seed: int) -> Point:
    """Scatter people a little and give every statement the loadings believed at first."""
    places = np.zeros((sheet.people, len(belief.place_precision)))
    rank = places.shape[1] - STYLES
    dice = np.random.default_rng(seed)
    places[:, STYLES:] = dice.normal(0.0, _START_SPREAD, (sheet.people, rank))
    return look(sheet, places, np.tile(belief.loading_mean, (sheet.statements, 1, 1)))


def _climb_from(point: Point, sheet: Sheet, belief: Belief, sweeps: int) -> FactorModel:
    """Move statements and people by turns, and what is believed of styles in between."""
    heights = []
    for sweep in range(sweeps):
        before = height(sheet, point, belief)
        point, _ = move_statements(sheet, point, belief)
        between = height(sheet, point, belief)
        point, curves = move_people(sheet, point, belief)
        heights += [(before, between), (between, height(sheet, point, belief))]
        if _FIRST_LEARNT <= sweep < sweeps - 1:
            belief = learn_styles(belief, point.places, curves)
    return FactorModel(
        point.places,
        people_curve(sheet, point, belief),
        point.loadings,
        statements_curve(sheet, point, belief),
        belief,
        tuple(heights),
    )


def first_belief(sheet: Sheet, rank: int, spread: float) -> Belief:
    """Return what is believed before the first sweep; only the three totals are read."""
    agreed, disagreed = float(sheet.agreed.sum()), float(sheet.disagreed.sum())
    passed = len(sheet.agreed) - agreed - disagreed
    size = 1 + STYLES + rank
    mean, deviation = np.zeros((2, size)), np.full((2, size), spread)
    mean[:, 0] = np.log([(agreed + 1) / (passed + 1), (disagreed + 1) / (passed + 1)])
    mean[:, 1 : 1 + STYLES] = [[1.0, 1.0], [1.0, -1.0]]
    deviation[:, 0] = _INTERCEPT_SPREAD
    deviation[:, 1 : 1 + STYLES] = _STYLE_LOADING_SPREAD
    around = np.array([_STYLE_SPREAD**-2] * STYLES + [1.0] * rank)
    return Belief(mean, deviation**-2, around)


def learn_styles(belief: Belief, places: Floats, curves: Floats) -> Belief:
    """Read from the conversation how much engagement and acquiescence differ between people."""
    doubt = np.linalg.inv(curves)[:, range(STYLES), range(STYLES)]
    total = (places[:, :STYLES] ** 2 + doubt).sum(axis=0) + _FIRST_WEIGHT * _STYLE_SPREAD**2
    around = belief.place_precision.copy()
    around[:STYLES] = (len(places) + _FIRST_WEIGHT) / total
    return replace(belief, place_precision=around)


def height(sheet: Sheet, point: Point, belief: Belief) -> float:
    """Return the logarithm of the posterior of a state, but for a constant."""
    prior = belief.of_places(point.places).sum() + belief.of_loadings(point.loadings).sum()
    return float(point.surprise.sum() + prior)


def place_people(model: FactorModel, sheet: Sheet, steps: int = 8) -> Floats:
    """Return the most likely place of people of whom the model may know nothing yet."""
    start = np.zeros((sheet.people, model.places.shape[1]))
    point = look(sheet, start, model.loadings)
    for _ in range(steps):
        point, _ = move_people(sheet, point, model.belief)
    return point.places
