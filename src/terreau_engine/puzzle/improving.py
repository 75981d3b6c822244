"""Exact solving over few actors at a time: those the relaxed prices like, then neighbourhoods."""

from dataclasses import dataclass, field

import numpy as np

from terreau_engine.puzzle.filling import Filling, weigh
from terreau_engine.puzzle.greedy import is_allowed
from terreau_engine.puzzle.highs import Found, solve
from terreau_engine.puzzle.model import NOBODY, build
from terreau_engine.puzzle.preparing import NEAR, Ints, Problem
from terreau_engine.puzzle.pricing import Relaxed

LIKED = 15  # actors looked at in the first rounding, on top of 1.3 a piece
FEW = 150  # actors who may be worth taking: solved at once, and no walk
ROUNDING_PART, USUAL_PART, PROOF_PART = 0.12, 0.5, 0.2  # of the time
WRITING, WRITING_PART = 0.01, 0.3  # seconds around one solving, and as a part of it
MOST_ACTORS = 1000  # candidates of the largest model
FREE, NEIGHBOURS = 14, 40  # members let go at a time, actors who may replace them
STEP_SECONDS = 0.5
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
    """The best coalition so far, the bound, and the time left."""

    problem: Problem
    prices: Relaxed
    best: Filling
    missing: float
    seconds: float
    bound: float = 0.0
    looked_at: int = 0
    is_proven: bool = False
    order: Ints = field(default_factory=lambda: NOBODY)

    def look(self) -> None:
        """Round the relaxed answer, look at all actors, then walk from neighbour to neighbour."""
        self.bound = self.prices.bound
        everybody = self.problem.candidates
        self.order = everybody[np.argsort(self.prices.reduced[everybody], kind="stable")]
        whole = self.seconds
        self._check()
        if len(everybody) > FEW and not self.is_proven:
            self._round(ROUNDING_PART * whole)
            usual = np.union1d(usual_candidates(self.problem), self.best.members)
            if len(usual) < len(everybody) and not self.is_proven:
                self._try(usual, NOBODY, USUAL_PART * whole)
        many = len(self._likely()) > FEW
        if not self.is_proven and self.seconds > 0:
            self._prove(PROOF_PART * whole if many else self.seconds)
        if many and not self.is_proven:
            self._walk()

    @property
    def near(self) -> float:
        """Tell how far from the bound is near enough."""
        return self.problem.options.gap * self.best.cost

    def _check(self) -> None:
        self.is_proven = self.bound >= self.best.cost - self.near - LITTLE

    def _try(self, actors: Ints, held: Ints, seconds: float) -> Found:
        """Solve over these actors from the best coalition, and keep what is better."""
        self.looked_at = max(self.looked_at, len(actors))
        model = build(self.problem, actors, most_missing=self.missing, held=held)
        limit = min(seconds, self.seconds)
        found = solve(model, seconds=limit, near=self.near, start=self.best.members)
        self.seconds -= found.seconds * (1 + WRITING_PART) + WRITING
        if found.chosen is not None and is_allowed(self.problem, found.chosen):
            self.best = min(self.best, weigh(self.problem, found.chosen), key=self._rank)
            self._check()
        return found

    def _rank(self, one: Filling) -> tuple[float, float]:
        """Rank coalitions, blind to what rounding may miss."""
        return max(0.0, round(one.missing - self.best.missing, 6)), one.cost

    def _round(self, seconds: float) -> None:
        """Keep those whom the relaxed answer takes whole; choose among those it takes in part."""
        taken = self.prices.taken
        liked = self.order[: round(1.3 * len(self.problem.pieces)) + LIKED]
        some = np.flatnonzero(taken > NEAR)
        actors = np.union1d(np.union1d(liked, some), self.best.members)
        surely = np.flatnonzero(taken > 1 - NEAR)
        self._try(actors, surely, seconds / 2)
        self._try(actors, NOBODY, seconds / 2)

    def _walk(self) -> None:
        """Let go of members around one piece at a time, until no piece gives anything better."""
        rank = np.empty(len(self.problem.names))
        rank[self.order] = np.arange(len(self.order))
        dice = np.random.default_rng(0)
        pieces = np.flatnonzero(self.problem.open)
        idle = 0
        while idle < 2 * len(pieces) and self.seconds > 0 and not self.is_proven:
            before = self.best.cost
            piece = int(dice.choice(pieces))
            free = self._around(piece, dice)
            reachable = np.unique(self.problem.what[np.isin(self.problem.who, free)])
            able = np.unique(self.problem.who[np.isin(self.problem.what, reachable)])
            luck = rank[able] + dice.random(len(able)) * NEIGHBOURS
            able = able[np.argsort(luck, kind="stable")[:NEIGHBOURS]]
            held = np.setdiff1d(self.best.members, free)
            self._try(np.union1d(able, self.best.members), held, STEP_SECONDS)
            idle = 0 if self.best.cost < before - LITTLE else idle + 1

    def _around(self, piece: int, dice: np.random.Generator) -> Ints:
        """Choose members who share pieces with one another, starting from one piece."""
        members = self.best.members[~self.problem.fixed[self.best.members]]
        inside = np.isin(self.problem.who, members)
        who, what = self.problem.who[inside], self.problem.what[inside]
        free: list[int] = []
        waiting, seen = [piece], {piece}
        while waiting and len(free) < FREE:
            own = who[what == waiting.pop(0)]
            for actor in dice.permutation(own).tolist():
                if actor not in free:
                    free.append(actor)
                    near = [p for p in what[who == actor].tolist() if p not in seen]
                    seen.update(near)
                    waiting += near
        return np.array(free[:FREE], dtype=np.intp)

    def _likely(self) -> Ints:
        """Name whom the prices do not rule out of a coalition better than the best one."""
        slack = self.best.cost - self.prices.bound + LITTLE
        return self.order[self.prices.reduced[self.order] <= slack]

    def _prove(self, seconds: float) -> None:
        """Solve over everybody whom the prices do not rule out, as far as the time allows."""
        likely = self._likely()[:MOST_ACTORS]
        left = self.order[len(likely) :]
        beyond = float(self.prices.reduced[left[0]]) if len(left) else np.inf
        held = np.union1d(self.best.members, np.flatnonzero(self.problem.fixed))
        found = self._try(np.union1d(likely, held).astype(np.intp), NOBODY, seconds)
        self.bound = max(self.bound, min(found.bound, self.prices.bound + beyond))
        self._check()
