"""Put the answer in words that can be checked: who brings what, why, what if one leaves."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from terreau_engine.puzzle.answers import (
    Alternative,
    Coalition,
    Coverage,
    Lack,
    Member,
    Relaxation,
    Share,
    Why,
    WorldCount,
)
from terreau_engine.puzzle.filling import Filling, holes_of
from terreau_engine.puzzle.greedy import candidate_worlds
from terreau_engine.puzzle.preparing import Bools, Floats, Ints, Problem
from terreau_engine.puzzle.searching import Outcome

REPLACERS = 3
TINY = 1e-6  # part of a piece


def explain(
    problem: Problem,
    outcome: Outcome,
    alternatives: Iterable[Alternative] = (),
    relaxations: Iterable[Relaxation] = (),
) -> Coalition:
    """Write the whole answer."""
    found, first = outcome.best, outcome.first
    members = () if found is None else tuple(_members(problem, found))
    pieces = tuple(_coverages(problem, found))
    bound = outcome.bound if found is None else min(outcome.bound, found.cost)
    return Coalition(
        status=outcome.status,
        members=members,
        pieces=pieces,
        worlds=tuple(_worlds(problem, members)),
        absent_worlds=tuple(
            sorted(set(problem.options.required_worlds) - candidate_worlds(problem))
        ),
        objective=None if found is None else found.objective,
        cost=0.0 if found is None else found.cost,
        bound=bound + (0.0 if found is None else found.missing),
        gap=0.0 if found is None or not found.cost else (found.cost - bound) / found.cost,
        greedy_objective=None if first is None else first.objective,
        candidates=len(problem.candidates),
        looked_at=outcome.looked_at,
        bus_factor=_bus_factor(problem, found, members, pieces),
        alternatives=tuple(alternatives),
        relaxations=tuple(relaxations),
    )


def missing_of(problem: Problem, holes: Floats) -> tuple[tuple[str, float], ...]:
    """Name the holes, in the units of the pieces."""
    amounts = problem.remaining - (1.0 - holes) * problem.reach
    return tuple(
        (piece.id, float(amounts[index]))
        for index, piece in enumerate(problem.pieces)
        if amounts[index] > TINY * piece.quantity
    )


def _coverages(problem: Problem, found: Filling | None) -> Iterable[Coverage]:
    many = len(problem.pieces)
    given = np.zeros(many)
    members = np.array([], dtype=np.intp)
    if found is not None:
        members = found.members
        given = np.bincount(problem.what, found.given, minlength=many) * problem.reach
    inside = np.isin(problem.who, members)
    for index, piece in enumerate(problem.pieces):
        wanted = float(problem.remaining[index])
        extra, banned = problem.excluded.get(index, (0.0, 0))
        missing = max(0.0, wanted - float(given[index]))
        missing = 0.0 if missing <= TINY * piece.quantity else missing
        offered = float(problem.offered[index]) + extra
        bringers = int(problem.bringers[index]) + banned
        able = _able(problem, index, inside)
        yield Coverage(
            piece=piece.id,
            needed=piece.quantity,
            pledged=float(problem.pledged[index]),
            brought=float(given[index]),
            missing=missing,
            lack=_lack(missing, bringers, offered, wanted),
            offered=offered,
            bringers=bringers,
            able=able,
            is_single_point=missing == 0 and len(able) == 1,
        )


def _able(problem: Problem, piece: int, inside: Bools) -> tuple[str, ...]:
    rows = set(problem.who[inside & (problem.what == piece)].tolist())
    rows |= {actor for actor, column in problem.promised if column == piece}
    return tuple(problem.names[row] for row in sorted(rows))


def _lack(missing: float, number: int, offered: float, wanted: float) -> Lack:
    if missing <= 0:
        return "none"
    if not number:
        return "absent"
    return "short" if offered < wanted * (1 - 1e-9) else "withheld"


def _members(problem: Problem, found: Filling) -> Iterable[Member]:
    for actor in found.members.tolist():
        shares = tuple(_shares(problem, found, actor))
        weights = dict(
            zip((p.id for p in problem.pieces), problem.unit_weight.tolist(), strict=True)
        )
        lost = _lost(problem, found, actor)
        part = sum(share.amount * weights[share.piece] for share in shares)
        yield Member(
            actor=problem.names[actor],
            world=problem.worlds[actor],
            cost=float(problem.costs[actor]),
            shares=shares,
            part=part / len(problem.pieces) if problem.pieces else 0.0,
            why=_why(problem, found, actor, bool(shares)),
            lost=lost,
            replaceable_by=_replacers(problem, found, lost),
        )


def _shares(problem: Problem, found: Filling, actor: int) -> Iterable[Share]:
    own = {
        int(problem.what[edge]): float(found.given[edge] * problem.reach[problem.what[edge]])
        for edge in np.flatnonzero(problem.who == actor)
    }
    for index, piece in enumerate(problem.pieces):
        pledged = problem.promised.get((actor, index), 0.0)
        amount = own.get(index, 0.0) + pledged
        if amount > 0:
            yield Share(piece.id, amount, pledged)


def _lost(problem: Problem, found: Filling, actor: int) -> tuple[tuple[str, float], ...]:
    """Say what would miss without them, the others doing all they can."""
    rest = found.members[found.members != actor]
    holes = np.maximum(holes_of(problem, rest) - found.holes, 0.0) * problem.reach
    for (row, piece), amount in problem.promised.items():
        if row == actor:
            holes[piece] += amount
    return tuple(
        (piece.id, float(holes[index]))
        for index, piece in enumerate(problem.pieces)
        if holes[index] > TINY * piece.quantity
    )


def _replacers(
    problem: Problem, found: Filling, lost: tuple[tuple[str, float], ...]
) -> tuple[str, ...]:
    """Name who outside could bring as much of all that would be lost, the cheapest first."""
    if not lost:
        return ()
    place = {piece.id: index for index, piece in enumerate(problem.pieces)}
    fits: Counter[int] = Counter()
    for piece, amount in lost:
        column = place[piece]
        enough = (problem.what == column) & (
            problem.part * problem.reach[column] >= amount * (1 - 1e-9)
        )
        fits.update(problem.who[enough].tolist())
    inside = set(found.members.tolist())
    able = [row for row, count in fits.items() if count == len(lost) and row not in inside]
    able.sort(key=lambda row: (problem.costs[row], problem.names[row]))
    return tuple(problem.names[row] for row in able[:REPLACERS])


def _why(problem: Problem, found: Filling, actor: int, brings: bool) -> tuple[Why, ...]:
    why: list[Why] = []
    if any(row == actor for row, _piece in problem.promised):
        why.append("pledged")
    if problem.names[actor] in problem.options.required_actors:
        why.append("required")
    own = problem.what[problem.who == actor]
    if (problem.bringers[own] == 1).any():
        why.append("only bringer")
    elif brings:
        why.append("brings")
    if not brings and problem.options.no_single_point and _doubles(problem, found, own):
        why.append("second bringer")
    counts = Counter(problem.worlds[member] for member in found.members.tolist())
    world = problem.worlds[actor]
    alone = counts[world] == 1 and world in problem.options.required_worlds
    if alone or not (brings or why):
        why.append("world")
    return tuple(why)


def _doubles(problem: Problem, found: Filling, own: Ints) -> bool:
    """Tell whether one of these essential pieces has two bringers or less in the coalition."""
    inside = np.isin(problem.who, found.members)
    able = np.bincount(problem.what[inside], minlength=len(problem.pieces))
    return bool((problem.essential[own] & (able[own] <= 2)).any())


def _worlds(problem: Problem, members: tuple[Member, ...]) -> Iterable[WorldCount]:
    candidates = Counter(problem.worlds[row] for row in problem.candidates.tolist())
    counts = Counter(member.world for member in members)
    for world in sorted(set(candidates) | set(counts) | set(problem.options.required_worlds)):
        part = counts[world] / len(members) if members else 0.0
        yield WorldCount(world, counts[world], part, candidates[world])


def _bus_factor(
    problem: Problem,
    found: Filling | None,
    members: tuple[Member, ...],
    pieces: tuple[Coverage, ...],
) -> int | None:
    essential = {
        piece.piece
        for piece, wish in zip(pieces, problem.pieces, strict=True)
        if wish.is_essential and piece.missing == 0
    }
    if found is None or not essential:
        return None
    if any(piece in essential for member in members for piece, _amount in member.lost):
        return 1
    return min(_leavers(problem, found.members, piece) for piece in sorted(essential))


def _leavers(problem: Problem, members: Ints, name: str) -> int:
    """Count how many of its largest bringers may leave before the piece misses something."""
    column = next(i for i, piece in enumerate(problem.pieces) if piece.id == name)
    amounts: dict[int, float] = {
        row: amount for (row, piece), amount in problem.promised.items() if piece == column
    }
    for edge in np.flatnonzero((problem.what == column) & np.isin(problem.who, members)).tolist():
        row = int(problem.who[edge])
        amounts[row] = amounts.get(row, 0.0) + float(problem.part[edge] * problem.reach[column])
    left = sum(amounts.values())
    for count, amount in enumerate(sorted(amounts.values(), reverse=True), start=1):
        left -= amount
        if left < problem.needed[column] * (1 - 1e-6):
            return count
    return len(amounts)
