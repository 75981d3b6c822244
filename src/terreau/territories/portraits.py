"""Say what the embedded data honestly allow about a territory, each figure with its base."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from terreau.core.formats import format_number
from terreau.core.pictures import Picture
from terreau.core.pictures.bars import Bar, draw_bars
from terreau.territories.density import (
    DensityPortrait,
    density_sums,
    tell_commune_density,
    tell_unit_density,
)
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory
from terreau.territories.perimeters import known_out_of

_AGES = ("aged_0_19", "aged_20_64", "aged_65_plus")


@dataclass(frozen=True)
class Portrait:
    """Figures of a territory beside those of the country, never a rank."""

    communes: int
    population_base: str
    ages_base: str
    area_base: str
    density: float | None
    young_rate: float | None
    old_rate: float | None
    country: "Country"
    ages: Picture | None
    grid: DensityPortrait | None


@dataclass(frozen=True)
class Country:
    """France, the overseas collectivities apart, as the loaded referential knows it."""

    density: float | None
    young_rate: float | None
    old_rate: float | None


def portray(territory: Territory) -> Portrait:
    """Gather the figures of a territory in at most two queries."""
    bases = _bases(territory)
    country = _country()
    return Portrait(
        communes=bases["communes"],
        population_base=bases["population"],
        ages_base=bases["census_population"],
        area_base=bases["area_km2"],
        density=_ratio(territory.population, territory.area_km2),
        young_rate=_ratio(territory.aged_0_19, territory.census_population),
        old_rate=_ratio(territory.aged_65_plus, territory.census_population),
        country=country,
        ages=_draw_ages(territory, bases["census_population"]),
        grid=bases["grid"],
    )


def _ratio(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _bases(territory: Territory) -> dict[str, Any]:
    fields = ("population", "census_population", "area_km2")
    if not territory.is_whole:
        known = {name: int(getattr(territory, name) is not None) for name in fields}
        bases = {name: known_out_of(known[name], 1) for name in fields}
        return bases | {"communes": 1, "grid": tell_commune_density(territory)}
    counts = Territory.objects.communes_of([territory]).aggregate(
        communes=Count("pk"),
        **{f"known_{name}": Count(name) for name in fields},
        **density_sums(),
    )
    total = counts["communes"]
    known = {name: known_out_of(counts[f"known_{name}"], total) for name in fields}
    return known | {"communes": total, "grid": tell_unit_density(counts)}


def _country() -> Country:
    sums = Territory.objects.filter(kind=TerritoryKind.REGION, is_obsolete=False).aggregate(
        people=Sum("population"),
        area=Sum("area_km2"),
        census=Sum("census_population"),
        young=Sum("aged_0_19"),
        old=Sum("aged_65_plus"),
    )
    return Country(
        density=_ratio(sums["people"], sums["area"]),
        young_rate=_ratio(sums["young"], sums["census"]),
        old_rate=_ratio(sums["old"], sums["census"]),
    )


def _draw_ages(territory: Territory, base: str) -> Picture | None:
    everyone = territory.census_population
    if not everyone or any(getattr(territory, name) is None for name in _AGES):
        return None
    labels = (_("0 à 19 ans"), _("20 à 64 ans"), _("65 ans et plus"))
    bars = [
        Bar(label, getattr(territory, name) / everyone)
        for label, name in zip(labels, _AGES, strict=True)
    ]
    return draw_bars(
        bars,
        title=_("Âges des habitants : %(name)s") % {"name": territory.name},
        description=_("Part de chaque groupe d’âges parmi les habitants."),
        base=_("%(people)s habitants, %(known)s, INSEE, recensement %(year)s")
        % {
            "people": format_number(everyone),
            "known": base,
            "year": territory.census_year,
        },
        is_rate=True,
    )
