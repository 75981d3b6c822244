"""Refuse wishes that cannot be understood, and say which."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from math import isfinite

from terreau_engine.errors import BadAmount, ContradictoryWish, RepeatedName, UnknownName
from terreau_engine.puzzle.wishes import ActorOffers, CoalitionOptions, Piece


def check(
    pieces: Sequence[Piece], offers: Iterable[ActorOffers], options: CoalitionOptions
) -> list[ActorOffers]:
    """Refuse what cannot be; give the actors in order of names, those who only pledged too."""
    everybody = _everybody(offers, options)
    _check_pieces(pieces)
    _check_options(options)
    _check_offers(everybody, {piece.id for piece in pieces}, options)
    return everybody


def _check_options(options: CoalitionOptions) -> None:
    for share in (options.largest_world_share, options.largest_actor_share):
        if share is not None and not 0.0 < share <= 1.0:
            raise BadAmount(f"the largest part {share!r} is not between 0 and 1.")
    weights = (options.trust_weight, options.distance_weight, options.load_weight, options.gap)
    for weight in weights:
        if not (isfinite(weight) and weight >= 0):
            raise BadAmount(f"the weight {weight!r} is not zero or more.")


def _everybody(offers: Iterable[ActorOffers], options: CoalitionOptions) -> list[ActorOffers]:
    """Sort the actors by name; whoever has pledged without an offer is there too."""
    known = sorted(offers, key=lambda actor: actor.id)
    twice = [name for name, count in Counter(actor.id for actor in known).items() if count > 1]
    if twice:
        raise RepeatedName(f"the actor {twice[0]!r} is given twice: join their offers.")
    names = {actor.id for actor in known}
    absent = sorted(options.required_actors - names)
    if absent:
        raise UnknownName(f"the actor {absent[0]!r} is required and offers nothing here.")
    pledging = {pledge.actor for pledge in options.pledges} - names
    clash = sorted(options.excluded_actors & (options.required_actors | _pledging(options)))
    if clash:
        raise ContradictoryWish(
            f"the actor {clash[0]!r} is excluded, and required or has pledged: choose one."
        )
    return sorted([*known, *(ActorOffers(name, "", {}) for name in pledging)], key=lambda a: a.id)


def _pledging(options: CoalitionOptions) -> frozenset[str]:
    return frozenset(pledge.actor for pledge in options.pledges)


def _check_pieces(pieces: Sequence[Piece]) -> None:
    twice = [name for name, many in Counter(piece.id for piece in pieces).items() if many > 1]
    if twice:
        raise RepeatedName(f"the piece {twice[0]!r} is given twice.")
    for piece in pieces:
        if not (isfinite(piece.quantity) and piece.quantity > 0):
            raise BadAmount(f"the piece {piece.id!r} needs a quantity above zero.")


def _check_offers(
    actors: Iterable[ActorOffers], place: Container[str], options: CoalitionOptions
) -> None:
    for pledge in options.pledges:
        if pledge.piece not in place:
            raise UnknownName(f"the piece {pledge.piece!r} of a pledge is not in the puzzle.")
        _check_amount(pledge.amount, pledge.actor)
    for actor in actors:
        for piece, amount in actor.brings.items():
            if piece not in place:
                raise UnknownName(f"the piece {piece!r} that {actor.id!r} brings is not needed.")
            _check_amount(amount, actor.id)
        for value in (actor.capacity, actor.trust, actor.distance, actor.load):
            _check_amount(value or 0.0, actor.id)
        for line in actor.shared_lines:
            _check_amount(line.amount, actor.id)


def _check_amount(amount: float, actor: str) -> None:
    if not (isfinite(amount) and amount >= 0):
        raise BadAmount(f"{actor!r} gives {amount!r}: amounts are zero or more.")
