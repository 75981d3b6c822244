"""The smallest balanced coalition that completes the puzzle."""

from collections.abc import Iterable, Sequence

from terreau_engine.puzzle.answers import Coalition
from terreau_engine.puzzle.doubts import find_alternatives, find_relaxations
from terreau_engine.puzzle.explaining import explain
from terreau_engine.puzzle.filling import weigh
from terreau_engine.puzzle.preparing import NEAR, Problem, prepare
from terreau_engine.puzzle.searching import search
from terreau_engine.puzzle.wishes import DEFAULT_OPTIONS, ActorOffers, CoalitionOptions, Piece

SEARCH_PART = 0.75  # of the time; the rest for what else could be
ALONE_PART, HELD_PART = 0.9, 0.6  # nothing else asked; limits to loosen one by one


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
    known = tuple(offers)
    problem = prepare(pieces, known, options)
    outcome = search(problem, time_limit_s * _part(problem))
    return explain(
        problem,
        outcome,
        find_alternatives(problem, outcome, time_limit_s),
        find_relaxations(pieces, known, problem, outcome, time_limit_s),
    )


def _part(problem: Problem) -> float:
    """Tell what part of the time the search may take."""
    if weigh(problem, problem.candidates).missing > problem.beyond + NEAR:
        return HELD_PART
    return SEARCH_PART if problem.options.alternatives else ALONE_PART
