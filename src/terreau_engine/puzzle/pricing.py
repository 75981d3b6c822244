"""The relaxed problem over thousands of actors: a few columns, and a price for all the others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from terreau_engine.puzzle.clock import Clock
from terreau_engine.puzzle.highs import Prices, relax
from terreau_engine.puzzle.model import Key, build
from terreau_engine.puzzle.preparing import Floats, Ints, Problem, sums

TURNS = 40
TURN_SECONDS = 0.005  # around one solving
MORE = 150  # actors that enter at each turn, at most
NEAR_ZERO = 1e-7


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A value under which no coalition goes, and how far each actor is from being worth taking.

    A coalition with an actor whose `reduced` cost is r costs `bound` + r at least.
    """

    bound: float
    reduced: Floats
    taken: Floats


def price_all(problem: Problem, first: Ints, most_missing: float, clock: Clock) -> Relaxed:
    """Solve the relaxed problem over all candidates, starting from `first`.

    Formula: solve over a few actors; an actor outside is worth Σ over the rows of worth ×
    coefficient, the best parts within their capacity; whoever is worth more than they cost enters.
    Where the time is up, bound = value + Σ of the negative reduced costs.
    """
    everybody = problem.candidates
    inside = np.union1d(first, np.flatnonzero(problem.fixed))
    nothing = np.zeros(len(problem.names))
    best = Relaxed(0.0, nothing, nothing)
    for _turn in range(TURNS):
        model = build(problem, inside, most_missing=most_missing)
        prices = relax(model, seconds=clock.left)
        clock.spend(prices.seconds + TURN_SECONDS)
        if not prices.is_optimal:
            return best
        reduced = _reduced(problem, prices, everybody)
        outside = np.setdiff1d(everybody, inside)
        under = outside[reduced[outside] < -NEAR_ZERO]
        bound = prices.value + float(reduced[under].sum())
        if bound > best.bound or not len(under):
            taken = nothing.copy()
            taken[inside] = prices.taken[: len(inside)]
            best = Relaxed(bound, reduced, taken)
        if not len(under) or clock.left <= 0:
            break
        entering = under[np.argsort(reduced[under], kind="stable")[:MORE]]
        inside = np.union1d(inside, entering)
    return replace(best, reduced=np.maximum(best.reduced, 0.0))


def _reduced(problem: Problem, prices: Prices, everybody: Ints) -> Floats:
    """Take from each cost what the actor is worth in the rows."""
    worth = prices.worth
    pieces = range(len(problem.pieces))
    cover, sure, double = (
        np.array([worth.get((kind, piece), 0.0) for piece in pieces])
        for kind in ("cover", "sure", "double")
    )
    able = np.where(problem.part > 0, 1.0, 0.0)
    own = sure[problem.what] * problem.part + double[problem.what] * able
    real = cover[problem.what] * problem.part
    gains = own + np.where(problem.tight[problem.who], 0.0, real)
    total = sums(problem.who, gains, len(problem.names))
    total = total + _packed(problem, cover) + _quota_worth(problem, worth)
    reduced = problem.costs - total
    away = np.setdiff1d(np.arange(len(reduced)), everybody)
    reduced[away] = np.inf
    return np.asarray(reduced, dtype=float)


def _packed(problem: Problem, cover: Floats) -> Floats:
    """Tell the most that tight actors are worth within their capacity, the best pieces first."""
    rows = np.flatnonzero(problem.tight[problem.who])
    packed = np.zeros(len(problem.names))
    if not len(rows):
        return packed
    weight = problem.weight[problem.what[rows]]
    rate = cover[problem.what[rows]] / np.maximum(weight, 1e-300)
    order = np.lexsort((-rate, problem.who[rows]))
    rows, weight, rate = rows[order], weight[order], rate[order]
    amount = problem.part[rows] * weight
    reached = np.cumsum(amount)
    starts = np.searchsorted(problem.who[rows], problem.who[rows])
    before = reached - amount - (reached[starts] - amount[starts])
    room = np.clip(problem.capacity[problem.who[rows]] - before, 0.0, amount)
    return sums(problem.who[rows], room * rate, len(packed))


def _quota_worth(problem: Problem, worth: Mapping[Key, float]) -> Floats:
    share = problem.options.largest_world_share
    everywhere = worth.get(("most", ""), 0.0)
    by_world = dict.fromkeys(set(problem.worlds), 0.0)
    for (kind, world), value in worth.items():
        if kind == "share" and share is not None:
            everywhere -= share * value
            by_world[str(world)] += value
        elif kind == "world":
            by_world[str(world)] += value
    return everywhere + np.array([by_world[world] for world in problem.worlds])
