"""A clock counts what is spent, and a part of it ends with the whole."""

from terreau_engine.puzzle.clock import Clock


def test_what_is_spent_is_no_longer_left_and_never_under_nothing():
    clock = Clock(3.0)
    clock.spend(1.0)
    assert clock.left == 2.0
    clock.spend(5.0)
    assert clock.left == 0.0


def test_what_a_part_spends_is_spent_for_the_whole():
    whole = Clock(3.0)
    part = whole.part(2.0)
    part.spend(1.5)
    assert (part.left, whole.left) == (0.5, 1.5)


def test_a_part_ends_with_the_whole():
    whole = Clock(1.0)
    assert whole.part(10.0).left == 1.0
