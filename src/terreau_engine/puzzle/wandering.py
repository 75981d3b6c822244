"""Walks over small coalitions: some leave, others come, what misses for long weighs more."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

import numpy as np

from terreau_engine.puzzle.filling import Filling, weigh
from terreau_engine.puzzle.greedy import is_allowed, prune
from terreau_engine.puzzle.preparing import NEAR, Bools, Floats, Ints, Problem, sums

MOST_MEMBERS = 24  # beyond, the walks find too little
LIKED, KNOWN = 300, 100  # actors who may come; of them and the members, those a walk knows
SPREAD = 200  # how many places luck is worth among the liked
WALKS, STEPS = 64, 300  # side by side in the same arrays; of each, before anything is proven
KEPT = 2  # steps before one walk, each in its turn, knows others
LEAVING = 4  # members who leave at a time, at most
FORGOTTEN = 0.98  # what a weight keeps from one step to the next
ANY = 0.2  # part of the steps where the first who leaves is drawn by lot
LITTLE = 1e-9


def wander(problem: Problem, best: Filling, liked: Ints) -> "Walks | None":
    """Look for a cheaper coalition that misses no more, by walks through incomplete ones.

    Meaning: what stays open when everybody seems needed attracts more and more. Formula: those
    of least Σ weight × what they alone fill ÷ cost leave; those of most Σ weight × what they fill
    of the holes ÷ cost come, as long as the cost stays under the best one; the weight of what is
    still open grows by 1 at each step. The same problem gives the same answer: no time is looked
    at. Source: weighting of the rows in set covering (C. Gao and others, 2015). Give the walks,
    to be gone on with; None for a large coalition.
    """
    if len(best.members) > MOST_MEMBERS:
        return None
    walks = Walks(problem, best, liked)
    walks.go(STEPS)
    return walks


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
class Walks:
    """Where each walk is: who may come, who is inside, what is filled, when each moved last.

    They share the best coalition, whose cost none may reach. Each knows some of the actors, chosen
    anew now and then, those whom the prices like more often; `parts` is what it believes that they
    can give: walks × rows × actors, the rows being the pieces then the required worlds.
    """

    problem: Problem
    best: Filling
    liked: Ints
    rows: Floats = field(init=False)
    give: Floats = field(init=False)
    wanted: Floats = field(init=False)
    actors: Ints = field(init=False)
    parts: Floats = field(init=False)
    costs: Floats = field(init=False)
    most: Floats = field(init=False)
    stays: Bools = field(init=False)
    inside: Bools = field(init=False)
    moved: Ints = field(init=False)
    weights: Floats = field(init=False)
    filled: Floats = field(init=False)
    step: int = 0
    dice: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))

    def __post_init__(self) -> None:
        problem = self.problem
        parts = np.zeros((len(problem.pieces), len(problem.names)))
        parts[problem.what, problem.who] = problem.part
        worlds = np.array(problem.worlds)
        asked = [worlds == world for world in problem.options.required_worlds]
        self.rows = np.vstack([parts, *asked])
        self.give = can_give(problem)
        self.liked = self.liked[:LIKED]
        known = np.union1d(self.liked, self.best.members)
        holes = np.where(problem.open, 1.0 - NEAR, 0.0) - self.best.holes
        able = np.array([bool(one[known].any()) for one in asked], dtype=float)
        self.wanted = np.concatenate([np.maximum(holes, 0.0), able * (1.0 - NEAR)])
        shape = (WALKS, min(len(known), KNOWN))
        self.actors, self.moved = np.zeros(shape, dtype=np.intp), np.full(shape, -1)
        self.costs, self.most = np.ones(shape), np.ones(shape)
        self.stays, self.inside = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        self.parts = np.zeros((WALKS, len(self.wanted), shape[1]))
        self.weights = np.ones((WALKS, len(self.wanted)))
        self.filled = np.zeros((WALKS, len(self.wanted)))
        for walk in range(WALKS):
            self._start(walk, self.best.members)

    def go(self, steps: int) -> None:
        """Go so many steps farther."""
        for _step in range(steps):
            self._go()

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Go on in another thread as long as this one waits for the solver."""
        stop = Event()
        with ThreadPoolExecutor(1) as pool:
            gone = pool.submit(self._go_until, stop)
            try:
                yield
            finally:
                stop.set()
        gone.result()  # what failed there fails here

    def meet(self, other: Filling) -> Filling:
        """Stay under the cost of a coalition found elsewhere; give the cheaper one."""
        if other.cost < self.best.cost - LITTLE:
            self.best = other
        return self.best if self.best.cost < other.cost - LITTLE else other

    def _go_until(self, stop: Event) -> None:
        while not stop.is_set():
            self._go()

    def _start(self, walk: int, members: Ints) -> None:
        """Go on from these members, among others who may come."""
        others = self.liked[~np.isin(self.liked, members)]
        luck = np.arange(len(others)) + SPREAD * self.dice.random(len(others))
        coming = others[np.argsort(luck)[: self.actors.shape[1] - len(members)]]
        actors = np.concatenate([members, coming])
        many = len(actors)  # fewer than there is room for, when some of the liked are inside
        self.actors[walk, :many], self.actors[walk, many:] = actors, actors[0]
        self.parts[walk, :, :many], self.parts[walk, :, many:] = self.rows[:, actors], 0.0
        self.costs[walk], self.most[walk] = self.problem.costs[self.actors[walk]], 1.0
        self.most[walk, :many] = self.give[actors]
        self.stays[walk] = self.problem.fixed[self.actors[walk]]
        self.inside[walk], self.moved[walk] = False, -1
        self.inside[walk, : len(members)] = True
        self.filled[walk] = self.rows[:, members].sum(axis=1)

    @property
    def _lack(self) -> Floats:
        """Tell what is open."""
        return np.asarray(np.maximum(self.wanted - self.filled, 0.0), dtype=float)

    @property
    def _room(self) -> Floats:
        """Tell what may still be spent before the best cost is reached."""
        return np.asarray(
            self.best.cost - (self.inside * self.costs).sum(axis=1) - LITTLE, dtype=float
        )

    def _go(self) -> None:
        """Keep a better coalition, let some leave, let others come."""
        self.step += 1
        if self.step % KEPT == 0:
            walk = self.step // KEPT % WALKS
            self._start(walk, self.actors[walk, self.inside[walk]])
        for walk in np.flatnonzero((self._room > 0) & ~self._lack.any(axis=1)).tolist():
            if self._room[walk] > 0:  # another one may just have done better
                self._judge(walk)
        turns = self.dice.integers(1, LEAVING + 1, size=WALKS)
        by_lot = self.dice.random(WALKS) < ANY
        for turn in range(LEAVING):
            self._leave(turns > turn, by_lot & (turn == 0))
        room, walks = self._room, np.arange(WALKS)
        while len(walks):
            walks = self._come(walks, room)
        self.weights = 1.0 + FORGOTTEN * (self.weights - 1.0) + (self._lack > 0)

    def _judge(self, walk: int) -> None:
        """Keep it if it can do what is believed; else believe less of those who are tight."""
        inside = self.inside[walk]
        chosen = np.sort(self.actors[walk, inside])
        if is_allowed(self.problem, chosen):
            other = weigh(self.problem, chosen)
            if other.missing <= self.best.missing + LITTLE:
                self.best = prune(self.problem, chosen)
                self._start(walk, self.best.members)
                return
        pieces = len(self.problem.pieces)
        self.parts[walk, :pieces] *= np.where(inside, self.most[walk], 1.0)
        self.most[walk, inside] = 1.0
        self.filled[walk] = self.parts[walk][:, inside].sum(axis=1)

    def _leave(self, active: Bools, by_lot: Bools) -> None:
        """Let go, in each active walk, of whoever loses the least for their cost."""
        stays = self.stays | (self.moved >= self.step - 1)
        walk, actor = np.nonzero(self.inside & ~stays & active[:, None])
        if not len(walk):
            return
        gap = self.wanted - self.filled
        loss = np.maximum(gap[walk] + self.parts[walk, :, actor], 0.0)
        loss -= np.maximum(gap, 0.0)[walk]
        price = np.einsum("pr,pr->p", loss, self.weights[walk]) / self.costs[walk, actor]
        price += LITTLE * self.moved[walk, actor]
        prices = np.full(self.inside.shape, np.inf)
        prices[walk, actor] = np.where(by_lot[walk], self.dice.random(len(walk)), price)
        walks = np.unique(walk)
        out = prices[walks].argmin(axis=1)
        self.inside[walks, out], self.moved[walks, out] = False, self.step
        self.filled[walks] -= self.parts[walks, :, out]

    def _come(self, walks: Ints, room: Floats) -> Ints:
        """Take, in each of the walks, whoever fills the most of what is open for their cost.

        Give the walks where somebody came.
        """
        lack = np.maximum(self.wanted - self.filled[walks], 0.0)
        is_open = lack.any(axis=1)
        walks, lack = walks[is_open], lack[is_open]
        if not len(walks):
            return walks
        place, row = np.nonzero(lack)
        part = np.minimum(self.parts[walks[place], row], lack[place, row, None])
        part *= self.weights[walks[place], row, None]
        gain = np.add.reduceat(part, np.searchsorted(place, np.arange(len(walks))), axis=0)
        gain = gain / self.costs[walks] - LITTLE * self.moved[walks]
        is_busy = self.inside[walks] | (self.moved[walks] >= self.step - 1)
        gain[is_busy | (self.costs[walks] >= room[walks, None])] = 0.0
        new = gain.argmax(axis=1)
        comes = gain[np.arange(len(walks)), new] > 0
        walks, new = walks[comes], new[comes]
        self.inside[walks, new], self.moved[walks, new] = True, self.step
        self.filled[walks] += self.parts[walks, :, new]
        room[walks] -= self.costs[walks, new]
        return walks
