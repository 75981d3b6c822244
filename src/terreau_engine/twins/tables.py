"""What twins are looked for in: units, indicators, values, and the kind of each unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from terreau_engine.errors import OutOfScale, RepeatedName, UnevenColumns

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One column: `notion` gathers those that say the same thing; they share one weight.

    `is_skewed` tells whether to take the logarithm; None lets the values decide.
    """

    name: str
    notion: str = ""
    is_skewed: bool | None = None


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorTable:
    """Units × indicators, NaN for what is not known; `kinds` is the type of each unit, or "".

    Shapes: `values` is n × v, `codes` and `kinds` have n entries, `indicators` v. Errors:
    `UnevenColumns`, `RepeatedName` for a code or an indicator given twice, `OutOfScale` for an
    infinite value.
    """

    codes: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    values: Floats
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what could not be compared."""
        if self.values.shape != (len(self.codes), len(self.indicators)):
            raise UnevenColumns(
                f"values of shape {self.values.shape} for {len(self.codes)} units and "
                f"{len(self.indicators)} indicators: give one row a unit, one column an indicator."
            )
        if self.kinds and len(self.kinds) != len(self.codes):
            raise UnevenColumns(f"{len(self.kinds)} kinds for {len(self.codes)} units.")
        refuse_repeats(self.codes)
        refuse_repeats([one.name for one in self.indicators])
        if np.isinf(self.values).any():
            raise OutOfScale("an infinite value: give a number, or NaN for what is not known.")


@dataclass(frozen=True, slots=True)
class Target:
    """A territory that is not a row of the table: its values by name of indicator, its kind."""

    values: Mapping[str, float | None] = field(default_factory=dict)
    kind: str = ""


def refuse_repeats(names: "tuple[str, ...] | list[str]") -> None:
    """Refuse a name given twice."""
    if len(set(names)) == len(names):
        return
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise RepeatedName(f"{name!r} is given twice: give each once.")
        seen.add(name)
