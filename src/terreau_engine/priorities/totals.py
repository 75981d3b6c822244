"""What counts by adding up have in common: the order, the margin, what would change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from terreau_engine.priorities.ballots import Ints
from terreau_engine.priorities.results import NO_CHANGE, Base, Change, Tie, group_equal, place


@dataclass(frozen=True, slots=True)
class Totals:
    """An order by sums or by means.

    `totals` adds up each option; `bases` says how many ballots gave it a value; `means` is their
    quotient, None without a value. `margin` is what separates the first place from the next, in
    the unit that decides (votes, points, dots, or the mean for scores); None with fewer than two
    places. See each method for the unit of its totals.
    """

    method: str
    order: tuple[str, ...]
    ranks: Mapping[str, int]
    winners: tuple[str, ...]
    ties: tuple[Tie, ...]
    totals: Mapping[str, int]
    bases: Mapping[str, int]
    means: Mapping[str, Fraction | None]
    margin: Fraction | None
    change: Change
    base: Base
    ballots_digest: str


def make_totals(
    method: str,
    deciding: Mapping[str, Fraction | None],
    sums: tuple[Mapping[str, int], Mapping[str, int]],
    told: tuple[Change, Base, str],
    lot: Sequence[str] | None,
) -> Totals:
    """Put together the result of a count by adding up."""
    totals, bases = sums
    change, base, digest = told
    # The unknown comes last: a mean that nobody gave is not a mean of 0.
    keys = {name: (value is not None, value or Fraction(0)) for name, value in deciding.items()}
    names = sorted(deciding, key=keys.__getitem__, reverse=True)
    groups = group_equal(names, [keys[name] for name in names])
    placing = place(groups, lot)
    best = deciding[groups[0][0]] if groups else None
    following = deciding[groups[1][0]] if len(groups) > 1 else None
    return Totals(
        method=method,
        order=placing.order,
        ranks=placing.ranks,
        winners=placing.winners,
        ties=placing.ties,
        totals=totals,
        bases=bases,
        means={
            name: Fraction(total, bases[name]) if bases[name] else None
            for name, total in totals.items()
        },
        margin=None if best is None or following is None else best - following,
        change=change,
        base=base,
        ballots_digest=digest,
    )


def change_of_sums(values: Ints, counts: Ints, span: int) -> Change:
    """Find the exact number of ballots that bring another option level with the first.

    `values` is ballots × options, each between the same two bounds, `span` apart. The ballot that
    helps most takes `span` from the first and gives it to the rival, on top of what it held
    between them: so the largest such gains are taken first, for each rival, and the least wins.
    """
    totals = counts @ values
    if len(totals) < 2 or not counts.sum():
        return NO_CHANGE
    first = int(np.argmax(totals))
    leads = totals[first] - totals
    if (np.delete(leads, first) == 0).any():
        return Change(1, 1)
    best = int(counts.sum())
    for rival in range(len(totals)):
        if rival != first:
            gains = values[:, first] - values[:, rival] + span
            best = min(best, _ballots_for(gains, counts, int(leads[rival])))
    return Change(best, best)


def _ballots_for(gains: Ints, counts: Ints, lead: int) -> int:
    """Count how many of the largest gains add up to the lead."""
    order = np.argsort(-gains, kind="stable")
    reached = np.cumsum(gains[order] * counts[order])
    row = int(np.searchsorted(reached, lead))
    before = int(reached[row - 1]) if row else 0
    whole = int(counts[order[:row]].sum())
    return whole - (-(lead - before) // int(gains[order[row]]))
