"""Say what a perimeter is: any list of units, whatever the map of institutions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Avg, Count, Max, Min, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_number
from terreau.territories.models import Territory


@dataclass(frozen=True)
class PerimeterSummary:
    """A perimeter in figures; each sum says how many communes are known out of how many."""

    communes: int
    population: int | None
    population_base: str
    population_year: int | None
    area_km2: float | None
    area_base: str
    bbox: tuple[float, float, float, float] | None
    centre: tuple[float, float] | None
    is_very_large: bool
    label: str

    @property
    def density(self) -> float | None:
        """Inhabitants per estimated km²."""
        if self.population is None or not self.area_km2:
            return None
        return self.population / self.area_km2


def describe_perimeter(territories: Iterable[Territory]) -> PerimeterSummary:
    """Sum a perimeter up over its communes of today, each counted once, in one query."""
    units = list(territories)
    found = Territory.objects.communes_of(units).aggregate(
        communes=Count("pk"),
        people=Sum("population"),
        people_known=Count("population"),
        year=Max("population_year"),
        area=Sum("area_km2"),
        area_known=Count("area_km2"),
        west=Min("lon"),
        south=Min("lat"),
        east=Max("lon"),
        north=Max("lat"),
        lon=Avg("lon"),
        lat=Avg("lat"),
    )
    placed = found["west"] is not None
    box = (found["west"], found["south"], found["east"], found["north"])
    people = found["people"]
    return PerimeterSummary(
        communes=found["communes"],
        population=people,
        population_base=known_out_of(found["people_known"], found["communes"]),
        population_year=found["year"],
        area_km2=found["area"],
        area_base=known_out_of(found["area_known"], found["communes"]),
        bbox=box if placed else None,
        centre=(found["lon"], found["lat"]) if placed else None,
        is_very_large=(people or 0) > settings.TERREAU_LARGE_PERIMETER_POPULATION,
        label=label_of(units),
    )


def known_out_of(known: int, total: int) -> str:
    """Say the base of a sum: « 46 communes connues sur 47 »."""
    return ngettext(
        "%(known)s commune connue sur %(total)s",
        "%(known)s communes connues sur %(total)s",
        known,
    ) % {"known": format_number(known), "total": format_number(total)}


def label_of(units: Sequence[Territory], most: int = 3) -> str:
    """Name a perimeter after its units."""
    names = [unit.name for unit in units]
    if len(names) <= 1:
        return "".join(names)
    if len(names) <= most:
        return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
    return ngettext(
        "%(first)s et %(count)s autre", "%(first)s et %(count)s autres", len(names) - 2
    ) % {"first": ", ".join(names[:2]), "count": len(names) - 2}
