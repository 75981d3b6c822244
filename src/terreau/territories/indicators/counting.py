"""The numbers of a perimeter: one value for each indicator, and of how many communes it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from terreau.territories.indicators.catalogue import Chosen
from terreau.territories.indicators.figures import Figures
from terreau.territories.indicators.places import read_ground, whole_ground
from terreau.territories.indicators.writing import COUNTRY, FRANCE
from terreau.territories.models import Territory

MOST_KEPT = 1_000


@dataclass(frozen=True)
class Counted:
    """A value (None: it cannot be said) and what it is made of."""

    value: float | None
    known: int
    total: int
    suppressed: int
    numerator: float | None = None
    denominator: float | None = None
    is_published: bool = False


def count_units(units: Sequence[Territory], chosen: Sequence[Chosen]) -> list[Counted]:
    """Count each indicator over the communes of these units, each once, in three queries."""
    whole = units[0] if len(units) == 1 and units[0].is_whole else None
    ground = read_ground(Territory.objects.communes_of(units))
    groups = np.zeros(len(ground.communes), np.int64)
    figures = Figures(chosen, ground, levels=[whole.kind] if whole else [])
    unit = (whole.kind, whole.pk) if whole else None
    return [_count(one, figures, groups, unit) for one in chosen]


def count_country(
    chosen: Sequence[Chosen], stamp: tuple, *, figures: Figures | None = None
) -> list[Counted]:
    """Count each indicator over France, the overseas collectivities apart.

    What was counted is kept under the content of its series and the `stamp` of the referential: it
    is read again when either changes. `figures` of the whole country, read already, are not.
    """
    memory = _memory()
    asked = [(stamp, one.indicator.aggregation, one.indicator.factor, one.digest) for one in chosen]
    kept = {key: memory[key] for key in asked if key in memory}
    missing = {key: one for key, one in zip(asked, chosen, strict=True) if key not in kept}
    if missing:
        fresh = dict(zip(missing, _count_all(list(missing.values()), stamp, figures), strict=True))
        if len(memory) + len(fresh) > MOST_KEPT:
            memory.clear()
        memory.update(fresh)
        kept |= fresh
    return [kept[key] for key in asked]


@lru_cache(maxsize=1)
def _memory() -> dict[tuple, Counted]:
    """What was counted, for as long as the process lives."""
    return {}


def _count_all(chosen: Sequence[Chosen], stamp: tuple, figures: Figures | None) -> list[Counted]:
    figures = figures or Figures(chosen, whole_ground(stamp), levels=[COUNTRY])
    groups = np.where(figures.ground.parents["region"] > 0, 0, -1)
    return [_count(one, figures, groups, (COUNTRY, FRANCE)) for one in chosen]


def _count(
    one: Chosen, figures: Figures, groups: NDArray[np.int64], unit: tuple[str, int] | None
) -> Counted:
    gathered = figures.gather(one, groups, 1)
    counts = (int(gathered.known[0]), int(gathered.total[0]), int(gathered.suppressed[0]))
    if unit is not None:
        level, key = unit
        published = figures.published(one, level, np.array([key]))
        if published.known[0]:
            return Counted(float(published.values[0]), *counts, is_published=True)
    value = float(gathered.values[0])
    parts = _parts(one, figures, groups)
    return Counted(value if np.isfinite(value) else None, *counts, *parts)


def _parts(
    one: Chosen, figures: Figures, groups: NDArray[np.int64]
) -> tuple[float | None, float | None]:
    """The two sums of a ratio, over the communes where both are known."""
    if one.numerator is None or one.denominator is None:
        return None, None
    above, below = figures.summed(one.numerator), figures.summed(one.denominator)
    both = above.known & below.known & (groups >= 0)
    if not both.any():
        return None, None
    return float(above.values[both].sum()), float(below.values[both].sum())
