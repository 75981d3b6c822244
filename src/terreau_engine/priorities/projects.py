"""Projects with a cost, the ballots that support them and the budget: one checked whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import numpy as np

from terreau_engine.errors import BadBudget, UnknownName
from terreau_engine.priorities.ballots import (
    ApprovalBallots,
    Rows,
    check_options,
    prepare_approvals,
)
from terreau_engine.priorities.results import lot_places

Amount = int | float | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Project:
    """Something that may be funded; `details` keeps what a file says besides."""

    name: str
    cost: Amount
    details: Mapping[str, str] = field(default_factory=dict)


Projects = Mapping[str, Amount] | Iterable[Project]


def exact(amount: Amount, what: str) -> Fraction:
    """Read an amount as it is written: 0.1 is one tenth."""
    try:
        read = Fraction(repr(amount)) if isinstance(amount, float) else Fraction(amount)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadBudget(f"{what} is {amount!r}: give a number.") from error
    if read < 0:
        raise BadBudget(f"{what} is {amount}: give an amount from 0.")
    return read


@dataclass(frozen=True, eq=False)
class Election:
    """A budget vote ready to count: supporters of each project among the merged ballots."""

    names: tuple[str, ...]
    costs: tuple[Fraction, ...]
    budget: Fraction
    ballots: ApprovalBallots
    supporters: tuple[Rows, ...]
    voters_of: tuple[Rows, ...] | None
    votes: tuple[int, ...]
    places: tuple[int, ...]
    has_lot: bool

    @property
    def voters(self) -> int:
        """Everybody who handed in a ballot: an abstention keeps its share of the budget."""
        return self.ballots.base.voters

    def total(self, chosen: Iterable[int]) -> Fraction:
        """What these projects cost together."""
        return sum((self.costs[project] for project in chosen), Fraction(0))

    def served(self, chosen: Iterable[int]) -> int:
        """How many voters support at least one of these projects."""
        reached = np.zeros(len(self.ballots.counts), dtype=bool)
        for project in chosen:
            reached[self.supporters[project]] = True
        return int(self.ballots.counts[reached].sum())


def make_election(
    projects: Projects,
    ballots: ApprovalBallots | Iterable[Iterable[str]],
    budget: Amount,
    counts: Sequence[int] | None,
    lot: Sequence[str] | None,
) -> Election:
    """Check everything once and find the supporters of each project."""
    named = (
        list(projects.items())
        if isinstance(projects, Mapping)
        else [(project.name, project.cost) for project in projects]
    )
    names = check_options(name for name, _ in named)
    costs = tuple(exact(cost, f"the cost of {name!r}") for name, cost in named)
    ready = prepare_approvals(ballots, options=names, counts=counts)
    numbers = {option: number for number, option in enumerate(ready.options)}
    unknown = numbers.keys() - set(names)
    if unknown:
        raise UnknownName(f"ballots name {min(unknown)!r}, which is not a project.")
    nobody = np.zeros(0, dtype=np.intp)

    def listed(rows: Sequence[Rows]) -> list[Rows]:
        return [rows[numbers[name]] if name in numbers else nobody for name in names]

    drawn = lot_places(lot, names)
    return Election(
        names=names,
        costs=costs,
        budget=exact(budget, "the budget"),
        ballots=ready,
        supporters=tuple(listed(ready.supporters)),
        voters_of=None if ready.voters_of is None else tuple(listed(ready.voters_of)),
        votes=tuple(ready.votes[numbers[name]] if name in numbers else 0 for name in names),
        places=tuple(range(len(names))) if drawn is None else tuple(map(drawn.__getitem__, names)),
        has_lot=lot is not None,
    )
