"""Equal shares and greedy: against plain fractions, the budget, and a price for each winner."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import BadBudget, EngineRefusal, RepeatedName, UnknownName
from terreau_engine.priorities import Project, equal_shares, greedy, prepare_approvals
from terreau_engine.priorities.projects import make_election
from terreau_engine.priorities.shares_growth import room_above
from terreau_engine.priorities.shares_run import run_shares
from tests.engine.brute_force import least_change

NAMES = ("a", "b", "c", "d", "e")


@st.composite
def elections(draw: st.DrawFn) -> tuple[dict[str, int], list[list[str]], int]:
    """Draw costs, ballots and a budget, with many ties."""
    costs = {name: draw(st.sampled_from([1, 2, 3, 4, 6, 12, 7])) for name in NAMES}
    some = st.lists(st.sampled_from(NAMES), max_size=4, unique=True)
    ballots = draw(st.lists(some, min_size=1, max_size=9))
    return costs, ballots, draw(st.integers(1, 30))


def naive_price(cost: Fraction, purses: list[Fraction]) -> Fraction | None:
    """Share a cost among purses, the poorest giving all."""
    rest, left = cost, sorted(purses)
    while left:
        if left[0] * len(left) >= rest:
            return rest / len(left)
        rest -= left.pop(0)
    return None


def naive_shares(costs: dict, ballots: list, endowment: Fraction) -> list[str]:
    """Choose by the definition, in fractions, pricing every project in every round."""
    purses = [endowment] * len(ballots)
    chosen: list[str] = []
    while True:
        asked = []
        for place, name in enumerate(costs):
            mine = [v for v, ballot in enumerate(ballots) if name in ballot]
            price = naive_price(Fraction(costs[name]), [purses[v] for v in mine])
            if name not in chosen and mine and price is not None:
                asked.append((price / costs[name], costs[name], -len(mine), place, name, price))
        if not asked:
            return chosen
        *_, name, price = min(asked)
        chosen.append(name)
        purses = [
            purse - min(purse, price) if name in ballot else purse
            for purse, ballot in zip(purses, ballots, strict=True)
        ]


def naive_add1(costs: dict, ballots: list, budget: int) -> tuple[list[str], int]:
    endowment = budget // len(ballots)
    chosen = naive_shares(costs, ballots, Fraction(endowment))
    wanted = {name for ballot in ballots for name in ballot}
    while set(chosen) != wanted:
        following = naive_shares(costs, ballots, Fraction(endowment + 1))
        if sum(costs[name] for name in following) > budget:
            break
        chosen, endowment = following, endowment + 1
    return chosen, endowment


@settings(max_examples=150, deadline=None)
@given(elections())
def test_equal_shares_is_its_definition(election: tuple) -> None:
    costs, ballots, budget = election
    result = equal_shares(costs, ballots, budget)
    assert list(result.winners) == naive_shares(costs, ballots, Fraction(budget, len(ballots)))
    assert result.total_cost <= budget


@settings(max_examples=80, deadline=None)
@given(elections())
def test_the_completion_adds_one_while_it_fits(election: tuple) -> None:
    costs, ballots, budget = election
    result = equal_shares(costs, ballots, budget, completion="add1")
    chosen, endowment = naive_add1(costs, ballots, budget)
    assert (list(result.winners), result.endowment) == (chosen, endowment)
    assert result.total_cost <= budget


@settings(max_examples=30, deadline=None)
@given(elections(), st.integers(20, 400))
def test_endowments_that_are_not_run_choose_the_same(election: tuple, scale: int) -> None:
    costs, ballots, budget = election
    ready = make_election({n: c * scale for n, c in costs.items()}, ballots, budget, None, None)
    endowment = Fraction(budget * scale, 2 * len(ballots))
    run = run_shares(ready, endowment)
    room = min(room_above(ready, run, endowment), 10.0 * scale)
    for part in (0.25, 0.5, 0.99):
        other = run_shares(ready, endowment + Fraction(room) * Fraction(part))
        assert other.chosen == run.chosen


def test_large_amounts_among_few_voters_do_not_take_a_run_for_each_euro() -> None:
    costs = {f"action {n}": 20_000 + 7_919 * n for n in range(12)}
    ballots = [[name for k, name in enumerate(costs) if (v * 7 + k * k) % 5 < 2] for v in range(40)]
    result = equal_shares(costs, ballots, 500_000, completion="add1")
    assert result.endowment > 500_000 // 40
    assert result.runs < (result.endowment - 500_000 // 40) / 4
    above = equal_shares(costs, ballots, (result.endowment + 1) * 40)
    assert above.total_cost > 500_000
    assert equal_shares(costs, ballots, result.endowment * 40).winners == result.winners


@given(elections())
def test_every_winner_is_paid_by_its_supporters_and_no_other_could_be(election: tuple) -> None:
    costs, ballots, budget = election
    result = equal_shares(costs, ballots, budget)
    purses = [float(result.endowment)] * len(ballots)
    for turn in result.rounds:
        mine = [v for v, ballot in enumerate(ballots) if turn.project in ballot]
        paid = {v: min(purses[v], turn.price) for v in mine}
        assert sum(paid.values()) == pytest.approx(float(turn.cost))
        assert turn.effective_votes == pytest.approx(float(turn.cost) / turn.price)
        assert turn.votes == len(mine)
        if turn.runner_up is not None:
            assert turn.runner_up_votes <= turn.effective_votes * (1 + 1e-9)
        for v, amount in paid.items():
            purses[v] -= amount
    assert min(purses) >= -1e-9
    for missing in result.missing:
        held = sum(
            p for p, ballot in zip(purses, ballots, strict=True) if missing.project in ballot
        )
        assert missing.amount == pytest.approx(costs[missing.project] - held, abs=1e-9)
        assert missing.amount > 0


@given(elections(), st.randoms(use_true_random=False))
def test_neither_ballots_nor_projects_need_an_order(election: tuple, dice) -> None:
    costs, ballots, budget = election
    lot = list(NAMES)
    dice.shuffle(lot)
    mixed, turned = list(ballots), list(costs.items())
    dice.shuffle(mixed)
    dice.shuffle(turned)
    for method in (equal_shares, greedy):
        first = method(costs, ballots, budget, lot=lot)
        second = method(dict(turned), mixed, budget, lot=lot)
        assert (first.winners, first.ties) == (second.winners, second.ties)
        assert first.ballots_digest == second.ballots_digest
        counted = method(costs, ballots, budget, counts=[2] * len(ballots), lot=lot)
        assert counted.winners == first.winners


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abc"), unique=True), min_size=1, max_size=4))
def test_the_smallest_change_lies_between_its_bounds(ballots: list) -> None:
    choices = [["a"], ["b"], ["c"], [], ["a", "b"], ["b", "c"], ["a", "c"], ["a", "b", "c"]]
    costs = {"a": 3, "b": 4, "c": 6}
    for method in (
        lambda cast: equal_shares(costs, cast, 10),
        lambda cast: equal_shares(costs, cast, 10, completion="add1"),
        lambda cast: greedy(costs, cast, 10),
        lambda cast: greedy(costs, cast, 10, skip=False),
    ):
        change = method(ballots).change

        def chosen(cast: list, method=method) -> set[str]:
            return set(method(cast).winners)

        true = least_change(ballots, choices, chosen, most=2)
        if change.at_least is not None:
            assert true is None or change.at_least <= true
            assert change.at_most is None or true is None or true <= change.at_most
            assert true is not None or change.at_most is None or change.at_most > 2


def test_the_majority_does_not_take_everything() -> None:
    costs = {"stade": 60, "piscine": 40, "jardin": 40}
    ballots = [["stade", "piscine"]] * 6 + [["jardin"]] * 4
    shares, usual = equal_shares(costs, ballots, 100), greedy(costs, ballots, 100)
    assert shares.winners == ("piscine", "jardin")
    assert (usual.winners, usual.served, shares.served) == (("piscine", "stade"), 6, 10)
    assert shares.margin.project == "stade"
    assert shares.margin.amount == pytest.approx(40)
    assert shares.spent == pytest.approx((40 / 6, 10))
    assert usual.margin == 2


def test_ties_are_settled_by_cost_then_votes_then_lot() -> None:
    cheap = equal_shares({"a": 4, "b": 2}, [["a", "b"]], 4)
    assert (cheap.winners, [tie.settled_by for tie in cheap.ties]) == (("b",), ["lowest cost"])
    listed = equal_shares({"a": 2, "b": 2}, [["a", "b"]], 2)
    assert (listed.winners, [tie.settled_by for tie in listed.ties]) == (("a",), ["list order"])
    drawn = equal_shares({"a": 2, "b": 2}, [["a", "b"]], 2, lot=["b", "a"])
    assert (drawn.winners, [tie.settled_by for tie in drawn.ties]) == (("b",), ["lot"])
    usual = greedy({"a": 2, "b": 2}, [["a", "b"]], 2, lot=["b", "a"])
    assert (usual.winners, [tie.settled_by for tie in usual.ties]) == (("b",), ["lot"])


def test_the_usual_rule_may_stop_or_skip() -> None:
    costs = {"a": 5, "b": 8, "c": 4}
    ballots = [["a"]] * 3 + [["b"]] * 2 + [["c"]]
    assert greedy(costs, ballots, 10).winners == ("a", "c")
    assert greedy(costs, ballots, 10, skip=False).winners == ("a",)
    assert greedy(costs, [[]], 10).winners == ()


def test_free_projects_blank_ballots_and_cents() -> None:
    result = equal_shares(
        [Project("a", 0), Project("b", 0.1), Project("c", 9)], [["a"], ["b"], []], 0.3
    )
    assert result.winners == ("a", "b")
    assert result.total_cost == Fraction(1, 10)
    assert (result.base.voters, result.base.abstentions) == (3, 1)
    nobody = equal_shares({"a": 1}, [], 10, completion="add1")
    assert (nobody.winners, nobody.change.at_least) == ((), None)


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (({"a": -1}, [["a"]], 3), BadBudget),
        (({"a": "x"}, [["a"]], 3), BadBudget),
        (({"a": float("nan")}, [["a"]], 3), BadBudget),
        (({"a": 1}, [["a"]], -3), BadBudget),
        (({"a": 1}, [["b"]], 3), UnknownName),
        (({"a": 1}, [["a", "a"]], 3), RepeatedName),
        (([Project("a", 1), Project("a", 2)], [], 3), RepeatedName),
        (({"a": 1}, prepare_approvals([["b"]]), 3), UnknownName),
    ],
)
def test_what_cannot_be_counted_is_refused(arguments: tuple, refusal: type[EngineRefusal]) -> None:
    for method in (equal_shares, greedy):
        with pytest.raises(refusal):
            method(*arguments)


def test_an_unknown_completion_or_a_short_lot_is_refused() -> None:
    with pytest.raises(BadBudget, match="add1"):
        equal_shares({"a": 1}, [["a"]], 3, completion="all")
    with pytest.raises(UnknownName, match="lot"):
        equal_shares({"a": 1, "b": 1}, [["a"]], 3, lot=["a"])
