"""Ask the engine for the smallest balanced coalition that completes a puzzle."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from terreau.actors.models import Organisation
from terreau.experiments.candidates import Offer, find_offers, loads_of
from terreau.experiments.coalition_weights import distances_of, kept_words_of
from terreau.experiments.models import Contribution, Experiment
from terreau.experiments.puzzle_reading import Cover, PieceReading, Puzzle, amount_of
from terreau_engine.puzzle import ActorOffers, Coalition, CoalitionOptions, Pledge, SharedLine
from terreau_engine.puzzle import Piece as Need
from terreau_engine.puzzle import coalition as solve

SECONDS = 10.0
LARGEST_WORLD, LARGEST_ACTOR = 0.6, 0.35


@dataclass(frozen=True)
class Wishes:
    """What a good coalition is for who asks; kept with the answer."""

    mixes_worlds: bool = True
    spreads_load: bool = True
    weighs_trust: bool = False
    weighs_distance: bool = False
    no_single_point: bool = False
    takes_wide: bool = False  # an offer of the same nature, even far in meaning
    most_actors: int | None = None
    excluded: tuple[str, ...] = ()

    @property
    def stored(self) -> dict[str, Any]:
        """What is kept as JSON."""
        return {**asdict(self), "excluded": list(self.excluded)}


def read_wishes(stored: Mapping[str, Any]) -> Wishes:
    """Read them back."""
    known = {name: stored[name] for name in Wishes.__dataclass_fields__ if name in stored}
    return Wishes(**{**known, "excluded": tuple(stored.get("excluded", ()))})


@dataclass(frozen=True)
class _Matches:
    """What was found for each hole, and what was left out of it."""

    offers: Mapping[tuple[str, str], Sequence[Offer]]  # by organisation and piece
    unsure: Mapping[str, frozenset[str]]  # same nature, far in meaning: nobody wished them
    declined: Mapping[str, frozenset[str]]

    def left_out(self, piece: str) -> dict[str, int]:
        """How many organisations stay out of a piece, by reason."""
        unsure = self.unsure.get(piece, frozenset())
        return {"unsure": len(unsure), "declined": len(self.declined.get(piece, frozenset()))}


def compose(
    experiment: Experiment, puzzle: Puzzle, wishes: Wishes, *, today: datetime.date
) -> dict[str, Any]:
    """Find the coalition; give it as plain values, organisations and pieces by identifier."""
    matches = _matches(experiment, puzzle, wishes, today)
    actors = _actors(experiment, puzzle, matches.offers, wishes)
    found = solve(
        [_need(one) for one in puzzle.pieces],
        actors,
        options=_options(puzzle, actors, wishes),
        time_limit_s=SECONDS,
    )
    holes = [str(one.piece.uuid) for one in puzzle.pieces if one.is_open]
    brought = [str(one.piece.uuid) for one in puzzle.pieces if one.cover == Cover.FILLED]
    left_out = {piece: matches.left_out(piece) for piece in holes}
    return {**_told(found, matches.offers), "left_out": left_out, "brought": brought}


def _need(one: PieceReading) -> Need:
    quantity = 1.0 if one.piece.quantity is None else float(one.piece.quantity)
    unit = "" if one.piece.quantity is None else one.piece.unit
    return Need(str(one.piece.uuid), quantity, unit, one.piece.is_essential)


def _matches(
    experiment: Experiment, puzzle: Puzzle, wishes: Wishes, today: datetime.date
) -> _Matches:
    """What each organisation could bring to each hole; what it declined is left out, and counted.

    Who brings a part already is not asked for more of it by an offer that nobody wished.
    """
    holes = {one.piece.pk: one for one in puzzle.pieces if one.is_open}
    declined = {
        str(one.piece.uuid): frozenset(str(row.organisation.uuid) for row in one.closed)
        for one in holes.values()
    }
    offers: dict[tuple[str, str], list[Offer]] = defaultdict(list)
    unsure: dict[str, set[str]] = defaultdict(set)
    pieces = [one.piece for one in holes.values()]
    by_piece = find_offers(experiment, pieces, today=today) if pieces else {}
    for pk, some in by_piece.items():
        piece = str(holes[pk].piece.uuid)
        engaged = {str(row.organisation.uuid) for row in holes[pk].contributions}
        for offer in some:
            actor = str(offer.organisation.uuid)
            if actor in declined[piece]:
                continue
            if offer.is_close or wishes.takes_wide:
                offers[actor, piece].append(offer)
            elif actor not in engaged | set(wishes.excluded):
                unsure[piece].add(actor)
    left = {
        piece: frozenset(one for one in some if (one, piece) not in offers)
        for piece, some in unsure.items()
    }
    return _Matches(offers, left, declined)


def _actors(
    experiment: Experiment,
    puzzle: Puzzle,
    offers: Mapping[tuple[str, str], Sequence[Offer]],
    wishes: Wishes,
) -> list[ActorOffers]:
    known: dict[str, Organisation] = {}
    brings: dict[str, dict[str, float]] = defaultdict(dict)
    missing = {str(one.piece.uuid): one for one in puzzle.pieces}
    for (actor, piece), some in offers.items():
        known[actor] = some[0].organisation
        amounts = [_amount(offer, missing[piece]) for offer in some]
        brings[actor][piece] = float(max(sum(amounts), Decimal("0.01")))
    for one in puzzle.pieces:
        for row in one.contributions:
            known.setdefault(str(row.organisation.uuid), row.organisation)
    rows = list(known.values())
    loads = loads_of([row.pk for row in rows])
    trust = kept_words_of(rows) if wishes.weighs_trust else {}
    distances = distances_of(experiment, rows) if wishes.weighs_distance else {}
    return [
        ActorOffers(
            key,
            organisation.world,
            brings.get(key, {}),
            trust=trust.get(organisation.pk),
            distance=distances.get(organisation.pk),
            load=float(loads.get(organisation.pk, 0)),
            shared_lines=_shared(key, offers),
        )
        for key, organisation in sorted(known.items())
    ]


def _amount(offer: Offer, reading: PieceReading) -> Decimal:
    """What is not said is taken for what misses, and told as a question to ask."""
    if offer.amount is not None:
        return offer.amount
    return reading.missing or reading.piece.quantity or Decimal(1)


def _shared(
    actor: str, offers: Mapping[tuple[str, str], Sequence[Offer]]
) -> tuple[SharedLine, ...]:
    """A line of the sheet that could serve several pieces is given once in all."""
    served: dict[int, set[str]] = defaultdict(set)
    left: dict[int, Decimal] = {}
    for (key, piece), some in offers.items():
        for offer in some if key == actor else ():
            if offer.line.resource and offer.line.amount_left and offer.amount is not None:
                served[offer.line.resource].add(piece)
                left[offer.line.resource] = offer.line.amount_left
    return tuple(
        SharedLine(frozenset(pieces), float(left[line]))
        for line, pieces in sorted(served.items())
        if len(pieces) > 1
    )


def _options(puzzle: Puzzle, actors: Sequence[ActorOffers], wishes: Wishes) -> CoalitionOptions:
    names = {actor.id for actor in actors}
    pledges = tuple(_pledges(puzzle))
    world_share, actor_share = _largest_shares(len(puzzle.pieces), wishes)
    return CoalitionOptions(
        trust_weight=0.5 if wishes.weighs_trust else 0.0,
        distance_weight=0.5 if wishes.weighs_distance else 0.0,
        load_weight=0.1 if wishes.spreads_load else 0.0,
        largest_world_share=world_share,
        largest_actor_share=actor_share,
        no_single_point=wishes.no_single_point,
        # A promise stands: one does not do without who made it.
        excluded_actors=frozenset(wishes.excluded) & names - {one.actor for one in pledges},
        pledges=pledges,
        most_actors=wishes.most_actors,
    )


def _largest_shares(pieces: int, wishes: Wishes) -> tuple[float | None, float | None]:
    """No limit refuses that somebody brings one whole piece: a single one has nothing to share."""
    if pieces < 2:
        return None, None
    world = LARGEST_WORLD if wishes.mixes_worlds else None
    return world, max(LARGEST_ACTOR, 1 / pieces) if wishes.spreads_load else None


def _pledges(puzzle: Puzzle) -> list[Pledge]:
    told = []
    for one in puzzle.pieces:
        left = Decimal(1) if one.piece.quantity is None else one.piece.quantity
        for row in one.contributions:
            amount = min(_pledged(row, one), left)
            left -= amount
            if amount > 0:
                told.append(Pledge(str(row.organisation.uuid), str(one.piece.uuid), float(amount)))
    return told


def _pledged(row: Contribution, one: PieceReading) -> Decimal:
    if one.piece.quantity is None:
        return Decimal(1)
    return amount_of(row) or Decimal(0)


def _told(found: Coalition, offers: Mapping[tuple[str, str], Sequence[Offer]]) -> dict[str, Any]:
    told = asdict(found)
    for member in told["members"]:
        for share in member["shares"]:
            some = offers.get((member["actor"], share["piece"]), ())
            share["lines"] = [offer.line.text for offer in some][:3]
            share["is_assumed"] = any(offer.amount is None for offer in some)
    return told
