"""A clock that is up stays at nothing."""

from terreau_engine.puzzle.clock import Clock


def test_it_counts_down_and_never_under_nothing():
    clock = Clock(1000.0)
    first = clock.left
    assert 0.0 < clock.left <= first <= 1000.0
    assert Clock(-1.0).left == 0.0
