"""Votes: the last word counts, and the order of arrival leaves no trace."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import (
    EngineRefusal,
    RepeatedName,
    UnevenColumns,
    UnknownAnswer,
    UnknownName,
)
from terreau_engine.opinion import Votes
from terreau_engine.opinion import tables as tables_module
from terreau_engine.opinion import votes as votes_module

calm = settings(deadline=None, max_examples=80)  # a busy machine is not a fault
NAMES = ["1", "2", "10", "02", "a2", "a10", "é", "", "🙂", "p-9999999999999999999999"]
histories = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from([1, -1, 0, None])),
    max_size=60,
)


def final_words(history):
    words = {}
    for person, statement, value in history:
        words[person, statement] = value
    return {pair: value for pair, value in words.items() if value is not None}


def tables_by_hand(votes):
    """Count the three tables the slow way, straight from their definition."""
    matrix = np.full((len(votes.participants), len(votes.statements)), np.nan)
    rows, columns, values = votes.cells()
    matrix[rows, columns] = values
    seen, said = ~np.isnan(matrix), np.nan_to_num(matrix)
    return [
        (seen.T.astype(int) @ seen).astype(int),
        (said.T @ said).astype(int),
        (said.T @ seen).astype(int),
    ]


def same_state(one, other):
    assert one.participants == other.participants
    assert one.statements == other.statements
    for mine, theirs in zip(one.cells(), other.cells(), strict=True):
        assert mine.dtype == theirs.dtype
        np.testing.assert_array_equal(mine, theirs)
    for mine, theirs in zip(one.tables, other.tables, strict=True):
        assert mine.dtype == theirs.dtype == np.int32
        np.testing.assert_array_equal(mine, theirs)
    assert one == other


def test_the_example_by_hand() -> None:
    votes = Votes.from_records(["b", "a", "a", "b"], ["10", "2", "10", "2"], [1, -1, 0, 1])
    assert votes.participants == ("a", "b")
    assert votes.statements == ("2", "10")
    assert [array.tolist() for array in votes.cells()] == [
        [0, 0, 1, 1],
        [0, 1, 0, 1],
        [-1, 0, 1, 1],
    ]
    together, product, lean = votes.tables
    assert together.tolist() == [[2, 2], [2, 2]]
    assert product.tolist() == [[2, 1], [1, 1]]
    assert lean.tolist() == [[0, 0], [1, 1]]


@calm
@given(histories, st.booleans())
def test_one_by_one_is_the_batch(history, counted_early) -> None:
    last = final_words(history)
    pairs = sorted(last, reverse=True)
    batch = Votes.from_records(
        [p for p, _ in pairs], [s for _, s in pairs], [last[pair] for pair in pairs]
    )
    replay = Votes()
    for step, (person, statement, value) in enumerate(history):
        replay.record(person, statement, value)
        if counted_early and step % 5 == 0:
            assert replay.tables is not None
        assert replay.value_of(person, statement) == value
    same_state(replay, batch)
    assert replay.count == len(last)
    for table, expected in zip(replay.tables, tables_by_hand(replay), strict=True):
        np.testing.assert_array_equal(table, expected)


@calm
@given(histories, histories)
def test_many_at_once_is_one_after_the_other(first, second) -> None:
    many = Votes.from_records(*([row[place] for row in first] for place in range(3)))
    assert many.tables is not None
    many.record_many(*([row[place] for row in second] for place in range(3)))
    one = Votes()
    for row in first + second:
        one.record(*row)
    same_state(many, one)


@calm
@given(st.integers(1, 40), st.integers(1, 30), st.floats(0.05, 1), st.integers(0, 99))
def test_dense_and_sparse_counts_agree(people, statements, density, seed) -> None:
    dice = np.random.default_rng(seed)
    rows, columns = np.nonzero(dice.random((people, statements)) < density)
    values = dice.integers(-1, 2, len(rows)).astype(np.int8)
    starts = np.searchsorted(rows, np.arange(people + 1)).astype(np.int64)
    both = [
        count(starts, columns.astype(np.int32), values, statements)
        for count in (tables_module._count_dense, tables_module._count_sparse)
    ]
    for dense, sparse in zip(*both, strict=True):
        np.testing.assert_array_equal(dense, sparse)


def test_the_largest_count_of_a_chunk_fits() -> None:
    people = tables_module._CHUNK
    starts = np.arange(people + 1, dtype=np.int64) * 2
    columns = np.tile(np.array([0, 1], np.int32), people)
    for one, other in ((1, 1), (-1, -1), (1, -1), (-1, 1)):
        values = np.tile(np.array([one, other], np.int8), people)
        table = tables_module._count_sparse(starts, columns, values, 2)
        assert table.together[0, 1] == people
        assert table.product[0, 1] == people * one * other
        assert (table.lean[0, 1], table.lean[1, 0]) == (people * one, people * other)


def test_more_people_than_a_chunk(monkeypatch) -> None:
    monkeypatch.setattr(tables_module, "_CHUNK", 3)
    monkeypatch.setattr(tables_module, "_DENSE_GAIN", 0)
    votes = Votes.from_records(list("abcdefgh"), ["1", "2"] * 4, [1, -1] * 4)
    votes.record_many(list("abcdefgh"), ["2"] * 8, [0] * 8)
    for table, expected in zip(votes.tables, tables_by_hand(votes), strict=True):
        np.testing.assert_array_equal(table, expected)


def test_no_table_above_the_limit(monkeypatch) -> None:
    monkeypatch.setattr(votes_module, "LARGEST", 2)
    votes = Votes.from_records(["a", "a"], ["1", "2"], [1, 1])
    assert votes.tables is not None
    votes.record("a", "3", 1)
    assert votes.tables is None
    votes.record("a", "1", None)
    same_state(votes, Votes.from_records(["a", "a"], ["2", "3"], [1, 1]))


def test_withdrawing_the_last_vote_forgets_the_person_and_the_statement() -> None:
    votes = Votes.from_records(["a", "b"], ["1", "2"], [1, 1])
    votes.record("a", "1", None)
    assert (votes.participants, votes.statements) == (("b",), ("2",))
    votes.record("b", "2", None)
    assert votes == Votes()
    assert votes.count == 0
    assert votes.tables.together.shape == (0, 0)


def test_withdrawing_what_was_never_said_changes_nothing() -> None:
    votes = Votes()
    votes.record("a", "1", None)
    votes.record_many(["a"], ["1"], [None])
    assert votes == Votes()
    votes.record("a", "1", 1)
    votes.record("a", "2", None)
    votes.record("b", "1", None)
    assert (votes.participants, votes.statements, votes.count) == (("a",), ("1",), 1)
    assert votes.value_of("a", "2") is None
    assert votes.value_of("nobody", "1") is None


@pytest.mark.parametrize("value", [2, -2, 0.5, float("nan"), "1"])
def test_a_value_that_is_no_vote_is_refused(value) -> None:
    votes = Votes()
    with pytest.raises(UnknownAnswer, match="give 1"):
        votes.record("a", "1", value)
    with pytest.raises(EngineRefusal):
        Votes.from_records(["a"], ["1"], [value])
    assert votes == Votes()


def test_a_wrong_array_is_refused_and_a_right_one_read() -> None:
    with pytest.raises(UnknownAnswer, match="7"):
        Votes.from_records(["a"], ["1"], np.array([7]))
    assert Votes.from_records(["a"], ["1"], np.array([-1])).value_of("a", "1") == -1
    with pytest.raises(UnevenColumns, match="2 participants"):
        Votes.from_records(["a", "b"], ["1"], [1])


def test_names_numbered_already() -> None:
    codes = [np.array(column) for column in ([1, 0, 1, 0], [0, 1, 0, 0], [1, -1, 0, 1])]
    votes = Votes.from_codes(["b", "a", "z"], ["10", "2"], *codes)
    same_state(
        votes, Votes.from_records(["a", "b", "a", "b"], ["10", "2", "10", "10"], [1, -1, 0, 1])
    )
    with pytest.raises(UnknownName, match="2 names"):
        Votes.from_codes(["a", "b"], ["1"], np.array([2]), np.array([0]), np.array([1]))
    with pytest.raises(UnknownName):
        Votes.from_codes(["a"], ["1"], np.array([0]), np.array([-1]), np.array([1]))
    with pytest.raises(RepeatedName):
        Votes.from_codes(["a", "a"], ["1"], np.array([0]), np.array([0]), np.array([1]))


def test_what_is_read_cannot_be_written() -> None:
    votes = Votes.from_records(["a", "b"], ["1", "1"], [1, 1])
    with pytest.raises(ValueError, match="read-only"):
        votes.cells().values[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        votes.tables.together[0, 0] = 9
    assert votes != "votes"
    assert repr(votes) == "<Votes: 2 × 1, 2>"
