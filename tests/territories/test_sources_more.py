"""The other sources on their extracts: unions, Melodi, job seekers, facilities, programmes."""

import datetime

import pytest

from terreau.territories.indicators.perimeters import country_figures, figures_of
from terreau.territories.models import (
    IndicatorSeries,
    ReferenceSource,
    Territory,
    TerritoryProgramme,
)
from terreau.territories.refreshing import RefreshRefusedError
from terreau.territories.refreshing.indicators import Wish
from tests.territories.factories import unit
from tests.territories.test_sources import EXTRACTS, copied, load, reasons, value

pytestmark = pytest.mark.usefixtures("val_de_marne")


class TestUnions:
    name = "dgcl_perimetre-epci-a-fp_2025.csv"

    def test_thousands_are_grouped_by_hard_spaces_in_an_old_encoding(self) -> None:
        row = load(EXTRACTS / self.name)
        assert value("94018", "population", 2022) == 29873
        assert row.vintage == "2025"

    def test_an_older_list_moves_nobody_even_twice(self) -> None:
        for _again in range(2):
            row = load(EXTRACTS / self.name)
            assert "aucune commune n’a changé" in " ".join(row.notes)

    def test_a_newer_list_moves_communes_and_sums_again(self, tmp_path) -> None:
        text = (EXTRACTS / self.name).read_bytes().decode("cp1252").replace("2025", "2027")
        lines = text.split("\r\n")
        lines[2] = "94;200099999;CC des Bords de Marne;CC;FPU;1;1;1;94;94028;219400280;Créteil;9;8"
        text = "\r\n".join(lines)
        path = tmp_path / "dgcl_perimetre-epci-a-fp_2027.csv"
        path.write_bytes(text.encode("cp1252"))
        row = load(path)
        union = unit("epci", "200099999")
        assert unit("commune", "94028").epci_id == union.pk
        assert union.population == unit("commune", "94028").population
        assert union.name == "CC des Bords de Marne"
        assert "a changé d’intercommunalité" in " ".join(row.notes)


class TestMelodi:
    def test_coded_cells_feed_their_indicators_at_every_level(self) -> None:
        load(EXTRACTS / "DS_RP_LOGEMENT_PRINC_2022_data.csv")
        assert value("94018", "logements", 2022) == 16500.25
        assert value("94018", "logements-vacants", 2022) == 1100.5
        assert value("94", "logements", 2022, "departement") == 660_000
        [france] = country_figures(["logements"], year=2022)
        assert france.value == 38_000_000
        assert value("94018", "residences-principales", 2022) is None, "a part is not the whole"

    def test_labelled_extracts_name_their_communes(self) -> None:
        load(EXTRACTS / "melodi_niveau_de_vie.csv", wish=Wish())
        assert value("94018", "niveau-de-vie-median", 2021) == 27010
        assert value("94018", "taux-pauvrete", 2021) == pytest.approx(0.125)
        assert value("94028", "taux-pauvrete-75-plus", 2021) == pytest.approx(0.16)
        series = IndicatorSeries.objects.get(indicator__slug="taux-pauvrete", year=2021)
        assert (series.known, series.suppressed) == (1, 1)

    def test_an_extract_adds_to_what_is_known(self) -> None:
        load(EXTRACTS / "cc_filosofi_2021_COM.csv")
        load(EXTRACTS / "melodi_niveau_de_vie.csv", wish=Wish())
        assert value("94028", "niveau-de-vie-median", 2021) == 20100
        assert value("94018", "taux-pauvrete", 2021) == pytest.approx(0.125)

    def test_namesakes_are_refused_unless_the_place_around_tells_them_apart(self, tmp_path) -> None:
        twin = unit("commune", "94080")
        twin.folded_name, twin.epci = "charenton le pont", None
        twin.save()
        row = load(EXTRACTS / "melodi_niveau_de_vie.csv", wish=Wish())
        assert row.rejected_count == 0
        assert value("94018", "niveau-de-vie-median", 2021) == 27010

    def test_an_extract_of_a_later_year_does_not_hide_the_country(self) -> None:
        slug = "logements-vacants"
        before = country_figures([slug])[0].year
        load(EXTRACTS / "DS_RP_LOGEMENT_PRINC_2022_data.csv")
        assert country_figures([slug])[0].year == before


class TestJobSeekers:
    def test_only_the_last_quarter_of_both_sexes_counts(self) -> None:
        row = load(EXTRACTS / "demandeurs-emploi.csv")
        assert value("94018", "demandeurs-emploi", 2024) == 2010
        assert value("94018", "demandeurs-emploi", 2023) == 1930
        assert value("94028", "demandeurs-emploi", 2024) == 8120
        [young] = figures_of([unit("commune", "94018")], ["demandeurs-emploi-moins-25"], year=2024)
        assert (young.value, young.suppressed) == (None, 1)
        assert "trimestre" in reasons(row)


class TestFacilities:
    def test_lines_of_a_commune_are_added_and_an_exhaustive_census_says_none(self) -> None:
        load(EXTRACTS / "BPE23.csv")
        assert value("94018", "equip-medecin", 2023) == 14
        assert value("94018", "equip-pharmacie", 2023) == 0
        assert value("75056", "equip-medecin", 2023) is None, "not a word of Paris"
        people = value("94018", "population", 2023)
        assert people is not None
        assert value("94018", "medecins-pour-10000", 2023) == pytest.approx(140_000 / people)


class TestProgrammes:
    def test_a_list_of_one_programme(self) -> None:
        load(EXTRACTS / "liste-pvd-20250704.csv")
        held = {one.territory.code: one for one in TerritoryProgramme.objects.all()}
        assert held["94018"].since == datetime.date(2021, 5, 7)
        assert held["94018"].name == "Charenton"
        assert held["94069"].since is None
        assert held["94069"].listed_on == datetime.date(2025, 7, 4)

    def test_a_list_of_many_programmes_by_every_kind_of_code(self) -> None:
        row = load(EXTRACTS / "programmes.csv")
        held = {(one.programme, one.territory.code) for one in TerritoryProgramme.objects.all()}
        assert held == {("ti", "200054781"), ("pvd", "94018"), ("acv", "94028")}
        assert "« inconnu »" in reasons(row)

    def test_the_siren_of_a_commune_that_is_no_more_leads_to_its_heir(self, tmp_path) -> None:
        former = Territory.objects.create(
            kind="former_commune",
            code="94999",
            name="Ancienne",
            commune=unit("commune", "94018"),
            former_status="commune-deleguee",
        )
        path = copied(
            tmp_path,
            "programmes.csv",
            ("219400280", "219499998"),
            ("94028;Créteil", "999999999;Nulle part"),
            ("inconnu;x-1", "va;x-1"),
        )
        row = load(path)
        held = TerritoryProgramme.objects.get(programme="acv")
        assert held.territory == former.commune
        assert "SIREN 999999999" in reasons(row)

    def test_a_neighbourhood_over_two_communes_is_in_both(self) -> None:
        load(EXTRACTS / "quartiers-prioritaires.csv")
        held = TerritoryProgramme.objects.filter(programme="qpv")
        assert held.filter(territory__code="94028").count() == 2
        assert held.filter(territory__code="94018").count() == 1


class TestAnyTable:
    def test_codes_of_every_level_secrets_and_faults(self) -> None:
        row = load(EXTRACTS / "chiffres.csv")
        assert value("94018", "demandeurs-emploi", 2024) == 2010
        assert value("200054781", "demandeurs-emploi", 2024, "epci") == 560_000
        assert "« 24 » n’est pas une année" in reasons(row)
        assert "inconnu, taux-chomage" in " ".join(row.notes)

    def test_the_name_of_the_file_may_name_the_indicator(self, tmp_path) -> None:
        path = tmp_path / "demandeurs-emploi.csv"
        path.write_text("code_insee;annee;valeur\n94018;2022;1850\n", encoding="utf-8")
        load(path)
        assert value("94018", "demandeurs-emploi", 2022) == 1850

    def test_nothing_known_is_refused(self, tmp_path) -> None:
        path = tmp_path / "inconnu.csv"
        path.write_text("code;annee;valeur\n94018;2022;1850\n", encoding="utf-8")
        with pytest.raises(RefreshRefusedError, match="pas au registre"):
            load(path)
        vintage = ReferenceSource.objects.get(slug="tableau-de-chiffres").vintage
        assert vintage == "pas encore importée"
