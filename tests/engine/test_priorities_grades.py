"""Majority judgment: exact on tallies, equal to reading the medians one by one."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import (
    BadBallot,
    EngineRefusal,
    OutOfScale,
    RepeatedName,
    UnevenColumns,
    UnknownName,
)
from terreau_engine.priorities import draw_lot, majority_judgment, tally_grades
from tests.engine.brute_force import least_change

GRADES = 4
TALLY = st.lists(st.integers(0, 5), min_size=GRADES, max_size=GRADES)


@st.composite
def equal_tallies(draw: st.DrawFn) -> list[list[int]]:
    """Draw tallies of the same number of ballots."""
    voters = draw(st.integers(1, 9))
    grades = st.lists(st.integers(0, GRADES - 1), min_size=voters, max_size=voters)
    return [
        [ballot.count(grade) for grade in range(GRADES)]
        for ballot in draw(st.lists(grades, min_size=1, max_size=6))
    ]


def medians_one_by_one(tally: list[int]) -> list[int]:
    """Read the majority value as it is defined: take the lower median away, again and again."""
    grades = [grade for grade, count in enumerate(tally) for _ in range(count)]
    value = []
    while grades:
        value.append(grades.pop((len(grades) - 1) // 2))
    return value


@given(equal_tallies())
def test_the_order_is_the_one_of_medians_removed_one_by_one(tallies: list[list[int]]) -> None:
    result = majority_judgment(tallies)
    values = [medians_one_by_one(tally) for tally in tallies]
    for number, value in enumerate(values, 1):
        assert result.ranks[str(number)] == 1 + sum(other > value for other in values)


@given(st.lists(TALLY, min_size=1, max_size=5))
def test_unequal_numbers_are_compared_on_a_common_multiple(tallies: list[list[int]]) -> None:
    result = majority_judgment(tallies)
    common = 1
    for tally in tallies:
        common *= sum(tally) or 1
    values = [
        medians_one_by_one([count * common // (sum(tally) or 1) for count in tally])
        if common < 3000
        else None
        for tally in tallies
    ]
    if None not in values:
        for number, value in enumerate(values, 1):
            assert result.ranks[str(number)] == 1 + sum(other > value for other in values)


@given(st.lists(TALLY, min_size=1, max_size=6, unique_by=tuple), st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_names_matter(tallies: list, dice) -> None:
    named = {f"n{place}": tally for place, tally in enumerate(tallies)}
    shuffled = list(named.items())
    dice.shuffle(shuffled)
    first, second = majority_judgment(named), majority_judgment(dict(shuffled))
    assert dict(first.ranks) == dict(second.ranks)
    assert first.ballots_digest == second.ballots_digest
    assert first.change == second.change


@given(equal_tallies(), st.data())
def test_a_better_grade_never_harms(tallies: list[list[int]], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(tallies) - 1))
    given_grades = [grade for grade in range(GRADES - 1) if tallies[which][grade]]
    if not given_grades:
        return
    before = majority_judgment(tallies).ranks[str(which + 1)]
    grade = data.draw(st.sampled_from(given_grades))
    tallies[which][grade] -= 1
    tallies[which][data.draw(st.integers(grade + 1, GRADES - 1))] += 1
    assert majority_judgment(tallies).ranks[str(which + 1)] <= before


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 2)] * 2), min_size=1, max_size=5))
def test_the_smallest_change_lies_between_its_bounds(ballots: list[tuple[int, int]]) -> None:
    def judge(cast: list[tuple[int, int]]):
        tallies = [[[b[o] for b in cast].count(g) for g in range(3)] for o in range(2)]
        return majority_judgment(tallies)

    change = judge(ballots).change
    choices = [(a, b) for a in range(3) for b in range(3)]
    true = least_change(ballots, choices, lambda cast: judge(cast).winners)
    assert true is None or change.at_least <= true
    assert true is None or true <= change.at_most


def test_two_options_part_where_their_grades_first_differ() -> None:
    result = majority_judgment({"eau": [0, 2, 5, 3], "air": [0, 3, 4, 3], "sol": [5, 5, 0, 0]})
    parting = result.why("eau", "air")
    assert result.order == ("eau", "air", "sol")
    assert (parting.agree_on, parting.first_grades, parting.second_grades) == (
        Fraction(2, 5),
        (2, 3),
        (1, 3),
    )
    assert result.margin == parting
    assert result.why("eau", "eau") is None
    profile = result.profiles["sol"]
    assert (profile.majority_grade, profile.better, profile.worse) == (0, 5, 0)


def test_equal_options_share_a_rank_unless_a_lot_was_drawn() -> None:
    tallies = {"eau": [1, 2], "air": [1, 2], "sol": [3, 0]}
    shared = majority_judgment(tallies)
    assert (shared.winners, shared.ranks["sol"]) == (("eau", "air"), 3)
    assert [tie.settled_by for tie in shared.ties] == ["shared"]
    assert (shared.change.at_least, shared.change.at_most) == (1, 1)
    lot = draw_lot(tallies, seed=7)
    drawn = majority_judgment(tallies, lot=lot)
    assert drawn.winners == (min(["eau", "air"], key=lot.index),)
    assert [tie.settled_by for tie in drawn.ties] == ["lot"]
    with pytest.raises(UnknownName, match="lot"):
        majority_judgment(tallies, lot=["eau"])


def test_an_option_nobody_graded_is_last_and_has_no_grade() -> None:
    result = majority_judgment({"eau": [0, 0], "air": [3, 0]})
    assert result.order == ("air", "eau")
    assert result.profiles["eau"].majority_grade is None
    assert (result.profiles["eau"].missing, result.base.voters) == (3, 3)
    assert result.margin is None
    assert majority_judgment({}).order == ()


def test_a_missing_grade_counts_as_declared() -> None:
    tallies = {"eau": [0, 1, 2], "air": [1, 1, 8]}
    assert majority_judgment(tallies).order == ("air", "eau")
    assert majority_judgment(tallies, default="median").order == ("eau", "air")
    worst = majority_judgment(tallies, default="worst")
    assert worst.profiles["eau"].counted == (7, 1, 2)
    assert worst.profiles["eau"].tally == (0, 1, 2)
    assert majority_judgment(tallies, default=1).profiles["eau"].counted == (0, 8, 2)


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ({"tallies": {"eau": [1, 2], "air": [1]}}, UnevenColumns),
        ({"tallies": {"eau": [1]}}, UnevenColumns),
        ({"tallies": {"eau": [1, -2]}}, BadBallot),
        ({"tallies": {"eau": [1, 2.5]}}, BadBallot),
        ({"tallies": {"eau": [1, True]}}, BadBallot),
        ({"tallies": {"eau": [1, 2]}, "voters": 2}, OutOfScale),
        ({"tallies": {"eau": [1, 2]}, "voters": 4, "default": 2}, OutOfScale),
    ],
)
def test_what_cannot_be_counted_is_refused(arguments: dict, refusal: type[EngineRefusal]) -> None:
    with pytest.raises(refusal):
        majority_judgment(**arguments)


def test_tallies_come_from_ballots() -> None:
    grades = ["à rejeter", "passable", "bien"]
    ballots = [{"eau": "bien", "air": None}, {"eau": "passable"}]
    tallies = tally_grades(ballots, options=["eau", "air"], grades=grades, counts=[3, 1])
    assert tallies == {"eau": (0, 1, 3), "air": (0, 0, 0)}
    with pytest.raises(UnknownName, match="grades 'mer'"):
        tally_grades([{"mer": "bien"}], options=["eau"], grades=grades)
    with pytest.raises(UnknownName, match="gives 'super'"):
        tally_grades([{"eau": "super"}], options=["eau"], grades=grades)
    with pytest.raises(BadBallot, match="count"):
        tally_grades([{"eau": "bien"}], options=["eau"], grades=grades, counts=[1, 2])
    with pytest.raises(RepeatedName):
        tally_grades([], options=["eau", "eau"], grades=grades)


@pytest.mark.reference
def test_the_cases_of_mieux_voter(reference_data: Path) -> None:
    folder = reference_data / "ballots" / "majority_judgment"
    found = json.loads((folder / "mieuxvoter_java_assertions.json").read_text("utf-8"))
    assert len(found) > 8
    for case in found:
        mode = case.get("mode")
        default = {"StaticDefault": case.get("default", "worst"), "MedianDefault": "median"}
        result = majority_judgment(
            case["tallies"],
            voters=None if mode == "Normalized" else case["participants"],
            default=default.get(mode),
        )
        ranks = [result.ranks[str(number)] for number in range(1, len(case["tallies"]) + 1)]
        assert ranks == case["ranks"], case["title"]


@pytest.mark.reference
@pytest.mark.parametrize("name", ["consommer", "constitution", "produire"])
def test_the_climate_measures_with_no_opinion_as_the_worst(name: str, reference_data: Path) -> None:
    folder = reference_data / "ballots" / "majority_judgment"
    measures = json.loads((folder / f"{name}.mj.json").read_text("utf-8"))
    tallies = {
        m["measure"]: [m["counts_per_grade"].get(str(grade), 0) for grade in range(1, 6)]
        for m in measures
    }
    silent = {m["measure"]: m["counts_per_grade"].get("-1", 0) for m in measures}
    result = majority_judgment(
        {name: [tally[0] + silent[name], *tally[1:]] for name, tally in tallies.items()}
    )
    for measure in measures:
        assert result.profiles[measure["measure"]].majority_grade + 1 == measure["majority_grade"]
