"""What a given coalition fills: the most that its members can bring, shared between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

import numpy as np

from terreau_engine.puzzle.highs import relax
from terreau_engine.puzzle.model import Model, Rows
from terreau_engine.puzzle.preparing import NEAR, Floats, Ints, Problem

FLOW_SECONDS = 10.0
ROOM = 1e-9


@dataclass(frozen=True, slots=True)
class Filling:
    """Parts given by edge, the holes left (parts of the reach), their weight, and the cost."""

    members: Ints
    given: Floats
    holes: Floats
    missing: float
    cost: float
    objective: float

    @property
    def rank(self) -> tuple[float, float]:
        """Rank coalitions: the least missing first, then the least cost."""
        return self.missing, self.cost


def fill(problem: Problem, members: Iterable[int]) -> Filling:
    """Let these members bring all they can; exact, by a flow where capacities bind."""
    chosen = np.array(sorted(set(members)), dtype=np.intp)
    holes = holes_of(problem, chosen)
    return fill_known(problem, chosen, holes, share(problem, chosen, holes))


def weigh(problem: Problem, chosen: Ints) -> Filling:
    """Judge a coalition without saying who brings what."""
    return fill_known(problem, chosen, holes_of(problem, chosen), np.zeros(0))


def fill_known(problem: Problem, chosen: Ints, holes: Floats, given: Floats) -> Filling:
    """Sum up what is known of a coalition."""
    cost = float(problem.costs[chosen].sum())
    missing = float(problem.penalty @ holes) + problem.beyond
    return Filling(chosen, given, holes, missing, cost, cost + missing)


def holes_of(problem: Problem, chosen: Ints) -> Floats:
    """Give the part of each piece that these members cannot fill, the least weight of holes."""
    edges = np.flatnonzero(np.isin(problem.who, chosen))
    parts = problem.part[edges]
    most = np.bincount(problem.what[edges], parts, minlength=len(problem.pieces))
    filled = most
    if problem.tight[chosen].any():
        shared = parts / np.maximum(most, 1.0)[problem.what[edges]]
        if not _fits(problem, edges, shared):
            given = _flow(problem, edges)
            filled = np.bincount(problem.what[edges], given, minlength=len(problem.pieces))
    holes = np.where(problem.open, np.maximum(1.0 - filled, 0.0), 0.0)
    holes[holes < NEAR] = 0.0
    return np.asarray(holes, dtype=float)


def _fits(problem: Problem, edges: Ints, given: Floats) -> bool:
    """Tell whether these parts respect the capacities and the shared lines."""
    carried = np.bincount(
        problem.who[edges],
        given * problem.weight[problem.what[edges]],
        minlength=len(problem.names),
    )
    if (carried > problem.capacity + ROOM).any():
        return False
    whole = np.zeros(len(problem.who))
    whole[edges] = given
    return all(
        float(whole[line.edges] @ line.rates) <= line.amount + ROOM for line in problem.lines
    )


def _flow(problem: Problem, edges: Ints) -> Floats:
    """Lead the most from members to pieces (a small linear program)."""
    pieces = np.unique(problem.what[edges])
    rows = Rows()
    for slot, piece in enumerate(pieces.tolist()):
        own = np.flatnonzero(problem.what[edges] == piece).tolist()
        rows.add(("cover", piece), 1.0, 1.0, [*own, len(edges) + slot], [1.0] * (len(own) + 1))
    for actor in np.unique(problem.who[edges]).tolist():
        if problem.tight[actor] and problem.capacity[actor] < inf:
            own = np.flatnonzero(problem.who[edges] == actor).tolist()
            weights = problem.weight[problem.what[edges[own]]].tolist()
            rows.add(("capacity", actor), -inf, float(problem.capacity[actor]), own, weights)
    where = {int(edge): index for index, edge in enumerate(edges)}
    for number, line in enumerate(problem.lines):
        columns = [where[int(edge)] for edge in line.edges if int(edge) in where]
        if columns:
            rows.add(("line", number), -inf, line.amount, columns, line.rates.tolist())
    nobody = np.array([], dtype=np.intp)
    model = Model(
        actors=nobody,
        parts=edges,
        holes=pieces,
        rows=rows,
        costs=np.concatenate([np.zeros(len(edges)), problem.penalty[pieces]]),
        lower=np.zeros(len(edges) + len(pieces)),
        upper=np.concatenate([problem.part[edges], np.ones(len(pieces))]),
    )
    return relax(model, seconds=FLOW_SECONDS).taken[: len(edges)]


@dataclass(slots=True)
class Sharing:
    """What each actor still has to give while pieces are filled one after the other."""

    problem: Problem
    load: Floats
    room: Floats
    left: list[float]

    def most(self, edge: int, wanted: float) -> float:
        """Tell what this edge can still give."""
        problem, piece, actor = self.problem, self.problem.what[edge], self.problem.who[edge]
        amount = min(wanted, float(problem.part[edge]))
        if problem.weight[piece] > 0:
            amount = min(amount, float(self.room[actor] / problem.weight[piece]))
        for number, rate in self._lines(edge):
            amount = min(amount, self.left[number] / rate)
        return max(0.0, amount)

    def give(self, edge: int, amount: float) -> None:
        """Take this part from what the actor has left."""
        actor = self.problem.who[edge]
        weight = amount * float(self.problem.weight[self.problem.what[edge]])
        self.load[actor] += weight
        self.room[actor] -= weight
        for number, rate in self._lines(edge):
            self.left[number] -= amount * rate

    def _lines(self, edge: int) -> list[tuple[int, float]]:
        if not self.problem.tight[self.problem.who[edge]]:
            return []
        return [
            (number, float(line.rates[line.edges == edge][0]))
            for number, line in enumerate(self.problem.lines)
            if edge in line.edges
        ]


def share(problem: Problem, chosen: Ints, holes: Floats) -> Floats:
    """Share what is filled: rare pieces first, the least loaded member first, whole parts.

    Where this does not reach what a flow can fill, the flow decides.
    """
    edges = np.flatnonzero(np.isin(problem.who, chosen))
    given = np.zeros(len(problem.who))
    sharing = Sharing(
        problem,
        np.zeros(len(problem.names)),
        problem.capacity.copy(),
        [line.amount for line in problem.lines],
    )
    by_piece = {p: edges[problem.what[edges] == p] for p in np.flatnonzero(problem.open).tolist()}
    for piece, own in sorted(by_piece.items(), key=lambda one: (len(one[1]), one[0])):
        wanted = 1.0 - float(holes[piece])
        order = sorted(own.tolist(), key=lambda e: (sharing.load[problem.who[e]], problem.who[e]))
        for edge in order:
            given[edge] = sharing.most(edge, wanted)
            sharing.give(edge, given[edge])
            wanted -= given[edge]
        if wanted > NEAR:
            given[:] = 0.0
            given[edges] = _flow(problem, edges)
            return given
    return given
