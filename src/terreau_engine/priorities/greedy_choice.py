"""The usual budget vote: the most voted first, while the money lasts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from terreau_engine.priorities.ballots import ApprovalBallots
from terreau_engine.priorities.projects import Amount, Election, Projects, make_election
from terreau_engine.priorities.results import NO_CHANGE, Base, Change, Settling, Tie


@dataclass(frozen=True, slots=True)
class Greedy:
    """The projects of the greedy choice, in the order of votes.

    `order` ranks every project by votes; `margin` is the least difference of votes between a
    winner and a project left out; `served` voters support at least one winner.
    """

    order: tuple[str, ...]
    winners: tuple[str, ...]
    ties: tuple[Tie, ...]
    votes: tuple[int, ...]
    total_cost: Fraction
    budget: Fraction
    served: int
    margin: int | None
    change: Change
    base: Base
    ballots_digest: str


def greedy(
    projects: Projects,
    ballots: ApprovalBallots | Iterable[Iterable[str]],
    budget: Amount,
    *,
    skip: bool = True,
    counts: Sequence[int] | None = None,
    lot: Sequence[str] | None = None,
) -> Greedy:
    """Choose projects from the most voted to the least while the budget holds.

    Meaning: the rule of most participatory budgets, shown beside equal shares. Formula: projects
    sorted by votes, then lowest cost, then `lot` (the order of `projects` without one); each that
    fits in what is left is chosen; `skip=False` stops at the first that does not fit. A project
    without a vote is never chosen. Shapes and units: as `equal_shares`; `votes` follow `order`.
    `change` lies between a proof (order kept) and a witness (votes added). Errors: as
    `equal_shares`. Source: the usual rule, named « greedy » and « greedy-no-skip » by Pabulib.

    >>> greedy({"parc": 80, "banc": 40}, [["parc"]] * 6 + [["banc"]] * 4, 100).winners
    ('parc',)
    """
    election = make_election(projects, ballots, budget, counts, lot)
    order = sorted(range(len(election.names)), key=lambda project: _key(election, project))
    chosen = _choose(election, order, skip=skip)
    names = election.names
    return Greedy(
        order=tuple(names[project] for project in order),
        winners=tuple(names[project] for project in chosen),
        ties=_ties(election, order),
        votes=tuple(election.votes[project] for project in order),
        total_cost=election.total(chosen),
        budget=election.budget,
        served=election.served(chosen),
        margin=_least_gap(election, order, chosen, losers_too=False),
        change=_change(election, order, chosen, skip=skip),
        base=election.ballots.base,
        ballots_digest=election.ballots.digest,
    )


def _key(election: Election, project: int, added: int = 0) -> tuple[int, Fraction, int]:
    return (
        -election.votes[project] - added,
        election.costs[project],
        election.places[project],
    )


def _choose(election: Election, order: Sequence[int], *, skip: bool) -> list[int]:
    chosen, left = [], election.budget
    for project in order:
        if not election.votes[project]:
            break
        if election.costs[project] <= left:
            chosen.append(project)
            left -= election.costs[project]
        elif not skip:
            break
    return chosen


def _ties(election: Election, order: Sequence[int]) -> tuple[Tie, ...]:
    """Name the projects that have as many votes as each other, and what separated them."""
    ties = []
    for votes in sorted({votes for votes in election.votes if votes}, reverse=True):
        tied = [project for project in order if election.votes[project] == votes]
        if len(tied) > 1:
            costs = [election.costs[project] for project in tied]
            settled: Settling = "lot" if election.has_lot else "list order"
            if len(set(costs)) == len(costs):
                settled = "lowest cost"
            ties.append(Tie(tuple(election.names[project] for project in tied), settled))
    return tuple(ties)


def _least_gap(
    election: Election, order: Sequence[int], chosen: Sequence[int], *, losers_too: bool
) -> int | None:
    """Find the least difference of votes between neighbours whose exchange could matter."""
    kept = set(chosen)
    gaps = [
        election.votes[above] - election.votes[below]
        for above, below in pairwise(order)
        if (above in kept) != (below in kept) or (losers_too and above not in kept)
    ]
    return min(gaps, default=None)


def _change(
    election: Election, order: Sequence[int], chosen: Sequence[int], *, skip: bool
) -> Change:
    """Bound the number of ballots that would change the choice.

    One ballot moves the difference of two projects by 2 at most, and the choice only depends on
    the order of winners among the others: half the least gap is needed. A witness adds one project
    left out to so many ballots, or takes a winner away from all of its own.
    """
    if not election.voters or not order:
        return NO_CHANGE
    gap = _least_gap(election, order, chosen, losers_too=not skip)
    witnesses = [election.votes[project] for project in chosen]
    for project in order:
        if project not in chosen:
            witnesses += _votes_to_add(election, order, project, skip=skip)
    if not witnesses:
        return NO_CHANGE
    at_most = max(1, min(witnesses))
    return Change(min(at_most, max(1, -(-(gap or 0) // 2))), at_most)


def _votes_to_add(
    election: Election, order: Sequence[int], project: int, *, skip: bool
) -> list[int]:
    """Search by halves how many more votes would have it chosen; more never does harm."""
    others = [other for other in order if other != project]

    def passes(added: int) -> bool:
        left, key = election.budget, _key(election, project, added)
        for other in others:
            if _key(election, other) > key or not election.votes[other]:
                break
            if election.costs[other] <= left:
                left -= election.costs[other]
            elif not skip:
                return False
        return election.costs[project] <= left

    low, high = 1, election.voters - election.votes[project]
    if high < 1 or not passes(high):
        return []
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if passes(middle) else (middle + 1, high)
    return [high]
