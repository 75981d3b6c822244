"""Learn the weights of the suggestions: every new tie against pairs drawn at random.

Pairs that did not tie are drawn at random within each stratum of distance (2; 3 and more) and
weighted back to all of them: drawn otherwise, the weights change sign.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.encounter_data import Past
from terreau_engine.network.meeting_terms import Terms, terms_of
from terreau_engine.network.meeting_weights import MeetingWeights

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
DRAWN = 40  # pairs of each stratum per actor
ROWS = 100
RIDGE = 1.0
STEPS = 80


@dataclass(frozen=True, slots=True)
class Block:
    """Some actors with everybody: the terms, who may be suggested, who tied anew."""

    rows: NDArray[np.int64]
    terms: Terms
    possible: Flags
    new: Flags


def blocks(past: Past, rows: NDArray[np.int64]) -> Iterator[Block]:
    """Go through the actors by hundreds."""
    for start in range(0, len(rows), ROWS):
        part = rows[start : start + ROWS]
        possible = past.pool.adjacency[part].toarray() == 0
        possible[np.arange(len(part)), part] = False
        yield Block(part, terms_of(past.pool, part), possible, past.new[part] & possible)


def learn(
    pasts: Sequence[Past], near: Sequence[str], beyond: Sequence[str]
) -> tuple[MeetingWeights, MeetingWeights]:
    """Fit one regression on all pairs, and one on those at distance 3 and more."""
    terms = list(dict.fromkeys((*near, *beyond)))
    samples = [_sample(past, terms, seed) for seed, past in enumerate(pasts)]
    values, tied, weights, far = (np.concatenate(column) for column in zip(*samples, strict=True))

    def fit(told: Sequence[str], rows: Flags) -> MeetingWeights:
        table = values[np.ix_(rows, [terms.index(term) for term in told])]
        return _named(told, logistic(table, tied[rows], weights[rows]))

    return fit(near, np.ones(len(far), dtype=np.bool_)), fit(beyond, far)


def logistic(values: Floats, tied: Floats, weights: Floats) -> Floats:
    """Fit by Newton's steps, with a slight ridge; the intercept is left out of the answer."""
    table = np.column_stack([np.ones(len(values)), values])
    ridge = np.diag([1e-6] + [RIDGE] * values.shape[1])
    beta = np.zeros(table.shape[1])
    beta[0] = np.log(np.average(tied, weights=weights))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ beta, -30, 30)))
        slope = table.T @ (weights * (tied - chance)) - ridge @ beta
        curve = (table * (weights * chance * (1 - chance))[:, None]).T @ table + ridge
        step = np.linalg.solve(curve, slope)
        beta += step * min(1.0, 2 / float(np.abs(step).max()))
        if np.abs(step).max() < 1e-8:
            break
    return beta[1:]


def _sample(past: Past, terms: Sequence[str], seed: int) -> tuple[Floats, Floats, Floats, Flags]:
    dice = np.random.default_rng(seed)
    values, tied, weights, far = [], [], [], []
    for block in blocks(past, np.arange(past.pool.network.size)):
        table = np.stack([block.terms.values[term] for term in terms], axis=-1)
        values.append(table[block.new])
        tied.append(np.ones(len(values[-1])))
        weights.append(np.ones(len(values[-1])))
        far.append(~block.terms.linked[block.new])
        for stratum, is_far in ((block.terms.linked, False), (~block.terms.linked, True)):
            cells = np.flatnonzero((stratum & block.possible & ~block.new).ravel())
            drawn = dice.choice(cells, min(len(cells), DRAWN * len(block.rows)), replace=False)
            values.append(table.reshape(-1, len(terms))[drawn])
            tied.append(np.zeros(len(drawn)))
            weights.append(np.full(len(drawn), len(cells) / max(len(drawn), 1)))
            far.append(np.full(len(drawn), is_far))
    return tuple(np.concatenate(column) for column in (values, tied, weights, far))


def _named(terms: Sequence[str], beta: Floats) -> MeetingWeights:
    told = dict.fromkeys(MeetingWeights.__slots__, 0.0)
    return MeetingWeights(**(told | dict(zip(terms, beta.round(2).tolist(), strict=True))))
