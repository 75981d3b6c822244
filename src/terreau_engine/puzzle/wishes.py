"""What the puzzle needs, who could bring it, and what the coalition has to respect."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece needed; where it is not counted, `quantity` 1 means that one bringer is enough.

    Amounts of pieces of one `unit` add up as they are; as soon as the units differ, every piece
    weighs the same and amounts are counted as parts of their piece.
    """

    id: str
    quantity: float = 1.0
    unit: str = ""
    is_essential: bool = True


@dataclass(frozen=True, slots=True)
class SharedLine:
    """One line of a sheet that could serve several pieces: `amount` is given once in all.

    What was pledged from it already is taken away.
    """

    pieces: frozenset[str]
    amount: float


@dataclass(frozen=True, slots=True)
class ActorOffers:
    """What one actor could bring: amounts by piece, and what weighs for or against asking them.

    `brings` comes on top of what they have pledged; `capacity` bounds both together.
    `trust` lies between 0 and 1; `trust` and `distance` unknown (None) count as the mean of those
    known. `load` is what they carry already (standing contributions, roles). `capacity` is
    in the common unit or, where units differ, in whole pieces. `world` « »
    is unknown: no quota speaks of it.
    """

    id: str
    world: str
    brings: Mapping[str, float]
    capacity: float | None = None
    trust: float | None = None
    distance: float | None = None
    load: float = 0.0
    shared_lines: tuple[SharedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Pledge:
    """What an actor has promised or brought already: it stays."""

    actor: str
    piece: str
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionOptions:
    """What a good coalition is; the caller shows them beside the answer.

    One actor costs 1 + `trust_weight` × (1 − trust) + `distance_weight` × distance + `load_weight`
    × load. `largest_world_share` (α) and `largest_actor_share` (β) are parts between 0 and 1, None
    for no limit. `required_worlds` have at least one actor each, wherever one could bring
    something. `no_single_point`: two actors able to bring each essential piece, where two exist.
    """

    trust_weight: float = 0.0
    distance_weight: float = 0.0
    load_weight: float = 0.0
    largest_world_share: float | None = 0.6
    largest_actor_share: float | None = 0.35
    required_worlds: tuple[str, ...] = ()
    no_single_point: bool = False
    required_actors: frozenset[str] = frozenset()
    excluded_actors: frozenset[str] = frozenset()
    pledges: tuple[Pledge, ...] = ()
    most_actors: int | None = None
    alternatives: int = 2
    suppliers_per_piece: int = 10
    cheapest_per_world: int = 5
    gap: float = 0.001


DEFAULT_OPTIONS = CoalitionOptions()
