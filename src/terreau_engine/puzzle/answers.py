"""What the solver gives back: who, what, why, how sure, and what stands in the way."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["complete", "optimal", "feasible", "infeasible"]
Lack = Literal["none", "absent", "short", "withheld"]
Why = Literal["pledged", "required", "only bringer", "brings", "world", "second bringer"]
Limit = Literal[
    "largest_world_share",
    "largest_actor_share",
    "required_worlds",
    "most_actors",
    "excluded_actors",
    "no_single_point",
    "all of them",
]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One piece: needed, pledged already, brought by the coalition, missing.

    `lack` says why it misses: « absent » nobody on the territory offers it, « short » all offers
    together do not reach the quantity, « withheld » there would be enough but a limit or an
    exclusion keeps it out. `offered` and `bringers` count everybody, also those excluded;
    `able` are the members able to bring it; one alone is a single point of failure.
    """

    piece: str
    needed: float
    pledged: float
    brought: float
    missing: float
    lack: Lack
    offered: float
    bringers: int
    able: tuple[str, ...]
    is_single_point: bool


@dataclass(frozen=True, slots=True)
class Share:
    """What one member brings to one piece; `pledged` is the part promised already."""

    piece: str
    amount: float
    pledged: float


@dataclass(frozen=True, slots=True)
class Member:
    """One actor of the coalition: what they bring, what they cost, why they are there.

    `part` is their part of everything needed. `lost` are the pieces that would miss something if
    they left and the others did all they can; `replaceable_by` the best actors outside who could
    bring as much of what would be lost.
    """

    actor: str
    world: str
    cost: float
    shares: tuple[Share, ...]
    part: float
    why: tuple[Why, ...]
    lost: tuple[tuple[str, float], ...]
    replaceable_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorldCount:
    """One world in the coalition: members, part of the members, and how many could have been."""

    world: str
    members: int
    part: float
    candidates: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another good coalition: its members, what changes, what it costs more, what it misses."""

    actors: tuple[str, ...]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    objective: float
    cost: float
    missing: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One limit to loosen, and what would then be possible.

    `names` are the worlds or actors the limit speaks of. `actors` and `missing` are the coalition
    without the limit.
    """

    limit: Limit
    names: tuple[str, ...]
    actors: tuple[str, ...]
    missing: tuple[tuple[str, float], ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Coalition:
    """The smallest balanced coalition that was found, and how far from the best it can be.

    `status`: « complete » nothing left to find, « optimal » proven within the gap asked, « feasible
    » the time was up, « infeasible » no set of actors respects the limits: read `relaxations`.
    `objective` = cost of the members + the weight of what misses (None where nobody is found);
    `bound` is a value no coalition that misses as little can go under, among all the actors
    offered; `gap` = (objective − bound) / cost. `looked_at` of the `candidates` were given to the
    exact solver.
    `bus_factor` is the smallest number of members whose leaving opens a hole in an essential piece
    that is filled now (None when none is filled).
    """

    status: Status
    members: tuple[Member, ...]
    pieces: tuple[Coverage, ...]
    worlds: tuple[WorldCount, ...]
    absent_worlds: tuple[str, ...]
    objective: float | None
    cost: float
    bound: float
    gap: float
    greedy_objective: float | None
    candidates: int
    looked_at: int
    bus_factor: int | None
    alternatives: tuple[Alternative, ...]
    relaxations: tuple[Relaxation, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names, sorted."""
        return tuple(member.actor for member in self.members)

    @property
    def missing(self) -> tuple[tuple[str, float], ...]:
        """The pieces that miss something, with how much."""
        return tuple((piece.piece, piece.missing) for piece in self.pieces if piece.missing > 0)
