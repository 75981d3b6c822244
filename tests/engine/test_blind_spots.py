"""Blind spots: worked examples by hand, invariances, and what the unknown does to confidence."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau_engine.blind_spots import (
    Action,
    Gap,
    Level,
    Measure,
    Perception,
    Quadrant,
    Standing,
    Subject,
    Thresholds,
    find_blind_spots,
    stand,
)
from terreau_engine.errors import BadAmount, OutOfScale, RepeatedName

PEERS = [10.0, 12.0, 14.0, 16.0, 20.0]


def standing(need: float) -> Standing:
    """Stand so far, whatever the peers."""
    return Standing(need, 0.0, 0.0, 0.0, 0.0, 20)


def subject(
    code="housing", *, needs=(8.0,), felt=7.0, answers=40, amount=0.0, placed=10, **more
) -> Subject:
    """Make a subject from a few numbers; None is unknown."""
    measures = tuple(
        Measure(f"i{place}", None if need is None else standing(need))
        for place, need in enumerate(needs)
    )
    worlds = more.pop("worlds", {})
    action = Action(amount, placed, more.pop("unplaced", 0))
    return Subject(code, measures, Perception(felt, answers, worlds=worlds), action)


def only(one: Subject, **thresholds):
    """Spot a single subject."""
    return find_blind_spots([one], Thresholds(**thresholds))[0]


def test_standing_by_hand():
    found = stand(18, PEERS, worse_when=1)
    # Four of five are better off; quartiles 12 and 16, so one deviation is 4 ÷ 1.349.
    assert found.need == 8
    assert found.z == pytest.approx((18 - 14) / (4 / 1.3489795))
    assert (found.low, found.middle, found.high, found.peers) == (12, 14, 16, 5)


def test_an_equal_peer_counts_half():
    assert stand(14, PEERS, worse_when=1).need == 5


def test_less_can_be_what_hurts():
    found = stand(9, PEERS, worse_when=-1)
    assert found.need == 10
    assert found.z > 0


@pytest.mark.parametrize("value", [None, math.nan])
def test_an_unknown_value_stands_nowhere(value):
    assert stand(value, PEERS, worse_when=1) is None


def test_too_few_known_peers_say_nothing():
    assert stand(9, [1, 2, None, math.nan, 3, 4], worse_when=1) is None
    assert stand(9, [1, 2, None, math.nan, 3, 4], worse_when=1, least=4).peers == 4


def test_peers_alike_give_no_deviation():
    assert stand(9, [4] * 6, worse_when=1).z is None


def test_a_direction_is_asked_for():
    with pytest.raises(OutOfScale):
        stand(9, PEERS, worse_when=0)


def test_infinite_values_are_refused():
    with pytest.raises(BadAmount):
        stand(math.inf, PEERS, worse_when=1)
    with pytest.raises(BadAmount):
        stand(1, [*PEERS, -math.inf], worse_when=1)


values = st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=40)


@given(values, st.floats(-1e6, 1e6))
def test_need_depends_on_the_order_only_and_turns_with_the_direction(peers, value):
    peers = [round(one, 3) for one in peers]
    value = round(value, 3)
    more, less = (stand(value, peers, worse_when=way).need for way in (1, -1))
    assert 0 <= more <= 10
    assert more + less == pytest.approx(10)
    cubed = stand(value**3, [one**3 for one in peers], worse_when=1).need
    assert cubed == pytest.approx(more)


def test_needed_felt_and_nobody_acts():
    spot = only(subject())
    assert spot.quadrant is Quadrant.SHARED
    assert spot.gaps == (Gap.BLIND_SPOT,)
    assert spot.is_blind_spot
    assert (spot.kept, spot.tried) == (9, 9)


def test_one_partnership_more_and_it_is_no_blind_spot():
    spot = only(subject(amount=1.0))
    assert not spot.is_blind_spot
    assert spot.acted.level is Level.HIGH


def test_two_may_not_be_enough():
    assert only(subject(amount=1.0), acted_from=2).is_blind_spot


@pytest.mark.parametrize(
    ("needs", "felt", "quadrant", "gap"),
    [
        ((8.0,), 3.0, Quadrant.SILENT, Gap.SILENT_NEED),
        ((3.0,), 8.0, Quadrant.FELT, Gap.FELT_ALONE),
    ],
)
def test_the_two_readings_may_part(needs, felt, quadrant, gap):
    spot = only(subject(needs=needs, felt=felt))
    assert spot.quadrant is quadrant
    assert spot.gaps == (gap,)


def test_neither_needed_nor_felt_lacks_nothing():
    spot = only(subject(needs=(2.0,), felt=2.0))
    assert (spot.quadrant, spot.gaps) == (Quadrant.CALM, ())


@pytest.mark.parametrize(
    ("missing", "gap"),
    [
        ({"needs": ()}, Gap.NO_MEASURE),
        ({"needs": (None,)}, Gap.NO_MEASURE),
        ({"felt": None}, Gap.NO_PERCEPTION),
        ({"amount": None}, Gap.NO_COUNT),
    ],
)
def test_the_unknown_is_named_and_takes_the_confidence_away(missing, gap):
    spot = only(subject(**missing))
    assert spot.gaps == (Gap.POSSIBLE_BLIND_SPOT, gap)
    assert spot.confidence == 0
    assert not spot.is_blind_spot


def test_two_unknowns_leave_no_guess():
    spot = only(subject(felt=None, amount=None))
    assert spot.gaps == (Gap.NO_PERCEPTION, Gap.NO_COUNT)


def test_measured_is_the_mean_by_weight_of_what_is_known():
    measures = (
        Measure("a", standing(8), weight=2, coverage=0.5),
        Measure("b", standing(5), weight=1),
        Measure("c", None, weight=1),
        Measure("d", standing(0), weight=0),
    )
    reading = only(Subject("x", measures)).measured
    assert reading.score == 7
    assert reading.confidence == pytest.approx((2 * 0.5 + 1) / 4)
    assert (reading.low, reading.high) == (5, 8)


def test_confidence_is_that_of_the_weakest_reading():
    spot = only(subject(answers=6, unplaced=10))
    assert spot.perceived.confidence == pytest.approx(6 / 30)
    assert spot.acted.confidence == pytest.approx(10 / 20)
    assert (spot.confidence, spot.weakest) == (pytest.approx(0.2), "perceived")


def test_a_count_of_nothing_is_not_sure():
    assert only(subject(placed=0)).acted.confidence == 0


def test_a_world_that_cannot_be_read_is_named():
    spot = only(subject(worlds={"public": 8.0, "economic": None}))
    assert Gap.SILENT_WORLD in spot.gaps
    assert spot.perceived.confidence == pytest.approx(1 / 2)


def test_divided_worlds_are_named_from_the_threshold():
    apart = subject(worlds={"public": 8.0, "economic": 5.0})
    assert Gap.DIVIDED_WORLDS in only(apart).gaps
    assert Gap.DIVIDED_WORLDS not in only(apart, divided_from=3.1).gaps


def test_an_answer_near_its_threshold_does_not_hold():
    spot = only(subject(needs=(6.0, 6.4), felt=8.0))
    # All, then without each: the need stands when its threshold is 5 or 6, not when it is 7.
    assert (spot.kept, spot.tried) == (18, 27)


def test_gaps_over_the_subjects_by_hand():
    spots = find_blind_spots(
        [
            subject("a", needs=(9.0,), felt=5.0, amount=3.0),
            subject("b", needs=(6.0,), felt=7.0, amount=0.0),
            subject("c", needs=(3.0,), felt=9.0, amount=1.0),
        ]
    )
    step = math.sqrt(1.5)  # both columns are three equal steps
    assert [spot.z_gap for spot in spots] == pytest.approx([2 * step, 0, -2 * step])
    assert [spot.rank_gap for spot in spots] == [-2, 1, 1]


def test_two_subjects_are_too_few_to_standardise():
    assert find_blind_spots([subject("a"), subject("b")])[0].z_gap is None


def test_equal_subjects_have_no_gap_to_give():
    spots = find_blind_spots([subject(code) for code in "abc"])
    assert [spot.z_gap for spot in spots] == [None] * 3
    assert [spot.rank_gap for spot in spots] == [0, 0, 0]


def test_the_order_of_the_subjects_changes_nothing():
    rows = [subject(c, needs=(n,), felt=f) for c, n, f in (("a", 9, 2), ("b", 4, 7), ("c", 1, 9))]
    forwards = {spot.code: spot for spot in find_blind_spots(rows)}
    backwards = {spot.code: spot for spot in find_blind_spots(rows[::-1])}
    assert forwards == backwards


def test_weights_count_by_their_proportions():
    def spot(factor):
        measures = (
            Measure("a", standing(8), weight=2 * factor),
            Measure("b", None, weight=factor),
        )
        return only(Subject("x", measures, Perception(7, 30), Action(0, 4)))

    assert spot(1) == spot(7)


def test_a_code_is_given_once():
    with pytest.raises(RepeatedName):
        find_blind_spots([subject("a"), subject("a")])


def test_what_is_out_of_scale_is_refused():
    with pytest.raises(OutOfScale):
        Thresholds(needed_from=11)
    with pytest.raises(OutOfScale):
        Thresholds(acted_from=0)
    with pytest.raises(OutOfScale):
        only(subject(felt=10.5))
    with pytest.raises(BadAmount):
        only(Subject("x", (Measure("a", None, weight=-1),)))
    with pytest.raises(BadAmount):
        only(Subject("x", (Measure("a", None, coverage=1.5),)))


def test_arrays_are_read_as_they_come():
    assert stand(18.0, np.array([*PEERS, np.nan]), worse_when=1) == stand(18, PEERS, worse_when=1)
