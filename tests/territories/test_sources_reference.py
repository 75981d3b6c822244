"""The real files of INSEE and of the DGCL, on the whole referential."""

from pathlib import Path

import pytest
from django.utils import timezone

from terreau.territories.indicators.perimeters import country_figures, figures_of
from terreau.territories.models import IndicatorSeries, ReferenceImport, TerritoryProgramme
from terreau.territories.programmes import programmes_of
from terreau.territories.refreshing.indicators import refresh_indicators
from tests.territories.factories import unit

pytestmark = [pytest.mark.reference, pytest.mark.django_db, pytest.mark.usefixtures("france")]


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
    layers = {one.programme: one for one in programmes_of([unit("departement", "23")])}
    creuse = unit("departement", "23")
    [share] = figures_of([creuse], ["part-communes-frr"])
    classed = sum(one.communes for one in layers.values())
    assert share.value == classed / layers["frr"].total


def test_filosofi_keeps_its_secrets(files: Path) -> None:
    row = load(files / "cc_filosofi_2021_COM.csv")
    print(
        row.rows,
        row.rejected_count,
        row.notes,
        series("niveau-de-vie-median", 2021).known,
        series("taux-pauvrete", 2021).known,
    )
    [france] = country_figures(["niveau-de-vie-median"])
    assert france.value is None
    assert france.reason
    print(france)


def test_comparateur(files: Path) -> None:
    row = load(files / "base_cc_comparateur.CSV")
    print("NOTES", row.rows, row.rejected_count, row.notes)
    for f in country_figures(["population-recensement", "emplois"], year=2018):
        print(f)
    for f in figures_of(
        [unit("departement", "94")],
        ["population-recensement", "emplois", "niveau-de-vie-median", "taux-chomage"],
        year=2018,
    ):
        print(f)
