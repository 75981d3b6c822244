"""The landscape: the same votes give the same one, and it says what it does not know."""

import csv
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import UnknownAnswer
from terreau_engine.opinion import Votes, landscape
from terreau_engine.opinion import stability as stability_module
from terreau_engine.opinion.ellipses import place_uncertainty
from terreau_engine.opinion.grid import (
    deviations_of,
    main_axes,
    means_of,
    project,
    take_statements,
)

calm = settings(deadline=None, max_examples=25)  # a busy machine is not a fault
SIGNS = {"+": 1, "-": -1, "0": 0}


def full_house(rows):
    """Make votes from one string a participant: + agrees, - disagrees, 0 passes, . is silent."""
    return Votes.from_records(
        *zip(
            *(
                (str(person), str(statement), SIGNS[sign])
                for person, row in enumerate(rows)
                for statement, sign in enumerate(row)
                if sign != "."
            ),
            strict=True,
        )
    )


def blocs(*, each=12, statements=30, seed=0, noise=0.08, shown=0.7):
    """Return the records of three blocs that differ on two statements in three."""
    dice = np.random.default_rng(seed)
    records = []
    for bloc in range(3):
        creed = np.where(np.arange(statements) % 3 == bloc, 1, -1)
        for person in range(each):
            for statement in np.flatnonzero(dice.random(statements) < shown):
                said = dice.integers(-1, 2) if dice.random() < noise else creed[statement]
                records.append((f"{bloc}-{person}", f"s{statement}", int(said)))
    return records


def from_rows(records):
    return Votes.from_records(*(list(column) for column in zip(*records, strict=True)))


def same(one, other):
    """Compare two landscapes to the last bit."""
    for name in ("participants", "statements", "variance", "consensus", "divisive"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("representative", "no_groups", "stability", "replicates"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("votes", "positions", "uncertainty", "statement_positions", "extremity"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), name)
    assert (one.groups is None) == (other.groups is None)
    if one.groups is not None:
        assert one.groups.k == other.groups.k
        assert one.groups.sizes == other.groups.sizes
        np.testing.assert_array_equal(one.groups.labels, other.groups.labels)
        np.testing.assert_array_equal(one.groups.confidence, other.groups.confidence)
        np.testing.assert_array_equal(one.groups.centres, other.groups.centres)


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


def test_the_axes_are_the_same_by_tables_and_by_votes() -> None:
    dice = np.random.default_rng(5)
    rows, columns = np.nonzero(dice.random((90, 320)) < 0.3)
    values = np.sign(np.sin(rows * 0.2) * np.cos(columns * 0.1) + dice.normal(0, 0.2, len(rows)))
    votes = Votes.from_codes(
        list(map(str, range(90))), list(map(str, range(320))), rows, columns, values.astype(int)
    )
    grid = take_statements(votes)
    assert grid.tables is None
    centre = means_of(grid)
    deviations = deviations_of(grid, centre)
    searched, values = main_axes(grid, centre, deviations)
    full = deviations.toarray()
    every, vectors = np.linalg.eigh(full.T @ full)
    np.testing.assert_allclose(values, every[[-1, -2]], rtol=1e-12)
    np.testing.assert_allclose(abs(searched @ vectors[:, [-1, -2]]), np.eye(2), atol=1e-9)
    assert (searched[np.arange(2), abs(searched).argmax(axis=1)] > 0).all()


def test_more_statements_than_the_tables_hold() -> None:
    dice = np.random.default_rng(3)
    rows = np.repeat(np.arange(40), 300)
    columns = np.concatenate([dice.choice(4300, 300, replace=False) for _ in range(40)])
    values = np.where(rows % 2, 1, -1) * np.where(columns % 2, 1, -1)
    names = [f"p{n}" for n in range(40)], [f"s{n}" for n in range(4300)]
    votes = Votes.from_codes(*names, rows, columns, values)
    assert votes.tables is None
    face = landscape(votes)
    assert (face.groups.k, face.groups.sizes) == (2, (20, 20))


def test_the_ellipse_holds_the_place_to_come() -> None:
    """Hide part of the answers of people who gave them all: 95 % ellipses hold 95 % of them."""
    dice = np.random.default_rng(8)
    opinions, weights = dice.normal(size=(300, 2)), dice.normal(size=(60, 2))
    values = np.clip(np.round(opinions @ weights.T + dice.normal(0, 0.6, (300, 60))), -1, 1)
    rows, columns = np.nonzero(np.ones_like(values))
    shown = dice.random(len(rows)) < 0.3
    names = list(map(str, range(300))), list(map(str, range(60)))
    grids = [
        take_statements(
            Votes.from_codes(*names, rows[part], columns[part], values.ravel()[part].astype(int))
        )
        for part in (slice(None), shown)
    ]
    centre = means_of(grids[0])
    axes, _ = main_axes(grids[0], centre, deviations_of(grids[0], centre))
    everything, some = (project(deviations_of(g, centre), g.each, axes) for g in grids)
    covariance = place_uncertainty(grids[1], deviations_of(grids[1], centre).data, axes)
    gap = some - everything * np.sqrt(grids[1].each / 60)[:, None]
    inside = np.einsum("pi,pij,pj->p", gap, np.linalg.inv(covariance), gap) < 5.991
    assert 0.9 < inside.mean() < 0.99


def test_beyond_what_is_followed_confidence_is_lent(monkeypatch) -> None:
    votes = from_rows(blocs(each=30, noise=0.25))
    exact = landscape(votes)
    monkeypatch.setattr(stability_module, "_MOST_PEOPLE", 60)
    lent = landscape(votes)
    np.testing.assert_array_equal(lent.groups.labels, exact.groups.labels)
    assert lent.stability == pytest.approx(exact.stability, abs=0.15)
    for group in range(3):
        mine = lent.groups.confidence[lent.groups.labels == group]
        assert len(np.unique(mine)) < len(mine)
        assert 0 < mine.min() <= mine.max() <= 1


def read_conversation(folder):
    with (folder / "votes.csv").open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"]))
    with (folder / "comments.csv").open(encoding="utf-8") as file:
        out = [row["comment-id"] for row in csv.DictReader(file) if row["moderated"] == "-1"]
    return [(row["voter-id"], row["comment-id"], int(row["vote"])) for row in rows], out


@pytest.mark.reference
@pytest.mark.parametrize("name", ["scoop-hivemind.freshwater", "scoop-hivemind.ubi"])
def test_twenty_shuffles_of_a_real_conversation(name, reference_data) -> None:
    records, out = read_conversation(reference_data / "polis" / name)
    last = {(person, statement): value for person, statement, value in records}
    records = [(*pair, value) for pair, value in last.items()]
    first = landscape(from_rows(records), moderated_out=out)
    assert first.groups is not None
    for turn in range(20):
        random.Random(turn).shuffle(records)
        same(landscape(from_rows(records), moderated_out=out), first)


@pytest.mark.reference
def test_a_real_history_replayed_vote_by_vote(reference_data) -> None:
    records, out = read_conversation(reference_data / "polis" / "15-per-hour-seattle")
    votes = Votes()
    for step, record in enumerate(records):
        votes.record(*record)
        if step == 500:
            assert votes.tables is not None
    batch = from_rows(records)
    assert votes == batch
    for mine, theirs in zip(votes.tables, batch.tables, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    same(landscape(votes, moderated_out=out), landscape(batch, moderated_out=out))
