"""One run of equal shares: fast in floating numbers, settled in fractions when they are close."""

import heapq
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf

import numpy as np
import numpy.typing as npt

from terreau_engine.priorities.projects import Election
from terreau_engine.priorities.results import Settling, Tie
from terreau_engine.priorities.shares_exact import ExactPurses

Floats = npt.NDArray[np.float64]
NEAR = 1e-9  # relative: closer than this, fractions decide
ROUNDING = 1e-14  # relative: what floating numbers leave over when a cost is shared
TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Offer:
    """What a project asks now: the price each supporter pays at most, and its effective votes."""

    project: int
    price: float
    votes: float


@dataclass(slots=True)
class Run:
    """The projects chosen with one endowment, in order, and what each voter has left.

    `seconds[r]` is the best offer refused in round r.
    """

    chosen: list[int] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    seconds: list[Offer | None] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    left: Floats = field(default_factory=lambda: np.zeros(0))


class Purses:
    """What voters have left during a run."""

    def __init__(self, election: Election, endowment: Fraction) -> None:
        """Give the same amount to every voter."""
        counts = election.ballots.counts.astype(np.float64)
        self.election = election
        self.costs = [float(cost) for cost in election.costs]
        self.single = election.voters_of is not None
        self.rows = list(election.voters_of or election.supporters)
        ones = np.ones(max(map(len, self.rows), default=0))
        self.weights = [ones[: len(r)] if self.single else counts[r] for r in self.rows]
        self.left: Floats = np.full(len(counts), float(endowment))
        self.prices = [
            cost / votes if votes else inf
            for cost, votes in zip(self.costs, election.votes, strict=True)
        ]
        self.exact = ExactPurses(election, endowment)

    def offer(self, project: int, chosen: list[int], floor: float) -> Offer | None:
        """Price a project for its supporters; None when they cannot pay it any more.

        Below `floor` effective votes the exact figure does not matter: an upper bound is given.
        """
        cost = self.costs[project]
        left, weights = self._supporters(project)
        money = float(weights @ left)
        if money < cost * (1 + NEAR) and (
            money < cost * (1 - NEAR) or self.exact.price(project, chosen) is None
        ):
            return None
        # Purses only shrink, so the price only rises: start from the last one.
        limit = cost / floor if floor else inf
        start = self.prices[project]
        price = fair_price(cost, left, weights, start, limit=limit, single=self.single)
        self.prices[project] = price
        return Offer(project, price, cost / price)

    def _supporters(self, project: int) -> tuple[Floats, Floats]:
        """Look up what supporters have left; forget for good those who have nothing."""
        left = self.left[self.rows[project]]
        holding = left > 0
        if 4 * np.count_nonzero(holding) < 3 * len(left):
            left = left[holding]
            weights = self.weights[project]
            self.weights[project] = weights[: len(left)] if self.single else weights[holding]
            self.rows[project] = self.rows[project][holding]
        return left, self.weights[project]

    def charge(self, offer: Offer) -> None:
        """Take from each supporter the price, or all that is left."""
        rows = self.rows[offer.project]
        left = self.left[rows]
        # Exactly 0 only when there is no doubt: `whole_votes` relies on it.
        rest = np.maximum(left - offer.price, TINY)
        self.left[rows] = np.where(left < offer.price * (1 - NEAR), 0.0, rest)

    def whole_votes(self, offer: Offer) -> int | None:
        """Count the payers when all of them pay the full price beyond doubt, None otherwise."""
        left = self.left[self.rows[offer.project]]
        payers = left >= offer.price * (1 + NEAR)
        if np.count_nonzero(left) != np.count_nonzero(payers):
            return None
        return round(float(self.weights[offer.project] @ payers))

    def asked(self, offer: Offer, chosen: list[int]) -> Fraction:
        """Give price / cost exactly, from the price in fractions."""
        price = self.exact.price(offer.project, chosen)
        if price is None:
            raise AssertionError(f"{offer.project} was offered and cannot be paid")
        return price / self.election.costs[offer.project]


def fair_price(
    cost: float,
    left: Floats,
    weights: Floats,
    price: float,
    *,
    limit: float = inf,
    single: bool = False,
) -> float:
    """Raise a price that is too low until the supporters, each paying it or all, cover the cost.

    What they pay is concave in the price: sharing what is missing among those who can still pay
    never goes too far, and stops once nobody else is short, or past the limit. With `single`
    every weight is 1, and counting is shorter than adding up.
    """
    while price <= limit:
        missing = cost - float(weights @ np.minimum(left, price))
        if missing <= cost * ROUNDING:
            return price
        more = left > price
        rich = np.count_nonzero(more) if single else weights @ more.astype(np.float64)
        if rich <= 0:
            return price
        price += missing / float(rich)
    return price


def run_shares(election: Election, endowment: Fraction) -> Run:
    """Choose projects one by one, each time the one with the largest effective vote count."""
    purses = Purses(election, endowment)
    run = Run()
    heap = []
    for project, votes in enumerate(election.votes):
        if votes and not election.costs[project]:
            _choose(run, Offer(project, 0.0, inf), None)
        elif votes:
            heap.append((-float(votes), project))
    heapq.heapify(heap)
    while offers := _best_offers(heap, purses, run.chosen):
        near = [offer for offer in offers if offer.votes >= offers[0].votes * (1 - NEAR)]
        best = offers[0] if len(near) == 1 else _settle(near, purses, run)
        second = next((offer for offer in offers if offer is not best), None)
        _choose(run, best, second)
        purses.charge(best)
        for offer in offers:
            if offer is not best:
                heapq.heappush(heap, (-offer.votes, offer.project))
    run.left = purses.left
    return run


def _choose(run: Run, offer: Offer, second: Offer | None) -> None:
    run.chosen.append(offer.project)
    run.offers.append(offer)
    run.seconds.append(second)


def _best_offers(heap: list[tuple[float, int]], purses: Purses, chosen: list[int]) -> list[Offer]:
    """Price again only the projects that may still be first or second; the best first.

    Effective votes only fall, so an old figure is an upper bound.
    """
    offers: list[Offer] = []
    floor = 0.0
    while heap and -heap[0][0] >= floor:
        offer = purses.offer(heapq.heappop(heap)[1], chosen, floor)
        if offer is None:
            continue
        if offer.votes < floor:
            heapq.heappush(heap, (-offer.votes, offer.project))
            continue
        offers.append(offer)
        offers.sort(key=lambda known: -known.votes)
        floor = offers[1].votes * (1 - NEAR) if len(offers) > 1 else 0.0
    return offers


def _settle(near: list[Offer], purses: Purses, run: Run) -> Offer:
    """Compare close offers in fractions, then by cost, by votes, by lot."""
    election = purses.election
    whole = [purses.whole_votes(offer) for offer in near]
    # Whole numbers of payers compare at once; the fractions follow every purse and take longer.
    asked = [
        purses.asked(offer, run.chosen) if None in whole else Fraction(-(votes or 0))
        for offer, votes in zip(near, whole, strict=True)
    ]
    tied = [offer for offer, value in zip(near, asked, strict=True) if value == min(asked)]

    def key(offer: Offer) -> tuple[Fraction, int, int]:
        project = offer.project
        return election.costs[project], -election.votes[project], election.places[project]

    tied.sort(key=key)
    if len(tied) > 1:
        names = tuple(election.names[offer.project] for offer in tied)
        run.ties.append(Tie(names, _settled_by(key(tied[0]), key(tied[1]), election)))
    return tied[0]


def _settled_by(
    first: tuple[Fraction, int, int], second: tuple[Fraction, int, int], election: Election
) -> Settling:
    if first[0] != second[0]:
        return "lowest cost"
    if first[1] != second[1]:
        return "most votes"
    return "lot" if election.has_lot else "list order"
