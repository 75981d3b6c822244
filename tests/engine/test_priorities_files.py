"""Pabulib and PrefLib files: read, written back, and refused with the line at fault."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau_engine.errors import BadBallot, BadFile, EngineRefusal
from terreau_engine.priorities import (
    Project,
    RankedBallots,
    Vote,
    borda,
    equal_shares,
    read_pabulib,
    read_preflib,
    schulze,
    write_pabulib,
    write_preflib,
)
from tests.engine.brute_force import weak_orders

META = "META\nkey;value\ndescription;Budget d’essai\nbudget;100,50\n"
PROJECTS = "PROJECTS\nproject_id;cost;name\np1;60;Le parc\np2;40.25;« Banc »; neuf\n"
PROJECTS = PROJECTS.replace("« Banc »; neuf", '"« Banc » ; neuf 🌱"')
VOTES = "VOTES\nvoter_id;vote;points;age\nv1;p1,p2;3,1;34\nv2;p2;2;\nv3;;;\n"


def test_a_budget_file_by_hand() -> None:
    file = read_pabulib(META + PROJECTS + VOTES)
    assert (file.budget, file.meta["description"]) == (Fraction(201, 2), "Budget d’essai")
    assert file.projects[1].details["name"] == "« Banc » ; neuf 🌱"
    assert file.votes[0] == Vote("v1", ("p1", "p2"), (3, 1), {"age": "34"})
    assert (file.ballots.base.voters, file.ballots.base.abstentions) == (3, 1)
    assert equal_shares(file.projects, file.ballots, file.budget).winners == ("p2",)


def test_what_is_written_is_read_back() -> None:
    file = read_pabulib(META + PROJECTS + VOTES)
    text = write_pabulib(file.meta, file.projects, file.votes)
    again = read_pabulib("\ufeff" + text)
    assert (again.votes, again.budget) == (file.votes, file.budget)
    assert again.ballots.digest == file.ballots.digest
    assert (again.meta["num_votes"], again.projects[1].details["votes"]) == ("3", "2")
    assert [project.cost for project in again.projects] == [60, Fraction(161, 4)]


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=3), max_size=6))
def test_any_votes_are_read_back(ballots: list[list[str]]) -> None:
    votes = [Vote(str(number), tuple(chosen)) for number, chosen in enumerate(ballots)]
    projects = [Project(name, 5) for name in "abc"]
    read = read_pabulib(write_pabulib({"budget": "12"}, projects, votes))
    assert [vote.projects for vote in read.votes] == [vote.projects for vote in votes]


def test_a_project_named_twice_counts_once_and_it_is_said() -> None:
    file = read_pabulib(META + PROJECTS + "VOTES\nvoter_id;vote\nv1;p1,p1\n")
    assert file.votes[0].projects == ("p1",)
    assert file.remarks == ("line 11: a project named twice by 'v1' counts once.",)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("hello\nMETA\n", 1, "before META"),
        (META + PROJECTS, None, "VOTES is missing"),
        (META + "PROJECTS\nVOTES\nvoter_id;vote\n", None, "PROJECTS is empty"),
        (META + META, 5, "second time"),
        ("META\nkey;value\nbudget\nPROJECTS\nproject_id;cost\nVOTES\nvoter_id;vote\n", 3, "value"),
        (META.replace("budget", "x") + PROJECTS + VOTES, None, "budget"),
        (META.replace("100,50", "beaucoup") + PROJECTS + VOTES, 4, "'beaucoup'"),
        (META.replace("100,50", "nan") + PROJECTS + VOTES, 4, "'nan'"),
        (META.replace("100,50", "1e999") + PROJECTS + VOTES, 4, "1e999"),
        (META + PROJECTS.replace(";60;", ";-60;") + VOTES, 7, "-60"),
        (META + PROJECTS.replace("p2", "p1") + VOTES, 8, "second time"),
        (META + PROJECTS.replace("cost", "prix") + VOTES, 6, "'cost'"),
        (META + PROJECTS.replace(";name", ";cost") + VOTES, 6, "twice"),
        (META + PROJECTS + VOTES.replace("p2;2", "p9;2"), 12, "'p9'"),
        (META + PROJECTS + VOTES.replace("v2", "v1"), 12, "second time"),
        (META + PROJECTS + VOTES.replace("3,1", "3,x"), 11, "whole numbers"),
        (META + PROJECTS + VOTES.replace("3,1", "3"), 11, "1 points for 2"),
        (META + PROJECTS + VOTES.replace("34", "34;35"), 11, "5 values"),
        (META + PROJECTS + VOTES.replace("v2", '"v2'), 12, "quotation"),
    ],
)
def test_a_bad_budget_file_names_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(BadFile, match=words) as caught:
        read_pabulib(text)
    assert caught.value.line == line
    assert line is None or str(caught.value).startswith(f"line {line}: ")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for read in (read_pabulib, read_preflib):
        for source in (text + "\n", META + PROJECTS + "VOTES\nvoter_id;vote\n" + text):
            try:
                told = str(read(source).ballots)
            except EngineRefusal as refusal:
                told = str(refusal)
            assert told


def test_a_file_is_opened_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "vote.pb"
    path.write_text(META + PROJECTS + VOTES, "utf-8")
    assert read_pabulib(str(path)).budget == read_pabulib(path).budget
    path.write_bytes("META\nkey;value\nunit;Orléans\n".encode("latin-1"))
    with pytest.raises(BadFile, match="UTF-8"):
        read_pabulib(path)
    with pytest.raises(BadFile, match="cannot be opened"):
        read_pabulib(tmp_path / "absent.pb")


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(BadFile, match="budget"):
        write_pabulib({}, [], [])
    with pytest.raises(BadBallot, match="comma"):
        write_pabulib({"budget": "1"}, [Project("a,b", 1)], [])


HEAD = (
    "# TITLE: Essai\n# DATA TYPE: toi\n# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 8\n"
    "# ALTERNATIVE NAME 1: eau\n# ALTERNATIVE NAME 2: air\n# ALTERNATIVE NAME 3: sol\n"
)


def test_a_ranked_file_by_hand() -> None:
    file = read_preflib(HEAD + "5: 1,{2,3}\n3: 2\n")
    assert (file.title, file.kind, file.counts) == ("Essai", "toi", (5, 3))
    assert file.ballots == (("1", ("2", "3")), ("2",))
    assert [file.names[name] for name in schulze(file).order] == ["eau", "air", "sol"]
    assert borda(file).totals["1"] == 10


def test_a_file_of_categories_keeps_the_empty_ones() -> None:
    head = HEAD.replace("toi", "cat").replace(" 8", " 3") + "# CATEGORY NAME 1: oui\n"
    file = read_preflib(head + "# CATEGORY NAME 2: non\n2: {},{1,2,3}\n1: 1,{2,3}\n")
    assert file.categories == ("oui", "non")
    assert file.ballots[0] == ((), ("1", "2", "3"))


@given(st.lists(st.sampled_from([*weak_orders("abc"), (("b",),), ()]), max_size=7))
def test_any_rankings_are_read_back(ballots: list) -> None:
    written = RankedBallots(tuple("abc"), tuple(ballots), counts=(2,) * len(ballots))
    read = read_preflib(write_preflib(written, names={"a": "L’eau\n# x"}, title="Essai"))
    assert read.names["1"] == "L’eau # x"
    assert [x for row in schulze(read).pairwise for x in row] == [
        x for row in schulze(written).pairwise for x in row
    ]
    assert sum(read.counts) == 2 * len(ballots)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# nothing\n", 1, "KEY"),
        (HEAD.replace("toi", "wmg") + "8: 1\n", None, "'wmg'"),
        (HEAD + "7: 1\n", None, "NUMBER VOTERS"),
        (HEAD + "8: 4\n", 8, "'4'"),
        (HEAD + "8: 1,1\n", 8, "twice"),
        (HEAD + "8: {1,2\n", 8, "cannot be read"),
        (HEAD + "eight: 1\n", 8, "count"),
        (HEAD + "# ALTERNATIVE NAME 3: feu\n", 8, "second time"),
    ],
)
def test_a_bad_ranked_file_names_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(BadFile, match=words) as caught:
        read_preflib(text)
    assert caught.value.line == line
