"""Say whether a territory is rural or urban, from the density grid, with its base and vintage."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, Sum

from terreau.territories.enums import DensityClass
from terreau.territories.models import Territory
from terreau.territories.perimeters import known_out_of

RURAL = frozenset({DensityClass.RURAL_TOWN, DensityClass.SCATTERED, DensityClass.VERY_SCATTERED})


@dataclass(frozen=True)
class DensityPortrait:
    """The level of a commune, or the share of inhabitants who live at each level."""

    label: str
    is_rural: bool
    shares: tuple[tuple[str, float], ...]
    rural_rate: float | None
    base: str
    year: int | None


def density_sums() -> dict[str, Any]:
    """Give what to ask of the communes of a unit, within a query that is asked anyway."""
    levels = {
        f"density_{level.value}": Sum("population", filter=Q(density_class=level))
        for level in DensityClass
    }
    known = Q(density_class__isnull=False, population__isnull=False)
    return levels | {
        "density_known": Count("pk", filter=known),
        "density_year": Max("density_year"),
    }


def tell_commune_density(commune: Territory) -> DensityPortrait | None:
    """Tell the level of a commune; None where it is unknown."""
    if commune.density_class is None:
        return None
    level = DensityClass(commune.density_class)
    return DensityPortrait(str(level.label), level in RURAL, (), None, "", commune.density_year)


def tell_unit_density(sums: dict[str, Any]) -> DensityPortrait | None:
    """Tell the share of inhabitants by level of their commune; None where all are unknown."""
    people = {level: sums[f"density_{level.value}"] or 0 for level in DensityClass}
    everyone = sum(people.values())
    if not everyone:
        return None
    return DensityPortrait(
        label="",
        is_rural=False,
        shares=tuple((str(one.label), some / everyone) for one, some in people.items() if some),
        rural_rate=sum(people[level] for level in RURAL) / everyone,
        base=known_out_of(sums["density_known"], sums["communes"]),
        year=sums["density_year"],
    )
