"""The landscape: the same votes give the same one, and it says what it does not know."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import UnknownAnswer
from terreau_engine.opinion import Votes, landscape
from tests.engine.conversations import blocs, from_rows, full_house, same

calm = settings(deadline=None, max_examples=25)  # a busy machine is not a fault


def test_three_blocs_are_found_and_told() -> None:
    face = landscape(from_rows(blocs()))
    assert face.groups.k == 3
    assert face.groups.sizes == (12, 12, 12)
    assert face.stability > 0.95
    assert face.no_groups is None
    for group in range(3):
        members = {
            face.participants[place] for place in np.flatnonzero(face.groups.labels == group)
        }
        assert len({name[0] for name in members}) == 1
        bloc = int(members.pop()[0])
        told = [line for line in face.representative[group] if line.direction == "agree"]
        assert told[0].is_best_agreed
        assert all(int(line.statement[1:]) % 3 == bloc for line in told)
    assert (face.groups.confidence > 0.9).all()
    assert list(face.groups.centres[:, 0]) == sorted(face.groups.centres[:, 0])


def test_the_map_by_hand() -> None:
    """Means 0 and .5, Y'Y = [[2, 1], [1, .5]], axis (2, 1)/√5; two people are not groups."""
    face = landscape(full_house(["++", "-0"]))
    np.testing.assert_allclose(face.positions[:, 0], [2.5 / 5**0.5, -2.5 / 5**0.5])
    np.testing.assert_allclose(face.positions[:, 1], 0)
    np.testing.assert_allclose(face.variance, [1, 0], atol=1e-12)
    np.testing.assert_allclose(
        face.statement_positions[:, 0], [2 * 2**0.5 / 5**0.5, 0.5 * 2**0.5 / 5**0.5]
    )
    assert not face.uncertainty.any()  # both answered everything
    assert (face.groups, face.no_groups, face.stability) == (None, "too_few", None)


def test_the_figures_of_statements_by_hand() -> None:
    face = landscape(full_house(["++", "+-", "+0", "-."]))
    unites = {line.statement: line for line in face.consensus}
    assert (unites["0"].agree, unites["0"].disagree, unites["0"].passed) == (3, 1, 0)
    assert unites["0"].share == pytest.approx(4 / 6)
    assert unites["0"].group_informed is None
    assert unites["0"].low <= unites["0"].floor <= unites["0"].high
    divides = {line.statement: line for line in face.divisive}
    assert divides["0"].score == pytest.approx(2 / 6)
    assert divides["1"].score == pytest.approx(2 / 5)
    assert divides["1"].gap is None
    assert [line.statement for line in face.divisive] == ["1", "0"]


def test_group_informed_consensus_is_the_product_over_groups() -> None:
    votes = from_rows(blocs())
    face = landscape(votes)
    line = face.consensus[0]
    product = refused = 1.0
    shares = []
    for group in range(face.groups.k):
        said = [
            votes.value_of(face.participants[place], line.statement)
            for place in np.flatnonzero(face.groups.labels == group)
        ]
        said = [value for value in said if value is not None]
        shares.append((said.count(1) + 1) / (len(said) + 2))
        product *= shares[-1]
        refused *= (said.count(-1) + 1) / (len(said) + 2)
    assert line.group_informed == pytest.approx(product)
    assert line.group_refused == pytest.approx(refused)
    division = next(x for x in face.divisive if x.statement == line.statement)
    assert division.gap == pytest.approx(max(shares) - min(shares))


def test_twenty_shuffles_give_the_same_landscape() -> None:
    records = blocs(noise=0.3)
    first = landscape(from_rows(records))
    for turn in range(20):
        random.Random(turn).shuffle(records)
        same(landscape(from_rows(records)), first)


@calm
@given(st.randoms(use_true_random=False))
def test_replay_with_changes_and_withdrawals_is_the_batch(dice) -> None:
    records = blocs(each=6, statements=12)
    final = landscape(from_rows(records))
    history = [*records, *((p, s, 0) for p, s, _ in dice.sample(records, 30))]
    dice.shuffle(history)
    extra = [(f"guest-{n}", f"s{n}", 1) for n in range(5)] + [("0-0", "gone", -1)]
    votes = Votes()
    for step, (person, statement, value) in enumerate(history + extra):
        votes.record(person, statement, value)
        if step % 97 == 0:
            assert votes.tables is not None
    for person, statement, value in records:
        votes.record(person, statement, value)
    for person, statement, _ in extra:
        votes.record(person, statement, None)
    same(landscape(votes), final)


def test_a_statement_moderated_out_is_as_if_never_said() -> None:
    records = blocs(noise=0.2)
    without = [record for record in records if record[1] not in ("s3", "s11")]
    same(
        landscape(from_rows(records), moderated_out=["s3", "s11", "unknown"]),
        landscape(from_rows(without)),
    )


@pytest.mark.parametrize(
    "rows",
    [["+"], ["0"], ["+.", ".-"], ["0000000"] * 20, ["+"] * 30, ["+-+-+-+"] * 20],
    ids=["one voter", "one pass", "nothing shared", "all pass", "one statement", "constant"],
)
def test_degenerate_conversations_are_answered(rows) -> None:
    votes = full_house(rows)
    face = landscape(votes)
    assert face.positions.shape == (len(rows), 2)
    assert np.isfinite(face.extremity).all()
    assert not np.nan_to_num(face.positions).any() or len(rows) < 3
    if len(rows) >= 15:  # they all stand on one spot: one group, surely
        assert (face.groups.k, face.stability, face.representative) == (1, 1.0, ())
        assert (face.groups.confidence == 1).all()
    else:
        assert face.no_groups == "too_few"
    gone = landscape(votes, moderated_out=votes.statements)
    assert (gone.statements, gone.consensus, gone.divisive) == ((), (), ())
    assert gone.no_groups == "too_few"
    assert np.isnan(gone.positions).all()


def test_no_vote_at_all() -> None:
    face = landscape(Votes())
    assert (face.participants, face.statements, face.consensus) == ((), (), ())
    assert (face.groups, face.no_groups) == (None, "too_few")
    assert face.positions.shape == (0, 2)


def test_fourteen_people_have_no_groups_and_fifteen_may() -> None:
    rows = ["+" * 8] * 7 + ["-" * 8] * 7
    assert landscape(full_house(rows)).no_groups == "too_few"
    face = landscape(full_house([*rows, "-" * 8]))
    assert face.groups.sizes in {(7, 8), (8, 7)}
    few_words = landscape(full_house([*rows, "------.."]))  # the fifteenth gave six votes
    assert few_words.no_groups == "too_few"
    assert np.isnan(few_words.positions[14]).all()
    assert np.isnan(few_words.uncertainty[14]).all()
    assert few_words.votes[14] == 6


def test_somebody_left_without_a_vote_has_no_place() -> None:
    votes = from_rows([*blocs(), ("alone", "odd", 1)])
    face = landscape(votes, moderated_out=["odd"])
    place = face.participants.index("alone")
    assert (face.votes[place], face.groups.labels[place]) == (0, -1)
    assert np.isnan([*face.positions[place], face.groups.confidence[place]]).all()


def test_votes_at_random_make_one_cloud_or_nothing() -> None:
    for seed in range(3):
        dice = np.random.default_rng(seed)
        records = [
            (str(person), str(statement), int(dice.integers(-1, 2)))
            for person in range(120)
            for statement in range(40)
        ]
        face = landscape(from_rows(records))
        assert face.groups is None or face.groups.k == 1


def test_the_map_alone_measures_no_group() -> None:
    votes = from_rows(blocs())
    drawn, full = landscape(votes, depth="map"), landscape(votes)
    np.testing.assert_array_equal(drawn.positions, full.positions)
    assert (drawn.groups, drawn.no_groups, drawn.stability) == (None, "not_measured", None)
    assert drawn.consensus[0].floor is None
    with pytest.raises(UnknownAnswer, match="full"):
        landscape(votes, depth="deep")


def test_the_seed_only_draws_the_replicates() -> None:
    votes = from_rows(blocs(noise=0.35))
    one, other = landscape(votes, seed=1), landscape(votes, seed=2)
    np.testing.assert_array_equal(one.positions, other.positions)
    assert one.stability != other.stability
    assert one.stability == pytest.approx(other.stability, abs=0.2)
