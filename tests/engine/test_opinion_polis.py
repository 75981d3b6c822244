"""The published pipeline: by hand, at its edges, and against what the real server served."""

import json
from math import sqrt

import numpy as np
import pytest

from terreau_engine.opinion import Votes, polis_compatible
from terreau_engine.opinion.polis_groups import cluster_in_order, group_bases, mean_silhouette
from terreau_engine.opinion.representative import represent_groups
from terreau_engine.opinion.shares import (
    GroupCounts,
    group_consensus,
    ratio_test,
    share_test,
    shared_statements,
    smoothed,
)

FIXTURES = ("25ptpt-3gp-no-strict-with-meta", "50ptpt-3gp-strict-no-meta", "below-100-ptpts")


def full_house(rows):
    """Make votes from one string a participant: + agrees, - disagrees, 0 passes, . is silent."""
    votes = Votes()
    for person, row in enumerate(rows):
        for statement, sign in enumerate(row):
            if sign != ".":
                votes.record(str(person), str(statement), {"+": 1, "-": -1, "0": 0}[sign])
    return votes


def test_the_map_by_hand() -> None:
    """Two people, two statements: means 0 and .5; Y'Y = [[2, 1], [1, .5]] has one axis (2, 1)."""
    result = polis_compatible(full_house(["++", "-0"]))
    assert result.centre.tolist() == [0, 0.5]
    np.testing.assert_allclose(result.components, [[2 / sqrt(5), 1 / sqrt(5)], [0, 0]], atol=1e-12)
    np.testing.assert_allclose(result.projections[:, 0], [2.5 / sqrt(5), -2.5 / sqrt(5)])
    np.testing.assert_allclose(
        result.statement_positions[:, 0], [sqrt(2) * 2 / sqrt(5), sqrt(2) * 0.5 / sqrt(5)]
    )
    np.testing.assert_allclose(result.extremity, np.hypot(*result.statement_positions.T))


def test_the_tests_by_hand() -> None:
    n = np.array
    assert smoothed(n([3]), n([4]))[0] == pytest.approx(4 / 6)
    assert share_test(n([3]), n([4]))[0] == pytest.approx(2 * sqrt(5) * (4 / 5 - 0.5))
    pooled = (3 + 1 + 2) / (4 + 5 + 2)
    z = (4 / 5 - 2 / 6) / sqrt(pooled * (1 - pooled) * (1 / 5 + 1 / 6))
    assert ratio_test(n([3]), n([4]), n([1]), n([5]))[0] == pytest.approx(z)
    assert ratio_test(n([3]), n([3]), n([5]), n([5]))[0] == 0  # all agree: nothing to tell apart
    counts = GroupCounts(n([[3], [1]]), n([[0], [0]]), n([[4], [4]]))
    assert group_consensus(counts)[0] == pytest.approx(4 / 6 * 2 / 6)


def test_what_everybody_shares_is_at_most_five() -> None:
    names = tuple("abcdefg")
    found = shared_statements(
        names, np.array([9, 8, 20, 9, 9, 9, 9]), np.array([9, 9, 20, *[9] * 4])
    )
    assert [shared.statement for shared in found] == ["c", "a", "d", "e", "f"]
    assert (found[0].count, found[0].answered) == (20, 20)


def test_a_group_with_nothing_beyond_chance_shows_its_best_try() -> None:
    """One member each: no test passes, so the larger z of the two is shown, and agree has none."""
    counts = GroupCounts(np.array([[0], [1]]), np.array([[1], [0]]), np.array([[1], [1]]))
    first, second = represent_groups(("s",), counts)
    assert [(line.direction, line.is_best_agreed) for line in first] == [("disagree", False)]
    assert [(line.direction, line.is_best_agreed) for line in second] == [("agree", True)]


def test_statements_nobody_answered_represent_nobody() -> None:
    nothing = np.zeros((2, 1), np.int64)
    told = represent_groups(("s",), GroupCounts(nothing, nothing, nothing))
    assert [[line.count for line in lines] for lines in told] == [[0], [0]]
    assert represent_groups((), GroupCounts(*[np.zeros((2, 0), np.int64)] * 3)) == ((), ())


def test_ties_go_to_the_later_cluster_and_empty_ones_are_dropped() -> None:
    points = np.array([[0.0, 0], [2, 0], [1, 0]])
    assert cluster_in_order(points, np.ones(3), 2, 1).labels.tolist() == [0, 1, 1]
    same = cluster_in_order(np.zeros((4, 2)), np.ones(4), 3, 20)
    assert (len(same.centres), same.labels.tolist()) == (1, [0, 0, 0, 0])
    assert group_bases(np.zeros((0, 2)), np.zeros(0)) is None


def test_silhouette_by_hand() -> None:
    """0 and 1 against 9: a = 1, b = 9 and 8; a point alone counts 0."""
    value = mean_silhouette(np.array([[0.0, 0], [1, 0], [9, 0]]), np.array([0, 0, 1]))
    assert value == pytest.approx((8 / 9 + 7 / 8 + 0) / 3)


@pytest.mark.parametrize(
    "rows", [[], ["+"], ["0"], ["+.", ".-"], ["+0-"] * 3, ["0000"] * 20, ["+-"] * 7 + ["-+"] * 8]
)
def test_degenerate_conversations_are_answered(rows) -> None:
    votes = full_house(rows)
    result = polis_compatible(votes, moderated_out=["nothing"], order=["nobody"])
    assert len(result.projections) == len(rows)
    assert np.isfinite(result.projections).all()
    assert sorted(name for group in result.groups for name in group.members) == sorted(
        result.included
    )
    everything = polis_compatible(votes, moderated_out=votes.statements)
    assert not everything.projections.any()
    assert everything.consensus_agree == ()


def test_the_keenest_fill_up_to_fifteen() -> None:
    votes = full_house(["+" * (1 + person % 4) for person in range(20)])
    assert len(polis_compatible(votes).included) == 15
    votes = full_house(["++++"] * 16 + ["+"])
    assert len(polis_compatible(votes).included) == 16


def read_fixture(folder):
    """Return the votes and what the server answered."""
    served = json.loads((folder / "math-pca2.json").read_text("utf-8"))
    votes = Votes()
    for row in json.loads((folder / "votes.json").read_text("utf-8")):
        person = row["pid"] if "pid" in row else row["participant_id"]
        statement = row["tid"] if "tid" in row else row["statement_id"]
        votes.record(str(person), str(statement), row["vote"])
    return votes, served


def restore_the_missing(votes, served):
    """Give back the votes of the one participant that the export lacks, read from the means."""
    missing = set(served["user-vote-counts"]) - set(votes.participants)
    out = {str(tid) for tid in served["mod-out"]}
    centre = dict(zip(map(str, served["tids"]), served["pca"]["center"], strict=True))
    _rows, columns, values = votes.cells()
    sums = np.bincount(columns, values), np.bincount(columns)
    for person in missing:
        for place, name in enumerate(votes.statements):
            said, seen = sums[0][place], sums[1][place]
            value = -centre[name] * (seen + 1) - said
            if name not in out and abs(-centre[name] - said / seen) > 1e-9:
                assert value == pytest.approx(round(value), abs=1e-9)
                votes.record(person, name, round(value))
    return missing


def served_groups(served):
    base = dict(zip(served["base-clusters"]["id"], served["base-clusters"]["members"], strict=True))
    return [
        {str(person) for cluster in group["members"] for person in base[cluster]}
        for group in served["group-clusters"]
    ]


@pytest.mark.reference
@pytest.mark.parametrize("name", FIXTURES)
def test_the_server_is_reproduced(name, reference_data) -> None:
    votes, served = read_fixture(reference_data / "polis" / "server-fixtures" / name)
    missing = restore_the_missing(votes, served)
    assert len(missing) == (name == FIXTURES[1])
    order = [str(p) for members in served["base-clusters"]["members"] for p in members]
    result = polis_compatible(
        votes,
        moderated_out=list(map(str, served["mod-out"])),
        meta=list(map(str, served["meta-tids"])),
        order=order,
    )
    exact = {"rtol": 0, "atol": 1e-9}
    pca = served["pca"]
    assert list(result.statements) == list(map(str, served["tids"]))
    np.testing.assert_allclose(-result.centre, pca["center"], **exact)
    signs = np.sign((result.components * pca["comps"]).sum(axis=1))
    np.testing.assert_allclose(signs[:, None] * result.components, pca["comps"], **exact)
    np.testing.assert_allclose(result.extremity, pca["comment-extremity"], **exact)
    # The server's values have the opposite sign of ours, and so have its positions.
    np.testing.assert_allclose(
        -signs * result.statement_positions, np.transpose(pca["comment-projection"]), **exact
    )
    places = {person: place for place, person in enumerate(result.participants)}
    base = served["base-clusters"]
    mine = result.projections[[places[person] for person in order]]
    np.testing.assert_allclose(-signs * mine, np.transpose([base["x"], base["y"]]), **exact)
    assert set(result.included) == set(map(str, served["in-conv"]))
    assert [set(group.members) for group in result.groups] == served_groups(served)
    check_lists(result, served)
    for key, value in served["group-aware-consensus"].items():
        assert result.group_aware_consensus[key] == pytest.approx(value, abs=1e-9)
    if name != FIXTURES[1]:  # there the server answers 49 everywhere
        for key, value in served["comment-priorities"].items():
            assert result.priorities[key] == pytest.approx(value, abs=1e-9)


def check_lists(result, served):
    for place, group in enumerate(served["group-clusters"]):
        lines = served["repness"][str(group["id"])]
        assert [
            (x.statement, x.direction, x.count, x.answered, x.is_best_agreed)
            for x in result.representative[place]
        ] == [
            (
                str(x["tid"]),
                x["repful-for"],
                x["n-success"],
                x["n-trials"],
                x.get("best-agree", False),
            )
            for x in lines
        ]
        for mine, line in zip(result.representative[place], lines, strict=True):
            assert mine.share == pytest.approx(line["p-success"], abs=1e-9)
            assert mine.share_test == pytest.approx(line["p-test"], abs=1e-9)
            assert mine.ratio == pytest.approx(line["repness"], abs=1e-9)
            assert mine.ratio_test == pytest.approx(line["repness-test"], abs=1e-5)  # served short
    for side, shared in (
        ("agree", result.consensus_agree),
        ("disagree", result.consensus_disagree),
    ):
        assert [(x.statement, x.count, x.answered) for x in shared] == [
            (str(x["tid"]), x["n-success"], x["n-trials"]) for x in served["consensus"][side]
        ]


@pytest.mark.reference
def test_the_lists_stand_without_the_missing_participant(reference_data) -> None:
    votes, served = read_fixture(reference_data / "polis" / "server-fixtures" / FIXTURES[1])
    order = [str(p) for members in served["base-clusters"]["members"] for p in members]
    result = polis_compatible(votes, moderated_out=list(map(str, served["mod-out"])), order=order)
    assert [set(group.members) for group in result.groups] == served_groups(served)
    check_lists(result, served)
