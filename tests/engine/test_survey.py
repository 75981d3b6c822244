"""Survey: a mean with its interval, weights that give each group its part."""

from math import isclose, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from terreau_engine.errors import BadAmount, OutOfScale, UnevenColumns
from terreau_engine.survey import estimate_mean, group_weights

SCORES = st.lists(st.integers(0, 10), min_size=2, max_size=40)


def test_the_hand_example():
    found = estimate_mean([6, 7, 8, 7])
    assert (found.mean, found.base, found.effective) == (7.0, 4, 4.0)
    assert (round(found.low, 2), round(found.high, 2)) == (5.70, 8.30)


def test_unequal_weights_by_hand():
    # Σw = 4, mean = (2·4 + 8 + 6) / 4 = 5.5; effective = 16 / 6.
    found = estimate_mean([4, 8, 6], [2, 1, 1])
    assert found.mean == 5.5
    assert isclose(found.effective, 16 / 6)


def test_nothing_is_said_of_nothing():
    assert estimate_mean([]).mean is None


@pytest.mark.parametrize("scores", [[7], [7, 7, 7, 7, 7]])
def test_chance_is_not_told_where_it_cannot_be_seen(scores):
    found = estimate_mean(scores)
    assert (found.mean, found.low, found.high) == (7.0, None, None)


def test_the_interval_stays_on_the_scale():
    found = estimate_mean([10, 10, 10, 9, 2])
    assert found.high == 10
    assert found.low >= 0


@given(SCORES)
def test_without_weights_it_is_the_usual_interval(scores):
    found = estimate_mean(scores, scale=(-100, 100))
    if found.low is None:
        assert len(set(scores)) == 1
        return
    expected = stats.t.interval(
        0.95, len(scores) - 1, loc=found.mean, scale=stats.sem(scores, ddof=1)
    )
    assert isclose(found.low, expected[0], abs_tol=1e-9)
    assert isclose(found.high, expected[1], abs_tol=1e-9)


@given(SCORES, st.floats(0.01, 100))
def test_only_the_ratio_of_weights_counts(scores, factor):
    weights = [1 + rank % 3 for rank in range(len(scores))]
    one = estimate_mean(scores, weights)
    other = estimate_mean(scores, [weight * factor for weight in weights])
    assert isclose(one.mean, other.mean, abs_tol=1e-9)
    assert isclose(one.effective, other.effective, rel_tol=1e-9)


def test_a_score_of_nil_weight_is_left_out():
    assert estimate_mean([5, 6, 10], [1, 1, 0]) == estimate_mean([5, 6], [1, 1])


def test_it_refuses_and_says_what_to_give():
    with pytest.raises(OutOfScale, match="out of"):
        estimate_mean([11])
    with pytest.raises(OutOfScale, match="between 0 and 1"):
        estimate_mean([1], level=1.0)
    with pytest.raises(UnevenColumns, match="one each"):
        estimate_mean([1, 2], [1])
    with pytest.raises(BadAmount, match="negative"):
        estimate_mean([1], [-1])
    with pytest.raises(BadAmount, match="negative or no number"):
        group_weights({"a": 1}, {"a": nan})


def test_each_group_gets_its_part():
    weights = group_weights({"a": 30, "b": 10, "c": 5}, {"a": 50, "b": 50})
    assert weights["c"] == 0
    assert isclose(weights["a"] * 30, weights["b"] * 10)
    assert isclose(weights["a"] * 30 + weights["b"] * 10, 40)


def test_a_group_that_did_not_answer_leaves_its_part_to_the_others():
    assert group_weights({"a": 4, "b": 0}, {"a": 10, "b": 90}) == {"a": 1.0, "b": 0.0}
