"""Sum the communes up into the units above them; medians and the like never aggregate."""

from django.db.models import Count, DecimalField, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Cast

from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

SUMMED = [
    "population",
    "census_population",
    "aged_0_19",
    "aged_20_64",
    "aged_65_plus",
    "dwellings",
    "main_dwellings",
    "second_dwellings",
    "vacant_dwellings",
]
# Summed as decimals: a sum of binary fractions depends on the order that a database reads them in.
AREA = Cast("area_km2", DecimalField(max_digits=14, decimal_places=4))
TOTALS = {field: Sum(field) for field in SUMMED} | {"area_km2": Sum(AREA)}
LEVELS = {
    TerritoryKind.REGION: "region",
    TerritoryKind.DEPARTEMENT: "departement",
    TerritoryKind.COLLECTIVITY: "departement",
}


def sum_up_units() -> None:
    """Write the sums of régions, départements and collectivities.

    A sum of which a part is unknown is the sum of the known parts; pages count the known ones
    again and say « 46 communes connues sur 47 ».
    """
    for kind, above in LEVELS.items():
        members = Territory.objects.communes().filter(**{above: OuterRef("pk")}).order_by()
        Territory.objects.filter(kind=kind).update(
            **{field: _pick(members, above, total) for field, total in TOTALS.items()},
            population_year=_pick(members, above, Max("population_year")),
            census_year=_pick(members, above, Max("census_year")),
        )


def _pick(members: QuerySet, above: str, value) -> Subquery:
    return Subquery(members.values(above).annotate(n=Count("pk"), total=value).values("total")[:1])


def sum_up_epci() -> None:
    """Write again the sums of intercommunalités, after communes have moved from one to another."""
    members = Territory.objects.communes().filter(epci=OuterRef("pk")).order_by()
    Territory.objects.filter(kind=TerritoryKind.EPCI, is_obsolete=False).update(
        **{field: _pick(members, "epci", total) for field, total in TOTALS.items()},
        population_year=_pick(members, "epci", Max("population_year")),
        census_year=_pick(members, "epci", Max("census_year")),
    )
