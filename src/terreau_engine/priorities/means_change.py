"""How many score ballots, filled in otherwise, would change the first mean."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from terreau_engine.priorities.ballots import Ints
from terreau_engine.priorities.results import NO_CHANGE, Change

Flags = npt.NDArray[np.bool_]
ROUNDING = 1e-12  # keeps the lower bound a lower bound when a quotient is rounded


class Column:
    """The scores of one option, ballot by ballot, and what giving it `wanted` would change."""

    def __init__(self, cells: tuple[Ints, Flags, Ints], wanted: int, sign: int) -> None:
        """Write each voter apart; `sign` is 1 to bring the mean down, -1 to bring it up."""
        values, known, counts = cells
        self.known = np.repeat(known, counts)
        held = np.where(self.known, np.repeat(values, counts), 0)
        self.total, self.base = int(held.sum()), int(self.known.sum())
        self.wanted = wanted
        self.change = wanted - held
        self.added = (~self.known).astype(np.int64)
        self.sign = sign
        scored = np.sort(sign * self.change[self.known]) * sign  # the strongest changes first
        self.running = np.concatenate([[0], np.cumsum(scored)])

    def after(self, order: npt.NDArray[np.intp]) -> tuple[Ints, Ints]:
        """Sum and base once each ballot in this order gives `wanted`."""
        return self.total + np.cumsum(self.change[order]), self.base + np.cumsum(self.added[order])

    def extreme(self, ballots: int) -> float:
        """Best mean within reach of so many ballots: every mix of scored and unscored ones."""
        blank = len(self.known) - self.base
        mixed = np.arange(max(0, ballots - blank), min(ballots, self.base) + 1)
        sums = self.total + self.running[mixed] + (ballots - mixed) * self.wanted
        means = sums / (self.base + ballots - mixed)
        return float(means.min() if self.sign > 0 else means.max())


def change_of_means(
    values: Ints, known: Flags, counts: Ints, means: Sequence[Fraction | None], scale: range
) -> Change:
    """Bound the number of ballots that bring another mean level with the first.

    Upper bound: a witness, ballots filled in again with the lowest score for the first and the
    highest for the rival, those that help most first. Lower bound: the ballots that lower the
    first best and those that raise the rival best, as if they were the same. Exact when everybody
    scored both: the sums then decide.
    """
    if len(means) < 2 or all(mean is None for mean in means):
        return NO_CHANGE
    first = max(range(len(means)), key=lambda o: (means[o] is not None, means[o] or Fraction(0)))
    rivals = [option for option in range(len(means)) if option != first]
    if any(means[rival] == means[first] for rival in rivals):
        return Change(1, 1)
    down = Column((values[:, first], known[:, first], counts), scale[0], 1)
    bounds = [
        _bounds(down, Column((values[:, rival], known[:, rival], counts), scale[-1], -1))
        for rival in rivals
    ]
    return Change(min(low for low, _ in bounds), min(high for _, high in bounds))


def _bounds(down: Column, up: Column) -> tuple[int, int]:
    gained = down.change - up.change
    # What ties is told apart by what it holds, never by when it came.
    order = np.lexsort((down.change, up.added, down.added, gained))
    sums, bases = down.after(order)
    rival_sums, rival_bases = up.after(order)
    level = (sums * rival_bases <= rival_sums * bases) & (rival_bases > 0)
    witness = int(np.argmax(level)) + 1
    if down.known.all() and up.known.all():
        return witness, witness
    low, high = 1, witness
    while low < high:
        middle = (low + high) // 2
        if down.extreme(middle) <= up.extreme(middle) + ROUNDING:
            high = middle
        else:
            low = middle + 1
    return high, witness
