"""What a given coalition fills: the most that its members can bring, shared between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

import highspy
import numpy as np

from terreau_engine.puzzle.model import tight_actors
from terreau_engine.puzzle.preparing import NEAR, Floats, Ints, Problem


@dataclass(frozen=True, slots=True)
class Filling:
    """Parts given by edge, the holes left (parts of what remained), and what it all costs."""

    members: Ints
    given: Floats
    holes: Floats
    cost: float
    objective: float


def fill(problem: Problem, members: Iterable[int]) -> Filling:
    """Let these members bring all they can; exact, by a flow where capacities bind."""
    chosen = np.array(sorted(set(members)), dtype=np.intp)
    holes = holes_of(problem, chosen)
    given = _share(problem, chosen, holes)
    cost = float(problem.costs[chosen].sum())
    objective = cost + float(problem.penalty @ holes)
    return Filling(chosen, given, holes, cost, objective)


def holes_of(problem: Problem, chosen: Ints) -> Floats:
    """Give the part of each piece that these members cannot fill, the dearest holes first."""
    edges = np.flatnonzero(np.isin(problem.who, chosen))
    inside = set(chosen.tolist())
    if inside & tight_actors(problem):
        given = _flow(problem, edges)
    else:
        given = problem.part[edges]
    filled = np.bincount(problem.what[edges], given, minlength=len(problem.pieces))
    holes = np.where(problem.open, np.maximum(1.0 - filled, 0.0), 0.0)
    holes[holes < 1e-6] = 0.0
    return np.asarray(holes, dtype=float)


def _flow(problem: Problem, edges: Ints) -> Floats:
    """Lead the most from members to pieces (a small linear program)."""
    pieces = np.unique(problem.what[edges])
    slot = {int(piece): len(edges) + index for index, piece in enumerate(pieces)}
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    for edge in edges:
        solver.addVar(0.0, float(problem.part[edge]))
    for piece in pieces:
        solver.addVar(0.0, 1.0)
        solver.changeColCost(slot[int(piece)], float(problem.penalty[piece]))
    weight = problem.weight
    for piece in pieces:
        own = [i for i, edge in enumerate(edges) if problem.what[edge] == piece]
        places = np.array([*own, slot[int(piece)]], dtype=np.int32)
        solver.addRow(1.0, 1.0, len(places), places, np.ones(len(places)))
    for actor in np.unique(problem.who[edges]):
        own = [i for i, edge in enumerate(edges) if problem.who[edge] == actor]
        if problem.capacity[actor] < inf:
            values = weight[problem.what[edges[own]]]
            solver.addRow(
                -inf, float(problem.capacity[actor]), len(own), np.array(own, np.int32), values
            )
    where = {int(edge): index for index, edge in enumerate(edges)}
    for line in problem.lines:
        places = [where[int(edge)] for edge in line.edges if int(edge) in where]
        if places:
            solver.addRow(-inf, line.amount, len(places), np.array(places, np.int32), line.rates)
    solver.run()
    return np.array(solver.getSolution().col_value, dtype=float)[: len(edges)]


def _share(problem: Problem, chosen: Ints, holes: Floats) -> Floats:
    """Share what is filled: the least loaded first, whole parts where possible."""
    edges = np.flatnonzero(np.isin(problem.who, chosen))
    given = np.zeros(len(problem.who))
    weight = problem.weight
    load = np.zeros(len(problem.names))
    room = problem.capacity.copy()
    lines = [(line, line.amount) for line in problem.lines]
    left_in = {id(line): amount for line, amount in lines}
    by_piece = {p: edges[problem.what[edges] == p] for p in np.flatnonzero(problem.open).tolist()}
    for piece, own in sorted(by_piece.items(), key=lambda one: (len(one[1]), one[0])):
        wanted = 1.0 - holes[piece]
        for edge in sorted(own.tolist(), key=lambda e: (load[problem.who[e]], problem.who[e])):
            actor = int(problem.who[edge])
            amount = min(wanted, float(problem.part[edge]))
            if weight[piece] > 0:
                amount = min(amount, float(room[actor] / weight[piece]))
            for line in problem.lines:
                if line.actor == actor and edge in line.edges:
                    amount = min(amount, left_in[id(line)] / float(problem.remaining[piece]))
            amount = max(0.0, amount)
            given[edge] = amount
            wanted -= amount
            load[actor] += amount * weight[piece]
            room[actor] -= amount * weight[piece]
            for line in problem.lines:
                if line.actor == actor and edge in line.edges:
                    left_in[id(line)] -= amount * float(problem.remaining[piece])
        if wanted > NEAR:
            exact = np.zeros(len(problem.who))
            exact[edges] = _flow(problem, edges)
            return exact
    return given
