"""Puzzles and parties made up from a seed: worlds, scarce pieces, capacities, trust, distance."""

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
    actors: int, pieces: int, seed: int = 0, tightness: float = 0.5
) -> tuple[list[Piece], list[ActorOffers]]:
    """Make a puzzle: 1 to 6 pieces offered an actor, popular and scarce pieces, many too small.

    `tightness`: part of the actors who cannot give all they offer at once.
    """
    dice = np.random.default_rng([seed, actors, pieces])
    needed = dice.integers(20, 101, size=pieces)
    popular = dice.lognormal(0.0, 0.7, size=pieces)
    popular /= popular.sum()
    made = []
    for number in range(actors):
        count = min(pieces, 1 + int(dice.poisson(1.5)), 6)
        chosen = dice.choice(pieces, size=count, replace=False, p=popular)
        amounts = needed[chosen] * np.minimum(dice.lognormal(-1.4, 0.8, size=count), 1.5)
        brings = {f"p{p:03}": float(max(1, round(a))) for p, a in zip(chosen, amounts, strict=True)}
        is_tight = dice.random() < tightness
        capacity = max(1.0, round(sum(brings.values()) * dice.uniform(0.4, 0.9)))
        made.append(
            ActorOffers(
                id=f"a{number:05}",
                world=str(dice.choice(WORLDS, p=WORLD_PARTS)),
                brings=brings,
                capacity=capacity if is_tight else None,
                trust=float(dice.beta(2, 2)),
                distance=float(dice.random()),
            )
        )
    return [Piece(f"p{p:03}", float(needed[p])) for p in range(pieces)], made


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
