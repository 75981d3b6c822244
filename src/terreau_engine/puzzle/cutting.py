"""Rows that every coalition respects and the relaxed answer does not: a bound much nearer."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from terreau_engine.puzzle.clock import Clock
from terreau_engine.puzzle.highs import Growing, Step, least
from terreau_engine.puzzle.model import Cut, build
from terreau_engine.puzzle.preparing import NEAR, Bools, Floats, Ints, Problem, sums
from terreau_engine.puzzle.pricing import Relaxed

TURNS = 12
MOST_TRIED = 12  # actors of a piece whose sets are all tried
GRID = 100  # parts of a piece are counted in hundredths, rounded up
CUT_SECONDS = 0.002  # what finding one row takes
CLEARLY = 1e-3  # what a row is missed by, to be worth adding
SLOW = 5e-4  # rise of the bound in one turn, as a part of it, under which it stops
LIKELY = 0.3  # reduced cost, in the least cost, of the tight actors told in full


@dataclass(frozen=True, slots=True)
class Tightened:
    """The relaxed prices with the rows that hold them up."""

    prices: Relaxed
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Bringers:
    """Those who bring one piece: their columns, the part each may fill, in steps of the grid."""

    columns: Ints
    part: Floats
    steps: Ints


def light(problem: Problem, told: Bools) -> Problem:
    """Forget what tight actors cannot give at once, but for those told: a relaxed problem."""
    return replace(problem, tight=problem.tight & told)


def tighten(
    problem: Problem, prices: Relaxed, clock: Clock, most_missing: float = 0.0
) -> Tightened:
    """Add rows to the relaxed problem until they do not raise its value any more.

    Meaning: for one piece, half an actor does not bring half of what fills it. Formula: Σ π × y ≥ 1
    for every set of bringers that fills the piece, of least Σ π × y at the relaxed answer; π comes
    from all sets of the bringers it takes, and is carried over to the others one after the other
    (dynamic programming). The others can fill all the sooner as their parts are rounded up: the
    rows stay true; where holes of weight `most_missing` are allowed, a piece is filled but for
    the largest of them. Source: E. Balas, 1975; E. Zemel, 1989 (lifted covers).
    """
    actors = problem.candidates
    told = prices.reduced <= LIKELY * float(problem.costs[actors].min())
    model = build(light(problem, told), actors, most_missing=most_missing)
    growing = Growing(model, clock.left)
    pieces = np.flatnonzero(problem.open).tolist()
    real = _real(problem)
    filled = _filled(problem, real, most_missing)
    every = [one for piece in pieces if (one := _bringers(problem, piece, real, filled[piece]))]
    best, cuts = growing.solve(), list[Cut]()
    if best is None:
        clock.spend(growing.seconds)
        return Tightened(prices, ())
    for _turn in range(TURNS):
        found = [cut for one in every if (cut := _cut(one, best.taken)) is not None]
        for cut in found:
            growing.add(cut.actors, cut.values)
        cuts += found
        spent = growing.seconds + CUT_SECONDS * len(cuts)
        step = growing.solve() if found and spent < clock.left else None
        if step is None:
            break
        risen = step.value > best.value * (1 + SLOW)
        best = step
        if not risen:
            break
    clock.spend(growing.seconds + CUT_SECONDS * len(cuts))
    return _told(problem, prices, best, cuts)


def _told(problem: Problem, prices: Relaxed, best: Step, cuts: list[Cut]) -> Tightened:
    """Keep the rows that bind, by the names of actors, and the better of both bounds."""
    actors = problem.candidates
    binding = tuple(
        Cut(actors[cut.actors], cut.values)
        for cut in cuts
        if float(cut.values @ best.taken[cut.actors]) < 1 + CLEARLY
    )
    if best.value <= prices.bound:
        return Tightened(prices, binding)
    taken, reduced = np.zeros(len(problem.names)), np.full(len(problem.names), np.inf)
    taken[actors], reduced[actors] = best.taken, np.maximum(best.reduced, 0.0)
    reduced[problem.fixed] = 0.0  # in every coalition already
    return Tightened(Relaxed(best.value, reduced, taken), binding)


def _real(problem: Problem) -> Floats:
    """Tell the part that each may fill of one piece within their own capacity."""
    weight = np.maximum(problem.weight[problem.what], 1e-300)
    return np.minimum(problem.part, problem.capacity[problem.who] / weight)


def _filled(problem: Problem, real: Floats, most_missing: float) -> Floats:
    """Tell how much of each piece is filled in any coalition that misses no more than this.

    What nobody can fill misses everywhere; only the rest of the weight may be a hole elsewhere.
    """
    forced = np.maximum(1.0 - sums(problem.what, real, len(problem.pieces)), 0.0)
    forced[~problem.open] = 0.0
    rest = max(0.0, most_missing - float(forced @ problem.penalty))
    return np.asarray(1.0 - forced - rest / np.maximum(problem.penalty, 1e-300), dtype=float)


def _bringers(problem: Problem, piece: int, real: Floats, filled: float) -> Bringers | None:
    """List who brings a piece; None where each could fill it alone, or nobody has to."""
    edges = np.flatnonzero(problem.what == piece)
    if filled <= NEAR:
        return None
    part = np.minimum(real[edges] / filled, 1.0)
    if part.min() >= 1 - NEAR:
        return None
    steps = np.minimum(np.ceil(part * GRID - NEAR), GRID).astype(np.intp)
    columns = np.searchsorted(problem.candidates, problem.who[edges])
    return Bringers(columns, part, steps)


def _cut(one: Bringers, taken: Floats) -> Cut | None:
    """Find a row that the relaxed answer misses."""
    values = taken[one.columns]
    own = np.flatnonzero(values > NEAR)
    own = own[np.argsort(-values[own], kind="stable")[:MOST_TRIED]]
    weights = _weights(one.part[own], values[own])
    if float(weights @ values[own]) > 1 - CLEARLY:
        return None
    lifted = _lift(one, own, weights, values)
    if float(lifted @ values) > 1 - CLEARLY:
        return None
    some = np.flatnonzero(lifted > NEAR)
    return Cut(one.columns[some], lifted[some])


def _weights(part: Floats, values: Floats) -> Floats:
    """Weigh these bringers so that every set of them that fills the piece weighs 1 at least."""
    sets = _sets(len(part))
    fills = np.asarray(sets @ part >= 1 - NEAR, dtype=bool)
    if not fills.any():
        return np.zeros(len(part))
    needed = fills.copy()
    for place in range(len(part)):
        with_it = np.flatnonzero(sets[:, place])
        needed[with_it] &= ~fills[with_it ^ (1 << place)]
    return least(values, sets[needed])


@lru_cache
def _sets(size: int) -> Floats:
    return ((np.arange(1 << size)[:, None] >> np.arange(size)) & 1).astype(float)


def _lift(one: Bringers, own: Ints, weights: Floats, values: Floats) -> Floats:
    """Weigh the others: no less than what a set loses by taking one of them."""
    lifted = np.zeros(len(one.part))
    lifted[own] = weights
    lightest = np.full(GRID + 1, np.inf)  # the least weight that fills so many steps
    lightest[0] = 0.0
    for place in own.tolist():
        _take(lightest, int(one.steps[place]), float(lifted[place]))
    others = np.setdiff1d(np.arange(len(one.part)), own)
    others = others[np.lexsort((-one.steps[others], values[others] <= NEAR))]
    for place in others.tolist():
        steps = int(one.steps[place])
        lifted[place] = max(0.0, 1.0 - min(1.0, float(lightest[GRID - steps])))
        _take(lightest, steps, float(lifted[place]))
    return lifted


def _take(lightest: Floats, steps: int, weight: float) -> None:
    """Let one more actor bring these steps for this weight."""
    before = np.concatenate([np.zeros(steps), lightest[: len(lightest) - steps]])
    np.minimum(lightest, before + weight, out=lightest)
