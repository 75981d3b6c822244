"""From wishes to arrays: what remains to be found, who may bring it, in one order of names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
import numpy.typing as npt

from terreau_engine.puzzle.checking import check
from terreau_engine.puzzle.wishes import ActorOffers, CoalitionOptions, Piece

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
MISSING_WEIGHT = 1000.0  # one whole essential piece missing, in actors
SPARE_WEIGHT = 100.0  # one whole piece that is not essential
NEAR = 1e-6  # part of a piece under which nothing is missing


def sums(places: Ints, values: Floats, size: int) -> Floats:
    """Sum the values that fall in each place."""
    return np.asarray(np.bincount(places, values, minlength=size), dtype=float)


@dataclass(frozen=True, slots=True)
class Line:
    """A resource that serves several pieces: these `edges` give no more than `amount` in all."""

    actor: int
    edges: Ints
    rates: Floats
    amount: float


@dataclass(frozen=True)
class Problem:
    """What remains to be found once the pledges are counted.

    `remaining` is what misses of each piece, `reach` what all the offers can bring of it at most:
    the rest exists nowhere. Edges, sorted by actor: `who[e]` can fill the part `part[e]` of the
    reach of `what[e]`. `weight[p]` is the weight of that reach (all that is needed weighs the
    number of pieces), `capacity` in the same unit; `tight` actors cannot give all they offer.
    """

    options: CoalitionOptions
    pieces: tuple[Piece, ...]
    names: tuple[str, ...]
    worlds: tuple[str, ...]
    costs: Floats
    fixed: Bools
    needed: Floats
    pledged: Floats
    remaining: Floats
    reach: Floats
    unit_weight: Floats
    price: Floats
    who: Ints
    what: Ints
    part: Floats
    capacity: Floats
    lines: tuple[Line, ...]
    tight: Bools
    offered: Floats
    essential: Bools
    promised: Mapping[tuple[int, int], float]
    excluded: Mapping[int, tuple[float, int]]

    @cached_property
    def weight(self) -> Floats:
        """Weigh what can be filled of each piece, all that is needed weighing their number."""
        return self.unit_weight * self.reach

    @cached_property
    def penalty(self) -> Floats:
        """Price the hole left if nothing of the reach is filled."""
        return self.price * self.reach

    @cached_property
    def beyond(self) -> float:
        """Price what exists nowhere."""
        return float(self.price @ (self.remaining - self.reach))

    @cached_property
    def bringers(self) -> Ints:
        """Count who could bring each piece."""
        return np.bincount(self.what, minlength=len(self.pieces))

    @cached_property
    def open(self) -> Bools:
        """Tell which pieces somebody could fill."""
        return np.asarray(self.reach > 0, dtype=bool)

    @cached_property
    def candidates(self) -> Ints:
        """Name whoever could bring something or is there already."""
        return np.union1d(np.unique(self.who), np.flatnonzero(self.fixed)).astype(np.intp)


def prepare(
    pieces: Sequence[Piece], offers: Iterable[ActorOffers], options: CoalitionOptions
) -> Problem:
    """Check the wishes and write them as arrays; the order they came in has no effect."""
    pieces = tuple(pieces)
    everybody = check(pieces, offers, options)
    place = {piece.id: index for index, piece in enumerate(pieces)}
    asked = [actor for actor in everybody if actor.id not in options.excluded_actors]
    promised = _promised(asked, place, options)
    needed, pledged, remaining = _needs(pieces, promised)
    who, what, offered = _edges(asked, place, remaining)
    amounts, reach, part = _reached(what, offered, remaining)
    essential = np.array([piece.is_essential for piece in pieces], dtype=bool)
    unit_weight = _unit_weights(pieces, needed)
    capacity = _capacities(asked, promised, unit_weight, pieces, options)
    lines = _lines(asked, place, (who, what), amounts, reach)
    return Problem(
        options=options,
        pieces=pieces,
        names=tuple(actor.id for actor in asked),
        worlds=tuple(actor.world for actor in asked),
        costs=_costs(asked, options),
        fixed=_fixed(asked, promised, options),
        needed=needed,
        pledged=pledged,
        remaining=remaining,
        reach=reach,
        unit_weight=unit_weight,
        price=unit_weight * np.where(essential, MISSING_WEIGHT, SPARE_WEIGHT),
        who=who,
        what=what,
        part=part,
        capacity=capacity,
        lines=lines,
        tight=_tight(who, part * (unit_weight * reach)[what], capacity, lines),
        offered=sums(what, offered, len(pieces)),
        essential=essential,
        promised=promised,
        excluded=_excluded(everybody, place, options),
    )


def _needs(
    pieces: Sequence[Piece], promised: Mapping[tuple[int, int], float]
) -> tuple[Floats, Floats, Floats]:
    """Tell what is needed of each piece, what is pledged, and what misses after it."""
    needed = np.array([piece.quantity for piece in pieces], dtype=float)
    pledged = np.zeros(len(needed))
    for (_actor, piece), amount in promised.items():
        pledged[piece] += amount
    remaining = np.maximum(needed - pledged, 0.0)
    remaining[remaining <= needed * NEAR] = 0.0
    return needed, pledged, remaining


def _promised(
    actors: Sequence[ActorOffers], place: Mapping[str, int], options: CoalitionOptions
) -> dict[tuple[int, int], float]:
    rows = {actor.id: row for row, actor in enumerate(actors)}
    found: dict[tuple[int, int], float] = {}
    for pledge in options.pledges:
        key = rows[pledge.actor], place[pledge.piece]
        found[key] = found.get(key, 0.0) + pledge.amount
    return found


def _reached(what: Ints, offered: Floats, remaining: Floats) -> tuple[Floats, Floats, Floats]:
    """Tell what each edge may fill, what all fill of each piece, and the part of it by edge."""
    amounts = np.minimum(offered, remaining[what])
    reach = np.minimum(remaining, sums(what, amounts, len(remaining)))
    return amounts, reach, np.minimum(amounts / reach[what], 1.0)


def _unit_weights(pieces: Sequence[Piece], needed: Floats) -> Floats:
    """Weigh one unit of each piece: equal in one unit, one piece as another otherwise."""
    if len({piece.unit for piece in pieces}) <= 1:
        return np.full(len(pieces), len(pieces) / max(float(needed.sum()), 1e-300))
    return 1.0 / needed


def _edges(
    actors: Sequence[ActorOffers],
    place: Mapping[str, int],
    remaining: Floats,
) -> tuple[Ints, Ints, Floats]:
    """List who can bring how much of what still misses."""
    who, what, much = [], [], []
    for row, actor in enumerate(actors):
        for piece, amount in sorted(actor.brings.items()):
            column = place[piece]
            if remaining[column] > 0 and amount > NEAR * remaining[column]:
                who.append(row)
                what.append(column)
                much.append(amount)
    return np.array(who, dtype=np.intp), np.array(what, dtype=np.intp), np.array(much, dtype=float)


def _tight(who: Ints, offered: Floats, capacity: Floats, lines: tuple[Line, ...]) -> Bools:
    """Tell who cannot give all they offer at once."""
    tight = sums(who, offered, len(capacity)) > capacity + 1e-9
    tight[[line.actor for line in lines]] = True
    return np.asarray(tight, dtype=bool)


def _costs(actors: Sequence[ActorOffers], options: CoalitionOptions) -> Floats:
    """Cost of asking each actor; what is unknown counts as the mean of what is known."""
    trust = _filled([actor.trust for actor in actors], otherwise=0.5)
    distance = _filled([actor.distance for actor in actors], otherwise=0.0)
    load = np.array([actor.load for actor in actors], dtype=float)
    return np.asarray(
        1.0
        + options.trust_weight * (1.0 - np.minimum(trust, 1.0))
        + options.distance_weight * distance
        + options.load_weight * load,
        dtype=float,
    )


def _filled(values: Sequence[float | None], otherwise: float) -> Floats:
    known = sorted(value for value in values if value is not None)
    mean = sum(known) / len(known) if known else otherwise
    return np.array([mean if value is None else value for value in values], dtype=float)


def _fixed(
    actors: Sequence[ActorOffers],
    promised: Mapping[tuple[int, int], float],
    options: CoalitionOptions,
) -> Bools:
    pledging = {row for row, _piece in promised}
    return np.array(
        [
            row in pledging or actor.id in options.required_actors
            for row, actor in enumerate(actors)
        ],
        dtype=bool,
    )


def _capacities(
    actors: Sequence[ActorOffers],
    promised: Mapping[tuple[int, int], float],
    unit_weight: Floats,
    pieces: Sequence[Piece],
    options: CoalitionOptions,
) -> Floats:
    """Weigh what each actor may still bring; what was pledged over the limit stays, no more."""
    share = options.largest_actor_share
    owner = inf if share is None else share * len(pieces)
    same = len({piece.unit for piece in pieces}) == 1
    rate = float(unit_weight[0]) if same else 1.0
    capacity = np.array(
        [min(owner, inf if a.capacity is None else a.capacity * rate) for a in actors], dtype=float
    )
    for (row, piece), amount in promised.items():
        capacity[row] -= amount * unit_weight[piece]
    return np.asarray(np.maximum(capacity, 0.0), dtype=float)


def _lines(
    actors: Sequence[ActorOffers],
    place: Mapping[str, int],
    ends: tuple[Ints, Ints],
    amounts: Floats,
    reach: Floats,
) -> tuple[Line, ...]:
    who, what = ends
    lines = []
    for row, actor in enumerate(actors):
        start, end = np.searchsorted(who, [row, row + 1])
        for line in actor.shared_lines:
            wanted = {place[piece] for piece in line.pieces if piece in place}
            edges = np.array([e for e in range(start, end) if what[e] in wanted], dtype=np.intp)
            if len(edges) and float(amounts[edges].sum()) > line.amount:
                lines.append(Line(row, edges, reach[what[edges]], line.amount))
    return tuple(lines)


def _excluded(
    actors: Sequence[ActorOffers], place: Mapping[str, int], options: CoalitionOptions
) -> dict[int, tuple[float, int]]:
    """Sum what the excluded actors would have brought: amount and number by piece."""
    found: dict[int, tuple[float, int]] = {}
    for actor in actors:
        if actor.id in options.excluded_actors:
            for piece, amount in actor.brings.items():
                total, count = found.get(place[piece], (0.0, 0))
                found[place[piece]] = total + amount, count + (amount > 0)
    return found
