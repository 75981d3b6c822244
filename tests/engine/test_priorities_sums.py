"""Approval, scores and dots: sums by hand, abstentions apart, the exact number that changes."""

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import BadBallot, EngineRefusal, OutOfScale, RepeatedName, UnknownName
from terreau_engine.priorities import approval, dots, draw_lot, prepare_approvals, score
from tests.engine.brute_force import least_change

NAMES = ("air", "eau", "sol")
SETS = [set(chosen) for size in range(4) for chosen in combinations(NAMES, size)]
SCORES = [dict(zip(NAMES[:2], pair, strict=True)) for pair in product([None, 0, 1, 2], repeat=2)]
DOTS = [dict(zip(NAMES, put, strict=True)) for put in product(range(3), repeat=3) if sum(put) <= 2]


def test_approvals_by_hand() -> None:
    result = approval([["eau", "air"], ["eau"], ["sol", "eau"], []], counts=[2, 1, 1, 3])
    assert result.order[0] == "eau"
    assert dict(result.totals) == {"air": 2, "eau": 4, "sol": 1}
    assert (result.base.voters, result.base.abstentions) == (7, 3)
    assert result.means["air"] == Fraction(1, 2)
    assert result.margin == 2
    assert (result.change.at_least, result.change.is_exact) == (1, True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SETS), min_size=1, max_size=5))
def test_the_change_of_approvals_is_exact(ballots: list) -> None:
    change = approval(ballots, options=NAMES).change
    true = least_change(
        ballots, SETS, lambda cast: set(approval(cast, options=NAMES).winners), most=2
    )
    assert true == change.at_least if change.at_least <= 2 else true is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(DOTS), min_size=1, max_size=4))
def test_the_change_of_dots_is_exact(ballots: list) -> None:
    def winners(cast: list) -> set[str]:
        return set(dots(cast, per_voter=2, options=NAMES).winners)

    change = dots(ballots, per_voter=2, options=NAMES).change
    true = least_change(ballots, DOTS, winners, most=2)
    assert true == change.at_least if change.at_least <= 2 else true is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SCORES), min_size=1, max_size=4))
def test_the_change_of_scores_lies_between_its_bounds(ballots: list) -> None:
    def count(cast: list):
        return score(cast, scale=(0, 2), options=NAMES[:2])

    change = count(ballots).change
    true = least_change(ballots, SCORES, lambda cast: set(count(cast).winners), most=2)
    if change.at_least is not None:
        assert true is None or change.at_least <= true
        assert true is None or true <= change.at_most
        assert true is not None or change.at_most > 2
    if all(None not in ballot.values() for ballot in ballots):
        assert change.is_exact


def test_no_opinion_is_not_a_zero() -> None:
    result = score([{"eau": 9, "air": 4}, {"eau": 6, "air": None}, {}, {"sol": None}])
    assert (result.means["eau"], result.means["air"]) == (Fraction(15, 2), Fraction(4))
    assert (result.bases["eau"], result.bases["air"], result.bases["sol"]) == (2, 1, 0)
    assert result.means["sol"] is None
    assert result.order == ("eau", "air", "sol")
    assert (result.base.voters, result.base.abstentions) == (4, 2)
    assert result.margin == Fraction(7, 2)


def test_a_mean_of_zero_stands_before_no_mean_at_all() -> None:
    result = score([{"eau": 0, "air": None}])
    assert result.order == ("eau", "air")
    assert result.ties == ()
    assert result.margin is None
    unknown = score([{"eau": None}])
    assert (unknown.winners, unknown.change.at_least) == (("eau",), None)


def test_dots_by_hand() -> None:
    result = dots([{"eau": 3}, {"air": 1, "sol": 2}, {"eau": 1, "air": 1}, {}], per_voter=3)
    assert dict(result.totals) == {"air": 2, "eau": 4, "sol": 2}
    assert (result.bases["eau"], result.base.abstentions) == (2, 1)
    assert result.ranks["air"] == result.ranks["sol"] == 2
    lot = draw_lot(NAMES, seed="tirage du 1er décembre")
    drawn = dots([{"eau": 3}, {"air": 1, "sol": 1}], per_voter=3, lot=lot)
    assert drawn.order[1:] == tuple(sorted(["air", "sol"], key=lot.index))


@given(st.lists(st.sampled_from(SETS), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_ballots_never_matters(ballots: list, dice) -> None:
    shuffled = list(ballots)
    dice.shuffle(shuffled)
    assert approval(ballots, options=NAMES) == approval(shuffled, options=NAMES)


@given(st.lists(st.sampled_from(SCORES), max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_scores_never_matters(ballots: list, dice) -> None:
    shuffled = list(ballots)
    dice.shuffle(shuffled)
    scale, options = (0, 2), NAMES[:2]
    assert score(ballots, scale=scale, options=options) == score(
        shuffled, scale=scale, options=options
    )


def test_the_hash_tells_other_ballots_and_only_them() -> None:
    first = prepare_approvals([["eau", "air"], ["sol"]])
    same = prepare_approvals([["sol"], ["air", "eau"]], options=["sol", "eau", "air"])
    twice = prepare_approvals([["sol"], ["air", "eau"]], counts=[1, 2])
    assert first.digest == same.digest
    assert len({first.digest, twice.digest, prepare_approvals([["sol"], ["air"]]).digest}) == 3
    assert len(first.digest) == 64


def test_a_lot_can_be_drawn_again_by_anybody() -> None:
    assert draw_lot(NAMES, seed=3) == draw_lot(reversed(NAMES), seed=3)
    assert len({draw_lot(NAMES, seed=seed) for seed in range(60)}) == 6


@pytest.mark.parametrize(
    ("count", "refusal"),
    [
        (lambda: approval(["eau"]), BadBallot),
        (lambda: approval([["eau", "eau"]]), RepeatedName),
        (lambda: approval([["mer"]], options=["eau"]), UnknownName),
        (lambda: score([{"eau": 11}]), OutOfScale),
        (lambda: score([{"eau": 1.5}]), BadBallot),
        (lambda: score([{"eau": True}]), BadBallot),
        (lambda: score([{"eau": 1}], scale=(3, 3)), OutOfScale),
        (lambda: score([{"mer": 1}], options=["eau"]), UnknownName),
        (lambda: dots([{"eau": 2, "air": 2}], per_voter=3), OutOfScale),
        (lambda: dots([{"eau": -1}], per_voter=3), OutOfScale),
    ],
)
def test_what_cannot_be_counted_is_refused(count, refusal: type[EngineRefusal]) -> None:
    with pytest.raises(refusal):
        count()
