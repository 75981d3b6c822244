"""Puzzles and parties made up from a seed: worlds, scarce pieces, capacities, trust, distance."""

from dataclasses import dataclass

import numpy as np

from terreau_engine.puzzle import ActorOffers, CoalitionOptions, Guest, Piece

WORLDS = ("public", "economic", "general_interest", "academic", "media")
WORLD_PARTS = (0.2, 0.3, 0.4, 0.06, 0.04)
THEMES = tuple(f"theme {number}" for number in range(24))

# λ = μ = 0.5; α and β as the method proposes; one actor of each of the three first worlds.
MADE_UP = CoalitionOptions(
    trust_weight=0.5, distance_weight=0.5, required_worlds=WORLDS[:3], alternatives=0
)


def make_puzzle(
    actors: int, pieces: int, seed: int = 0, *, whole: float = 0.5, tight: float = 0.2
) -> tuple[list[Piece], list[ActorOffers]]:
    """Make a puzzle: popular and scarce pieces, 1 to 6 of them offered by an actor.

    `whole`: part of the pieces that are not counted (a room, a truck), one bringer is enough; the
    others are sums of 20 to 100, of which most offers bring a quarter or less. `tight`: part of
    the actors who cannot give all they offer at once. All counted in whole pieces.
    """
    dice = np.random.default_rng([seed, actors, pieces])
    needed = np.where(dice.random(pieces) < whole, 1, dice.integers(20, 101, size=pieces))
    popular = dice.lognormal(0.0, 0.7, size=pieces)
    popular /= popular.sum()
    made = []
    for number in range(actors):
        count = min(pieces, 1 + int(dice.poisson(1.5)), 6)
        chosen = dice.choice(pieces, size=count, replace=False, p=popular)
        parts = np.minimum(dice.lognormal(-1.4, 0.8, size=count), 1.5)
        amounts = np.maximum(1.0, np.round(needed[chosen] * parts))
        carried = float(np.minimum(amounts / needed[chosen], 1.0).sum())
        is_tight = dice.random() < tight
        capacity = carried * dice.uniform(0.4, 0.9)
        made.append(
            ActorOffers(
                id=f"a{number:05}",
                world=str(dice.choice(WORLDS, p=WORLD_PARTS)),
                brings={f"p{p:03}": float(a) for p, a in zip(chosen, amounts, strict=True)},
                capacity=capacity if is_tight else None,
                trust=float(dice.beta(2, 2)),
                distance=float(dice.random()),
            )
        )
    units = ["" if amount == 1 else "h" for amount in needed]
    return [Piece(f"p{p:03}", float(needed[p]), units[p]) for p in range(pieces)], made


@dataclass(frozen=True)
class Kind:
    """Another kind of puzzle, all its pieces sums of 10 to 100, nobody short of capacity.

    `popular`: spread of what draws offers to a piece (None: 1/rank, few pieces get most of them);
    `others`: pieces offered beyond the first, on average; `part` and `spread`: middle and spread
    of what an offer fills (logarithms); `whole`: part of the pieces that are not counted.
    """

    popular: float | None
    others: float
    part: float
    spread: float
    whole: float = 0.0


KINDS = {
    "few pieces draw the offers": Kind(None, 1.5, -1.4, 1.0),
    "few draw them, uneven offers": Kind(None, 2.0, -1.6, 1.2),
    "uneven small offers": Kind(1.0, 1.5, -2.0, 1.5),
    "even offers": Kind(0.7, 1.5, -1.4, 0.8),
    "large offers of four pieces": Kind(None, 3.0, -1.0, 0.7),
    "half not counted": Kind(1.0, 2.0, -1.4, 1.0, whole=0.5),
}


def make_kind(
    name: str, actors: int, pieces: int, seed: int = 0
) -> tuple[list[Piece], list[ActorOffers]]:
    """Make a puzzle of one of the `KINDS`."""
    kind = KINDS[name]
    dice = np.random.default_rng([seed, actors, pieces, 11])
    needed = dice.uniform(10, 100, pieces)
    is_whole = dice.random(pieces) < kind.whole
    ranks = np.arange(1.0, pieces + 1)
    popular = 1 / ranks if kind.popular is None else dice.lognormal(0.0, kind.popular, pieces)
    popular /= popular.sum()
    made = []
    for number in range(actors):
        count = min(pieces, 1 + int(dice.poisson(kind.others)))
        chosen = dice.choice(pieces, count, replace=False, p=popular)
        parts = np.minimum(dice.lognormal(kind.part, kind.spread, count), 1.5)
        amounts = np.where(is_whole[chosen], 1.0, needed[chosen] * parts)
        made.append(
            ActorOffers(
                id=f"a{number:05}",
                world=str(dice.choice(WORLDS, p=WORLD_PARTS)),
                brings={f"p{p:03}": float(a) for p, a in zip(chosen, amounts, strict=True)},
                trust=float(dice.random()),
                distance=float(dice.random()),
            )
        )
    needed = np.where(is_whole, 1.0, needed)
    units = ["" if whole else "h" for whole in is_whole]
    return [Piece(f"p{p:03}", float(needed[p]), units[p]) for p in range(pieces)], made


def make_party(people: int, seed: int = 0) -> list[Guest]:
    """Make guests: four of three organisations share one, five worlds, two needs and offers."""
    dice = np.random.default_rng([seed, people])
    return [
        Guest(
            f"g{number:04}",
            organisation=f"o{dice.integers(max(1, people * 3 // 4))}",
            world=str(dice.choice(WORLDS, p=WORLD_PARTS)),
            offers=frozenset(dice.choice(THEMES, 2, replace=False).tolist()),
            needs=frozenset(dice.choice(THEMES, 2, replace=False).tolist()),
        )
        for number in range(people)
    ]
