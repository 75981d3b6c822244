"""What remains when actors leave, who carries the load, who has gone quiet, what changed."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import OutOfScale, UnknownName
from terreau_engine.network import (
    compare_waves,
    dormancy,
    exhaustion,
    gini,
    layout,
    robustness,
    without,
)
from tests.engine.networks import contacts, networks, pairs, pieces

calm = settings(deadline=None, max_examples=60)  # a busy machine is not a fault
TODAY = date(2026, 11, 22)
# Two triangles held together by one actor.
BOW = (
    ["a", "b", "hub", "c", "d"],
    [("a", "b"), ("a", "hub"), ("b", "hub"), ("hub", "c"), ("hub", "d"), ("c", "d")],
)


def test_a_bow_worked_by_hand() -> None:
    told = robustness(*BOW)
    assert told.order == ("hub", "a", "b", "c", "d")
    assert told.tie_loss.tolist() == pytest.approx([0, 4 / 6, 5 / 6, 5 / 6, 1, 1])
    assert told.orphans.tolist() == [0, 0, 1, 0, 1, 0]
    assert told.largest.tolist() == [5, 2, 2, 2, 1, 0]
    assert told.index == pytest.approx((2 + 2 + 2 + 1) / 25)
    assert told.half == 1
    assert told.after(0.2).tie_loss == pytest.approx(4 / 6)
    assert told.after(0.2).largest_share == pytest.approx(2 / 5)


def left_after(names, ties, gone):
    """Take these actors away and count again from nothing."""
    stay = [name for name in names if name not in gone]
    kept = [tuple(pair) for pair in pairs(ties) if not pair & set(gone)]
    return stay, kept


@calm
@given(networks())
def test_putting_back_in_reverse_equals_taking_away(case) -> None:
    names, ties, _ = case
    told = robustness(names, ties)
    before = contacts(names, ties)
    for k in range(len(names) + 1):
        stay, kept = left_after(names, ties, told.order[:k])
        alone = [name for name in stay if before[name] and not contacts(stay, kept)[name]]
        assert told.largest[k] == max((len(piece) for piece in pieces(stay, kept)), default=0)
        assert told.orphans[k] == len(alone)
        if pairs(ties):
            assert told.tie_loss[k] == pytest.approx(1 - len(kept) / len(pairs(ties)))


@calm
@given(networks())
def test_the_curve_never_rises(case) -> None:
    names, ties, _ = case
    told = robustness(names, ties)
    assert (np.diff(told.largest) <= 0).all()
    assert (np.diff(told.tie_loss) >= 0).all()
    assert told.index <= 0.5 + 0.5 / len(names)
    assert 2 * told.largest[told.half] <= len(names)
    assert told.half == 0 or 2 * told.largest[told.half - 1] > len(names)


@calm
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_the_list_changes_nothing(case, luck) -> None:
    names, ties, _ = case
    shuffled, there = [*names], [*ties]
    luck.shuffle(shuffled)
    luck.shuffle(there)
    assert robustness(shuffled, there).order == robustness(names, ties).order


def test_another_order_of_departures_may_be_asked() -> None:
    told = robustness(*BOW, order=["d", "c"])
    assert told.order == ("d", "c", "hub", "a", "b")
    assert told.largest.tolist() == [5, 4, 3, 2, 1, 0]
    with pytest.raises(UnknownName):
        robustness(*BOW, order=["z"])


def test_what_if_the_hub_stopped() -> None:
    told = without([*BOW[0], "e"], [*BOW[1], ("hub", "e")], ["hub"])
    assert (told.ties, told.ties_lost) == (7, 5)
    assert told.orphans == ("e",)
    assert told.cut_off == ("c", "d")
    assert (told.largest_before, told.largest_after) == (6, 2)
    assert (told.pieces_before, told.pieces_after) == (1, 2)


def test_what_if_several_stopped_and_what_if_nobody() -> None:
    several = without(*BOW, ["hub", "a", "hub"])
    assert several.gone == ("hub", "a")
    assert several.orphans == ("b",)
    nobody = without(*BOW, [])
    assert (nobody.ties_lost, nobody.orphans, nobody.cut_off) == (0, (), ())
    assert without(["a"], [], ["a"]).largest_after == 0
    with pytest.raises(UnknownName):
        without(*BOW, ["z"])


@calm
@given(networks(), st.data())
def test_a_departure_equals_the_curve_where_it_passes(case, data) -> None:
    names, ties, _ = case
    curve = robustness(names, ties)
    k = data.draw(st.integers(0, len(names)))
    told = without(names, ties, curve.order[:k])
    assert told.largest_after == curve.largest[k]
    assert len(told.orphans) == curve.orphans[k]
    assert (told.tie_loss or 0.0) == pytest.approx(float(curve.tie_loss[k]))


def test_the_work_of_few_worked_by_hand() -> None:
    told = exhaustion({"ama": 6, "bo": 2, "cy": 2, "di": 0})
    assert told.gini == pytest.approx((-3 * 0 - 1 * 2 + 1 * 2 + 3 * 6) / (4 * 10))
    assert told.top_share == 1
    assert told.busiest == ("ama", "bo", "cy")
    assert told.effective == pytest.approx(1 / (0.36 + 0.04 + 0.04))
    assert (told.half, told.idle) == (1, ("di",))


def test_nothing_done_is_not_equality() -> None:
    told = exhaustion({"ama": 0, "bo": 0})
    assert (told.gini, told.effective, told.half, told.busiest) == (None, None, None, ())
    assert exhaustion({}).actors == 0
    with pytest.raises(OutOfScale):
        exhaustion({"ama": -1})


@calm
@given(st.lists(st.integers(0, 50), min_size=1, max_size=20))
def test_gini_is_half_the_mean_difference(values: list[int]) -> None:
    told = gini(np.array(values, dtype=float))
    if not sum(values):
        assert told is None
    else:
        apart = sum(abs(x - y) for x in values for y in values)
        assert told == pytest.approx(apart / (2 * len(values) * sum(values)))


def test_who_has_gone_quiet() -> None:
    last = {"ama": date(2026, 11, 1), "bo": date(2026, 5, 26), "cy": None, "di": date(2027, 1, 1)}
    told = dormancy(last, today=TODAY)
    assert told.asleep == (("bo", 180),)
    assert told.never == ("cy",)
    assert told.share == pytest.approx(1 / 3)
    assert told.median_days == 21
    assert dormancy(last, today=TODAY, silent_after=181).asleep == ()
    assert dormancy({}, today=TODAY).share is None
    with pytest.raises(OutOfScale):
        dormancy(last, today=TODAY, silent_after=0)


def test_two_waves_that_shrink_are_told_as_they_are() -> None:
    before = (["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("c", "d")])
    after = (["a", "b", "c", "e"], [("b", "a"), ("a", "e")])
    told = compare_waves(*before, *after)
    assert (told.arrived, told.left) == (("e",), ("d",))
    assert (told.gained, told.lost) == ((("a", "e"),), (("b", "c"), ("c", "d")))
    assert (told.gained_between_known, told.lost_between_known, told.kept) == (0, 1, 1)
    assert told.jaccard == 0.5
    assert told.density == (0.5, pytest.approx(1 / 3))
    assert told.density_of_common == (pytest.approx(2 / 3), pytest.approx(1 / 3))


@calm
@given(networks())
def test_a_wave_compared_with_itself_has_not_changed(case) -> None:
    names, ties, _ = case
    told = compare_waves(names, ties, names[::-1], ties[::-1])
    assert (told.arrived, told.left, told.gained, told.lost) == ((), (), (), ())
    assert told.kept == len(pairs(ties))
    assert told.jaccard in (None, 1.0)


@calm
@given(networks(), st.randoms(use_true_random=False))
def test_the_picture_does_not_depend_on_the_order_of_the_list(case, luck) -> None:
    names, ties, _ = case
    shuffled, there = [*names], [*ties]
    luck.shuffle(shuffled)
    luck.shuffle(there)
    first = layout(names, ties).positions
    assert layout(shuffled, there).positions == first
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in first.values())


def test_nobody_jumps_when_somebody_comes() -> None:
    dice = np.random.default_rng(5)
    names = [f"n{n}" for n in range(60)]
    ties = [(names[a], names[b]) for a, b in dice.integers(0, 60, (120, 2)).tolist()]
    first = layout(names, ties)
    arrived = [*names, "new", "lost"]
    again = layout(arrived, [*ties, ("new", "n3"), ("new", "n4")], previous=first.positions)
    moves = [np.hypot(*np.subtract(again.positions[name], first.positions[name])) for name in names]
    assert max(moves) == pytest.approx(again.moved)
    assert again.moved <= 0.05
    between = np.mean([first.positions["n3"], first.positions["n4"]], axis=0)
    assert np.hypot(*np.subtract(again.positions["new"], between)) < 0.25
    assert set(again.positions) == set(arrived)


def test_nobody_moves_when_nobody_comes() -> None:
    first = layout(*BOW)
    again = layout(BOW[0], BOW[1][:3], previous=first.positions)
    assert again.positions == first.positions
    assert again.moved == 0


def test_only_the_contacts_of_who_comes_move() -> None:
    first = layout(*BOW).positions
    again = layout([*BOW[0], "new"], [*BOW[1], ("new", "a")], previous=first).positions
    assert {name for name in BOW[0] if again[name] != first[name]} <= {"a"}


def test_no_two_are_drawn_at_one_place() -> None:
    names = [f"n{n}" for n in range(40)]
    places = layout(names, [(names[n], names[n + 1]) for n in range(0, 20, 2)]).positions
    assert len({(round(x, 4), round(y, 4)) for x, y in places.values()}) == 40


def test_a_picture_of_one_and_of_nobody() -> None:
    assert layout([], []).positions == {}
    assert layout(["a"], []).positions == {"a": (0.5, 0.5)}
    with pytest.raises(OutOfScale):
        layout(["a"], [], previous={"a": (float("nan"), 0)})


def test_pieces_stand_as_far_from_each_other_as_actors_do() -> None:
    def ring(letter: str, size: int) -> list[tuple[str, str]]:
        return [(f"{letter}{n}", f"{letter}{(n + 1) % size}") for n in range(size)]

    ties = [*ring("a", 9), *ring("b", 4), *ring("c", 3)]
    names = sorted({name for tie in ties for name in tie})
    places = layout(names, ties).positions
    nearest = min(
        math.dist(places[one], places[two]) for one in names for two in names if one[0] < two[0]
    )
    assert nearest >= 1 / sum(math.sqrt(size) + 1 for size in (9, 4, 3))
