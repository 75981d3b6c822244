"""Survival: equal to published values, and to what its own definition asks of it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau_engine.errors import OutOfScale, UnevenColumns
from terreau_engine.survival import kaplan_meier

# Weeks of remission under 6-MP (Freireich et al., 1963); a trailing False was still in remission.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [n in {0, 1, 2, 4, 6, 9, 10, 14, 15} for n in range(21)]
# time: at risk, survival, standard error, as the textbooks print them (Greenwood).
PRINTED = {
    6: (21, 0.857, 0.0764),
    7: (17, 0.807, 0.0869),
    10: (15, 0.753, 0.0963),
    13: (12, 0.690, 0.1068),
    16: (11, 0.627, 0.1141),
    22: (7, 0.538, 0.1282),
    23: (6, 0.448, 0.1346),
}
INTERVALS = {6: (0.620, 0.952), 10: (0.503, 0.889), 23: (0.188, 0.680)}
things = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40)


def test_the_remissions_of_1963_are_found_again() -> None:
    curve = kaplan_meier(WEEKS, ENDED)
    assert (curve.count, curve.ended, curve.censored) == (21, 9, 12)
    assert {step.time: (step.at_risk, round(step.survival, 3)) for step in curve.steps} == {
        time: row[:2] for time, row in PRINTED.items()
    }
    for step in curve.steps:
        if step.time in INTERVALS:
            assert (round(step.low, 3), round(step.high, 3)) == INTERVALS[step.time]
    assert curve.median == 23


def test_the_standard_errors_are_those_of_greenwood() -> None:
    for step in kaplan_meier(WEEKS, ENDED, level=0.6826894921370859).steps:
        # one standard error of log(−log S), read back from the interval
        spread = math.log(math.log(step.low) / math.log(step.high)) / 2
        error = spread * step.survival * abs(math.log(step.survival))
        assert error == pytest.approx(PRINTED[step.time][2], abs=6e-5)


def test_by_hand_a_censored_one_counts_until_it_leaves() -> None:
    curve = kaplan_meier([1, 2, 2, 4, 5], [True, True, False, True, False])
    assert curve.at(0.5).survival == 1
    assert curve.at(0.5).low is None
    assert curve.at(3).survival == pytest.approx(4 / 5 * 3 / 4)
    assert curve.at(5).survival == pytest.approx(0.3)
    assert curve.at(5.1) is None
    assert [curve.at_risk(time) for time in (0, 2, 4, 6)] == [5, 4, 2, 0]


def test_nothing_observed_says_nothing_and_all_ended_has_no_interval() -> None:
    assert kaplan_meier([], []).at(1) is None
    last = kaplan_meier([1, 2], [True, True]).steps[-1]
    assert (last.survival, last.low, last.high) == (0, None, None)
    assert kaplan_meier([3, 4], [False, False]).median is None


@given(things)
def test_the_curve_falls_within_its_interval_whatever_the_order(rows) -> None:
    curve = kaplan_meier([time for time, _end in rows], [end for _time, end in rows])
    survivals = [step.survival for step in curve.steps]
    assert survivals == sorted(survivals, reverse=True)
    assert all(0 <= one <= 1 for one in survivals)
    assert all(s.low <= s.survival <= s.high for s in curve.steps if s.low is not None)
    assert curve.ended + curve.censored == curve.count == len(rows)
    again = kaplan_meier([t for t, _ in reversed(rows)], [e for _, e in reversed(rows)])
    assert again.steps == curve.steps


@given(things)
def test_without_censoring_it_is_the_share_that_lasts_longer(rows) -> None:
    times = [time for time, _end in rows]
    for step in kaplan_meier(times, [True] * len(times)).steps:
        longer = sum(time > step.time for time in times)
        assert step.survival == pytest.approx(longer / len(times))


@given(things)
def test_to_last_longer_never_lowers_the_survival(rows) -> None:
    """Taking every end for a censoring gives the highest curve there is."""
    times, ends = [time for time, _end in rows], [end for _time, end in rows]
    curve, all_alive = kaplan_meier(times, ends), kaplan_meier(times, [False] * len(rows))
    assert all_alive.steps == ()
    assert all(curve.at(time).survival <= all_alive.at(time).survival for time in times)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UnevenColumns):
        kaplan_meier([1, 2], [True])
    for durations, level in (([-1], 0.95), ([math.inf], 0.95), ([1], 1.0)):
        with pytest.raises(OutOfScale):
            kaplan_meier(durations, [True], level=level)
