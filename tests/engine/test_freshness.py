"""Freshness: silence lowers confidence, and nothing said is not zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau_engine.errors import EngineRefusal, ImpossibleAge
from terreau_engine.freshness import confidence_of

HALF_LIVES = st.integers(1, 20_000)
AGES = st.integers(0, 200_000)


@pytest.mark.parametrize(
    ("age", "level", "value"),
    [
        (0, "fresh", 1.0),
        (364, "fresh", 0.50095),
        (365, "ageing", 0.5),
        (729, "ageing", 0.250475),
        (730, "stale", 0.25),
        (3650, "stale", 1 / 1024),
    ],
)
def test_the_example_by_hand(age: int, level: str, value: float) -> None:
    confidence = confidence_of(age, 365)
    assert confidence.level == level
    assert confidence.value == pytest.approx(value, abs=1e-6)


def test_never_confirmed_is_unknown_and_not_zero() -> None:
    assert confidence_of(None, 365).level == "unknown"
    assert confidence_of(None, 365).value is None


@pytest.mark.parametrize(("age", "half_life"), [(-1, 365), (0, 0), (None, 0), (5, -3)])
def test_impossible_ages_are_refused(age: int | None, half_life: int) -> None:
    with pytest.raises(ImpossibleAge) as refusal:
        confidence_of(age, half_life)
    assert isinstance(refusal.value, EngineRefusal)


@given(age=AGES, half_life=HALF_LIVES)
def test_confidence_stays_between_zero_and_one_and_only_falls(age: int, half_life: int) -> None:
    today, tomorrow = confidence_of(age, half_life), confidence_of(age + 1, half_life)
    assert today.value is not None
    assert tomorrow.value is not None
    assert 0.0 <= tomorrow.value <= today.value <= 1.0


@given(age=AGES, half_life=HALF_LIVES)
def test_the_level_follows_the_value(age: int, half_life: int) -> None:
    confidence = confidence_of(age, half_life)
    assert confidence.value is not None
    level = "fresh" if confidence.value > 0.5 else "ageing" if confidence.value > 0.25 else "stale"
    assert confidence.level == level


@given(age=st.integers(0, 50_000), half_life=st.integers(1, 5_000), factor=st.integers(2, 9))
def test_a_longer_half_life_never_lowers_confidence(age: int, half_life: int, factor: int) -> None:
    short, long = confidence_of(age, half_life), confidence_of(age, half_life * factor)
    assert short.value is not None
    assert long.value is not None
    assert short.value <= long.value
