"""Completion by growing endowments: add 1 to every voter's share while the budget holds."""

from dataclasses import dataclass
from fractions import Fraction
from math import inf

import numpy as np

from terreau_engine.priorities.projects import Election
from terreau_engine.priorities.shares_run import (
    NEAR,
    Floats,
    Offer,
    Run,
    fair_price,
    run_shares,
)

PATIENCE = 64  # steps of 1 tried, at most, before looking again for a longer one


def grow_shares(election: Election) -> tuple[Run, Fraction, int]:
    """Add 1 to the endowment until the chosen projects no longer fit; keep the last that fit.

    Gives the run, its endowment and the number of runs. Endowments between which nothing can
    change are not run one by one: `room_above` proves that they choose the same projects.
    """
    endowment = Fraction(election.budget // election.voters)
    run, runs = run_shares(election, endowment), 1
    wanted = sum(1 for votes in election.votes if votes)
    wait, pause = 0, 1
    while len(run.chosen) < wanted:
        step = 1
        if wait:
            wait -= 1
        else:
            step = _whole_step(room_above(election, run, endowment))
            pause = 1 if step > 1 else min(PATIENCE, 2 * pause)
            wait = pause - 1
        following, runs = run_shares(election, endowment + step), runs + 1
        if election.total(following.chosen) > election.budget:
            if step == 1:
                break
            endowment += step - 1
            return run_shares(election, endowment), endowment, runs + 1
        run, endowment = following, endowment + step
    return run, endowment, runs


def _whole_step(room: float) -> int:
    return max(1, int(min(room, 1e15) * (1 - NEAR)))


@dataclass(slots=True)
class _Replay:
    """The purses of a run and how fast each moves with the endowment, round after round."""

    election: Election
    weights: Floats
    left: Floats
    slopes: Floats
    room: float = inf

    def price(self, project: int, price: float) -> tuple[float, float]:
        """Price a project and its slope; both hold until a supporter starts or stops giving all."""
        rows = self.election.supporters[project]
        left, slopes, weights = self.left[rows], self.slopes[rows], self.weights[rows]
        price = fair_price(float(self.election.costs[project]), left, weights, price)
        poor = left < price
        rich = float(weights @ ~poor)
        slope = -float((weights * slopes) @ poor) / rich if rich else 0.0
        gap = np.where(poor, price - left, left - price)
        closing = np.where(poor, slopes - slope, slope - slopes)
        moving = closing > 0
        self._limit(gap[moving], closing[moving])
        return price, slope

    def _limit(self, gap: Floats, closing: Floats) -> None:
        if len(gap):
            self.room = max(0.0, min(self.room, float((gap / closing).min())))

    def refuse(self, project: int, best: Offer, slope: float) -> None:
        """Bound the room by what keeps a project behind the best, or out of reach."""
        rows, cost = self.election.supporters[project], float(self.election.costs[project])
        weights = self.weights[rows]
        missing = cost - float(weights @ self.left[rows])
        if missing > 0:
            self.limit(missing, float(weights @ self.slopes[rows]))
            return
        best_cost = float(self.election.costs[best.project])
        floor = cost / self.election.votes[project]
        behind = best_cost * floor - cost * best.price
        if behind > 0:
            # Even with every supporter rich it stays behind: its own price need not be known.
            self.limit(behind, cost * slope)
            return
        price, own = self.price(project, floor)
        self.limit(best_cost * price - cost * best.price, cost * slope - best_cost * own)

    def limit(self, gap: float, closing: float) -> None:
        # What stands still or moves away keeps its order, ties included.
        if closing > 0:
            self.room = max(0.0, min(self.room, gap / closing))

    def charge(self, project: int, price: float, slope: float) -> None:
        rows = self.election.supporters[project]
        left = self.left[rows]
        self.slopes[rows] = np.where(left >= price, self.slopes[rows] - slope, 0.0)
        self.left[rows] = np.maximum(left - price, 0.0)


def room_above(election: Election, run: Run, endowment: Fraction) -> float:
    """Tell how much the endowment may grow before the run could choose otherwise.

    Along a run every amount is a straight line of the endowment as long as nobody starts or stops
    giving all they have and no two projects swap: the room is the least distance to such an event.
    """
    counts = election.ballots.counts.astype(np.float64)
    groups = len(counts)
    replay = _Replay(election, counts, np.full(groups, float(endowment)), np.ones(groups))
    open_projects = {project for project, votes in enumerate(election.votes) if votes}
    for offer in run.offers:
        open_projects.discard(offer.project)
        if not election.costs[offer.project]:
            continue
        price, slope = replay.price(offer.project, offer.price)
        for project in open_projects:
            replay.refuse(project, offer, slope)
        replay.charge(offer.project, price, slope)
        if replay.room < 1:
            return replay.room
    for project in open_projects:
        rows, cost = election.supporters[project], float(election.costs[project])
        weights = counts[rows]
        replay.limit(
            cost - float(weights @ replay.left[rows]), float(weights @ replay.slopes[rows])
        )
    return replay.room
