"""Minimum income, access to care, and the lists of contracts, on extracts of their layouts."""

from pathlib import Path

import pytest

from terreau.territories.indicators.perimeters import figures_of
from terreau.territories.models import IndicatorSeries, TerritoryProgramme
from terreau.territories.refreshing import RefreshRefusedError
from tests.territories.factories import unit
from tests.territories.indicator_factories import put
from tests.territories.test_sources import EXTRACTS, copied, load, reasons, value
from tests.territories.workbooks import write_workbook

pytestmark = pytest.mark.usefixtures("val_de_marne")
HEADINGS = (
    *("Code commune INSEE", "Commune", "APL aux médecins généralistes"),
    "APL aux médecins généralistes de 65 ans ou moins ",
    *("Population standardisée 2022 pour la médecine générale", "Population totale 2022"),
)
UNITS = ("", "", "En nombre de consultations", "En nombre", "En nombre d’habitants", "")


def workbook(tmp_path: Path, **years: tuple[tuple, ...]) -> Path:
    """Write a workbook of one sheet a year, as DREES lays it out."""
    sheets = {
        f"APL {year[1:]}": [
            ("Indicateur d’accessibilité potentielle localisée (APL) aux médecins généralistes",),
            ("",),
            (f"Millésime : {year[1:]}",),
            ("Champ : France hors Mayotte.",),
            HEADINGS,
            UNITS,
            *rows,
        ]
        for year, rows in years.items()
    }
    path = tmp_path / "Indicateur d'accessibilité potentielle localisée (APL).xlsx"
    return write_workbook(path, {"Paramètres": [("seuil", 20)], **sheets})


class TestMinimumIncome:
    def test_households_and_what_is_hidden(self) -> None:
        row = load(EXTRACTS / "RSA_Com_2019.csv")
        assert (row.source.slug, row.rejected_count) == ("cnaf-rsa", 0)
        assert value("94018", "foyers-rsa", 2019) == 620
        series = IndicatorSeries.objects.get(indicator__slug="foyers-rsa")
        assert (series.known, series.suppressed) == (1, 1)
        assert value("94028", "foyers-allocataires", 2019) is None

    def test_the_households_of_the_census_near_by_divide(self) -> None:
        load(EXTRACTS / "RSA_Com_2019.csv")
        put("menages", 2021, {"94018": 15_500})
        [figure] = figures_of([unit("commune", "94018")], ["rsa-pour-100-menages"])
        assert figure.value == pytest.approx(4.0)
        assert figure.base.startswith("620 ménages en 2019 pour 15")

    def test_a_file_without_a_year_asks_for_it(self, tmp_path: Path) -> None:
        with pytest.raises(RefreshRefusedError, match="de quelle année"):
            load(copied(tmp_path, "RSA_Com_2019.csv", as_name="rsa.csv"))


class TestAccessToCare:
    def test_each_sheet_is_a_year_and_the_line_of_units_is_none(self, tmp_path: Path) -> None:
        path = workbook(
            tmp_path,
            _2023=(("94018", "Charenton-le-Pont", 3.1, 2.9, 29_000, 30_000),),
            _2024=(
                ("94018", "Charenton-le-Pont", 3.0, 2.8, 30_000, 30_500),
                ("94069", "Saint-Maurice", 2.0, 1.5, 10_000, 14_000),
            ),
        )
        row = load(path)
        assert (row.source.slug, row.rejected_count) == ("drees-apl", 0)
        assert value("94018", "apl-medecins", 2023) == pytest.approx(3.1)
        both = [unit("commune", code) for code in ("94018", "94069")]
        [figure] = figures_of(both, ["apl-medecins"])
        assert (figure.year, figure.value) == (2024, pytest.approx(2.75))

    def test_the_districts_of_a_city_are_weighed_together(self, tmp_path: Path) -> None:
        paris = (("75101", "Paris 1er", 6, 1, 1_000, 900), ("75102", "Paris 2e", 5, 1, 3_000, 9))
        load(workbook(tmp_path, _2024=paris))
        assert value("75056", "apl-medecins", 2024) == pytest.approx(5.25)

    def test_a_total_line_is_refused_and_an_unknown_stays_so(self, tmp_path: Path) -> None:
        rows = (("94018", "x", None, None, 100, 100), ("Total", "", 4, 4, 1, 1))
        good = ("94028", "Créteil", 3, 3, 1_000, 1_000)
        row = load(workbook(tmp_path, _2024=(good, *rows)))
        assert "« Total » n’est pas le code" in reasons(row)
        assert value("94018", "apl-medecins", 2024) is None


class TestDegrees:
    def test_the_words_of_each_census_are_added_up(self) -> None:
        row = load(EXTRACTS / "melodi_diplomes.csv")
        assert row.rejected_count == 0
        assert value("94018", "sans-diplome", 2022) == 2_100.5
        assert value("94018", "sans-diplome", 2011) == 1_800 + 900
        assert value("94018", "diplomes-superieur", 2022) == 3_000 + 2_500 + 4_400
        [share] = figures_of([unit("commune", "94018")], ["part-diplomes-superieur"], year=2022)
        assert share.value == pytest.approx(9_900 / 18_000)


class TestContracts:
    def test_a_contract_is_signed_by_a_grouping_or_by_a_commune_alone(self) -> None:
        load(EXTRACTS / "liste-crte-20260115.csv")
        held = TerritoryProgramme.objects.filter(programme="crte")
        assert {(one.territory.kind, one.territory.code) for one in held} == {
            ("epci", "200054781"),
            ("commune", "94028"),
        }

    def test_a_territory_of_industry_is_that_of_its_groupings_once(self) -> None:
        load(EXTRACTS / "territoires-industrie.csv")
        [held] = TerritoryProgramme.objects.filter(programme="ti")
        assert (held.territory.code, held.name) == ("200054781", "Seine amont")
