"""The walk over small coalitions never loses what was found, and what it finds is true."""

import json
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from bench import puzzle_optima
from bench.puzzle_optima import OtherPuzzle, known, made, solve_long
from bench.puzzle_set import KINDS, MADE_UP, make_puzzle
from terreau_engine.puzzle import ActorOffers, CoalitionOptions, Piece, coalition
from terreau_engine.puzzle.filling import weigh
from terreau_engine.puzzle.greedy import greedy, is_allowed
from terreau_engine.puzzle.highs import solve
from terreau_engine.puzzle.improving import usual_candidates
from terreau_engine.puzzle.model import build
from terreau_engine.puzzle.preparing import prepare
from terreau_engine.puzzle.wandering import MOST_MEMBERS, Walks, can_give, wander

LITTLE = 1e-6


def walked(seed: int, *, tight: float = 0.4, options: CoalitionOptions = MADE_UP):
    problem = prepare(*make_puzzle(120, 10, seed, tight=tight), options)
    first = greedy(problem)
    return problem, first, first and wander(problem, first, problem.candidates).best


def test_the_walk_never_costs_more_nor_misses_more():
    better = 0
    for seed in range(6):
        problem, first, after = walked(seed)
        if first is None:
            continue
        told = weigh(problem, after.members)
        assert is_allowed(problem, after.members), seed
        assert told.missing <= first.missing + LITTLE
        assert told.cost == pytest.approx(after.cost)
        assert after.cost <= first.cost
        better += after.cost < first.cost - LITTLE
    assert better >= 4


def test_the_walk_is_never_under_the_best_and_often_there():
    reached = 0
    for seed in range(6):
        problem, first, after = walked(seed)
        missing = first.missing - problem.beyond
        model = build(problem, problem.candidates, most_missing=missing)
        best = weigh(problem, solve(model, seconds=60.0, near=0.0).chosen).cost
        assert after.cost >= best - LITTLE
        reached += after.cost <= best + LITTLE
    assert reached >= 2


def test_the_same_puzzle_gives_the_same_walk():
    one, other = walked(3)[2], walked(3)[2]
    assert one.members.tolist() == other.members.tolist()


def test_walks_that_go_on_beside_keep_the_cheaper_one_and_stop():
    problem = prepare(*make_puzzle(1000, 20, 12), MADE_UP)
    first = greedy(problem)
    walks = Walks(problem, first, usual_candidates(problem))
    before = threading.active_count()
    with walks.beside():
        while walks.step < 40:
            time.sleep(0.01)
    gone = walks.step
    assert threading.active_count() == before
    assert walks.best.cost < first.cost - LITTLE
    assert walks.meet(first) is walks.best
    assert is_allowed(problem, walks.best.members)
    told = weigh(problem, walks.best.members)
    assert told.missing <= first.missing + LITTLE
    assert told.cost == pytest.approx(walks.best.cost)
    cheaper = replace(first, cost=walks.best.cost / 2)
    assert walks.meet(cheaper) is cheaper
    assert walks.step == gone


def test_a_walk_that_fails_beside_is_not_silent():
    problem = prepare(*make_puzzle(120, 10, 1), MADE_UP)
    walks = Walks(problem, greedy(problem), problem.candidates)
    walks.costs = np.ones(3)
    with pytest.raises(ValueError, match="broadcast"), walks.beside():
        time.sleep(0.1)


def test_whoever_is_asked_for_stays():
    offers = make_puzzle(120, 10, 1)[1]
    dear = max(offers, key=lambda one: (one.distance or 0.0) - (one.trust or 0.0))
    options = replace(MADE_UP, required_actors=frozenset({dear.id}))
    problem, first, after = walked(1, options=options)
    assert problem.fixed.sum() == 1
    assert after.cost < first.cost
    assert problem.names.index(dear.id) in after.members


def test_a_large_coalition_is_left_as_it_is():
    problem = prepare(*make_puzzle(400, 60, 0), MADE_UP)
    first = greedy(problem)
    assert len(first.members) > MOST_MEMBERS
    assert wander(problem, first, problem.candidates) is None


def test_what_an_actor_can_give_at_once():
    pieces = [Piece("a", 10, "h"), Piece("b", 10, "h")]
    offers = [
        ActorOffers("free", "public", {"a": 10, "b": 10}),
        ActorOffers("half", "public", {"a": 10, "b": 10}, capacity=10),
    ]
    problem = prepare(pieces, offers, CoalitionOptions(largest_actor_share=None))
    assert can_give(problem).tolist() == [1.0, 0.5]
    assert np.isfinite(problem.capacity[1])


@pytest.mark.parametrize("seed", [0, 2])
def test_among_a_thousand_actors_the_best_is_found_and_proven(seed):
    """Given the time it needs, the search ends by itself where a long solving by others ended."""
    made = make_puzzle(1000, 20, seed)
    found = coalition(*made, options=MADE_UP, time_limit_s=60.0)
    kept = known(1000, 20, seed, made)
    assert found.status == "optimal"
    assert kept.is_proven
    assert found.cost == pytest.approx(kept.value, rel=1e-3)


def test_a_long_solving_is_kept_and_read_again(tmp_path):
    path = tmp_path / "kept.json"
    told = solve_long(30, 4, 1, 20.0, path=path)
    assert told.is_proven
    assert told.bound <= told.value
    assert known(30, 4, 1, make_puzzle(30, 4, 1), path=path) == told
    assert known(30, 4, 2, make_puzzle(30, 4, 2), path=path) is None


def test_what_is_kept_of_another_puzzle_is_refused(tmp_path):
    path = tmp_path / "kept.json"
    solve_long(30, 4, 1, 20.0, path=path)
    with pytest.raises(OtherPuzzle, match="seed 1, again"):
        known(30, 4, 1, make_puzzle(30, 4, 2), path=path)


def test_every_puzzle_kept_is_still_the_one_made_up():
    rows = json.loads(puzzle_optima.KEPT.read_text(encoding="utf-8"))
    assert len(rows) >= 5
    for name in rows:
        *kind, size = name.rsplit(" ", 1)
        actors, count, seed = (int(part) for part in size.replace("/", "x").split("x"))
        puzzle = made("".join(kind), actors, count, seed)
        kept = known(actors, count, seed, puzzle, kind="".join(kind))
        assert kept.bound <= kept.value


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_of_puzzle_is_solved_as_long_solving_solves_it(kind, tmp_path):
    """No kind is better known to the search than another: small ones end at the same cost."""
    kept = solve_long(60, 6, 3, 20.0, kind=kind, path=tmp_path / "kept.json")
    found = coalition(*made(kind, 60, 6, 3), options=MADE_UP, time_limit_s=20.0)
    assert kept.is_proven
    assert found.status == "optimal"
    assert found.cost == pytest.approx(kept.value, rel=2e-3)
