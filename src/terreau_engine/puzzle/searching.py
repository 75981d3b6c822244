"""The search: greedy, then the relaxed prices, then exact solving over more and more actors."""

from dataclasses import dataclass

import numpy as np

from terreau_engine.puzzle.answers import Status
from terreau_engine.puzzle.clock import Clock
from terreau_engine.puzzle.cutting import tighten
from terreau_engine.puzzle.filling import Filling, fill, weigh
from terreau_engine.puzzle.greedy import greedy, is_allowed, prune
from terreau_engine.puzzle.highs import solve
from terreau_engine.puzzle.improving import Run, usual_candidates
from terreau_engine.puzzle.model import build, quotas_only
from terreau_engine.puzzle.preparing import Floats, Problem
from terreau_engine.puzzle.pricing import price_all

LP_PART = 0.3  # of the time, at most
LITTLE = 1e-9


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best coalition found, the first one, a bound of the cost, and who was looked at."""

    status: Status
    best: Filling | None
    first: Filling | None
    bound: float
    looked_at: int
    reduced: Floats


def search(problem: Problem, seconds: float) -> Outcome:
    """Find the least missing, then the least cost."""
    nothing = np.zeros(len(problem.names))
    clock = Clock(seconds)
    if not problem.open.any():
        held = fill(problem, np.flatnonzero(problem.fixed).tolist())
        status: Status = "optimal" if problem.remaining.any() else "complete"
        return Outcome(status, held, held, held.cost, len(held.members), nothing)
    first = greedy(problem) or _any_allowed(problem, seconds)
    if first is None:
        return Outcome("infeasible", None, None, 0.0, len(problem.candidates), nothing)
    best, is_least = _least_missing(problem, first, clock.part(seconds * LP_PART))
    if is_least and not len(best.members):  # the limits let nobody in
        return Outcome("infeasible", None, None, 0.0, len(problem.candidates), nothing)
    missing = best.missing - problem.beyond
    start = np.union1d(best.members, usual_candidates(problem))
    prices = price_all(problem, start, missing, clock.part(seconds * LP_PART))
    tightened = tighten(problem, prices, clock.part(seconds * LP_PART), max(0.0, missing))
    run = Run(problem, tightened.prices, best, missing, clock, tightened.cuts)
    run.look()
    status = "optimal" if is_least and run.is_proven else "feasible"
    whole = fill(problem, run.best.members.tolist())
    return Outcome(status, whole, first, run.bound, run.looked_at, tightened.prices.reduced)


def _any_allowed(problem: Problem, seconds: float) -> Filling | None:
    """Find a set of actors that respects the quotas when the greedy choice did not."""
    found = solve(quotas_only(problem), seconds=seconds * LP_PART, near=0.0)
    if found.chosen is None or not is_allowed(problem, found.chosen):
        return None
    return weigh(problem, found.chosen)


def _least_missing(problem: Problem, first: Filling, clock: Clock) -> tuple[Filling, bool]:
    """Find a coalition that misses as little as can be, when the first one is not one."""
    possible = weigh(problem, problem.candidates).missing
    if first.missing <= possible + LITTLE:
        return first, True
    actors = problem.candidates
    model = build(problem, actors, counts_holes=True)
    near = problem.options.gap * float(problem.penalty.min(initial=1.0, where=problem.open))
    found = solve(model, seconds=clock.left, near=near, start=first.members)
    clock.spend(found.seconds)
    best = first
    if found.chosen is not None:
        second = prune(problem, found.chosen)
        best = min(first, second, key=lambda one: one.rank)
    return best, found.is_optimal
