"""Prediction: three chances that sum to one, better than the Polis map on votes never seen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.conversations import read_conversation, references
from bench.prediction import area, held_out, published
from terreau_engine.opinion import Votes, predict
from terreau_engine.opinion import prediction as prediction_module

calm = settings(deadline=None, max_examples=6)
records = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("stuv"), st.sampled_from([1, 0, -1, None])),
    max_size=30,
)


def votes_of(history):
    people, topics, values = zip(*history, strict=True) if history else ((), (), ())
    return Votes.from_records(people, topics, values)


def camps(people=40, topics=8):
    """Even people agree to everything, odd ones disagree with odd statements."""
    return [
        (f"p{i}", f"s{j}", -1 if i % 2 and j % 2 else 1)
        for i in range(people)
        for j in range(topics)
        if (i + j) % 5
    ]


@calm
@given(records)
def test_chances_sum_to_one_whatever_was_said(history):
    told = predict(votes_of(history), [(p, s) for p in "abf" for s in "stw"])
    assert told.shape == (9, 3)
    assert (told > 0).all()
    np.testing.assert_allclose(told.sum(axis=1), 1.0, atol=1e-12)


def test_nothing_known_means_a_third_each():
    np.testing.assert_allclose(predict(Votes(), [("a", "s")]), [[1 / 3, 1 / 3, 1 / 3]])
    assert predict(Votes(), []).shape == (0, 3)
    assert predict(votes_of(camps()), []).shape == (0, 3)


def test_a_stranger_and_a_new_statement_get_the_average_of_the_conversation():
    # Nine agree, one passes: log-odds log((9+1)/(1+1)) = log 5, and log((0+1)/(1+1)) = −log 2.
    votes = votes_of([(f"p{i}", "s", 1) for i in range(9)] + [("q", "s", 0)])
    odds = np.array([0.5, 1.0, 5.0])
    np.testing.assert_allclose(predict(votes, [("new", "new")])[0], odds / odds.sum())


def test_the_camps_are_told_apart():
    told = predict(votes_of(camps()), [("p10", "s5"), ("p11", "s9"), ("p15", "s5"), ("p11", "s4")])
    assert told[0, 2] > 0.8
    assert told[2, 0] > 0.8
    assert told[3, 2] > 0.8


def test_who_passes_on_everything_is_expected_to_pass():
    history = [(f"p{i}", f"s{j}", 0 if i < 5 else 1) for i in range(20) for j in range(6)]
    told = predict(votes_of([r for r in history if r[:2] != ("p0", "s0")]), [("p0", "s0")])
    assert told[0].argmax() == 1


@pytest.mark.parametrize(
    "history",
    [
        [("a", "s", 1)],
        [("a", "s", 0)],
        [("a", f"s{j}", 0) for j in range(9)],
        [(f"p{i}", "s", 1) for i in range(50)],
        [(f"p{i}", f"s{j}", -1) for i in range(50) for j in range(5)],
    ],
)
def test_poor_conversations_lean_where_they_should(history):
    votes = votes_of(history)
    told = predict(votes, [history[0][:2]])[0]
    assert np.isfinite(told).all()
    assert told.argmax() == history[0][2] + 1


def test_shuffles_give_the_same_bits():
    history = camps(12, 6)
    pairs = [("p0", "s0"), ("p3", "s5"), ("nobody", "s1")]
    first = predict(votes_of(history), pairs).tobytes()
    for seed in range(6):
        order = np.random.default_rng(seed).permutation(len(history))
        assert predict(votes_of([history[i] for i in order]), pairs).tobytes() == first


def test_the_order_of_the_pairs_changes_nothing_but_the_order():
    votes = votes_of(camps(12, 6))
    pairs = [("p0", "s0"), ("p3", "s5"), ("p0", "s5"), ("p3", "s5")]
    told = predict(votes, pairs)
    np.testing.assert_array_equal(told[::-1], predict(votes, pairs[::-1]))
    np.testing.assert_array_equal(told[1], told[3])


def test_another_seed_is_another_start_of_nearly_the_same_thing():
    votes = votes_of(camps())
    one, two = (predict(votes, [("p10", "s5")], seed=seed) for seed in (0, 1))
    assert one.tobytes() != two.tobytes()
    np.testing.assert_allclose(one, two, atol=0.05)


def test_a_large_conversation_is_learnt_from_a_sample_and_says_the_same(monkeypatch):
    votes = votes_of(camps(80, 8))
    pairs = [(f"p{i}", f"s{j}") for i in (10, 11, 15, 20) for j in (0, 5, 7)]
    whole = predict(votes, pairs)
    monkeypatch.setattr(prediction_module, "_MOST_CELLS", 250)
    sampled = predict(votes, pairs)
    assert sampled.tobytes() != whole.tobytes()
    np.testing.assert_array_equal(sampled.argmax(axis=1), whole.argmax(axis=1))


def test_area_by_hand():
    told = np.array([[0.1, 0.1, 0.8], [0.3, 0.1, 0.6], [0.5, 0.1, 0.4], [0.2, 0.6, 0.2]])
    assert area(told, np.array([1, -1, 1, 0])) == pytest.approx(0.5)
    assert np.isnan(area(told, np.array([1, 1, 1, 0])))


@pytest.mark.reference
@pytest.mark.parametrize("name", ["15-per-hour-seattle", "scoop-hivemind.freshwater"])
def test_votes_never_seen_are_predicted_better_than_by_the_polis_map(reference_data, name):
    folder = reference_data / "polis"
    talk = read_conversation(name, folder)
    meta = references(folder)[name]["meta"]
    assert (len(talk.people), len(talk.statements)) == (meta["P"], meta["S"])
    assert len(talk.values) == meta["n"]
    ours = held_out(talk, 0)
    polis = published(name, "map: polis 2D", 0, folder)
    assert ours.loss < min(polis, ours.polis_map) - 0.05
    assert ours.loss < published(name, "map: polis 2D +style", 0, folder)
    assert ours.accuracy > 0.64
    assert ours.auc > 0.83
    assert ours.polis_map == pytest.approx(polis, abs=0.03)
