"""Exact solving over few actors at a time: neighbourhoods, then those the relaxed prices like."""

from contextlib import nullcontext
from dataclasses import dataclass, field

import numpy as np

from terreau_engine.puzzle.clock import Clock
from terreau_engine.puzzle.cutting import light
from terreau_engine.puzzle.filling import Filling, weigh
from terreau_engine.puzzle.greedy import is_allowed
from terreau_engine.puzzle.highs import solve
from terreau_engine.puzzle.model import NOBODY, Cut, build
from terreau_engine.puzzle.preparing import NEAR, Bools, Ints, Problem
from terreau_engine.puzzle.pricing import Relaxed
from terreau_engine.puzzle.ruling_out import is_ruled_out
from terreau_engine.puzzle.swapping import MOST_MEMBERS, swap
from terreau_engine.puzzle.wandering import Walks, wander

LIKED = 30  # actors looked at together, on top of two a piece
FEW = 150  # candidates: solved at once
MANY = 700  # actors who may be worth taking: the best are guessed among fewer first
FIRST_PART = 0.4  # of the time, for all actors at once in a large coalition
SMALL_PART = 0.75  # of the time, for the best actors in a small one
SWAP_SECONDS, WANDER_SECONDS = 0.04, 0.35  # in a small coalition
WRITING, WRITING_PART = 0.004, 0.05  # seconds around one solving, and as a part of it
MOST_ACTORS = 1000  # candidates of the largest model
FREE, NEIGHBOURS = 14, 40  # members let go at a time, actors who may replace them
GROWS, LARGEST = 1.15, 4  # times as many, where a quick solving gives nothing
STEP_SECONDS = 0.3
NEAR_ENOUGH = 1.05  # times the bound: under it the solver divides more than it guesses
LITTLE = 1e-9


def usual_candidates(problem: Problem) -> Ints:
    """Keep the best suppliers of each piece, the cheapest of each world, whoever is there."""
    options = problem.options
    kept: list[int] = np.flatnonzero(problem.fixed).tolist()
    worth = problem.part / problem.costs[problem.who]
    for piece in np.flatnonzero(problem.open).tolist():
        own = np.flatnonzero(problem.what == piece)
        best = own[np.argsort(-worth[own], kind="stable")[: options.suppliers_per_piece]]
        kept += problem.who[best].tolist()
    actors = problem.candidates
    order = actors[np.argsort(problem.costs[actors], kind="stable")].tolist()
    for world in sorted(set(problem.worlds)):
        kept += [a for a in order if problem.worlds[a] == world][: options.cheapest_per_world]
    return np.unique(np.array(kept, dtype=np.intp))


@dataclass(slots=True)
class Run:
    """The best coalition so far, the bound, and the time left.

    As soon as the prices leave few enough actors, all of them are looked at at once.
    `told` are the tight actors whose limits the exact solver is given: the others as soon as a
    coalition that it finds needs them.
    """

    problem: Problem
    prices: Relaxed
    best: Filling
    missing: float
    clock: Clock
    cuts: tuple[Cut, ...] = ()
    bound: float = 0.0
    looked_at: int = 0
    is_proven: bool = False
    order: Ints = field(default_factory=lambda: NOBODY)
    told: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def look(self) -> None:
        """Look at all actors where they are few; else walk, look at the best, walk farther."""
        self.bound = self.prices.bound
        everybody = self.problem.candidates
        self.order = everybody[np.argsort(self.prices.reduced[everybody], kind="stable")]
        self.told = self.prices.taken > NEAR
        self.told[self.best.members] = True
        self._check()
        walks = None
        if len(everybody) > FEW and not self.is_proven:
            self._swap()
            walks = self._wander()
            self._swap()
        for act in (self._guess, self._prove):
            if not self.is_proven:
                with walks.beside() if walks else nullcontext():
                    act(self.clock.left)
                self._join(walks)

    def _guess(self, whole: float) -> None:
        """Look for a better coalition before proving anything, where that would take long.

        A small one among the best actors; a large one among all, then from piece to piece.
        """
        if len(self.best.members) > MOST_MEMBERS and not self.is_proven:
            self._look_at_all(FIRST_PART * whole, proves=False)
            if self._is_wide:
                self._walk(self.clock.left)
        elif self._is_wide:
            liked = self.order[: LIKED + 2 * len(self.problem.pieces)]
            self._try(np.union1d(liked, self.best.members), NOBODY, SMALL_PART * whole)
            self._swap()

    @property
    def _is_wide(self) -> bool:
        """Tell whether the prices leave many actors who may be worth taking."""
        return not self.is_proven and len(self._likely()) > MANY

    def _swap(self) -> None:
        """Exchange members of a small coalition."""
        if not self.is_proven:
            self.clock.spend(SWAP_SECONDS * (len(self.best.members) <= MOST_MEMBERS))
            self.best = swap(self.problem, self.best, self.order)
            self.told[self.best.members] = True
            self._check()

    def _wander(self) -> Walks | None:
        """Walk through incomplete small coalitions; give the walks, to be gone on with."""
        if self.is_proven or self.clock.left < 2 * WANDER_SECONDS:
            return None
        walks = wander(self.problem, self.best, self.order)
        if walks:
            self.clock.spend(WANDER_SECONDS)
            self._join(walks)
        return walks

    def _join(self, walks: Walks | None) -> None:
        """Take the best of both; what is proven stays, so that it is the same each time."""
        if walks and not self.is_proven:
            self.best = walks.meet(self.best)
            self.told[self.best.members] = True
            self._check()

    @property
    def near(self) -> float:
        """Tell how far from the bound is near enough."""
        return self.problem.options.gap * self.best.cost

    def _check(self) -> None:
        self.is_proven = self.bound >= self.best.cost - self.near - LITTLE

    def _try(self, actors: Ints, held: Ints, seconds: float, *, proves: bool = False) -> float:
        """Solve over these actors from the best coalition, keep what is better; give the bound.

        `proves`: many plain nodes, and no time for guesses.
        """
        if self.is_proven:
            return self.bound
        self.looked_at = max(self.looked_at, len(actors))
        part, bound = self.clock.part(seconds), 0.0
        while part.left > 0:
            problem = light(self.problem, self.told)
            model = build(problem, actors, most_missing=self.missing, held=held, cuts=self.cuts)
            found = solve(
                model, seconds=part.left, near=self.near, start=self.best.members, proves=proves
            )
            part.spend(found.seconds * (1 + WRITING_PART) + WRITING)
            bound = max(bound, found.bound)
            if found.chosen is None or self._keep(found.chosen):
                break
        return bound

    def _keep(self, chosen: Ints) -> bool:
        """Keep a better coalition; tell whether its members can give what was believed."""
        new = chosen[self.problem.tight[chosen] & ~self.told[chosen]]
        self.told[chosen] = True
        if not is_allowed(self.problem, chosen):
            return True
        other = weigh(self.problem, chosen)
        self.best = min(self.best, other, key=self._rank)
        self._check()
        return not len(new) or self._rank(other)[0] <= 0

    def _rank(self, one: Filling) -> tuple[float, float]:
        """Rank coalitions, blind to what rounding may miss."""
        return max(0.0, round(one.missing - self.best.missing, 6)), one.cost

    def _walk(self, seconds: float) -> None:
        """Let go of members around one piece at a time, until no piece gives anything better."""
        rank = np.empty(len(self.problem.names))
        rank[self.order] = np.arange(len(self.order))
        dice = np.random.default_rng(0)
        pieces = np.flatnonzero(self.problem.open)
        idle, times, until = 0, 1.0, max(0.0, self.clock.left - seconds)
        while idle < 2 * len(pieces) and self.clock.left > until and not self.is_proven:
            before, since = self.best.cost, self.clock.left
            piece = int(dice.choice(pieces))
            most = min(round(times * FREE), 2 * len(self.best.members) // 3)
            free = self._around(piece, dice, most)
            reachable = np.unique(self.problem.what[np.isin(self.problem.who, free)])
            able = np.unique(self.problem.who[np.isin(self.problem.what, reachable)])
            near = round(times * NEIGHBOURS)
            luck = rank[able] + dice.random(len(able)) * near
            able = able[np.argsort(luck, kind="stable")[:near]]
            held = np.setdiff1d(self.best.members, free)
            is_near = self.best.cost < NEAR_ENOUGH * self.bound
            self._try(np.union1d(able, self.best.members), held, STEP_SECONDS, proves=is_near)
            idle = 0 if self.best.cost < before - LITTLE else idle + 1
            spent = since - self.clock.left
            if idle and spent < STEP_SECONDS / 5:
                times = min(times * GROWS, LARGEST)
            elif spent > STEP_SECONDS / 2:
                times = max(times / GROWS, 1.0)

    def _around(self, piece: int, dice: np.random.Generator, most: int) -> Ints:
        """Choose members who share pieces with one another, starting from one piece."""
        members = self.best.members[~self.problem.fixed[self.best.members]]
        inside = np.isin(self.problem.who, members)
        who, what = self.problem.who[inside], self.problem.what[inside]
        free: list[int] = []
        waiting, seen = [piece], {piece}
        while waiting and len(free) < most:
            own = who[what == waiting.pop(0)]
            for actor in dice.permutation(own).tolist():
                if actor not in free:
                    free.append(actor)
                    near = [p for p in what[who == actor].tolist() if p not in seen]
                    seen.update(near)
                    waiting += near
        return np.array(free[:most], dtype=np.intp)

    def _likely(self) -> Ints:
        """Name whom the prices do not rule out of a coalition better than the best one."""
        slack = self.best.cost - self.prices.bound + LITTLE
        likely = self.order[self.prices.reduced[self.order] <= slack][:MOST_ACTORS]
        return likely[~is_ruled_out(self.problem, likely, self.prices.reduced, slack)]

    def _prove(self, seconds: float) -> None:
        """Prove as far as the time allows."""
        if seconds > 0:
            self._look_at_all(seconds, proves=True)

    def _look_at_all(self, seconds: float, *, proves: bool) -> None:
        """Solve over everybody whom the prices do not rule out."""
        most = self.best.cost
        likely = self._likely()
        slack = most - self.prices.bound + LITTLE
        left = self.order[self.prices.reduced[self.order] <= slack][MOST_ACTORS:]
        beyond = float(self.prices.reduced[left[0]]) if len(left) else np.inf
        held = np.union1d(self.best.members, np.flatnonzero(self.problem.fixed))
        everybody = np.union1d(likely, held).astype(np.intp)
        found = self._try(everybody, NOBODY, seconds, proves=proves)
        self.bound = max(self.bound, min(found, self.prices.bound + beyond, most))
        self._check()
