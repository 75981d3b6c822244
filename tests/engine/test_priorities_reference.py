"""Real elections: every instance of the reference gives the expected winners."""

import json
import os
from collections import Counter
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from terreau_engine.priorities import (
    PabulibFile,
    PreflibFile,
    RankedBallots,
    approval,
    borda,
    equal_shares,
    greedy,
    ranked_pairs,
    read_pabulib,
    read_preflib,
    schulze,
    write_pabulib,
    write_preflib,
)

DATA = Path(
    os.environ.get(
        "REFERENCE_DATA", Path(__file__).resolve().parents[3] / "shared" / "data" / "reference"
    )
)
EXPECTED = DATA / "ballots" / "expected.json"
ABSENT = ["no REFERENCE_DATA"]
pytestmark = pytest.mark.reference


@cache
def expected(family: str) -> dict[str, dict]:
    return json.loads(EXPECTED.read_text("utf-8"))[family]


def names(family: str) -> list[str]:
    """List the instances; one that cannot be run stands for all where the data are absent."""
    return sorted(expected(family)) if EXPECTED.is_file() else ABSENT


@cache
def budget_vote(name: str) -> PabulibFile:
    return read_pabulib(DATA / "ballots" / "pabulib" / name)


@cache
def ranked_vote(name: str) -> PreflibFile:
    (path,) = (DATA / "ballots" / "preflib").glob(f"*/{name}")
    return read_preflib(path)


@pytest.mark.parametrize("name", names("equal_shares_no_completion"))
def test_equal_shares_chooses_the_expected_projects_in_order(name: str) -> None:
    case, file = expected("equal_shares_no_completion")[name], budget_vote(name)
    result = equal_shares(file.projects, file.ballots, file.budget)
    assert list(result.winners) == case["winners_in_order"]
    assert result.total_cost == Fraction(str(case["total_cost"]))
    assert result.total_cost <= result.budget
    assert len(result.ties) == case["ties_met"]


@pytest.mark.parametrize("name", names("equal_shares_add1"))
def test_the_completion_finds_the_published_winners(name: str) -> None:
    case, file = expected("equal_shares_add1")[name], budget_vote(name)
    result = equal_shares(file.projects, file.ballots, file.budget, completion="add1")
    assert list(result.winners) == case["ours_in_order"]
    assert sorted(result.winners) == sorted(case["published_selected"])
    assert result.endowment == case["final_endowment"]
    assert result.total_cost == case["total_cost"]


@pytest.mark.parametrize("name", names("greedy_published"))
def test_the_usual_rule_finds_the_published_winners(name: str) -> None:
    case, file = expected("greedy_published")[name], budget_vote(name)
    result = greedy(file.projects, file.ballots, file.budget, skip=case["rule"] == "greedy")
    assert sorted(result.winners) == sorted(case["published"])


@pytest.mark.parametrize("name", names("condorcet"))
def test_duels_and_winners_are_the_expected_ones(name: str) -> None:
    case, file = expected("condorcet")[name], ranked_vote(name)
    result = schulze(file)
    assert [list(row) for row in result.pairwise] == case["pairwise"]
    assert [int(winner) for winner in result.winners] == case["schulze_margins_winners"]
    assert [int(w) for w in [result.condorcet_winner] if w] == case["condorcet"]
    assert list(borda(file).totals.values()) == case["borda_pairwise_sum"]
    assert result.base.voters == case["n"]
    if case["condorcet"]:
        assert [int(winner) for winner in ranked_pairs(file).winners] == case["condorcet"]


def instant_runoff(file: PreflibFile) -> str:
    """Eliminate the last one again and again, to compare; not a method of the engine."""
    left = set(file.options)
    while True:
        votes = dict.fromkeys(left, 0)
        for ballot, count in zip(file.ballots, file.counts, strict=True):
            for placed in ballot:
                here = [placed] if isinstance(placed, str) else placed
                standing = [name for name in here if name in left]
                if standing:
                    if len(standing) == 1:
                        votes[standing[0]] += count
                    break
        if max(votes.values()) * 2 > sum(votes.values()):
            return max(votes, key=votes.__getitem__)
        left.remove(min(votes, key=votes.__getitem__))


@pytest.mark.parametrize("kind", ["toc", "toi"])
def test_burlington_2009_shows_why_duels_matter(kind: str) -> None:
    file = ranked_vote(f"00005-00000002.{kind}")
    for method in (schulze, ranked_pairs, borda):
        assert file.names[method(file).winners[0]] == "Andy Montroll"
    assert file.names[instant_runoff(file)] == "Bob Kiss"
    why = schulze(file).why("2", "1")
    assert (file.names["1"], why.path.options) == ("Bob Kiss", ("2", "1"))
    assert why.for_first > why.for_second


def counted(file: PreflibFile) -> Counter:
    """Count equal ballots, whatever the order of the lines and inside braces."""
    merged: Counter = Counter()
    for ballot, count in zip(file.ballots, file.counts, strict=True):
        places = ({place} if isinstance(place, str) else set(place) for place in ballot)
        merged[tuple(tuple(sorted(place)) for place in places)] += count
    return merged


@pytest.mark.parametrize(
    "path",
    sorted((DATA / "ballots" / "preflib").glob("*/*.[st]o[ci]")) or ABSENT,
    ids=lambda path: getattr(path, "name", path),
)
def test_ranked_files_are_written_back_the_same(path: Path) -> None:
    file = read_preflib(path)
    written = write_preflib(RankedBallots(file.options, file.ballots, counts=file.counts))
    again = read_preflib(written)
    assert counted(again) == counted(file)
    assert again.options == file.options


@pytest.mark.parametrize(
    "path",
    sorted((DATA / "ballots" / "pabulib").glob("*.pb")) or ABSENT,
    ids=lambda path: getattr(path, "name", path),
)
def test_budget_files_are_read_and_written_back_the_same(path: Path) -> None:
    file = budget_vote(path.name)
    again = read_pabulib(write_pabulib(file.meta, file.projects, file.votes))
    assert again.ballots.digest == file.ballots.digest
    assert again.budget == file.budget
    assert [p.cost for p in again.projects] == [p.cost for p in file.projects]


@pytest.mark.parametrize(
    "path",
    sorted((DATA / "ballots" / "preflib").glob("*/*.cat")) or ABSENT,
    ids=lambda path: getattr(path, "name", path),
)
def test_approval_files_count_their_first_category(path: Path) -> None:
    file = read_preflib(path)
    approved = [[b[0]] if isinstance(b[0], str) else list(b[0]) for b in file.ballots]
    result = approval(approved, options=file.options, counts=file.counts)
    by_hand = dict.fromkeys(file.options, 0)
    for ballot, count in zip(approved, file.counts, strict=True):
        for name in ballot:
            by_hand[name] += count
    assert dict(result.totals) == by_hand
    assert result.base.voters == int(file.meta["NUMBER VOTERS"])
