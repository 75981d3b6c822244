"""Routing: never twice the same question, not the same order for all, and few questions."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.conversations import read_conversation
from bench.locating import TARGET, locate, questions_for
from terreau_engine.errors import BadFile
from terreau_engine.opinion import (
    Routing,
    Votes,
    next_statements,
    person_seed,
    prepare_routing,
)

calm = settings(deadline=None, max_examples=60)


def routing_of(loadings, votes=None, rank=1):
    """A routing made by hand; styles load nothing."""
    count = len(loadings)
    whole = np.zeros((count, 2, 3 + rank))
    whole[:, :, 3:] = loadings
    held = np.full(count, 500) if votes is None else np.array(votes)
    names = tuple(f"s{j}" for j in range(count))
    return Routing(names, whole, np.ones(2 + rank), held.astype(np.int32))


def thousand(seed=0):
    dice = np.random.default_rng(seed)
    loadings = dice.normal(size=(1000, 2, 5))
    votes = dice.integers(0, 300, 1000).astype(np.int32)
    return Routing(tuple(map(str, range(1000))), loadings, np.ones(4), votes)


def camps(people=40, topics=8):
    return Votes.from_records(
        *zip(
            *[
                (f"p{i}", f"s{j}", -1 if i % 2 and j % 2 else 1)
                for i in range(people)
                for j in range(topics)
                if (i + j) % 5
            ],
            strict=True,
        )
    )


def test_the_gain_by_hand():
    # At 0 the three answers have a third each; loadings (2, −2) tell 4/3 + 4/3 − 0 = 8/3.
    routing = routing_of([[[2.0], [-2.0]], [[0.0], [0.0]]])
    gains = routing._gains(np.zeros(3), np.eye(3))
    np.testing.assert_allclose(gains, [np.log(1 + 8 / 3), 0.0], atol=1e-12)


def test_the_gain_is_the_fall_of_uncertainty():
    routing = thousand()
    answers = {"3": 1, "77": -1, "500": 0}
    place, doubt = routing.place_of(answers)
    gains = routing._gains(place, doubt)
    for j in (0, 10, 999):
        only = routing.loadings[j][:, 1:]
        odds = np.exp(np.append(routing.loadings[j][:, 0] + only @ place, 0.0))
        chance = (odds / odds.sum())[:2]
        fisher = np.diag(chance) - np.outer(chance, chance)
        whole = np.linalg.det(np.eye(2) + fisher @ only @ doubt @ only.T)
        assert gains[j] == pytest.approx(np.log(whole))


def test_a_telling_statement_comes_before_a_flat_one():
    routing = routing_of([[[0.0], [0.0]]] * 4 + [[[2.0], [-2.0]]])
    assert all(routing.next({}, seed=seed) == ["s4"] for seed in range(100))


def test_a_new_statement_comes_earlier_and_no_longer_once_known():
    same = [[[1.0], [-1.0]]] * 10
    fresh = routing_of(same, votes=[500] * 9 + [0])
    first = sum(fresh.next({}, seed=seed) == ["s9"] for seed in range(200))
    assert first > 190  # nine times the weight, to the fourth power, against nine others
    known = routing_of(same)
    assert sum(known.next({}, seed=seed) == ["s9"] for seed in range(200)) < 60


def test_people_do_not_get_the_same_order_and_each_keeps_theirs():
    votes = camps()
    orders = {name: tuple(next_statements(votes, name, k=8)) for name in map(str, range(12))}
    assert len(set(orders.values())) > 6
    assert orders["3"] == tuple(next_statements(votes, "3", k=8))
    assert orders["3"] != tuple(next_statements(votes, "3", k=8, seed=1))


def test_a_newcomer_a_voter_and_somebody_done():
    votes = camps(10, 4)
    assert len(next_statements(votes, "newcomer")) == 1
    assert sorted(next_statements(votes, "newcomer", k=9)) == ["s0", "s1", "s2", "s3"]
    left = {f"s{j}" for j in range(4)} - {f"s{j}" for j in range(4) if (2 + j) % 5}
    assert next_statements(votes, "p2", k=9) == sorted(left) == ["s3"]
    votes.record("p2", "s3", 0)
    assert next_statements(votes, "p2") == []


def test_no_vote_at_all_and_statements_alone():
    assert next_statements(Votes(), "a") == []
    routing = prepare_routing(Votes(), statements=["10", "9", "9"])
    assert routing.statements == ("9", "10")
    assert sorted(routing.next({}, k=5)) == ["10", "9"]


@pytest.mark.parametrize("value", [1, 0, -1])
def test_unanimity_and_a_lone_voice_still_route(value):
    votes = Votes.from_records(
        [f"p{i}" for i in range(30) for _ in "stu"], list("stu") * 30, [value] * 90
    )
    votes.record("odd", "s", value)
    assert set(next_statements(votes, "odd", k=3)) == {"t", "u"}


def test_what_is_moderated_out_or_seen_never_comes():
    routing = prepare_routing(camps(), statements=["new", "bad"], moderated_out=["s1", "bad"])
    assert "s1" not in routing.statements
    assert "bad" not in routing.statements
    shown = routing.next({"s0": 1, "s1": 1, "unknown": -1}, seen=["s2", "elsewhere"], k=20)
    assert sorted(shown) == ["new", "s3", "s4", "s5", "s6", "s7"]


@calm
@given(
    st.dictionaries(st.sampled_from([f"s{j}" for j in range(8)]), st.sampled_from([1, 0, -1])),
    st.sets(st.sampled_from([f"s{j}" for j in range(8)])),
    st.integers(0, 10),
    st.integers(0, 2**64 - 1),
)
def test_whatever_was_answered_the_list_is_new_distinct_and_repeatable(answers, seen, k, seed):
    routing = routing_of([[[j - 3.0], [3.0 - j]] for j in range(8)], votes=range(8))
    shown = routing.next(answers, seen, k=k, seed=seed)
    assert len(shown) == len(set(shown)) == min(k, 8 - len(set(answers) | seen))
    assert not set(shown) & (set(answers) | seen)
    backwards = dict(reversed(answers.items()))
    assert shown == routing.next(backwards, sorted(seen, reverse=True), k=k, seed=seed)


def test_answers_move_the_place_and_shrink_the_doubt():
    routing = routing_of([[[2.0], [-2.0]]] * 6)
    start, wide = routing.place_of({})
    up, narrow = routing.place_of({"s0": 1, "s1": 1})
    down, _ = routing.place_of({"s0": -1, "s1": -1})
    assert start.tolist() == [0, 0, 0]
    assert up[2] > 0.4
    assert down[2] == pytest.approx(-up[2])
    assert narrow[2, 2] < wide[2, 2] == 1
    # The summit: what answers pull equals what is believed before.
    chance = 1 / (np.exp(2 * up[2]) + np.exp(-2 * up[2]) + 1)
    agree, disagree = np.exp(2 * up[2]) * chance, np.exp(-2 * up[2]) * chance
    assert 2 * (2 * (1 - agree) + 2 * disagree) == pytest.approx(up[2], abs=1e-3)


def test_the_order_of_arrival_does_not_change_the_routing():
    rows, columns, values = camps(20, 6).cells()
    first = camps(20, 6)
    people, topics = first.participants, first.statements
    for seed in range(20):
        order = np.random.default_rng(seed).permutation(len(values))
        votes = Votes.from_records(
            [people[i] for i in rows[order]], [topics[j] for j in columns[order]], values[order]
        )
        assert prepare_routing(votes).to_bytes() == prepare_routing(first).to_bytes()


def test_what_is_kept_is_read_back_and_chooses_the_same():
    routing = thousand()
    again = Routing.from_bytes(routing.to_bytes())
    assert again.to_bytes() == routing.to_bytes()
    for seed in range(5):
        answers = {str(seed): 1, "50": -1}
        assert again.next(answers, k=3, seed=seed) == routing.next(answers, k=3, seed=seed)


ODD_VOTES = b'{"statements":["a"],"loadings":[1,2],"precision":[],"votes":[1,2]}'


@pytest.mark.parametrize(
    "kept", [b"", b"[]", b"\xff", b'{"statements":["a"],"loadings":[]}', ODD_VOTES]
)
def test_something_else_is_not_read_as_a_routing(kept):
    with pytest.raises(BadFile, match="prepare it again"):
        Routing.from_bytes(kept)


def test_choosing_among_a_thousand_takes_under_two_milliseconds():
    routing = thousand()
    answers = {str(j): 1 - j % 3 for j in range(0, 1000, 10)}
    spent = []
    for seed in range(60):
        start = time.process_time()
        routing.next(answers, seed=seed)
        spent.append(time.process_time() - start)
    assert sorted(spent)[10] < 0.002


def test_each_participant_has_a_number_of_their_own():
    numbers = {person_seed(str(i)) for i in range(1000)}
    assert len(numbers) == 1000
    assert person_seed("a") == person_seed("a")
    assert 0 <= person_seed("é🙂") < 2**64


def simulated_distance(routing, truths, way, asked=8):
    """Mean squared error of the place of simulated people after some questions."""
    errors = []
    for person, truth in enumerate(truths):
        dice = np.random.default_rng(person)
        odds = routing.loadings[:, :, 0] + routing.loadings[:, :, 1:] @ truth
        three = np.exp(np.column_stack([odds[:, 1], np.zeros(len(odds)), odds[:, 0]]))
        chance = (three / three.sum(axis=1, keepdims=True)).cumsum(axis=1)
        said = (dice.random(len(odds))[:, None] > chance[:, :2]).sum(axis=1) - 1
        random_order = dice.permutation(len(odds))
        answers = {}
        for turn in range(asked):
            drawn = (
                routing.next(answers, seed=person_seed(str(person)))[0]
                if way == "routing"
                else routing.statements[random_order[turn]]
            )
            answers[drawn] = int(said[routing.statements.index(drawn)])
        gap = (routing.place_of(answers)[0] - truth)[2:]
        errors.append(float(gap @ gap))
    return float(np.mean(errors))


def test_simulated_people_are_placed_better_than_by_chance():
    dice = np.random.default_rng(4)
    strength = dice.exponential(0.7, size=(80, 1, 2))
    loadings = np.concatenate([strength, -strength], axis=1) * dice.choice([-1, 1], (80, 1, 2))
    routing = routing_of(loadings, rank=2)
    truths = np.column_stack([np.zeros((60, 2)), dice.normal(size=(60, 2))])
    chance = simulated_distance(routing, truths, "chance")
    assert simulated_distance(routing, truths, "routing") < 0.75 * chance


@pytest.mark.reference
def test_real_people_are_placed_with_fewer_questions(reference_data):
    courses, people = locate(read_conversation("brexit-consensus", reference_data / "polis"))
    ours, chance = courses["routing"].distance, courses["chance"].distance
    assert people > 30
    assert questions_for(ours, float(chance[TARGET])) <= 7
