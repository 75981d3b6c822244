"""What somebody would answer to a statement they have not been shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from terreau_engine.opinion.factor_fit import FactorModel, fit_factors, place_people
from terreau_engine.opinion.factor_steps import Floats, chances, log_odds, read_sheet
from terreau_engine.opinion.records import Cells
from terreau_engine.opinion.samples import keep_people, sample_people
from terreau_engine.opinion.tables import Ints
from terreau_engine.opinion.votes import Votes

RANKS: Final = (1, 2, 3, 5)
SPREADS: Final = (0.3, 0.6)
STARTS: Final = 2
_MOST_CELLS: Final = 400_000  # votes that the statements are learnt from; people asked are all read


@dataclass(frozen=True, slots=True)
class _Asked:
    """The pairs by place: people among those asked, statements among all; the last is nobody."""

    people: Ints
    rows: Ints
    columns: Ints


def predict(votes: Votes, pairs: Sequence[tuple[str, str]], *, seed: int = 0) -> Floats:
    """Say how likely each answer of each pair (participant, statement) is.

    Meaning: the chances of « disagree », « pass » and « agree » were the person asked now. Somebody
    or something without a vote gets what the conversation says of the average one. Formula: mean of
    the chances given by sixteen fits of the factor model (`fit_factors`): ranks 1, 2, 3 and 5 ×
    spread of loadings 0.3 and 0.6 × two starts; each fit says softmax(d_j + δ_j·z_i, 0,
    a_j + α_j·z_i). Above 400,000 votes the statements are learnt from people drawn by the print of
    their name, and everybody asked about is then placed. Shapes: n pairs → n × 3. Units:
    probabilities, each row sums to 1. Same votes, same bits, whatever order they came in.
    Source: methods page « prédiction des votes »; averaging of fits after Hoeting et al. (1999).

    >>> votes = Votes.from_records(list("aabbc"), list("stst") + ["s"], [1, -1, 1, -1, 1])
    >>> told = predict(votes, [("c", "t"), ("nobody", "s")])
    >>> told.shape, bool(told[0, 0] > told[0, 2]), bool(told[1, 2] > told[1, 0])
    ((2, 3), True, True)
    """
    cells = votes.cells()
    asked = _find(votes, pairs)
    total = np.zeros((len(pairs), 3))
    fits = 0
    for model, places in _fits(votes, cells, asked.people, seed):
        total += _chances(model, places, asked)
        fits += 1
    return total / fits


def _find(votes: Votes, pairs: Sequence[tuple[str, str]]) -> _Asked:
    people = {name: place for place, name in enumerate(votes.participants)}
    topics = {name: place for place, name in enumerate(votes.statements)}
    who = np.array([people.get(person, len(people)) for person, _ in pairs], np.int32)
    what = np.array([topics.get(topic, len(topics)) for _, topic in pairs], np.int32)
    once, rows = np.unique(who, return_inverse=True)
    known = once[once < len(people)]
    return _Asked(known.astype(np.int32), rows.astype(np.int32), what)


def _fits(
    votes: Votes, cells: Cells, asked: Ints, seed: int
) -> Iterator[tuple[FactorModel, Floats]]:
    """Yield each fit with the places of the people asked about."""
    people, topics = len(votes.participants), len(votes.statements)
    sample = sample_people(cells.rows, votes.participants, _MOST_CELLS)
    learnt = keep_people(cells, sample, people)
    own = keep_people(cells, asked, people)
    theirs = read_sheet(*own, (len(asked), topics))
    everybody = len(sample) == people
    for rank in RANKS:
        for spread in SPREADS:
            for start in range(STARTS):
                model = fit_factors(
                    *learnt,
                    people=len(sample),
                    statements=topics,
                    rank=rank,
                    spread=spread,
                    seed=seed * STARTS + start,
                )
                yield model, model.places[asked] if everybody else place_people(model, theirs)


def _chances(model: FactorModel, places: Floats, asked: _Asked) -> Floats:
    """Return the three chances of each pair by one fit; the row past the end is the average."""
    average = np.zeros((1, model.places.shape[1]))
    loadings = np.concatenate([model.loadings, model.belief.loading_mean[None]])
    odds = log_odds(np.concatenate([places, average]), loadings, asked.rows, asked.columns)
    agree, disagree = chances(*odds)
    told: NDArray[np.float64] = np.stack([disagree, 1.0 - agree - disagree, agree], axis=1)
    return told
