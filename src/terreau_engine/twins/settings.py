"""The choices of a search, each visible, with the defaults that the method page defends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from terreau_engine.errors import OutOfScale


class Typology(StrEnum):
    """What the type of a territory does to the search."""

    WEIGHT = "weight"
    CONSTRAINT = "constraint"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Reading:
    """How values become comparable.

    Beyond `clip` spreads a value counts as that far; above the skewness `skewed_from` an indicator
    that is never negative is read in logarithms; `information` is the power of R² in the weights
    (0: equal weights).
    """

    clip: float = 5.0
    skewed_from: float = 1.0
    information: float = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """How a family is looked for.

    `k` members; `typology`, with `gap_of_kinds` added to the squared distance of two territories
    of different types when it is a weight; `weights` multiply those of the indicators named (0
    leaves one out); `within` keeps only these codes, `without` leaves these out; `least_shared` is
    the share of the total weight, 0–1, that two territories must both know to be compared.
    """

    k: int = 15
    typology: Typology = Typology.WEIGHT
    gap_of_kinds: float = 0.2
    weights: Mapping[str, float] = field(default_factory=dict)
    within: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    least_shared: float = 0.7

    def __post_init__(self) -> None:
        """Refuse what has no meaning."""
        if self.k < 1:
            raise OutOfScale(f"a family of {self.k}: ask for at least one.")
        if self.gap_of_kinds < 0:
            raise OutOfScale(f"{self.gap_of_kinds} between types: give a number from 0.")
        if not 0 < self.least_shared <= 1:
            raise OutOfScale(f"{self.least_shared} to share: give a share over 0, at most 1.")
        for name, weight in self.weights.items():
            if not 0 <= weight < float("inf"):
                raise OutOfScale(f"the weight {weight} of {name!r}: give a number from 0.")
