"""How many rankings, filled in otherwise, would change the winner of a count by duels."""

from collections.abc import Callable

import numpy as np

from terreau_engine.priorities.ballots import Ints, Rankings
from terreau_engine.priorities.pairwise import ChangedDuels
from terreau_engine.priorities.results import NO_CHANGE, Change

Winners = Callable[[Ints], list[int]]
RIVALS = 3


def change_of_winner(rankings: Rankings, table: Ints, winners_of: Winners, gap: int) -> Change:
    """Bound the number of changed ballots between a proof and a witness.

    One ballot moves each margin by 2 at most. So a winner of all its duels keeps them while
    2 k < its least margin; and while 4 k < `gap`, the least lead of its paths over the return
    paths, it stays ahead (each path moves by 2 k at most). The upper bound is a witness: so many
    ballots turned to a close rival do change the first place, counted again by `winners_of`.
    """
    if len(rankings.options) < 2 or not rankings.base.voters:
        return NO_CHANGE
    winners = winners_of(table)
    winner = winners[0]
    margins = table[winner] - table[:, winner]
    margins[winner] = np.iinfo(np.int64).max
    least = int(margins.min())
    at_least = 1 if len(winners) > 1 else max(1, -(-least // 2), -(-gap // 4))
    at_most: int | None = None
    for rival in np.argsort(margins, kind="stable")[: min(RIVALS, len(margins) - 1)]:
        changed = ChangedDuels(rankings, table, winner, int(rival))
        high = rankings.base.voters if at_most is None else at_most
        at_most = _witness(changed, winners_of, winners, (at_least, high)) or at_most
        if at_most == at_least:
            break
    return Change(at_least, at_most)


def _witness(
    changed: ChangedDuels, winners_of: Winners, winners: list[int], within: tuple[int, int]
) -> int | None:
    """Search by halves a number of turned ballots that changes the first place."""
    low, high = within
    if winners_of(changed.after(high)) == winners:
        return None
    while low < high:
        middle = (low + high) // 2
        if winners_of(changed.after(middle)) == winners:
            low = middle + 1
        else:
            high = middle
    return high
