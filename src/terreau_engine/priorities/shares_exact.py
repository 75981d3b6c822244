"""Equal shares in fractions: what is asked when floating numbers are too close to tell."""

from fractions import Fraction

import numpy as np

from terreau_engine.priorities.ballots import Ints
from terreau_engine.priorities.projects import Election


class ExactPurses:
    """What each ballot has left, exactly; voters with the same amount are one value.

    It follows the rounds only when asked, since most elections never need it.
    """

    def __init__(self, election: Election, endowment: Fraction) -> None:
        """Give the same amount to every voter."""
        self.election = election
        self.values = [endowment]
        self.known = {endowment: 0}
        self.held: Ints = np.zeros(len(election.ballots.counts), dtype=np.int64)
        self.paid = 0

    def price(self, project: int, chosen: list[int]) -> Fraction | None:
        """Find what each supporter pays at most, None when they cannot pay, once `chosen` is."""
        for earlier in chosen[self.paid :]:
            paid = self._price(earlier)
            if paid is not None:
                self._charge(earlier, paid)
        self.paid = len(chosen)
        return self._price(project)

    def _price(self, project: int) -> Fraction | None:
        rows = self.election.supporters[project]
        weights = np.bincount(self.held[rows], weights=self.election.ballots.counts[rows])
        held = sorted(
            (self.values[value], int(weights[value])) for value in np.flatnonzero(weights)
        )
        rest, voters = self.election.costs[project], self.election.votes[project]
        for value, count in held:
            if value * voters >= rest:
                return rest / voters
            rest -= value * count
            voters -= count
        return None

    def _charge(self, project: int, price: Fraction) -> None:
        rows = self.election.supporters[project]
        values, inverse = np.unique(self.held[rows], return_inverse=True)
        left = [
            self._number(self.values[value] - min(self.values[value], price)) for value in values
        ]
        self.held[rows] = np.array(left, dtype=np.int64)[inverse]

    def _number(self, value: Fraction) -> int:
        number = self.known.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number
