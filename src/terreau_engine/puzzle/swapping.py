"""Exchanges inside a small coalition: up to three members leave, up to two others come."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from terreau_engine.puzzle.filling import Filling, weigh
from terreau_engine.puzzle.greedy import is_allowed
from terreau_engine.puzzle.preparing import NEAR, Floats, Ints, Problem

LEAVING = 3
MOST_MEMBERS = 24  # beyond, neighbourhoods are solved exactly
NEWCOMERS = 160  # actors who may come
PASSES, TRIED, EACH = 12, 20, 3
LITTLE = 1e-9

Offer = tuple[float, tuple[int, ...], tuple[int, int]]  # what it costs more, who leaves, who comes


@dataclass(frozen=True, slots=True)
class Newcomers:
    """One or two actors who may come, the cheapest first: who, what both bring, their cost."""

    one: Ints
    two: Ints
    parts: Floats
    costs: Floats


def swap(problem: Problem, best: Filling, liked: Ints) -> Filling:
    """Exchange members for cheaper ones as long as nothing more misses.

    Meaning: two who bring little for one who brings much. Formula: over all sets of one to three
    who may leave, the cheapest one or two of the `liked` who fill what they leave open.
    The same problem gives the same answer: no time is looked at.
    """
    if len(best.members) > MOST_MEMBERS:
        return best
    parts = np.zeros((len(problem.names), len(problem.pieces)))
    parts[problem.who, problem.what] = problem.part
    for _pass in range(PASSES):
        better = _exchange(problem, best, liked[:NEWCOMERS], parts)
        if better is None:
            return best
        best = better
    return best


def _exchange(problem: Problem, best: Filling, liked: Ints, parts: Floats) -> Filling | None:
    """Find an allowed exchange among those that save the most."""
    new = _newcomers(problem, np.setdiff1d(liked, best.members), parts)
    offers = sorted(_offers(problem, best, new, parts))
    for _more, leaving, coming in offers[:TRIED]:
        chosen = np.union1d(np.setdiff1d(best.members, leaving), coming)
        if is_allowed(problem, chosen):
            other = weigh(problem, chosen)
            if other.missing <= best.missing + LITTLE and other.cost < best.cost - LITTLE:
                return other
    return None


def _newcomers(problem: Problem, new: Ints, parts: Floats) -> Newcomers:
    one, two = np.triu_indices(len(new))
    costs = problem.costs[new[one]] + np.where(one == two, 0.0, problem.costs[new[two]])
    order = np.argsort(costs, kind="stable")
    one, two = new[one[order]], new[two[order]]
    both = parts[one] + np.where((one == two)[:, None], 0.0, parts[two])
    return Newcomers(one, two, np.ascontiguousarray(both.T), costs[order])


def _offers(problem: Problem, best: Filling, new: Newcomers, parts: Floats) -> Iterator[Offer]:
    """List the cheapest who fill what each set of leaving members leaves open."""
    free = best.members[~problem.fixed[best.members]].tolist()
    spare = parts[best.members].sum(axis=0) + best.holes
    spare -= np.where(problem.open, 1.0 - NEAR, 0.0)
    for many in range(1, LEAVING + 1):
        for leaving in combinations(free, many):
            spared = float(problem.costs[list(leaving)].sum())
            lack = parts[list(leaving)].sum(axis=0) - spare
            able = np.arange(int(np.searchsorted(new.costs, spared - LITTLE)))
            for piece in np.flatnonzero(lack > 0).tolist():
                able = able[new.parts[piece, able] >= lack[piece]]
            for pair in able[:EACH].tolist():
                coming = int(new.one[pair]), int(new.two[pair])
                yield float(new.costs[pair]) - spared, leaving, coming
