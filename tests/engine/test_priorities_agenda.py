"""The agenda: dependencies are respected, the voted order moves least, circles are named."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import CircularOrder, RepeatedName, UnknownName
from terreau_engine.priorities import sequence

NAMES = tuple("abcdef")


@st.composite
def wishes(draw: st.DrawFn, names: tuple[str, ...] = NAMES) -> list[tuple[str, str]]:
    """Draw dependencies without a circle: along a hidden order."""
    hidden = draw(st.permutations(names))
    pair = st.tuples(*[st.integers(0, len(names) - 1)] * 2).filter(lambda p: p[0] < p[1])
    return [(hidden[i], hidden[j]) for i, j in draw(st.lists(pair, max_size=6))]


def respects(order: tuple[str, ...], pairs: list[tuple[str, str]]) -> bool:
    return all(order.index(first) < order.index(then) for first, then in pairs)


def turned(order: tuple[str, ...]) -> int:
    return sum(b < a for place, a in enumerate(order) for b in order[place:])


@settings(max_examples=60, deadline=None)
@given(wishes())
def test_no_sequence_that_respects_the_dependencies_departs_less(pairs: list) -> None:
    agenda = sequence(NAMES, pairs)
    assert respects(agenda.order, pairs)
    possible = [turned(order) for order in permutations(NAMES) if respects(order, pairs)]
    assert agenda.departures == turned(agenda.order) == min(possible)
    assert agenda.is_least


@given(wishes(tuple("abcdefghijklmnopqrst")))
def test_a_long_agenda_respects_its_dependencies_too(pairs: list) -> None:
    names = tuple("abcdefghijklmnopqrst")
    agenda = sequence(names, pairs)
    assert respects(agenda.order, pairs)
    assert sorted(agenda.order) == sorted(names)
    assert agenda.departures == turned(agenda.order)
    assert agenda.is_least == (agenda.departures == 0)


@given(wishes())
def test_each_item_that_moved_says_why(pairs: list) -> None:
    agenda = sequence(NAMES, pairs)
    moved = {item.name for item in agenda.moved}
    stayed = [name for name in agenda.order if name not in moved]
    assert stayed == sorted(stayed)
    for item in agenda.moved:
        assert set(item.because) <= set(pairs)
        assert item.because
        assert agenda.order[item.place - 1] == item.name
        assert NAMES[item.voted - 1] == item.name


def test_the_voted_order_stays_when_it_respects_everything() -> None:
    agenda = sequence(["charte", "jardin", "forum"], [("charte", "jardin"), ("charte", "forum")])
    assert (agenda.order, agenda.moved) == (("charte", "jardin", "forum"), ())
    assert (agenda.departures, agenda.is_least) == (0, True)
    assert sequence([]).order == ()


def test_what_must_come_first_is_brought_forward_rather_than_the_first_put_back() -> None:
    agenda = sequence(["jardin", "forum", "repas", "charte"], [("charte", "jardin")])
    assert agenda.order == ("charte", "jardin", "forum", "repas")
    assert [(m.name, m.voted, m.place) for m in agenda.moved] == [("charte", 4, 1)]
    assert agenda.moved[0].because == (("charte", "jardin"),)


def test_what_must_wait_for_one_item_waits_for_it_only() -> None:
    agenda = sequence(["forum", "charte", "repas"], [("charte", "forum")])
    assert agenda.order == ("charte", "forum", "repas")
    assert agenda.departures == 1


def test_a_circle_is_named_and_refused() -> None:
    pairs = [("d", "a"), ("a", "b"), ("b", "c"), ("c", "a")]
    with pytest.raises(CircularOrder, match="'a' → 'b' → 'c' → 'a'"):
        sequence(NAMES, pairs)
    with pytest.raises(CircularOrder, match="'e' → 'e'"):
        sequence(NAMES, [("e", "e")])


def test_unknown_and_repeated_names_are_refused() -> None:
    with pytest.raises(UnknownName, match="'z'"):
        sequence(NAMES, [("a", "z")])
    with pytest.raises(RepeatedName):
        sequence(["a", "a"])
