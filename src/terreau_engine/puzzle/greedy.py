"""A good coalition at once: the scarcest piece first, then the quotas, then nobody too many."""

from collections import Counter

import numpy as np

from terreau_engine.puzzle.filling import Filling, weigh
from terreau_engine.puzzle.preparing import NEAR, Bools, Floats, Ints, Problem, sums

LITTLE = 1e-9
WHOLE = 1e-6  # what a part of a number of actors may be rounded by


def is_allowed(problem: Problem, members: Ints) -> bool:
    """Tell whether these members respect every limit that does not depend on amounts."""
    options = problem.options
    counts = Counter(problem.worlds[member] for member in members.tolist())
    if _crowded(problem, counts, len(members)):
        return False
    wanted = set(options.required_worlds) & candidate_worlds(problem)
    if not wanted <= set(counts):
        return False
    if options.most_actors is not None and len(members) > options.most_actors:
        return False
    held = np.isin(np.flatnonzero(problem.fixed), members)
    return bool(held.all()) and _is_doubled(problem, members)


def _crowded(problem: Problem, counts: Counter[str], members: int) -> set[str]:
    """Name the worlds that weigh more than their part."""
    share = problem.options.largest_world_share
    if share is None or share >= 1:
        return set()
    return {w for w, count in counts.items() if w and count > share * members + WHOLE}


def candidate_worlds(problem: Problem) -> set[str]:
    """Name the worlds of those who could bring something or are there already."""
    return {problem.worlds[actor] for actor in problem.candidates.tolist()} - {""}


def _is_doubled(problem: Problem, members: Ints) -> bool:
    if not problem.options.no_single_point:
        return True
    inside = np.isin(problem.who, members)
    able = np.bincount(problem.what[inside], minlength=len(problem.pieces))
    wanted = np.minimum(2, problem.bringers)[problem.essential]
    return bool((able[problem.essential] >= wanted).all())


def greedy(problem: Problem) -> Filling | None:
    """Choose a good coalition quickly; None when the quotas did not let it.

    Formula: the open piece of which the least is offered for what misses; among its bringers the
    largest Σ weight ÷ offered × what they would fill, for what they cost; then the quotas; then
    whoever is not needed leaves, the dearest first.
    """
    members = _balance(problem, _cover(problem))
    if members is None or not is_allowed(problem, members):
        return None
    return prune(problem, members)


def _cover(problem: Problem) -> Ints:
    left = np.where(problem.open, 1.0, 0.0)
    room = problem.capacity.copy()
    taken = problem.fixed.copy()
    offered = sums(problem.what, problem.part, len(left))
    for actor in np.flatnonzero(taken).tolist():
        _bring(problem, actor, left, room)
    while (piece := _scarcest(problem, left, taken)) is not None:
        able = problem.who[(problem.what == piece) & ~taken[problem.who]]
        worth = _worth(problem, left, offered)[able] / problem.costs[able]
        actor = int(able[np.argmax(worth)])
        taken[actor] = True
        _bring(problem, actor, left, room)
    return np.flatnonzero(taken)


def _scarcest(problem: Problem, left: Floats, taken: Bools) -> int | None:
    free = ~taken[problem.who]
    rest = sums(problem.what[free], problem.part[free], len(left))
    unfilled = np.flatnonzero((left > NEAR) & (rest > 0))
    if not len(unfilled):
        return None
    return int(unfilled[np.argmin(rest[unfilled] / left[unfilled])])


def _worth(problem: Problem, left: Floats, offered: Floats) -> Floats:
    rare = problem.weight / np.maximum(offered, LITTLE)
    filled = np.minimum(problem.part, left[problem.what]) * rare[problem.what]
    return sums(problem.who, filled, len(problem.names))


def _bring(problem: Problem, actor: int, left: Floats, room: Floats) -> None:
    start, end = np.searchsorted(problem.who, [actor, actor + 1])
    for edge in sorted(range(start, end), key=lambda e: -left[problem.what[e]]):
        piece = int(problem.what[edge])
        amount = min(float(problem.part[edge]), float(left[piece]))
        if problem.weight[piece] > 0:
            amount = max(0.0, min(amount, float(room[actor] / problem.weight[piece])))
        left[piece] -= amount
        room[actor] -= amount * problem.weight[piece]


def _balance(problem: Problem, members: Ints) -> Ints | None:
    """Add the cheapest actors that the quotas and the second bringers ask for."""
    chosen = set(members.tolist())
    free = [int(a) for a in problem.candidates[np.argsort(problem.costs[problem.candidates])]]
    _add_doubles(problem, chosen)
    for world in problem.options.required_worlds:
        if all(problem.worlds[actor] != world for actor in chosen):
            chosen.update([actor for actor in free if problem.worlds[actor] == world][:1])
    while crowded := _crowded(
        problem, counts := Counter(problem.worlds[actor] for actor in chosen), len(chosen)
    ):
        free = [a for a in free if a not in chosen]
        others = [a for a in free if problem.worlds[a] not in crowded]
        if not others:
            return None
        chosen.add(min(others, key=lambda a: counts[problem.worlds[a]] > min(counts.values())))
    return np.array(sorted(chosen), dtype=np.intp)


def _add_doubles(problem: Problem, chosen: set[int]) -> None:
    if not problem.options.no_single_point:
        return
    for piece in np.flatnonzero(problem.open & problem.essential).tolist():
        able = set(problem.who[problem.what == piece].tolist())
        lacking = min(2, len(able)) - len(chosen & able)
        others = sorted(able - chosen, key=lambda actor: (problem.costs[actor], actor))
        chosen.update(others[: max(0, lacking)])


def prune(problem: Problem, members: Ints) -> Filling:
    """Let go of whoever is not needed, the dearest first."""
    best = weigh(problem, members)
    for actor in sorted(members.tolist(), key=lambda a: (-problem.costs[a], a)):
        rest = best.members[best.members != actor]
        if not problem.fixed[actor] and is_allowed(problem, rest):
            without = weigh(problem, rest)
            if without.missing <= best.missing + LITTLE:
                best = without
    return best
