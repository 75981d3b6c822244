"""A good coalition at once: the scarcest piece first, then the quotas, then nobody too many."""

from collections import Counter

import numpy as np

from terreau_engine.puzzle.filling import Filling, fill
from terreau_engine.puzzle.preparing import NEAR, Bools, Floats, Ints, Problem

ENOUGH = 1e-9


def is_allowed(problem: Problem, members: Ints) -> bool:
    """Tell whether these members respect every limit that does not depend on amounts."""
    options = problem.options
    counts = Counter(problem.worlds[int(member)] for member in members)
    share = options.largest_world_share
    if share is not None and share < 1:
        limit = share * len(members) + 1e-6
        if any(count > limit for world, count in counts.items() if world):
            return False
    wanted = set(options.required_worlds) & {world for world in candidate_worlds(problem)}
    if not wanted <= set(counts):
        return False
    if options.most_actors is not None and len(members) > options.most_actors:
        return False
    inside = np.isin(np.flatnonzero(problem.fixed), members)
    return bool(inside.all()) and _is_doubled(problem, members)


def candidate_worlds(problem: Problem) -> set[str]:
    """Name the worlds of those who could bring something or are there already."""
    able = set(np.unique(problem.who).tolist()) | set(np.flatnonzero(problem.fixed).tolist())
    return {problem.worlds[actor] for actor in able if problem.worlds[actor]}


def bringers(problem: Problem) -> Ints:
    """Count who could bring each piece."""
    return np.bincount(problem.what, minlength=len(problem.pieces))


def _is_doubled(problem: Problem, members: Ints) -> bool:
    if not problem.options.no_single_point:
        return True
    inside = np.isin(problem.who, members)
    able = np.bincount(problem.what[inside], minlength=len(problem.pieces))
    wanted = np.minimum(2, bringers(problem))
    essential = np.array([piece.is_essential for piece in problem.pieces], dtype=bool)
    return bool((able[essential] >= wanted[essential]).all())


def greedy(problem: Problem) -> Filling | None:
    """Choose the scarcest piece, then who fills most for what they cost; None if no luck.

    Formula: the open piece with the least offered for what misses; among its bringers the largest
    Σ weight × scarcity × what they would fill ÷ cost; then the quotas; then whoever is not needed
    leaves, the dearest first.
    """
    members = _cover(problem)
    members = _balance(problem, members)
    if members is None or not is_allowed(problem, members):
        return None
    return prune(problem, members)


def _cover(problem: Problem) -> Ints:
    left = np.where(problem.open, 1.0, 0.0)
    room = problem.capacity.copy()
    taken = problem.fixed.copy()
    offered = np.bincount(problem.what, problem.part, minlength=len(left))
    for actor in np.flatnonzero(taken):
        _bring(problem, int(actor), left, room)
    while True:
        piece = _scarcest(problem, left, offered, taken)
        if piece is None:
            return np.flatnonzero(taken)
        able = problem.who[(problem.what == piece) & ~taken[problem.who]]
        worth = _worth(problem, left, offered, room)[able] / problem.costs[able]
        actor = int(able[np.argmax(worth)])
        taken[actor] = True
        _bring(problem, actor, left, room)


def _scarcest(problem: Problem, left: Floats, offered: Floats, taken: Bools) -> int | None:
    free = ~taken[problem.who]
    rest = np.bincount(problem.what[free], problem.part[free], minlength=len(left))
    open_ = np.flatnonzero((left > NEAR) & (rest > 0))
    if not len(open_):
        return None
    return int(open_[np.argmin(rest[open_] / left[open_])])


def _worth(problem: Problem, left: Floats, offered: Floats, room: Floats) -> Floats:
    weight = problem.weight / np.maximum(offered, ENOUGH)
    filled = np.minimum(problem.part, left[problem.what]) * weight[problem.what]
    return np.bincount(problem.who, filled, minlength=len(problem.names))


def _bring(problem: Problem, actor: int, left: Floats, room: Floats) -> None:
    weight = problem.weight
    own = np.flatnonzero(problem.who == actor)
    for edge in sorted(own.tolist(), key=lambda e: -left[problem.what[e]]):
        piece = int(problem.what[edge])
        amount = min(float(problem.part[edge]), float(left[piece]))
        if weight[piece] > 0:
            amount = min(amount, float(room[actor] / weight[piece]))
        left[piece] -= amount
        room[actor] -= amount * weight[piece]


def _balance(problem: Problem, members: Ints) -> Ints | None:
    """Add the cheapest actors that the quotas and the second bringers ask for."""
    chosen = set(members.tolist())
    useful = set(np.unique(problem.who).tolist())
    free = sorted(useful - chosen, key=lambda a: (problem.costs[a], a))
    _add_doubles(problem, chosen)
    for world in problem.options.required_worlds:
        if all(problem.worlds[a] != world for a in chosen):
            chosen |= set([a for a in free if problem.worlds[a] == world][:1])
    share = problem.options.largest_world_share
    while share is not None and share < 1:
        counts = Counter(problem.worlds[a] for a in chosen if problem.worlds[a])
        over = {w for w, count in counts.items() if count > share * len(chosen) + 1e-6}
        if not over:
            break
        others = [
            a
            for a in free
            if a not in chosen and counts[problem.worlds[a]] + 1 <= share * (len(chosen) + 1) + 1e-6
        ] or [a for a in free if a not in chosen and problem.worlds[a] not in over]
        if not others:
            return None
        chosen.add(others[0])
    return np.array(sorted(chosen), dtype=np.intp)


def _add_doubles(problem: Problem, chosen: set[int]) -> None:
    if not problem.options.no_single_point:
        return
    for piece in np.flatnonzero(problem.open).tolist():
        able = problem.who[problem.what == piece].tolist()
        lacking = min(2, len(able)) - len(chosen & set(able))
        others = sorted(set(able) - chosen, key=lambda a: (problem.costs[a], a))
        if problem.pieces[piece].is_essential and lacking > 0:
            chosen |= set(others[:lacking])


def prune(problem: Problem, members: Ints) -> Filling:
    """Let go of whoever is not needed, the dearest first."""
    best = fill(problem, members.tolist())
    for actor in sorted(members.tolist(), key=lambda a: (-problem.costs[a], a)):
        rest = best.members[best.members != actor]
        if not problem.fixed[actor] and is_allowed(problem, rest):
            without = fill(problem, rest.tolist())
            if without.objective < best.objective - ENOUGH:
                best = without
    return best
