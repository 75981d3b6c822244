"""Fit the weights of the names: `python -m bench.matching_fit <folder of the reference data>`.

Prints the constants of `terreau_engine.matching.fitted`; a person copies them there.
"""

import sys
from pathlib import Path

import numpy as np

from bench.matching_set import TRAIN, labelled_set, lexicon_of, read_records
from terreau_engine.matching import evaluate
from terreau_engine.matching.likeness import FEATURES, meet, weigh_places

# Too rare in the training half to be fitted: set by hand, the others are fitted around them.
BY_HAND = {"numbers": -2.0, "acronym": -0.3}
SIGNS = np.array(
    [-1 if name in ("clash", "numbers", "forms", "acronym") else 1 for name in FEATURES]
)
RIDGE, ROUNDS = 1.0, 300


def main() -> None:
    """Fit on the training half and print what to write down."""
    grants = Path(sys.argv[1]) / "grants"
    lexicon = lexicon_of(read_records(grants))
    labelled = labelled_set(grants, TRAIN)
    meetings = [meet(pair.first, pair.second, lexicon) for pair in labelled.pairs]
    places = np.array([weigh_places(pair.first, pair.second) for pair in labelled.pairs])
    features = np.array([meeting.features for meeting in meetings])
    truths = np.array([pair.is_same for pair in labelled.pairs], float)
    intercept, weights = fit(features, truths, places)
    print(f"INTERCEPT = {intercept:.2f}")
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"    {weight:.2f},  # {name}")
    odds = intercept + features @ weights + places
    scores = [float(score) for score in 1 / (1 + np.exp(-odds))]
    for threshold in np.arange(0.2, 0.71, 0.05):
        told = evaluate(
            scores, [bool(truth) for truth in truths], threshold=threshold, missed=labelled.missed
        )
        print(f"{threshold:.2f}  P {told.precision:.3f}  R {told.recall:.3f}  F1 {told.f1:.3f}")


def fit(features, truths, offsets) -> tuple[float, np.ndarray]:
    """Logistic regression, one weight at a time; a weight never takes the wrong sign."""
    fixed = np.array([BY_HAND.get(name, np.nan) for name in FEATURES])
    free = np.isnan(fixed)
    odds = offsets + features[:, ~free] @ fixed[~free]
    table = np.hstack([np.ones((len(truths), 1)), features[:, free]])
    signs, weights = np.concatenate([[0], SIGNS[free]]), np.zeros(free.sum() + 1)
    for _round in range(ROUNDS):
        for rank, column in enumerate(table.T):
            chances = 1 / (1 + np.exp(-odds))
            slope = column @ (chances - truths) + RIDGE * weights[rank]
            bend = (column**2) @ (chances * (1 - chances)) + RIDGE
            wanted = weights[rank] - slope / bend
            wanted = 0.0 if wanted * signs[rank] < 0 else wanted
            odds = odds + (wanted - weights[rank]) * column
            weights[rank] = wanted
    fixed[free] = weights[1:]
    return float(weights[0]), fixed


if __name__ == "__main__":
    main()
