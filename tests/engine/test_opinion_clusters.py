"""Groups on the map: as good as many random starts, and none where there is only a cloud."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.opinion.axes import axes_of_matrix, search_axes
from terreau_engine.opinion.clusters import find_groups, silhouette
from terreau_engine.opinion.featureless import featureless
from terreau_engine.opinion.polis_groups import mean_silhouette
from terreau_engine.opinion.stability import rand_index

calm = settings(deadline=None, max_examples=30)  # a busy machine is not a fault


def spread(points, labels):
    """Sum the squared distances of points to the mean of their group."""
    return sum(
        ((points[labels == group] - points[labels == group].mean(axis=0)) ** 2).sum()
        for group in np.unique(labels)
    )


def best_of_random_starts(points, k, starts, seed=0):
    """Run plain k-means from random people, and return the least spread."""
    dice = np.random.default_rng(seed)
    found = []
    for _ in range(starts):
        centres = points[dice.choice(len(points), k, replace=False)]
        for _ in range(50):
            labels = ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
            centres = np.array(
                [
                    points[labels == g].mean(axis=0) if (labels == g).any() else centres[g]
                    for g in range(k)
                ]
            )
        found.append(spread(points, labels))
    return min(found)


def test_as_good_as_many_random_starts() -> None:
    for seed in range(5):
        dice = np.random.default_rng(seed)
        middles = dice.normal(0, 3, (4, 2))
        points = np.vstack(
            [dice.normal(middle, 1, (dice.integers(6, 60), 2)) for middle in middles]
        )
        found = find_groups(points)
        k = len(found.centres)
        assert spread(points, found.labels) <= best_of_random_starts(points, k, 40) * 1.01


@calm
@given(st.integers(0, 999), st.integers(2, 40))
def test_labels_follow_people_whatever_their_order(seed, people) -> None:
    dice = np.random.default_rng(seed)
    points = dice.normal(size=(people, 2))
    turn = dice.permutation(people)
    np.testing.assert_array_equal(
        find_groups(points).labels[turn], find_groups(points[turn]).labels
    )


def test_many_people_are_grouped_through_squares() -> None:
    dice = np.random.default_rng(2)
    points = np.vstack(
        [dice.normal(middle, 0.5, (2000, 2)) for middle in ([-3, 0], [3, 0], [0, 4])]
    )
    found = find_groups(points, above=featureless(points))
    assert len(found.centres) == 3
    for bloc in range(3):
        _, counts = np.unique(found.labels[bloc * 2000 : bloc * 2000 + 2000], return_counts=True)
        assert counts.max() > 1990


def test_one_spot_or_one_cloud_is_one_group() -> None:
    assert len(find_groups(np.ones((20, 2))).centres) == 1
    line = np.column_stack([np.linspace(-1, 1, 40), np.zeros(40)])
    assert len(find_groups(line, above=featureless(line)).centres) == 1
    assert featureless(np.zeros((20, 2))) == 0.675
    for widths in ([1, 1], [2.5, 1]):
        clouds = np.random.default_rng(4).normal(size=(40, 80, 2)) * widths
        groups = [len(find_groups(cloud, above=featureless(cloud)).centres) for cloud in clouds]
        assert groups.count(1) >= 34  # one in twenty may look like groups


def test_silhouettes_agree_with_the_published_one() -> None:
    dice = np.random.default_rng(0)
    points, labels = dice.normal(size=(30, 2)), np.arange(30) % 3
    gaps = np.sqrt(((points[:, None] - points) ** 2).sum(axis=2))
    assert silhouette(gaps, np.ones(30), labels) == pytest.approx(mean_silhouette(points, labels))


@calm
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40))
def test_rand_index_by_its_definition(pairs) -> None:
    one, other = np.array(pairs).T
    table = np.zeros((4, 4), np.int64)
    np.add.at(table, (one, other), 1)
    upper = np.triu_indices(len(pairs), 1)
    first, second = ((x[:, None] == x)[upper] for x in (one, other))
    both, expected = (first & second).sum(), first.sum() * second.sum() / len(upper[0])
    most = (first.sum() + second.sum()) / 2
    value = 1.0 if most == expected else (both - expected) / (most - expected)
    assert rand_index(table) == pytest.approx(value)
    assert rand_index(np.diag(np.bincount(one))) == pytest.approx(1)


def test_axes_without_variance_are_zero() -> None:
    axes, values = axes_of_matrix(np.zeros((3, 3)))
    assert not axes.any()
    assert not values.any()
    axes, values = axes_of_matrix(np.array([[4.0]]))
    assert (axes.tolist(), values.tolist()) == ([[1], [0]], [4, 0])
    axes, values = search_axes(lambda vector: np.zeros(9), 9)
    assert not axes.any()
    ones = np.ones(400)
    axes, values = axes_of_matrix(np.outer(ones, ones))
    np.testing.assert_allclose(axes[0], 1 / 20)
    assert (values.round(9).tolist(), axes[1].any()) == ([400, 0], False)
