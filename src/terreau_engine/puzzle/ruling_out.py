"""Actors whom the best coalition cannot hold: others of their world bring more for less."""

import numpy as np

from terreau_engine.puzzle.preparing import Bools, Floats, Ints, Problem


def is_ruled_out(problem: Problem, actors: Ints, reduced: Floats, slack: float) -> Bools:
    """Tell which of these actors no coalition nearer than `slack` to the bound needs.

    Meaning: whoever takes one of them takes first those of their world who bring as much of
    everything and cost no more. Formula: own reduced cost + Σ those of these others > slack.
    Shapes: one answer by actor; `reduced` over everybody.
    """
    parts = np.zeros((len(problem.names), len(problem.pieces)))
    parts[problem.who, problem.what] = problem.part
    place = np.empty(len(problem.names), dtype=np.intp)
    place[np.argsort(problem.costs, kind="stable")] = np.arange(len(place))
    worlds = np.unique(np.array(problem.worlds), return_inverse=True)[1]
    free = np.flatnonzero(~problem.tight & ~problem.fixed)
    ruled = np.zeros(len(actors), dtype=bool)
    for index, actor in enumerate(actors.tolist()):
        if problem.fixed[actor]:
            continue
        better = free[(worlds[free] == worlds[actor]) & (place[free] < place[actor])]
        for piece in np.flatnonzero(parts[actor]).tolist():
            better = better[parts[better, piece] >= parts[actor, piece]]
        ruled[index] = reduced[actor] + reduced[better].sum() > slack
    return ruled
