"""What can be read of held-out votes on the Polis map: the figure that Terreau must beat.

The map: the first two principal axes of the votes filled with the mean of each statement, people
projected and stretched as Polis does. The reading is the best that is known: for each statement a
regression of the three answers on the two coordinates, its penalty chosen on the validation votes.
"""

import numpy as np
from numpy.typing import NDArray

from bench.conversations import Conversation
from terreau_engine.opinion.factor_fit import first_belief
from terreau_engine.opinion.factor_steps import (
    chances,
    log_odds,
    look,
    move_statements,
    read_sheet,
)

PENALTIES = (0.1, 0.2, 0.4, 0.8, 1.6)
STEPS = 12


def positions(talk: Conversation, known: NDArray[np.intp]) -> NDArray[np.float64]:
    """Place people on the Polis map of some votes (columns of unit spread)."""
    shape = (len(talk.people), len(talk.statements))
    voted, signed = np.zeros(shape), np.zeros(shape)
    voted[talk.rows[known], talk.columns[known]] = 1
    signed[talk.rows[known], talk.columns[known]] = talk.values[known]
    mean = signed.sum(axis=0) / np.maximum(voted.sum(axis=0), 1)
    gaps = np.where(voted > 0, signed - mean, 0.0)
    axes = np.linalg.eigh(gaps.T @ gaps)[1][:, -2:]
    stretch = np.sqrt(shape[1] / np.maximum(voted.sum(axis=1, keepdims=True), 1))
    places = gaps @ axes * stretch
    return places / np.maximum(places.std(axis=0), 1e-9)


def read_map(
    talk: Conversation,
    training: NDArray[np.intp],
    validation: NDArray[np.intp],
    asked: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Chances of disagree, pass, agree for the asked votes, by the map of the training ones."""
    places = np.hstack([np.zeros((len(talk.people), 2)), positions(talk, training)])
    sheet = read_sheet(
        talk.rows[training],
        talk.columns[training],
        talk.values[training],
        (len(talk.people), len(talk.statements)),
    )
    best, least = None, np.inf
    for penalty in PENALTIES:
        belief = first_belief(sheet, 2, penalty)
        point = look(sheet, places, np.tile(belief.loading_mean, (sheet.statements, 1, 1)))
        for _ in range(STEPS):
            point, _ = move_statements(sheet, point, belief)
        loss = log_loss(_told(talk, places, point.loadings, validation), talk.values[validation])
        if loss < least:
            best, least = point.loadings, loss
    return _told(talk, places, best, asked)


def _told(talk, places, loadings, asked) -> NDArray[np.float64]:
    agree, disagree = chances(*log_odds(places, loadings, talk.rows[asked], talk.columns[asked]))
    return np.stack([disagree, 1 - agree - disagree, agree], axis=1)


def log_loss(told: NDArray[np.float64], values: NDArray[np.int8]) -> float:
    """Mean of minus the logarithm (nats) of the chance given to what was answered."""
    return float(-np.log(told[np.arange(len(values)), values.astype(int) + 1]).mean())
