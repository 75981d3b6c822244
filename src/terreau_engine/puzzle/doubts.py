"""What else could be: other good coalitions, and which limit to loosen when nothing is found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from terreau_engine.puzzle.answers import Alternative, Limit, Relaxation
from terreau_engine.puzzle.explaining import missing_of
from terreau_engine.puzzle.filling import Filling
from terreau_engine.puzzle.greedy import greedy, is_allowed, prune
from terreau_engine.puzzle.highs import solve
from terreau_engine.puzzle.model import build
from terreau_engine.puzzle.preparing import NEAR, Bools, Floats, Problem, prepare
from terreau_engine.puzzle.searching import Outcome, search
from terreau_engine.puzzle.wishes import ActorOffers, CoalitionOptions, Piece

DEARER = (1.6, 5.0)  # times the cost, for whoever is in a coalition told already
ALTERNATIVE_PART, RELAXATION_PART = 0.08, 0.06  # of the time, each
CANDIDATES = 40
NEAR_PART = 0.01
FREED: dict[Limit, dict[str, object]] = {
    "largest_world_share": {"largest_world_share": None},
    "largest_actor_share": {"largest_actor_share": None},
    "required_worlds": {"required_worlds": ()},
    "most_actors": {"most_actors": None},
    "excluded_actors": {"excluded_actors": frozenset()},
    "no_single_point": {"no_single_point": False},
}


def find_alternatives(problem: Problem, outcome: Outcome, seconds: float) -> list[Alternative]:
    """Find other coalitions that miss no more, by making dearer whoever was chosen before."""
    best = outcome.best
    if best is None or outcome.status == "complete":
        return []
    used = np.zeros(len(problem.names), dtype=bool)
    used[best.members] = True
    seen = {tuple(best.members.tolist())}
    found = []
    for _number in range(problem.options.alternatives):
        other = _new(problem, outcome, used, seen, seconds * ALTERNATIVE_PART)
        if other is None:
            break
        seen.add(tuple(other.members.tolist()))
        used[other.members] = True
        found.append(_alternative(problem, best, other))
    return found


def _new(
    problem: Problem, outcome: Outcome, used: Bools, seen: set[tuple[int, ...]], seconds: float
) -> Filling | None:
    """Look near first, then farther."""
    for times in DEARER:
        costs = problem.costs * np.where(used & ~problem.fixed, times, 1.0)
        other = _other(problem, outcome, costs, seconds / len(DEARER))
        if other is not None and tuple(other.members.tolist()) not in seen:
            return other
    return None


def _other(problem: Problem, outcome: Outcome, dearer: Floats, seconds: float) -> Filling | None:
    best = outcome.best
    if best is None:
        return None
    changed = replace(problem, costs=dearer)
    start = greedy(changed)
    if start is None or start.missing > best.missing + NEAR:
        start = replace(best, cost=float(dearer[best.members].sum()))
    everybody = problem.candidates
    price = outcome.reduced + dearer - problem.costs
    order = everybody[np.argsort(price[everybody], kind="stable")]
    liked = order[: CANDIDATES + 2 * len(problem.pieces)]
    actors = np.union1d(np.union1d(liked, start.members), best.members)
    model = build(changed, actors, most_missing=best.missing - problem.beyond)
    found = solve(model, seconds=seconds, near=NEAR_PART * start.cost, start=start.members)
    chosen = start.members if found.chosen is None else found.chosen
    if not is_allowed(problem, chosen):
        return None
    other = prune(problem, chosen)
    return other if other.missing <= best.missing + NEAR else None


def _alternative(problem: Problem, best: Filling, other: Filling) -> Alternative:
    names = problem.names
    return Alternative(
        actors=tuple(names[row] for row in other.members.tolist()),
        enters=tuple(names[row] for row in np.setdiff1d(other.members, best.members).tolist()),
        leaves=tuple(names[row] for row in np.setdiff1d(best.members, other.members).tolist()),
        objective=other.objective,
        cost=other.cost,
        missing=missing_of(problem, other.holes),
    )


def find_relaxations(
    pieces: Sequence[Piece],
    offers: Sequence[ActorOffers],
    problem: Problem,
    outcome: Outcome,
    seconds: float,
) -> list[Relaxation]:
    """Try without each limit in turn, then without any; keep what lets more pieces be filled."""
    if not _is_held_back(problem, outcome):
        return []
    options = problem.options
    before = np.inf if outcome.best is None else outcome.best.missing
    found = []
    for limit, changes in _tries(options):
        freed = prepare(pieces, offers, replace(options, **changes))  # type: ignore[arg-type]
        without = search(freed, max(0.2, seconds * RELAXATION_PART)).best
        if without is not None and without.missing < before - NEAR:
            found.append((without.missing, _relaxation(limit, freed, without, options)))
        if limit == "all of them" and len(found) > 1:
            found.pop()
    return [relaxation for _missing, relaxation in sorted(found, key=lambda one: one[0])]


def _is_held_back(problem: Problem, outcome: Outcome) -> bool:
    """Tell whether something that exists is kept out: no coalition, or a hole that could close."""
    if outcome.best is None:
        return True
    short = outcome.best.holes > NEAR
    banned = np.zeros(len(problem.pieces), dtype=bool)
    banned[list(problem.excluded)] = True
    unreached = problem.remaining - problem.reach > NEAR * problem.needed
    return bool(short.any() or (unreached & banned).any())


def _tries(options: CoalitionOptions) -> Iterator[tuple[Limit, dict[str, object]]]:
    used = {limit: change for limit, change in FREED.items() if _is_set(options, change)}
    yield from used.items()
    if len(used) > 1:
        yield (
            "all of them",
            {name: value for change in used.values() for name, value in change.items()},
        )


def _is_set(options: CoalitionOptions, change: dict[str, object]) -> bool:
    return any(getattr(options, name) != value for name, value in change.items())


def _relaxation(
    limit: Limit, freed: Problem, without: Filling, options: CoalitionOptions
) -> Relaxation:
    actors = tuple(freed.names[row] for row in without.members.tolist())
    return Relaxation(
        limit=limit,
        names=tuple(_names(limit, freed, without, options)),
        actors=actors,
        missing=missing_of(freed, without.holes),
        cost=without.cost,
    )


def _names(
    limit: Limit, freed: Problem, without: Filling, options: CoalitionOptions
) -> Iterable[str]:
    """Name the worlds or actors that the limit kept out."""
    members = without.members.tolist()
    if limit == "excluded_actors":
        return sorted({freed.names[row] for row in members} & options.excluded_actors)
    if limit == "required_worlds":
        return options.required_worlds
    if limit == "largest_world_share" and options.largest_world_share is not None:
        worlds = [freed.worlds[row] for row in members]
        most = options.largest_world_share * len(members)
        return sorted({world for world in worlds if world and worlds.count(world) > most})
    if limit == "largest_actor_share" and options.largest_actor_share is not None:
        carried = np.bincount(
            freed.who, without.given * freed.weight[freed.what], minlength=len(freed.names)
        )
        over = np.flatnonzero(carried > options.largest_actor_share * len(freed.pieces))
        return [freed.names[row] for row in over.tolist()]
    return ()
