"""The real files of INSEE, of the DGCL and of the DARES, on the whole referential."""

import csv
from pathlib import Path

import pytest
from django.utils import timezone

from terreau.territories.indicators.perimeters import country_figures, figures_of
from terreau.territories.models import (
    IndicatorSeries,
    ReferenceImport,
    Territory,
    TerritoryProgramme,
)
from terreau.territories.programmes import programmes_of
from terreau.territories.refreshing.indicators import refresh_indicators
from tests.territories.factories import unit

pytestmark = [pytest.mark.reference, pytest.mark.django_db, pytest.mark.usefixtures("france")]
CITIES = ("132", "6938", "7510", "7511", "7512")


@pytest.fixture
def files(reference_data: Path) -> Path:
    """The folder of the files on territories."""
    return reference_data / "territories"


def load(path: Path) -> ReferenceImport:
    """Load one real file."""
    [row] = refresh_indicators(file=path, now=timezone.now())
    return row


def series(slug: str, year: int) -> IndicatorSeries:
    """Fetch a series."""
    return IndicatorSeries.objects.get(indicator__slug=slug, year=year)


def test_every_commune_of_the_frr_list_is_found(files: Path) -> None:
    row = load(files / "liste-communes-FRR-juillet2025.csv")
    assert (row.rows, row.rejected_count) == (34_875, 0)
    assert series("communes-listees-frr", 2025).known == 34_875
    held = TerritoryProgramme.objects
    assert held.filter(programme="frr_plus").count() == 4_456
    assert held.filter(programme="frr").count() == 13_313 + 2_134 + 11 + 20
    assert held.filter(is_partial=True).count() == 31
    creuse = unit("departement", "23")
    layers = programmes_of([creuse])
    [share] = figures_of([creuse], ["part-communes-frr"])
    assert share.value == sum(one.communes for one in layers) / layers[0].total


def test_filosofi_keeps_its_secrets_and_its_medians_apart(files: Path) -> None:
    path = files / "cc_filosofi_2021_COM.csv"
    row = load(path)
    codes = set(Territory.objects.communes().values_list("code", flat=True))
    with path.open() as file:
        lines = [line for line in csv.DictReader(file, delimiter=";") if line["CODGEO"] in codes]
    own = {
        name: sum(line[name] not in {"s", "nd"} for line in lines) for name in ("MED21", "TP6021")
    }
    assert own == {"MED21": 31_207, "TP6021": 4_350}
    # Four communes took another code since: their figures followed them.
    assert series("niveau-de-vie-median", 2021).known == 31_207 + 4
    assert series("taux-pauvrete", 2021).known == 4_350 + 1
    assert series("niveau-de-vie-median", 2021).suppressed > 3_500
    assert row.rejected_count == 8, "codes that vanished and whose successor is not embedded"
    [france] = country_figures(["niveau-de-vie-median"])
    assert (france.value, bool(france.reason)) == (None, True)


def test_the_comparator_adds_up_to_the_known_population(files: Path) -> None:
    path = files / "base_cc_comparateur.CSV"
    row = load(path)
    assert row.rows == 35_010
    with path.open() as file:
        people = {line["CODGEO"]: line["P18_POP"] for line in csv.DictReader(file, delimiter=";")}
    whole = sum(int(number or 0) for code, number in people.items() if not code.startswith(CITIES))
    assert whole == 66_732_538, "the population of 2018 that INSEE publishes, Mayotte apart"
    lost = {line["row"].partition(";")[0] for line in row.rejected}
    [france] = country_figures(["population-recensement"], year=2018)
    unknown = sum(int(people[code] or 0) for code in lost)
    assert france.value == whole - unknown
    [valley] = figures_of([unit("departement", "94")], ["population-recensement"], year=2018)
    assert (valley.value, valley.known, valley.total) == (1_396_913, 47, 47)
    assert "décimales" not in " ".join(row.notes), "no column of it mixes its signs"


def test_the_grid_spreads_every_inhabitant_over_its_levels(files: Path) -> None:
    load(files / "insee_grille_densite_7_niveaux_2024.xlsx")
    slugs = [f"part-densite-{level}" for level in range(1, 8)]
    shares = [figure.value for figure in country_figures(slugs)]
    assert sum(shares) == pytest.approx(1, abs=1e-3)
    [people, rural] = country_figures(["population-grille", "part-population-rurale"])
    assert people.value == pytest.approx(67_661_181)
    assert rural.value == pytest.approx(0.356, abs=1e-3)


def test_an_older_list_of_unions_gives_its_populations_only(files: Path) -> None:
    before = dict(Territory.objects.communes().values_list("code", "epci"))
    row = load(files / "dgcl_perimetre-epci-a-fp_2025.csv")
    assert (row.rows, row.rejected_count, row.changed) == (34_871, 0, 0)
    assert dict(Territory.objects.communes().values_list("code", "epci")) == before
    assert series("population", 2022).known == 34_871
    [charenton] = figures_of([unit("commune", "94018")], ["population"], year=2022)
    assert 28_000 < (charenton.value or 0) < 31_000


def test_every_extract_of_melodi_is_read_whole(files: Path) -> None:
    folder = files / "insee_melodi_paris_saclay"
    wanted = {
        "POP_NAISSANCES": ("naissances", 2024),
        "POP_DECES": ("deces", 2024),
        "LOGEMENT_CARAC": ("logements", 2022),
        "POP_MENAGES": ("menages-monoparentaux", 2022),
        "POP_RECENSEMENT": ("population-65-plus", 2022),
        "POP_ACTIF_INACTIF_DIPLOME": ("actifs-15-64", 2022),
        "ECO_ENT_CREATION": ("creations-entreprises", 2024),
        "ECO_ETAB_STOCKS": ("etablissements-stock", 2023),
        "POP_FILOSOFI_AGE": ("niveau-de-vie-median", 2021),
        "POP_FILOSOFI_MENAGE_MONO": ("taux-pauvrete", 2021),
        "POP_DIPLOMES": ("sans-diplome", 2022),
        "LOGEMENT_TENSION": ("residences-suroccupees", 2022),
        "POP_MIGRATION": ("habitants-arrives", 2022),
    }
    for name, (slug, year) in wanted.items():
        row = load(folder / f"{name}.csv")
        assert row.rejected_count == 0, name
        held = series(slug, year)
        assert held.known + held.suppressed == 27, name
    assert load(folder / "POP_CHOMAGE_DARES.csv").rejected_count == 0
    assert series("demandeurs-emploi", 2024).known == 194
    union = unit("commune", "91477").epci
    both = figures_of([union], ["logements"], year=2022)
    communes = list(Territory.objects.communes_of([union]))
    [added] = figures_of(communes, ["logements"], year=2022)
    assert both[0].value == pytest.approx(added.value, rel=1e-6)


def test_degrees_crowding_and_arrivals_add_up_to_the_published_whole(files: Path) -> None:
    for name in ("POP_DIPLOMES", "LOGEMENT_TENSION", "POP_MIGRATION"):
        load(files / "insee_melodi_paris_saclay" / f"{name}.csv")
    union = unit("commune", "91477").epci
    communes = list(Territory.objects.communes_of([union]))
    shares = {
        "part-sans-diplome": 30_994.83299 / 220_830.63364,
        "part-diplomes-superieur": (28_348.96428 + 27_584.19252 + 54_117.37336) / 220_830.63364,
        "part-suroccupees": (19_513.87414 + 2_001.15601) / 137_769.85,
        "part-arrives": 24_878.99 / 315_646.71,
    }
    for slug, wanted in shares.items():
        [own] = figures_of([union], [slug], year=2022)
        [summed] = figures_of(communes, [slug], year=2022)
        assert own.value == pytest.approx(wanted, rel=1e-5), slug
        assert summed.value == pytest.approx(wanted, rel=1e-3), slug
    older = series("diplomes-superieur", 2016)
    assert older.known + older.suppressed == 27, "the words of another census"
