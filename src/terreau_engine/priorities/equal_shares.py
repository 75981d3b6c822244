"""Equal shares: every voter holds the same part of the budget and pays for what they support."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

import numpy as np
import numpy.typing as npt

from terreau_engine.errors import BadBudget
from terreau_engine.priorities.ballots import ApprovalBallots
from terreau_engine.priorities.projects import Amount, Election, Projects, make_election
from terreau_engine.priorities.results import NO_CHANGE, Base, Change, Tie
from terreau_engine.priorities.shares_growth import grow_shares
from terreau_engine.priorities.shares_run import NEAR, Floats, Run, run_shares

Completion = Literal["add1"] | None
RICHEST = 1024  # ballots looked at in a large election to bound what would change it
NEAREST = 3  # projects left out whose missing money is counted in ballots


@dataclass(frozen=True, slots=True)
class Round:
    """One choice: each supporter paid `price`, or all they had left.

    `effective_votes` = cost / price: as if so many supporters had paid an equal part. The
    runner-up is the project that came next in this round.
    """

    project: str
    cost: Fraction
    votes: int
    price: float
    effective_votes: float
    runner_up: str | None
    runner_up_votes: float | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A project that was not chosen, and what its supporters lack together to pay for it."""

    project: str
    amount: float


@dataclass(frozen=True, slots=True)
class EqualShares:
    """The projects of equal shares, in the order they were chosen, with who could pay for what.

    `endowment` is what each voter received; `served` voters support at least one winner; `margin`
    is the first of `missing`, the projects left out, the closest first. `spent` is what each merged
    ballot paid per voter, in the order of the prepared ballots.
    """

    order: tuple[str, ...]
    winners: tuple[str, ...]
    ties: tuple[Tie, ...]
    rounds: tuple[Round, ...]
    missing: tuple[Missing, ...]
    total_cost: Fraction
    budget: Fraction
    endowment: Fraction
    spent: tuple[float, ...]
    served: int
    runs: int
    margin: Missing | None
    change: Change
    base: Base
    ballots_digest: str


def equal_shares(
    projects: Projects,
    ballots: ApprovalBallots | Iterable[Iterable[str]],
    budget: Amount,
    *,
    completion: Completion = None,
    counts: Sequence[int] | None = None,
    lot: Sequence[str] | None = None,
) -> EqualShares:
    """Choose projects so that every voter decides on an equal part of the budget.

    Meaning: a project is funded when its supporters can pay for it together, as equally as they
    can; whoever has spent weighs less afterwards. Formula: each voter gets budget / voters; each
    open project asks the price ρ with Σ min(left, ρ) = cost over its supporters, or is dropped;
    the largest cost / ρ is chosen and paid; ties: lowest cost, most votes, then `lot` (the order
    of `projects` without one). `completion="add1"`: ⌊budget / voters⌋ each, then 1 more to each
    while the choice fits. Shapes: costs by name (or `Project`s), one set of names a ballot; blank
    ballots keep their part. Units: those of the costs; near-equal figures are settled in fractions.
    `change` is a bound. Errors: `BadBudget`, `UnknownName`, `RepeatedName`, `BadBallot`. Source:
    D. Peters, G. Pierczyński and P. Skowron, NeurIPS 2021, cost utilities.

    >>> result = equal_shares({"parc": 60, "banc": 40}, [["parc"]] * 6 + [["banc"]] * 4, 100)
    >>> result.winners, result.served, float(result.endowment)
    (('parc', 'banc'), 10, 10.0)
    """
    election = make_election(projects, ballots, budget, counts, lot)
    if completion not in (None, "add1"):
        raise BadBudget(f"the completion {completion!r} is unknown: give « add1 » or None.")
    return _result(election, completion)


def _result(election: Election, completion: Completion) -> EqualShares:
    if not election.voters:
        run, endowment, runs = Run(), Fraction(0), 0
    elif completion:
        run, endowment, runs = grow_shares(election)
    else:
        endowment, runs = election.budget / election.voters, 1
        run = run_shares(election, endowment)
    winners = tuple(election.names[project] for project in run.chosen)
    missing = _missing(election, run)
    return EqualShares(
        order=winners,
        winners=winners,
        ties=tuple(run.ties),
        rounds=_rounds(election, run),
        missing=missing,
        total_cost=election.total(run.chosen),
        budget=election.budget,
        endowment=endowment,
        spent=tuple((float(endowment) - run.left).tolist()),
        served=election.served(run.chosen),
        runs=runs,
        margin=missing[0] if missing else None,
        change=_change(election, run, missing, completion),
        base=election.ballots.base,
        ballots_digest=election.ballots.digest,
    )


def _rounds(election: Election, run: Run) -> tuple[Round, ...]:
    return tuple(
        Round(
            project=election.names[offer.project],
            cost=election.costs[offer.project],
            votes=election.votes[offer.project],
            price=offer.price,
            effective_votes=offer.votes,
            runner_up=None if second is None else election.names[second.project],
            runner_up_votes=None if second is None else second.votes,
        )
        for offer, second in zip(run.offers, run.seconds, strict=True)
    )


def _losers(election: Election, run: Run) -> list[int]:
    chosen = set(run.chosen)
    return [project for project in range(len(election.names)) if project not in chosen]


def _missing(election: Election, run: Run) -> tuple[Missing, ...]:
    """Say what the supporters of each project left out lack; nobody's project is not listed."""
    held = run.left * election.ballots.counts
    found = [
        Missing(election.names[project], float(election.costs[project]) - float(held[rows].sum()))
        for project in _losers(election, run)
        if len(rows := election.supporters[project])
    ]
    return tuple(sorted(found, key=lambda missing: missing.amount))


def _change(
    election: Election, run: Run, missing: Sequence[Missing], completion: Completion
) -> Change:
    """Bound the number of ballots that would change the choice.

    Each of these does: every supporter of a winner drops it; enough voters support one project
    left out and nothing else, so that their parts pay for it; and, without completion, voters who
    have money left add to their ballot a project left out until it can be paid.
    """
    if not election.voters or not any(election.votes):
        return NO_CHANGE
    bounds = [election.votes[project] for project in run.chosen]
    part = election.budget / election.voters
    part = Fraction(part // 1) if completion else part
    for project in _losers(election, run):
        if part and election.costs[project] <= part * election.voters:
            bounds.append(ceil(election.costs[project] / part))
    if not completion:
        bounds += _joined(election, run, missing[:NEAREST])
    return Change(1, max(1, min(bounds))) if bounds else Change(1, None)


def _richest(left: Floats) -> npt.NDArray[np.intp]:
    """Sort the ballots by what is left, the most first; only so many of a large election."""
    if len(left) <= 4 * RICHEST:
        return np.argsort(-left, kind="stable")
    top = np.argpartition(-left, RICHEST)[:RICHEST]
    return top[np.argsort(-left[top], kind="stable")]


def _joined(election: Election, run: Run, missing: Sequence[Missing]) -> list[int]:
    """Count who would have to add each of these projects, those with most money left first."""
    order = _richest(run.left)
    found = []
    for lack in missing:
        other = np.ones(len(run.left), dtype=bool)
        other[election.supporters[election.names.index(lack.project)]] = False
        rows = order[other[order]]
        left, voters = run.left[rows], election.ballots.counts[rows]
        reached = np.cumsum(left * voters)
        # A hair more than what is missing, so that the bound stands despite rounding.
        amount = lack.amount * (1 + NEAR)
        if len(reached) and reached[-1] >= amount:
            row = int(np.searchsorted(reached, amount))
            before = float(reached[row - 1]) if row else 0.0
            found.append(int(voters[:row].sum()) + ceil((amount - before) / left[row]))
    return found
