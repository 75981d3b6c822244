"""The bound is under every coalition, and the quick steps never lose what was found."""

from dataclasses import replace

import numpy as np
import pytest

from bench.puzzle_set import MADE_UP, make_puzzle
from terreau_engine.puzzle import Piece, coalition
from terreau_engine.puzzle.clock import Clock
from terreau_engine.puzzle.cutting import Tightened, tighten
from terreau_engine.puzzle.filling import weigh
from terreau_engine.puzzle.greedy import greedy, is_allowed
from terreau_engine.puzzle.highs import solve
from terreau_engine.puzzle.model import build
from terreau_engine.puzzle.preparing import Problem, prepare
from terreau_engine.puzzle.pricing import price_all
from terreau_engine.puzzle.ruling_out import is_ruled_out
from terreau_engine.puzzle.searching import search
from terreau_engine.puzzle.swapping import swap
from tests.engine.puzzle_brute import best_by_trying

SIZES = [(40, 6), (60, 8), (50, 12)]
LITTLE = 1e-6
SEEDS = 9


def relaxed_of(problem: Problem) -> Tightened:
    return tighten(problem, price_all(problem, problem.candidates, 0.0, Clock(30.0)), Clock(30.0))


def made_up(seed: int, *, tight: float = 0.4) -> Problem:
    actors, pieces = SIZES[seed % len(SIZES)]
    return prepare(*make_puzzle(actors, pieces, seed, tight=tight), MADE_UP)


def best_of(problem: Problem) -> float:
    """The least cost, by the plain model over everybody."""
    found = solve(build(problem, problem.candidates), seconds=60.0, near=0.0)
    assert found.is_optimal
    return weigh(problem, found.chosen).cost


def closed_puzzles():
    """Puzzles whose every piece can be filled."""
    for seed in range(SEEDS):
        problem = made_up(seed)
        first = greedy(problem)
        if first is not None and first.missing <= problem.beyond + LITTLE:
            yield seed, problem, first


def test_rows_raise_the_bound_and_stay_under_the_best():
    risen = 0
    for seed, problem, _first in closed_puzzles():
        plain = price_all(problem, problem.candidates, 0.0, Clock(30.0))
        told = tighten(problem, plain, Clock(30.0))
        best = best_of(problem)
        assert plain.bound - LITTLE <= told.prices.bound <= best + LITTLE, seed
        risen += told.prices.bound > plain.bound + 0.01
    assert risen >= 4


def test_every_coalition_respects_every_row():
    for seed, problem, first in closed_puzzles():
        cuts = relaxed_of(problem).cuts
        dice = np.random.default_rng(seed)
        for _draw in range(12):
            some = np.union1d(first.members, dice.choice(problem.candidates, 5))
            for actor in dice.permutation(some).tolist():  # leave those who are not needed
                rest = some[some != actor]
                if weigh(problem, rest).missing <= problem.beyond + LITTLE:
                    some = rest
            for cut in cuts:
                inside = np.isin(cut.actors, some)
                assert float(cut.values[inside].sum()) >= 1 - 1e-4, seed


def test_whoever_is_ruled_out_is_not_needed():
    ruled = 0
    for seed, problem, first in closed_puzzles():
        prices, best = relaxed_of(problem).prices, best_of(problem)
        slack = best - prices.bound + LITTLE
        actors = problem.candidates
        out = is_ruled_out(problem, actors, prices.reduced, slack)
        ruled += int(out.sum())
        kept = np.union1d(actors[~out], np.flatnonzero(problem.fixed)).astype(np.intp)
        found = solve(build(problem, kept), seconds=60.0, near=0.0, start=first.members)
        assert weigh(problem, found.chosen).cost == pytest.approx(best), seed
    assert ruled > 20


def test_a_hole_that_limits_force_lowers_no_other_row():
    pieces, offers = make_puzzle(60, 8, 4, tight=0.0)
    short = [replace(offers[0], id="short", brings={"p000": 1.0}, capacity=0.5)]
    puzzle = [Piece("alone", 1.0), *pieces]
    short.append(replace(offers[1], id="one", brings={"alone": 1.0}, capacity=0.5))
    problem = prepare(puzzle, [*offers, *short], MADE_UP)
    missing = weigh(problem, problem.candidates).missing - problem.beyond
    assert missing > 1  # half of what one actor alone could bring
    plain = price_all(problem, problem.candidates, missing, Clock(30.0))
    told = tighten(problem, plain, Clock(30.0), missing).prices
    found = solve(build(problem, problem.candidates, most_missing=missing), seconds=60.0, near=0.0)
    best = weigh(problem, found.chosen).cost
    assert plain.bound + 0.01 < told.bound <= best + LITTLE
    whole = prepare(puzzle, [*offers, *short], replace(MADE_UP, gap=0.0))
    assert search(whole, 30.0).best.cost == pytest.approx(best)


def test_exchanges_never_cost_more_nor_miss_more():
    better = 0
    for seed, problem, first in closed_puzzles():
        after = swap(problem, first, problem.candidates)
        assert is_allowed(problem, after.members), seed
        assert after.missing <= first.missing + LITTLE
        assert after.cost <= first.cost
        better += after.cost < first.cost - LITTLE
    assert better >= 2


@pytest.mark.parametrize("seed", range(6))
def test_bound_objective_greedy(seed):
    actors, count = SIZES[seed % len(SIZES)]
    pieces, offers = make_puzzle(actors * 2, count, seed, tight=0.4)
    found = coalition(pieces, offers, options=MADE_UP, time_limit_s=30)
    assert found.status == "optimal"
    assert found.bound <= found.objective + LITTLE
    assert found.objective <= found.greedy_objective + LITTLE
    assert found.gap <= MADE_UP.gap + LITTLE


@pytest.mark.parametrize("seed", range(6))
def test_tight_actors_by_trying_every_set(seed):
    pieces, offers = make_puzzle(10, 4, seed, tight=0.6)
    options = replace(MADE_UP, gap=0.0)
    best, sets = best_by_trying(pieces, offers, options)
    found = coalition(pieces, offers, options=options)
    assert found.names in sets
    assert found.cost == pytest.approx(best[1])
    assert found.bound <= found.objective + LITTLE


def test_time_up_says_so_and_the_bound_is_still_of_everybody():
    pieces, offers = make_puzzle(150, 12, 5)
    hurried = coalition(pieces, offers, options=MADE_UP, time_limit_s=0.2)
    settled = coalition(pieces, offers, options=MADE_UP, time_limit_s=20)
    assert hurried.status in {"feasible", "optimal"}
    assert hurried.bound <= settled.objective + LITTLE
    assert hurried.objective <= hurried.greedy_objective + LITTLE
    assert settled.objective <= hurried.objective + MADE_UP.gap * settled.cost
