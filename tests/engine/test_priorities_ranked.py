"""Schulze, ranked pairs and Borda: against their definitions, and what their makers promise."""

import random
from itertools import islice, pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import BadBallot, RepeatedName, UnknownName
from terreau_engine.priorities import RankedBallots, borda, ranked_pairs, schulze
from tests.engine.brute_force import least_change, weak_orders

NAMES = ("air", "eau", "feu", "sol")
ORDERS = weak_orders(NAMES)
BALLOTS = st.lists(st.sampled_from(ORDERS), min_size=1, max_size=9)
METHODS = (schulze, ranked_pairs, borda)


def duel(ballots: list, first: str, second: str) -> int:
    """Count the ballots for the first less those for the second, one by one."""
    places = [{n: p for p, place in enumerate(ballot) for n in place} for ballot in ballots]
    last = len(NAMES)
    return sum(
        (b.get(first, last) < b.get(second, last)) - (b.get(first, last) > b.get(second, last))
        for b in places
    )


def strongest(ballots: list, first: str, second: str) -> int:
    """Try every chain of won duels between two options."""
    between = [name for name in NAMES if name not in (first, second)]
    found = [0]
    for size in range(len(between) + 1):
        for middle in permutations(between, size):
            chain = [first, *middle, second]
            margins = [duel(ballots, a, b) for a, b in pairwise(chain)]
            found.append(min(margins))
    return max(found)


@given(BALLOTS)
def test_schulze_follows_the_strongest_chains(ballots: list) -> None:
    result = schulze(ballots, options=NAMES)
    for first, second in permutations(NAMES, 2):
        lead = strongest(ballots, first, second) - strongest(ballots, second, first)
        why = result.why(first, second)
        assert why.path.strength - why.return_path.strength == lead
        assert why.for_first - why.for_second == duel(ballots, first, second)
        if lead > 0:
            assert result.ranks[first] < result.ranks[second]
            assert (why.path.options[0], why.path.options[-1]) == (first, second)


def naive_ranked_pairs(ballots: list) -> dict[str, set[str]]:
    """Lock duels one by one with a plain search for circles."""
    won = [
        (-margin, NAMES.index(a), -NAMES.index(b), a, b)
        for a, b in permutations(NAMES, 2)
        if (margin := duel(ballots, a, b)) > 0
    ]
    kept: dict[str, set[str]] = {name: set() for name in NAMES}

    def leads(start: str, end: str) -> bool:
        return start == end or any(leads(following, end) for following in kept[start])

    for *_, first, second in sorted(won):
        if not leads(second, first):
            kept[first].add(second)
    return kept


@given(BALLOTS)
def test_ranked_pairs_keeps_the_clearest_duels_without_a_circle(ballots: list) -> None:
    result = ranked_pairs(ballots, options=NAMES)
    kept = naive_ranked_pairs(ballots)
    assert {(lock.first, lock.second) for lock in result.locks if lock.kept} == {
        (first, second) for first, seconds in kept.items() for second in seconds
    }
    for first, seconds in kept.items():
        assert all(result.ranks[first] < result.ranks[second] for second in seconds)
    for lock in result.locks:
        if not lock.kept:
            against = result.why(lock.second, lock.first).path
            assert against.strength >= lock.margin


@given(BALLOTS)
def test_the_winner_of_every_duel_wins(ballots: list) -> None:
    winner = next((a for a in NAMES if all(duel(ballots, a, b) > 0 for b in NAMES if b != a)), None)
    for method in (schulze, ranked_pairs):
        result = method(ballots, options=NAMES)
        assert result.condorcet_winner == winner
        if winner:
            assert result.winners == (winner,)


@given(BALLOTS, st.randoms(use_true_random=False))
def test_the_order_of_ballots_never_matters(ballots: list, dice: random.Random) -> None:
    shuffled = list(ballots)
    dice.shuffle(shuffled)
    for method in METHODS:
        assert method(ballots, options=NAMES) == method(shuffled, options=NAMES)


def test_ballots_turned_first_do_not_depend_on_the_order_they_came_in() -> None:
    ballots = [
        (("air", "eau", "feu", "sol"),),
        (("air", "feu"), ("eau",), ("sol",)),
        (("air", "eau", "feu"), ("sol",)),
        (("air", "eau", "feu"), ("sol",)),
        (("feu",), ("air",), ("sol",), ("eau",)),
        (("eau",), ("sol",), ("feu",), ("air",)),
        (("sol",), ("feu",), ("eau",), ("air",)),
        (("feu", "sol"), ("air", "eau")),
    ]
    changes = {
        schulze([ballots[place] for place in order], options=NAMES).change
        for order in islice(permutations(range(8)), 0, None, 97)
    }
    assert len(changes) == 1


@given(BALLOTS, st.permutations(NAMES))
def test_the_names_never_matter(ballots: list, others: list[str]) -> None:
    other = dict(zip(NAMES, others, strict=True))
    renamed = [[[other[n] for n in place] for place in ballot] for ballot in ballots]
    for method in (schulze, borda):
        before = method(ballots, options=NAMES)
        after = method(renamed, options=NAMES)
        assert {other[name]: rank for name, rank in before.ranks.items()} == dict(after.ranks)


@given(BALLOTS)
def test_counts_stand_for_repeated_ballots(ballots: list) -> None:
    counts = [1 + place % 3 for place in range(len(ballots))]
    repeated = [ballot for ballot, n in zip(ballots, counts, strict=True) for _ in range(n)]
    for method in METHODS:
        assert method(ballots, options=NAMES, counts=counts) == method(repeated, options=NAMES)


@given(BALLOTS, st.data())
def test_schulze_never_harms_an_option_that_rises(ballots: list, data: st.DataObject) -> None:
    winners = schulze(ballots, options=NAMES).winners
    name = data.draw(st.sampled_from(winners))
    which = data.draw(st.integers(0, len(ballots) - 1))
    rest = [tuple(n for n in place if n != name) for place in ballots[which]]
    ballots = [*ballots[:which], ((name,), *rest), *ballots[which + 1 :]]
    assert name in schulze(ballots, options=NAMES).winners


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(weak_orders(NAMES[:3])), min_size=1, max_size=4))
def test_the_smallest_change_lies_between_its_bounds(ballots: list) -> None:
    choices = weak_orders(NAMES[:3])
    for method in METHODS:

        def winners(cast: list, method=method) -> list[str]:
            return sorted(method(cast, options=NAMES[:3]).winners)

        change = method(ballots, options=NAMES[:3]).change
        true = least_change(ballots, choices, winners, most=2)
        assert true is None or change.at_least <= true
        if change.at_most is not None and change.at_most <= 2:
            assert true is not None
            assert true <= change.at_most
        if method is borda:
            assert change.is_exact


def test_a_circle_of_duels_is_explained() -> None:
    ballots = [["eau", "air", "sol"], ["air", "sol", "eau"], ["sol", "eau", "air"]]
    result = schulze(ballots, counts=[8, 7, 6])
    assert result.condorcet_winner is None
    assert result.order == ("eau", "air", "sol")
    why = result.why("eau", "sol")
    assert (why.for_first, why.for_second) == (8, 13)
    assert (why.path.options, why.path.margins) == (("eau", "air", "sol"), (7, 9))
    assert (why.return_path.options, why.return_path.strength) == (("sol", "eau"), 5)
    assert result.margin == 2
    pairs = ranked_pairs(ballots, counts=[8, 7, 6])
    assert pairs.order == result.order
    assert [lock.kept for lock in pairs.locks] == [True, True, False]
    assert pairs.why("eau", "sol").path.options == ("eau", "air", "sol")
    assert pairs.why("sol", "eau").path.options == ()


def test_a_tie_between_equal_duels_is_told() -> None:
    ballots = [["eau", "air", "sol"], ["air", "sol", "eau"], ["sol", "eau", "air"]]
    shared = schulze(ballots)
    assert set(shared.winners) == {"eau", "air", "sol"}
    assert shared.margin == 0
    assert [tie.settled_by for tie in shared.ties] == ["shared"]
    assert schulze(ballots, lot=["sol", "air", "eau"]).winners == ("sol",)
    listed = ranked_pairs(ballots, options=["sol", "eau", "air"])
    assert [tie.settled_by for tie in listed.ties] == ["list order"]
    drawn = ranked_pairs(ballots, lot=["air", "sol", "eau"])
    assert [tie.settled_by for tie in drawn.ties] == ["lot"]
    assert drawn.winners == ("air",)


def test_options_left_out_stand_last_together() -> None:
    listed = schulze([["eau"], ["air", "eau"]], options=["air", "eau", "sol"])
    full = schulze([["eau", ["air", "sol"]], ["air", "eau", "sol"]])
    assert listed == full
    assert listed.base.abstentions == 0
    blank = schulze([[], [["air", "eau"]], ["eau"]], options=["air", "eau"])
    assert (blank.base.voters, blank.base.abstentions, blank.base.expressed) == (3, 2, 1)


def test_nothing_to_count_is_an_answer() -> None:
    for method in METHODS:
        nothing = method([], options=["eau", "air"])
        assert set(nothing.winners) == {"eau", "air"}
        assert (nothing.change.at_least, nothing.change.at_most) == (None, None)
        assert method([]).order == ()
        assert method([["eau"]]).winners == ("eau",)


def test_what_cannot_be_counted_is_refused() -> None:
    for method in METHODS:
        with pytest.raises(RepeatedName, match="twice"):
            method([["eau", "eau"]])
        with pytest.raises(UnknownName, match="'mer'"):
            method([["mer"]], options=["eau"])
        with pytest.raises(BadBallot, match="text"):
            method(["eau"])
        with pytest.raises(BadBallot, match="counts"):
            method([["eau"]], counts=[1, 2])
        with pytest.raises(BadBallot, match="whole number"):
            method([["eau"]], counts=[-1])
        with pytest.raises(RepeatedName, match="option"):
            method([["eau"]], options=["eau", "eau"])
    with pytest.raises(UnknownName):
        schulze([["eau"]]).why("eau", "mer")
    with pytest.raises(UnknownName):
        ranked_pairs([["eau"]]).why("mer", "eau")


def test_a_hundred_options_are_counted_exactly() -> None:
    dice = np.random.default_rng(1)
    names = [f"n{number:03}" for number in range(100)]
    ballots = [[names[place] for place in dice.permutation(100)[:30]] for _ in range(60)]
    result = schulze(RankedBallots(tuple(names), tuple(ballots)))
    places = [{name: place for place, name in enumerate(ballot)} for ballot in ballots]
    for i, j in [(0, 1), (5, 90), (42, 17)]:
        ahead = sum(p.get(names[i], 100) < p.get(names[j], 100) for p in places)
        assert result.pairwise[i][j] == ahead
