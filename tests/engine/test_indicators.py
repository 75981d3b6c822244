"""Sums, ratios and means of groups: exact, additive, and honest about what is unknown."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import OutOfScale, UnevenColumns
from terreau_engine.indicators import (
    Column,
    divide,
    fold_means,
    fold_single,
    fold_sums,
    gather_means,
    gather_ratios,
    gather_single,
    gather_sums,
)


def column(*values: float | str | None) -> Column:
    """None is missing, "s" is secret."""
    figures = [value if isinstance(value, float | int) else np.nan for value in values]
    status = [2 if value == "s" else 0 if value is None else 1 for value in values]
    return Column(np.array(figures, float), np.array(status, np.uint8))


def groups(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int64)


figure = st.one_of(st.none(), st.just("s"), st.integers(-(10**9), 10**9))
columns = st.lists(figure, min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(values=columns, parts=st.integers(1, 5), data=st.data())
def test_parts_add_up_to_the_whole_exactly(values: list, parts: int, data) -> None:
    places = data.draw(
        st.lists(st.integers(0, parts - 1), min_size=len(values), max_size=len(values))
    )
    figures = column(*values)
    by_part = gather_sums(figures, groups(*places), parts)
    whole = gather_sums(figures, groups(*[0] * len(values)), 1)
    known = [value for value in values if isinstance(value, int)]
    assert by_part.known.sum() == whole.known[0] == len(known)
    assert by_part.suppressed.sum() == whole.suppressed[0] == values.count("s")
    assert by_part.total.sum() == whole.total[0] == len(values)
    if known:
        assert whole.values[0] == sum(known) == np.nansum(by_part.values)
    else:
        assert np.isnan(whole.values[0])


@settings(max_examples=60, deadline=None)
@given(values=columns, data=st.data())
def test_a_ratio_of_groups_is_never_a_mean_of_ratios(values: list, data) -> None:
    below = data.draw(st.lists(st.integers(1, 1000), min_size=len(values), max_size=len(values)))
    found = gather_ratios(column(*values), column(*below), groups(*[0] * len(values)), 1, 100)
    both = [(v, w) for v, w in zip(values, below, strict=True) if isinstance(v, int)]
    if both:
        expected = 100 * sum(v for v, _ in both) / sum(w for _, w in both)
        assert found.values[0] == pytest.approx(expected, rel=1e-12)
    else:
        assert np.isnan(found.values[0])


@settings(max_examples=40, deadline=None)
@given(values=columns, seed=st.integers(0, 100))
def test_the_order_of_the_units_changes_nothing(values: list, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(values))
    figures = column(*values)
    moved = Column(figures.values[order], figures.status[order])
    one = gather_sums(figures, groups(*[0] * len(values)), 1)
    other = gather_sums(moved, groups(*[0] * len(values)), 1)
    assert (one.known, one.suppressed) == (other.known, other.suppressed)
    assert np.array_equal(one.values, other.values, equal_nan=True)


def test_units_outside_count_for_nothing() -> None:
    found = gather_sums(column(1, 2, 4), groups(0, -1, 0), 1)
    assert (found.values[0], found.total[0]) == (5, 2)


def test_a_group_without_any_unit_is_unknown_and_not_zero() -> None:
    found = gather_sums(column(1), groups(0), 2)
    assert np.isnan(found.values[1])
    assert found.total[1] == 0


def test_a_real_zero_stays_zero() -> None:
    assert gather_sums(column(0, None), groups(0, 0), 1).values[0] == 0
    assert divide(column(0), column(4)).values[0] == 0


def test_a_ratio_over_zero_is_unknown() -> None:
    assert divide(column(3), column(0)).status[0] == 0
    found = gather_ratios(column(3, 1), column(0, 0), groups(0, 0), 1)
    assert np.isnan(found.values[0])
    assert found.known[0] == 2


def test_a_unit_counts_in_a_ratio_only_with_both_parts() -> None:
    found = gather_ratios(column(10, 30, "s", 7), column(100, 60, 50, None), groups(0, 0, 0, 0), 1)
    assert (found.values[0], found.known[0], found.suppressed[0], found.total[0]) == (0.25, 2, 1, 4)


def test_a_weighted_mean_by_hand_and_of_a_constant() -> None:
    found = gather_means(column(0.1, 0.4, None), column(200, 100, 900), groups(0, 0, 0), 1)
    assert found.values[0] == pytest.approx(0.2, rel=1e-12)
    same = gather_means(column(5, 5, 5), column(1, 2, 3), groups(0, 0, 0), 1)
    assert same.values[0] == pytest.approx(5, rel=1e-12)


def test_medians_are_never_averaged() -> None:
    found = gather_single(column(21_000, 23_500, 19_000), groups(0, 1, 1), 2)
    assert found.values[0] == 21_000
    assert np.isnan(found.values[1])
    assert found.known[1] == 2


def test_a_merger_sums_counts_and_leaves_medians_unknown() -> None:
    heirs = groups(0, 0, 1)
    assert fold_sums(column(300, 50, 80), heirs, 2).values.tolist() == [350, 80]
    assert fold_single(column(300, 50, 80), heirs, 2).status.tolist() == [0, 1]
    means = fold_means(column(0.1, 0.4, 0.3), column(200, 100, None), heirs, 2)
    assert means.values == pytest.approx([0.2, 0.3], rel=1e-12)


def test_after_the_merger_the_file_speaks_of_the_whole_alone() -> None:
    heirs = groups(0, 0)
    assert fold_sums(column(350, None), heirs, 1).values.tolist() == [350]
    assert fold_single(column(21_000, None), heirs, 1).values.tolist() == [21_000]
    assert fold_means(column(0.2, None), column(None, None), heirs, 1).values.tolist() == [0.2]


def test_a_secret_part_makes_the_whole_secret() -> None:
    assert fold_sums(column(300, "s"), groups(0, 0), 1).status.tolist() == [2]


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(UnevenColumns):
        Column(np.zeros(2), np.zeros(3, np.uint8))
    with pytest.raises(OutOfScale):
        Column(np.array([np.inf]), np.array([1], np.uint8))
    with pytest.raises(UnevenColumns):
        gather_sums(column(1, 2), groups(0), 1)
    with pytest.raises(OutOfScale):
        gather_sums(column(1), groups(3), 1)
    with pytest.raises(UnevenColumns):
        gather_ratios(column(1), column(1, 2), groups(0), 1)
    with pytest.raises(UnevenColumns):
        gather_means(column(1), column(1, 2), groups(0), 1)
    with pytest.raises(UnevenColumns):
        divide(column(1), column(1, 2))
