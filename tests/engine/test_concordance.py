"""Kendall's W: a worked example, SciPy's Friedman, permutations from a seed; gaps of worlds."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from terreau_engine.concordance import kendall_w, world_gaps
from terreau_engine.errors import BadBallot, OutOfScale, RepeatedName, UnevenColumns

TABLES = st.integers(3, 6).flatmap(
    lambda items: st.lists(
        st.lists(st.integers(0, 10), min_size=items, max_size=items), min_size=2, max_size=8
    )
)


def test_the_example_by_hand() -> None:
    # Rank sums 6, 11, 11, 12 about 10: S = 16 + 1 + 1 + 4 = 22; W = 12 × 22 / (16 × 60).
    result = kendall_w([[1, 2, 3, 4], [1, 4, 2, 3], [3, 1, 4, 2], [1, 4, 2, 3]])
    assert result.w == pytest.approx(0.275)
    assert result.chi2 == pytest.approx(3.3)
    assert (result.raters, result.items, result.degrees, result.has_ties) == (4, 4, 3, False)


def test_equal_scores_are_corrected_for_by_hand() -> None:
    # Ranks 1·5 1·5 3 and 1 2 3: sums 2·5 3·5 6, S = 6·5; Σ(t³ − t) = 6; W = 78 / (96 − 12).
    result = kendall_w([[4, 4, 9], [0, 5, 6]])
    assert result.w == pytest.approx(78 / 84)
    assert result.has_ties


@given(TABLES)
def test_scipy_finds_the_same_statistic(table: list[list[int]]) -> None:
    result = kendall_w(table, permutations=0)
    if result.w is None:
        assert all(len(set(row)) == 1 for row in table)
    else:
        assert result.chi2 == pytest.approx(friedmanchisquare(*np.array(table).T).statistic)
        assert 0 <= result.w <= 1


@given(TABLES, st.randoms(use_true_random=False))
def test_neither_raters_nor_a_rescaling_matter(table: list[list[int]], dice) -> None:
    shuffled = [[3 * score + 1 for score in row] for row in table]
    dice.shuffle(shuffled)
    first = kendall_w(table, seed=4, permutations=99)
    second = kendall_w(shuffled, seed=4, permutations=99)
    assert (first.w, first.p) == (second.w, second.p)


def test_chance_comes_from_the_seed_and_close_to_the_known_law() -> None:
    table = np.random.default_rng(3).integers(0, 11, size=(12, 7)).tolist()
    result = kendall_w(table, seed=1)
    assert result == kendall_w(table, seed=1)
    law = friedmanchisquare(*np.array(table).T).pvalue
    assert result.p == pytest.approx(law, abs=0.03)
    assert kendall_w([[1, 2, 3, 4, 5]] * 4).p == pytest.approx(1 / 5000)


def test_who_does_not_know_is_set_aside_and_counted() -> None:
    result = kendall_w([[1, 2, 3], [None, 2, 3], [1, 2, 3]])
    assert (result.w, result.raters, result.set_aside) == (1.0, 2, 1)
    assert result.p is None


@pytest.mark.parametrize("table", [[], [[]], [[1, 2, 3]], [[1], [2]], [[5, 5], [2, 2]]])
def test_too_little_gives_no_figure(table: list) -> None:
    result = kendall_w(table)
    assert (result.w, result.chi2, result.p) == (None, None, None)


def test_what_cannot_be_ranked_is_refused() -> None:
    with pytest.raises(UnevenColumns):
        kendall_w([[1, 2], [1]])
    with pytest.raises(BadBallot):
        kendall_w([[1, float("nan")], [1, 2]])
    with pytest.raises(OutOfScale):
        kendall_w([[1, 2]], permutations=-1)


def test_worlds_are_compared_with_their_bases() -> None:
    table = world_gaps(
        {
            "public": [[8, 5], [6, None]],
            "associations": [[3, 5], [None, None]],
            "entreprises": [[None, 1]],
        },
        ["logement", "mobilité"],
    )
    views = {(view.world, view.item): view for view in table.views}
    assert views["associations", "logement"].mean == 3
    assert (views["associations", "mobilité"].base, views["associations", "mobilité"].unknown) == (
        1,
        1,
    )
    assert views["entreprises", "logement"].mean is None
    widest = table.gaps[0]
    assert (widest.item, widest.first, widest.second) == ("logement", "public", "associations")
    assert (widest.gap, widest.bases) == (Fraction(4), (2, 1))
    assert [gap.gap for gap in table.gaps] == [4, 4, 4, 0, None, None]


def test_a_mean_of_too_few_is_not_given() -> None:
    table = world_gaps({"public": [[8], [6]], "associations": [[3]]}, ["logement"], least=2)
    assert [view.mean for view in table.views] == [7, None]
    assert table.gaps[0].gap is None
    with pytest.raises(UnevenColumns):
        world_gaps({"public": [[8, 1]]}, ["logement"])
    with pytest.raises(BadBallot):
        world_gaps({"public": [[8.5]]}, ["logement"])
    with pytest.raises(RepeatedName):
        world_gaps({}, ["logement", "logement"])
