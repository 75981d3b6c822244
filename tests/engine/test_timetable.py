"""Who meets whom: everybody sits once a round, nobody twice with the same, what was held stays."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.puzzle_set import make_party
from terreau_engine.errors import (
    BadAmount,
    BadSeating,
    ContradictoryWish,
    RepeatedName,
    UnknownName,
)
from terreau_engine.puzzle import Guest, TimetableOptions, replan, restore_timetable, timetable

calm = settings(deadline=None, max_examples=40)  # a busy machine is not a fault
QUICK = TimetableOptions(effort=0.1)


def crowd(people, worlds=("x", "y", "z")):
    return [Guest(f"g{n:03}", world=worlds[n % len(worlds)]) for n in range(people)]


def counted(plan):
    """Count how often each pair shares a table, from the tables alone."""
    met = {}
    for one in plan.rounds:
        for table in one.tables:
            for pair in combinations(sorted(table), 2):
                met[pair] = met.get(pair, 0) + 1
    return met


def check_seats(plan):
    """Everybody who is there sits once or rests; sizes differ by one; nobody is alone."""
    for one in plan.rounds:
        seated = [name for table in one.tables for name in table]
        here = [
            guest.id
            for guest in plan.people
            if one.number not in guest.away and plan.absent.get(guest.id, 99) > one.number
        ]
        assert sorted([*seated, *one.resting]) == sorted(here)
        sizes = [len(table) for table in one.tables]
        assert not sizes or (min(sizes) >= 2 and max(sizes) - min(sizes) <= 1)
        if len(here) > 1 and not plan.options.two_sided:
            assert one.resting == ()


@st.composite
def parties(draw):
    many = draw(st.integers(0, 24))
    return [
        Guest(
            f"g{number:02}",
            organisation=draw(st.sampled_from(["", "", "o1", "o2", "o3"])),
            world=draw(st.sampled_from(["", "x", "y", "z"])),
            offers=draw(st.frozensets(st.sampled_from("abc"), max_size=2)),
            needs=draw(st.frozensets(st.sampled_from("abc"), max_size=2)),
            away=draw(st.sampled_from([frozenset(), frozenset(), frozenset({1}), frozenset({2})])),
        )
        for number in range(many)
    ]


@given(parties(), st.integers(1, 5), st.integers(2, 8), st.integers(0, 9))
@calm
def test_everybody_sits_once_a_round(people, rounds, size, seed):
    plan = timetable(people, rounds, size, options=QUICK, seed=seed)
    check_seats(plan)
    met = counted(plan)
    figures = plan.figures
    assert figures.pairs == len(met)
    assert figures.repeats == sum(met.values()) - len(met) >= figures.fewest_repeats
    assert 0 <= figures.mixing.value <= figures.mixing.bound <= 1
    assert figures.complementarity.value <= figures.complementarity.bound + 1e-9
    assert plan == timetable(people[::-1], rounds, size, options=QUICK, seed=seed)


@given(st.integers(0, 100), st.integers(2, 8), st.data())
@calm
def test_nobody_meets_twice_where_a_rotation_exists(seed, size, data):
    tables = data.draw(st.sampled_from([7, 8, 9, 11]))
    people = size * tables - data.draw(st.integers(0, size - 1))
    rounds = data.draw(st.integers(1, min(tables, 6)))
    if size > tables:
        return
    plan = timetable(crowd(people), rounds, size, options=QUICK, seed=seed)
    check_seats(plan)
    assert plan.figures.repeats == 0


@given(parties(), st.integers(2, 4), st.integers(2, 5), st.data())
@calm
def test_replanning_keeps_what_was_held(people, rounds, size, data):
    plan = timetable(people, rounds, size, options=QUICK)
    start = data.draw(st.integers(1, rounds))
    names = [guest.id for guest in people]
    absent = data.draw(st.sets(st.sampled_from(names))) if names else set()
    newcomers = [Guest(f"n{number}", world="x") for number in range(data.draw(st.integers(0, 3)))]
    again = replan(plan, absent, start, newcomers)
    assert again.rounds[: start - 1] == plan.rounds[: start - 1]
    arrived = {guest.id for guest in newcomers}
    for one in again.rounds:
        seated = {name for table in one.tables for name in table} | set(one.resting)
        expected = {guest.id for guest in again.people if one.number not in guest.away} - (
            absent if one.number >= start else arrived
        )
        assert seated == expected
        sizes = [len(table) for table in one.tables]
        assert not sizes or (min(sizes) >= 2 and max(sizes) - min(sizes) <= 1)
    met = counted(again)
    assert again.figures.repeats == sum(met.values()) - len(met)


def test_replanning_twice_remembers_who_left_and_who_came():
    plan = timetable(crowd(20), 5, 4, options=QUICK)
    second = replan(plan, {"g003"}, 2, [Guest("n1")])
    third = replan(second, {"g004"}, 4)
    names = [{name for table in one.tables for name in table} for one in third.rounds]
    assert third.rounds[:3] == second.rounds[:3]
    assert ["g003" in seated for seated in names] == [True, False, False, False, False]
    assert ["g004" in seated for seated in names] == [True, True, True, False, False]
    assert ["n1" in seated for seated in names] == [False, True, True, True, True]


def test_two_hundred_people_meet_new_people_only():
    plan = timetable(make_party(200), 10, 4, options=QUICK)
    check_seats(plan)
    figures = plan.figures
    assert (figures.repeats, figures.same_organisation) == (0, 0)
    assert (figures.fewest_met, figures.most_met) == (30, 30)
    assert figures.mixing.random < figures.mixing.value <= figures.mixing.bound
    assert figures.mixing.part > 0.97
    assert figures.complementarity.value > 1.5 * figures.complementarity.random
    again = replan(plan, {"g0003", "g0050"}, 6, [Guest("late", world="media")])
    assert again.figures.repeats == 0


@pytest.mark.parametrize(
    ("people", "rounds", "size"),
    [(9, 4, 3), (16, 4, 4), (32, 8, 4), (25, 5, 5), (50, 9, 6), (10, 9, 2), (12, 11, 2)],
)
def test_known_schedules_without_repeats_are_found(people, rounds, size):
    plan = timetable(crowd(people, ("",)), rounds, size)
    assert plan.figures.repeats == 0


@pytest.mark.parametrize(
    ("people", "rounds", "size", "fewest"),
    [(4, 4, 2, 2), (8, 3, 4, 8), (12, 3, 4, 6), (5, 2, 8, 10)],
)
def test_where_repeats_cannot_be_avoided_their_least_number_is_told(people, rounds, size, fewest):
    figures = timetable(crowd(people), rounds, size).figures
    assert (figures.fewest_repeats, figures.repeats) == (fewest, fewest)


def test_the_tables_of_one_round_are_the_best_of_all():
    people = [
        Guest(name, world=world, offers=frozenset(offer), needs=frozenset(need))
        for name, world, offer, need in [
            ("a", "x", "p", "q"),
            ("b", "x", "q", "p"),
            ("c", "y", "r", "s"),
            ("d", "y", "s", "r"),
            ("e", "x", "t", "u"),
            ("f", "y", "u", "t"),
        ]
    ]
    fits = timetable(people, 1, 2, options=TimetableOptions(mixing=0.0))
    assert fits.rounds[0].tables == (("a", "b"), ("c", "d"), ("e", "f"))
    assert fits.figures.complementarity.value == fits.figures.complementarity.bound == 3.0
    mixed = timetable(people, 1, 2, options=TimetableOptions(complementarity=0.0))
    assert mixed.figures.mixing.value == mixed.figures.mixing.bound == 1.0


def test_forbidden_never_meet_and_required_do():
    people = crowd(12)
    options = TimetableOptions(
        forbidden=frozenset({("g000", "g001"), ("g001", "g002")}),
        required=frozenset({("g003", "g006"), ("g000", "g009")}),
        known=frozenset({("g000", "g004"), ("g000", "ailleurs")}),
    )
    plan = timetable(people, 3, 3, options=options)
    met = counted(plan)
    assert ("g000", "g001") not in met
    assert ("g001", "g002") not in met
    assert ("g000", "g004") not in met
    assert met["g003", "g006"] == met["g000", "g009"] == 1
    assert plan.figures.forbidden_met == plan.figures.required_missed == ()
    assert plan.figures.novelty.value == 1.0


def test_a_pair_of_organisations_stands_for_all_their_people():
    people = [Guest(f"g{n}", organisation=f"o{n // 2}") for n in range(8)]
    options = TimetableOptions(forbidden=frozenset({("o0", "o1")}))
    met = counted(timetable(people, 2, 2, options=options))
    assert not any({a, b} <= {"g0", "g1", "g2", "g3"} for a, b in met)


def test_people_of_one_organisation_sit_apart_or_it_is_told():
    apart = [Guest(f"g{n}", organisation=f"o{n // 3}") for n in range(9)]
    assert timetable(apart, 2, 3).figures.same_organisation == 0
    together = [Guest(f"g{n}", organisation="o") for n in range(4)]
    assert timetable(together, 1, 4).figures.same_organisation == 6


def test_ten_associations_meet_ten_companies():
    people = [Guest(f"{side}{n}", side=side) for side in "ac" for n in range(10)]
    plan = timetable(people, 10, 2, options=TimetableOptions(two_sided=True))
    check_seats(plan)
    assert (plan.figures.pairs, plan.figures.repeats, plan.figures.rests) == (100, 0, 0)
    assert all(first[0] != second[0] for first, second in plan.meetings())


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 8))
@calm
def test_the_larger_side_rests_in_turn(left, right, rounds):
    people = [Guest(f"a{n}", side="a") for n in range(left)]
    people += [Guest(f"c{n}", side="c") for n in range(right)]
    plan = timetable(people, rounds, 2, options=TimetableOptions(two_sided=True))
    check_seats(plan)
    rests = [sum(guest.id in one.resting for one in plan.rounds) for guest in people]
    for side in (rests[:left], rests[left:]):
        assert max(side) - min(side) <= 1
    if rounds <= max(left, right):
        assert plan.figures.repeats == 0


def test_what_was_stored_can_be_measured_and_replanned():
    plan = timetable(crowd(12), 3, 4, options=QUICK)
    stored = [[list(table) for table in one.tables] for one in plan.rounds]
    again = restore_timetable(plan.people, stored, 4, options=QUICK)
    assert (again.rounds, again.figures) == (plan.rounds, plan.figures)
    assert again.table_of(stored[0][1][0], 1) == 2
    assert again.table_of("nobody", 1) is None
    assert replan(again, {"g000"}, 2).rounds[0] == plan.rounds[0]


@pytest.mark.parametrize(
    ("ask", "refusal"),
    [
        (lambda: timetable(crowd(4), 0, 2), BadSeating),
        (lambda: timetable(crowd(4), 1, 9), BadSeating),
        (lambda: timetable([Guest("a"), Guest("a")], 1, 2), RepeatedName),
        (lambda: timetable(crowd(4), 1, 2, options=replace(QUICK, mixing=-1.0)), BadAmount),
        (
            lambda: timetable(
                crowd(2), 1, 2, options=TimetableOptions(affinity={("g000", "g001"): 2.0})
            ),
            BadAmount,
        ),
        (
            lambda: timetable(
                crowd(2), 1, 2, options=TimetableOptions(required=frozenset({("g000", "x")}))
            ),
            UnknownName,
        ),
        (
            lambda: timetable(
                crowd(2),
                1,
                2,
                options=TimetableOptions(
                    required=frozenset({("g000", "g001")}), forbidden=frozenset({("g001", "g000")})
                ),
            ),
            ContradictoryWish,
        ),
        (lambda: timetable(crowd(4), 1, 2, options=TimetableOptions(two_sided=True)), BadSeating),
        (lambda: replan(timetable(crowd(4), 1, 2), {"x"}, 1), UnknownName),
        (lambda: replan(timetable(crowd(4), 1, 2), (), 2), BadSeating),
        (lambda: replan(timetable(crowd(4), 1, 2), (), 1, crowd(1)), RepeatedName),
        (lambda: restore_timetable(crowd(2), [[["g000", "x"]]], 2), UnknownName),
        (lambda: restore_timetable(crowd(2), [[["g000"], ["g000"]]], 2), BadSeating),
    ],
)
def test_what_cannot_be_seated_is_refused(ask, refusal):
    with pytest.raises(refusal):
        ask()
