"""Give the figures that come with the referential as indicators, without any refresh."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from terreau.territories.enums import TerritoryKind
from terreau.territories.indicators.writing import NewSeries, write_many
from terreau.territories.models import ReferenceImport, Territory

AREA_YEAR = 2026
FIELDS = {
    "population": "population",
    "census_population": "population-recensement",
    "aged_0_19": "population-0-19",
    "aged_20_64": "population-20-64",
    "aged_65_plus": "population-65-plus",
    "dwellings": "logements",
    "main_dwellings": "residences-principales",
    "second_dwellings": "residences-secondaires",
    "vacant_dwellings": "logements-vacants",
    "area_km2": "superficie",
}
YEARS = {"population": "population_year", "area_km2": None}
BASES = {
    "population": gettext_noop("population municipale"),
    "area_km2": gettext_noop("contours simplifiés"),
}
CENSUS_BASE = gettext_noop("recensement, somme des quartiers (IRIS) de chaque commune")
# Beyond these changes in two years, two populations do not tell of the same ground.
LARGEST_CHANGE, LARGEST_CHANGE_OF_MERGED, SMALL = 0.30, 0.10, 200

Row = dict[str, int | float | None]


def embed_series(source_import: ReferenceImport) -> None:
    """Write the series of what each commune carries; loading again changes nothing."""
    names = ["pk", *FIELDS, "population_year", "census_year"]
    communes = list(Territory.objects.communes().order_by().values(*names))
    if communes:
        vintage = source_import.vintage
        write_many(_series(communes), vintage=vintage, source_import=source_import)


def _series(communes: list[Row]) -> Iterator[NewSeries]:
    for field, slug in FIELDS.items():
        values = {row["pk"]: row[field] for row in communes if row[field] is not None}
        year = _year(field, communes)
        if year:
            yield NewSeries(slug, year, values, BASES.get(field, CENSUS_BASE))
    yield from _changes(communes)


def _year(field: str, communes: list[Row]) -> int | None:
    if field == "area_km2":
        return AREA_YEAR
    year_field = YEARS.get(field, "census_year")
    return max((row[year_field] for row in communes if row[year_field]), default=None)


def _changes(communes: list[Row]) -> Iterator[NewSeries]:
    """Give what each commune won or lost, where both populations tell of the same ground."""
    former = Territory.objects.filter(kind=TerritoryKind.FORMER_COMMUNE).order_by()
    merged = set(former.values_list("commune", flat=True))
    before, gained = {}, {}
    for row in communes:
        first, last = row["census_population"], row["population"]
        if first is not None and last is not None and _is_same_ground(first, last, row, merged):
            before[row["pk"]], gained[row["pk"]] = first, last - first
    year = _year("population", communes)
    if year and before:
        base = gettext_noop("communes dont le territoire n’a pas changé entre les deux dates")
        yield NewSeries("population-initiale", year, before, base)
        yield NewSeries("solde-population", year, gained, base)


def _is_same_ground(first: float, last: float, row: Row, merged: set[int]) -> bool:
    if row["pk"] in merged:
        return abs(last - first) <= LARGEST_CHANGE_OF_MERGED * first
    return first < SMALL or abs(last - first) <= LARGEST_CHANGE * first
