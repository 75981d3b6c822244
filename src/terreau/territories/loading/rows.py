"""Turn lines of the archive into territories; what a line does not say stays unknown."""

from terreau.territories.aliases import alias_of
from terreau.territories.enums import ContourBasis, TerritoryKind
from terreau.territories.folding import fold
from terreau.territories.models import Contour, Territory
from terreau.territories.sources.embedded import Row

POPULATION_YEAR, CENSUS_YEAR = 2023, 2021
Keys = dict[tuple[str, str], int]
COLLECTIVITIES = frozenset({"975", "977", "978", "984", "986", "987", "988", "989"})


def whole_number(text: str) -> int | None:
    """Read a count; an empty cell is unknown, never 0."""
    return int(text) if text.strip() else None


def decimal_number(text: str) -> float | None:
    """Read a measure; an empty cell is unknown, never 0."""
    return float(text) if text.strip() else None


def named(kind: TerritoryKind, code: str, name: str, **more) -> Territory:
    """Make a territory with its folded name and aliases."""
    name = name.replace("'", "’")
    aliases = alias_of(kind, code, name)
    return Territory(
        kind=kind, code=code, name=name, folded_name=fold(name), aliases=aliases, **more
    )


def region(row: Row) -> Territory:
    """Make a région."""
    return named(TerritoryKind.REGION, row["code"], row["nom"])


def departement(row: Row, keys: Keys) -> Territory:
    """Make a département, or an overseas collectivity, which has no région."""
    if row["code"] in COLLECTIVITIES:
        return named(TerritoryKind.COLLECTIVITY, row["code"], row["nom"])
    above = keys[TerritoryKind.REGION, row["region"]]
    return named(TerritoryKind.DEPARTEMENT, row["code"], row["nom"], region_id=above)


def epci(row: Row) -> Territory:
    """Make an intercommunalité; its age groups are those of its communes together."""
    everyone, young, old = (whole_number(row[key]) for key in ("pop21", "pop_0_19", "pop_65p"))
    known = None not in (everyone, young, old)
    return named(
        TerritoryKind.EPCI,
        row["code"],
        row["nom"],
        siren=row["code"],
        epci_type=row["type"],
        population=whole_number(row["pop"]),
        population_year=POPULATION_YEAR if row["pop"] else None,
        census_population=everyone,
        census_year=CENSUS_YEAR if row["pop21"] else None,
        aged_0_19=young,
        aged_20_64=everyone - young - old if known else None,
        aged_65_plus=old,
        area_km2=decimal_number(row["km2"]),
    )


def commune(row: Row, keys: Keys) -> Territory:
    """Make a commune; those of overseas collectivities have no région and no EPCI."""
    dep = row["dep"]
    above = TerritoryKind.COLLECTIVITY if dep in COLLECTIVITIES else TerritoryKind.DEPARTEMENT
    return named(
        TerritoryKind.COMMUNE,
        row["code"],
        row["nom"],
        departement_id=keys[above, dep],
        region_id=keys.get((TerritoryKind.REGION, row["reg"])),
        epci_id=keys[TerritoryKind.EPCI, row["epci"]] if row["epci"] else None,
        siren=row["siren"],
        postcodes=row["cp"].replace(";", " "),
        population=whole_number(row["pop"]),
        population_year=POPULATION_YEAR if row["pop"] else None,
        lon=decimal_number(row["lon"]),
        lat=decimal_number(row["lat"]),
        area_km2=decimal_number(row["km2"]),
        **_census(row),
    )


def _census(row: Row) -> dict[str, int | None]:
    return {
        "census_population": whole_number(row["pop21"]),
        "census_year": CENSUS_YEAR if row["pop21"] else None,
        "aged_0_19": whole_number(row["pop_0_19"]),
        "aged_20_64": whole_number(row["pop_20_64"]),
        "aged_65_plus": whole_number(row["pop_65p"]),
        "dwellings": whole_number(row["logements"]),
        "main_dwellings": whole_number(row["res_principales"]),
        "second_dwellings": whole_number(row["res_secondaires"]),
        "vacant_dwellings": whole_number(row["logements_vacants"]),
    }


def former_commune(row: Row, today: Territory) -> Territory:
    """Make a former commune, with the units above the commune it belongs to today."""
    return named(
        TerritoryKind.FORMER_COMMUNE,
        row["code"],
        row["nom"],
        former_status=row["type"],
        commune_id=today.pk,
        departement_id=today.departement_id,
        region_id=today.region_id,
        epci_id=today.epci_id,
    )


def contour(row: Row, key: int, keys: Keys) -> Contour:
    """Make a contour, saying what it was drawn from; older archives hold published ones only."""
    whole = row.get("borrowed_from", "")
    return Contour(
        territory_id=key,
        zone=row["zone"],
        path=row["path"],
        simple_path=row["simple_path"],
        min_x=int(row["min_x"]),
        min_y=int(row["min_y"]),
        max_x=int(row["max_x"]),
        max_y=int(row["max_y"]),
        basis=row.get("basis") or ContourBasis.OFFICIAL,
        borrowed_from_id=keys[TerritoryKind.COMMUNE, whole] if whole else None,
    )
