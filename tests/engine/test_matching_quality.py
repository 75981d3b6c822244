"""What is found among published grants, on the half that the weights never saw."""

import pytest

from bench.matching_set import TEST, labelled_set, lexicon_of, read_records
from terreau_engine.matching import PROPOSED_FROM, compare, evaluate


@pytest.mark.reference
def test_the_held_out_half_is_found_as_measured(reference_data):
    grants = reference_data / "grants"
    lexicon, held_out = lexicon_of(read_records(grants)), labelled_set(grants, TEST)
    scores = [compare(pair.first, pair.second, lexicon).score for pair in held_out.pairs]
    truths = [pair.is_same for pair in held_out.pairs]
    told = evaluate(scores, truths, threshold=PROPOSED_FROM, missed=held_out.missed)
    assert held_out.true > 1_000
    assert held_out.blocking_recall >= 0.77
    assert told.precision >= 0.77
    assert told.recall >= 0.52
    assert told.brier <= 0.012
    sure = [truth for score, truth in zip(scores, truths, strict=True) if score >= 0.8]
    assert sum(sure) / len(sure) >= 0.9
