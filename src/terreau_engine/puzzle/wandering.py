"""A walk over small coalitions: some leave, others come, what misses for long weighs more."""

from dataclasses import dataclass, field

import numpy as np

from terreau_engine.puzzle.filling import Filling, weigh
from terreau_engine.puzzle.greedy import is_allowed, prune
from terreau_engine.puzzle.preparing import NEAR, Bools, Floats, Ints, Problem, sums

MOST_MEMBERS = 24  # beyond, the walk finds too little
LIKED = 120  # actors who may come
STEPS = 4000
LEAVING = 3  # members who leave at a time, at most
ANY = 0.1  # part of the steps where the first who leaves is drawn by lot
FORGOTTEN = 0.97  # what a weight keeps from one step to the next
LITTLE = 1e-9


def wander(problem: Problem, best: Filling, liked: Ints) -> Filling:
    """Look for a cheaper coalition that misses no more, by a walk through incomplete ones.

    Meaning: what stays open when everybody seems needed attracts more and more. Formula: those
    of least Σ weight × what they alone fill ÷ cost leave; those of most Σ weight × what they fill
    of the holes ÷ cost come, as long as the cost stays under the best one; the weight of what is
    still open grows by 1 at each step. The same problem gives the same answer: no time is looked
    at. Source: weighting of the rows in set covering (C. Gao and others, 2015).
    """
    if len(best.members) > MOST_MEMBERS:
        return best
    actors = np.union1d(liked[:LIKED], best.members)
    walk = _Walk(problem, actors, best)
    for step in range(1, STEPS + 1):
        walk.go(step)
    return walk.best


def can_give(problem: Problem) -> Floats:
    """Tell what part of all they offer each actor can give at once, at least."""
    everybody = len(problem.names)
    load = sums(problem.who, problem.part * problem.weight[problem.what], everybody)
    most = np.minimum(1.0, problem.capacity / np.maximum(load, 1e-300))
    for line in problem.lines:
        used = float(problem.part[line.edges] @ line.rates)
        most[line.actor] = min(most[line.actor], line.amount / max(used, 1e-300))
    return np.asarray(np.where(problem.tight, most, 1.0), dtype=float)


@dataclass(slots=True)
class _Walk:
    """Where the walk is: who is inside, what is filled, when each moved last."""

    problem: Problem
    actors: Ints
    best: Filling
    parts: Floats = field(init=False)
    costs: Floats = field(init=False)
    most: Floats = field(init=False)
    wanted: Floats = field(init=False)
    weights: Floats = field(init=False)
    inside: Bools = field(init=False)
    filled: Floats = field(init=False)
    moved: Ints = field(init=False)
    dice: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        problem = self.problem
        parts = np.zeros((len(problem.names), len(problem.pieces)))
        parts[problem.who, problem.what] = problem.part
        worlds = np.array(problem.worlds)[self.actors]
        asked = [worlds == world for world in problem.options.required_worlds]
        self.parts = np.column_stack([parts[self.actors], *asked]).astype(float)
        holes = np.where(problem.open, 1.0 - NEAR, 0.0) - self.best.holes
        able = np.array([bool(one.any()) for one in asked], dtype=float)
        self.wanted = np.concatenate([np.maximum(holes, 0.0), able * (1.0 - NEAR)])
        self.costs = problem.costs[self.actors]
        self.most = can_give(problem)[self.actors]
        self.weights = np.ones(len(self.wanted))
        self.moved = np.full(len(self.actors), -1)
        self.dice = np.random.default_rng(0)
        self._start(self.best.members)

    def _start(self, members: Ints) -> None:
        self.inside = np.isin(self.actors, members)
        self.filled = self.parts[self.inside].sum(axis=0)

    @property
    def lack(self) -> Floats:
        """Tell what is open."""
        return np.asarray(np.maximum(self.wanted - self.filled, 0.0), dtype=float)

    @property
    def room(self) -> float:
        """Tell what may still be spent before the best cost is reached."""
        return self.best.cost - float(self.costs[self.inside].sum()) - LITTLE

    def go(self, step: int) -> None:
        """Keep a better coalition, let some leave, let others come."""
        if self.room > 0 and not self.lack.any():
            self._judge()
        for turn in range(int(self.dice.integers(1, LEAVING + 1))):
            self._leave(step, by_lot=turn == 0 and self.dice.random() < ANY)
        room = self.room
        while (lack := self.lack).any() and (spent := self._come(step, lack, room)):
            room -= spent
        self.weights = 1.0 + FORGOTTEN * (self.weights - 1.0) + (self.lack > 0)

    def _judge(self) -> None:
        """Keep it if it can do what is believed; else believe less of those who are tight."""
        chosen = self.actors[self.inside]
        if is_allowed(self.problem, chosen):
            other = weigh(self.problem, chosen)
            if other.missing <= self.best.missing + LITTLE:
                self.best = prune(self.problem, chosen)
                self._start(self.best.members)
                return
        pieces = len(self.problem.pieces)
        self.parts[self.inside, :pieces] *= self.most[self.inside, None]
        self.most[self.inside] = 1.0
        self._start(chosen)

    def _leave(self, step: int, *, by_lot: bool) -> None:
        stays = self.problem.fixed[self.actors] | (self.moved >= step - 1)
        free = np.flatnonzero(self.inside & ~stays)
        if not len(free):
            return
        if by_lot:
            out = int(self.dice.choice(free))
        else:
            without = np.maximum(self.wanted - (self.filled - self.parts[free]), 0.0)
            loss = ((without - self.lack) @ self.weights) / self.costs[free]
            out = int(free[np.argmin(loss + LITTLE * self.moved[free])])
        self.inside[out], self.moved[out] = False, step
        self.filled = self.filled - self.parts[out]

    def _come(self, step: int, lack: Floats, room: float) -> float:
        """Take whoever fills the most of what is open for their cost; give it, 0 for nobody."""
        able = np.flatnonzero(~self.inside & (self.moved < step - 1) & (self.costs < room))
        if not len(able):
            return 0.0
        gain = (np.minimum(self.parts[able], lack) @ self.weights) / self.costs[able]
        place = int(np.argmax(gain - LITTLE * self.moved[able]))
        if gain[place] <= 0:
            return 0.0
        new = int(able[place])
        self.inside[new], self.moved[new] = True, step
        self.filled = self.filled + self.parts[new]
        return float(self.costs[new])
