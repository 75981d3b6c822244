"""The smallest balanced coalition that completes the puzzle."""

from collections.abc import Iterable, Sequence

import numpy as np

from terreau_engine.puzzle.answers import Coalition, Status
from terreau_engine.puzzle.explaining import explain
from terreau_engine.puzzle.filling import Filling, fill
from terreau_engine.puzzle.greedy import greedy
from terreau_engine.puzzle.model import build, solve
from terreau_engine.puzzle.preparing import Ints, Problem, prepare
from terreau_engine.puzzle.wishes import DEFAULT_OPTIONS, ActorOffers, CoalitionOptions, Piece


def coalition(
    pieces: Sequence[Piece],
    offers: Iterable[ActorOffers],
    *,
    options: CoalitionOptions = DEFAULT_OPTIONS,
    time_limit_s: float = 10.0,
) -> Coalition:
    """Find the smallest balanced coalition that fills the puzzle, and say how sure it is.

    Meaning: who could bring the missing pieces together, with as few and as close actors as
    possible, no world and no actor weighing too much; what exists nowhere is named. Formula: least
    Σ cost of the members + weight × what misses, subject to what each offers, to capacities, to
    the largest part of a world α and of an actor β (mixed-integer program). Shapes: pieces and
    offers in any order. Units: those of each piece. Errors: `BadAmount`, `UnknownName`,
    `RepeatedName`, `ContradictoryWish`. Source: set multicover with capacities, greedy then exact
    (HiGHS: Q. Huangfu and J. Hall, 2018).

    >>> pieces = [Piece("salle"), Piece("heures", 10, "h")]
    >>> offers = [
    ...     ActorOffers("ville", "public", {"salle": 1}),
    ...     ActorOffers("club", "economic", {"heures": 6}),
    ...     ActorOffers("asso", "general_interest", {"heures": 8}),
    ... ]
    >>> found = coalition(pieces, offers, options=CoalitionOptions(largest_actor_share=None))
    >>> found.status, found.names, found.missing
    ('optimal', ('asso', 'club', 'ville'), ())
    """
    problem = prepare(pieces, offers, options)
    first = greedy(problem)
    chosen, bound, status = _best(problem, first, time_limit_s)
    return explain(problem, chosen, first, bound, status, [])


def _best(
    problem: Problem, first: Filling | None, seconds: float
) -> tuple[Filling | None, float, Status]:
    if not problem.open.any():
        held = fill(problem, np.flatnonzero(problem.fixed).tolist())
        return held, held.objective, "complete"
    actors = candidates(problem)
    model = build(problem, actors)
    near = problem.options.gap * (first.cost if first else 1.0)
    found = solve(model, seconds=seconds, near=near, start=None if first is None else first.members)
    if found.is_infeasible:
        return None, found.bound, "infeasible"
    best = first
    if found.chosen is not None:
        second = fill(problem, found.chosen.tolist())
        best = second if first is None or second.objective < first.objective else first
    return best, found.bound, "optimal" if found.is_optimal else "feasible"


def candidates(problem: Problem) -> Ints:
    """Keep whoever could bring something or is there already."""
    return np.union1d(np.unique(problem.who), np.flatnonzero(problem.fixed))
