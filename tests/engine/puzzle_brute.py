"""The definition of the best coalition, word for word: every set of actors is tried."""

from collections import Counter
from itertools import combinations

import numpy as np
from scipy.optimize import linprog


def best_by_trying(pieces, offers, options):
    """Give (weight missing, cost) of the best set, and every set that reaches it."""
    actors = sorted(offers, key=lambda actor: actor.id)
    found, sets = None, []
    for size in range(len(actors) + 1):
        for members in combinations(actors, size):
            if not respects(actors, pieces, members, options):
                continue
            rank = round(missing(pieces, members, options), 6), round(cost(members, options), 9)
            if found is None or rank < found:
                found, sets = rank, []
            if rank == found:
                sets.append(tuple(actor.id for actor in members))
    return found, sets


def cost(members, options):
    """Price the members, all facts known."""
    return sum(
        1
        + options.trust_weight * (1 - actor.trust)
        + options.distance_weight * actor.distance
        + options.load_weight * actor.load
        for actor in members
    )


def respects(actors, pieces, members, options):
    """Tell whether the quotas hold."""
    counts = Counter(actor.world for actor in members if actor.world)
    share = options.largest_world_share
    if share is not None and any(count > share * len(members) + 1e-9 for count in counts.values()):
        return False
    able = {actor.world for actor in actors if actor.brings}
    if any(not counts[world] for world in options.required_worlds if world in able):
        return False
    names = {actor.id for actor in members}
    if options.most_actors is not None and len(names) > options.most_actors:
        return False
    if not options.required_actors <= names or options.excluded_actors & names:
        return False
    return not options.no_single_point or all(
        sum(piece.id in actor.brings for actor in members)
        >= min(2, sum(piece.id in actor.brings for actor in actors))
        for piece in pieces
        if piece.is_essential
    )


def is_bound(members, options):
    """Tell whether somebody may have to choose between their gifts."""
    bound = any(actor.capacity is not None or actor.shared_lines for actor in members)
    return bound or options.largest_actor_share is not None


def plain_hole(piece, members):
    """Tell what misses of a piece when everybody gives all they offer."""
    return max(0, piece.quantity - sum(actor.brings.get(piece.id, 0) for actor in members))


def missing(pieces, members, options):
    """Weigh what these members cannot fill: a linear program over everything they may give."""
    units = {piece.unit for piece in pieces}
    total = sum(piece.quantity for piece in pieces)
    weight = {p.id: len(pieces) / total if len(units) == 1 else 1 / p.quantity for p in pieces}
    price = {p.id: (1000 if p.is_essential else 100) * weight[p.id] for p in pieces}
    gifts = [(a, p) for a in members for p in pieces if p.id in a.brings]
    if not gifts:
        return sum(price[piece.id] * piece.quantity for piece in pieces)
    if not is_bound(members, options):
        return sum(price[p.id] * plain_hole(p, members) for p in pieces)
    rows, limits = [], []
    for actor in members:
        caps = [options.largest_actor_share and options.largest_actor_share * len(pieces)]
        if actor.capacity is not None:
            caps.append(actor.capacity * (weight[pieces[0].id] if len(units) == 1 else 1.0))
        if caps := [cap for cap in caps if cap]:
            rows.append([weight[p.id] * (a is actor) for a, p in gifts])
            limits.append(min(caps))
        for line in actor.shared_lines:
            rows.append([float(a is actor and p.id in line.pieces) for a, p in gifts])
            limits.append(line.amount)
    for piece in pieces:
        rows.append([float(p is piece) for _a, p in gifts])
        limits.append(piece.quantity)
    solved = linprog(
        [-price[p.id] for _a, p in gifts],
        A_ub=np.array(rows),
        b_ub=np.array(limits),
        bounds=[(0, a.brings[p.id]) for a, p in gifts],
    )
    return sum(price[piece.id] * piece.quantity for piece in pieces) + solved.fun
