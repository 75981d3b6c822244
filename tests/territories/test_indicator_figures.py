"""Any perimeter is added up exactly; what is unknown stays so, and each figure says its base."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terreau.territories.enums import SuccessionCause
from terreau.territories.indicators.perimeters import country_figures, figures_of, series_of
from terreau.territories.indicators.reading import read_table, table_stamp
from terreau.territories.indicators.writing import FRANCE, write_series
from terreau.territories.models import Succession, Territory
from tests.territories.factories import unit
from tests.territories.indicator_factories import figure, keys_of, make_indicator, put

CHARENTON, MAURICE, CRETEIL, PARIS = "94018", "94069", "94028", "75056"


@pytest.fixture
def bridge(val_de_marne) -> list[Territory]:
    """A perimeter over two départements and two régions' worth of rules: three communes."""
    return [unit("commune", code) for code in (CHARENTON, MAURICE, PARIS)]


class TestEmbedded:
    def test_what_the_referential_carries_is_readable_at_once(self, bridge) -> None:
        communes = [unit("commune", code) for code in (CHARENTON, MAURICE, PARIS)]
        found = figure(bridge, "population")
        assert found.value == sum(one.population for one in communes)
        assert (found.known, found.total, found.year) == (3, 3, 2023)
        assert found.source == "INSEE, Populations de référence des communes"

    def test_a_ratio_over_two_departements_is_that_of_the_sums(self, bridge) -> None:
        old = sum(one.aged_65_plus for one in bridge)
        everyone = sum(one.census_population for one in bridge)
        found = figure(bridge, "part-65-plus")
        assert found.value == old / everyone
        assert (found.numerator, found.denominator) == (old, everyone)
        assert " habitants sur " in found.base
        assert " pour " in figure(bridge, "densite").base

    def test_a_density_takes_the_surface_of_another_year(self, bridge) -> None:
        found = figure(bridge, "densite")
        area = sum(one.area_km2 for one in bridge)
        assert found.value == pytest.approx(sum(one.population for one in bridge) / area)
        assert found.year == 2023

    def test_a_departement_and_its_communes_give_the_same(self, val_de_marne) -> None:
        whole = unit("departement", "94")
        communes = list(Territory.objects.communes_of([whole]))
        for one, other in zip(figures_of([whole]), figures_of(communes), strict=True):
            assert (one.value, one.known, one.total) == (other.value, other.known, other.total)

    def test_a_commune_inside_a_unit_counts_once(self, val_de_marne) -> None:
        whole = unit("departement", "94")
        twice = figure([whole, unit("commune", CHARENTON)], "population")
        assert twice.value == whole.population

    def test_growth_leaves_out_what_changed_of_ground(self, val_de_marne) -> None:
        found = figure([unit("departement", "94")], "evolution-population")
        before = figure([unit("departement", "94")], "population-initiale")
        assert found.denominator == before.value
        assert found.known == before.known <= found.total


@pytest.mark.usefixtures("traps")
class TestTraps:
    def test_an_empty_perimeter_has_no_figure_and_says_so(self) -> None:
        found = figure([], "population")
        assert (found.value, found.total) == (None, 0)
        assert found.reason == "Ce périmètre ne contient aucune commune."

    def test_overseas_collectivities_count_as_unknown(self) -> None:
        papeete, ajaccio = unit("commune", "98735"), unit("commune", "2A004")
        found = figure([papeete, ajaccio], "part-65-plus")
        assert (found.known, found.total) == (1, 2)
        assert found.coverage == "1 commune sur 2"
        alone = figure([papeete], "part-65-plus")
        assert alone.value is None
        assert alone.text == "inconnu"
        assert alone.reason == "Les communes de ce périmètre n’ont pas ce chiffre."

    def test_an_overseas_departement_is_one_like_the_others(self) -> None:
        reunion = unit("departement", "974")
        assert figure([reunion], "population").value == reunion.population
        assert figure([reunion], "population").known == 24

    def test_a_population_of_zero_is_zero_and_its_rates_are_unknown(self) -> None:
        desert = unit("commune", "55189")
        assert figure([desert], "population").value == 0
        assert figure([desert], "part-65-plus").value is None

    def test_the_country_leaves_the_collectivities_out(self) -> None:
        (country,) = country_figures(["population"])
        regions = Territory.objects.filter(kind="region")
        assert country.value == sum(one.population for one in regions)
        (again,) = country_figures(["population"])
        assert again == country


@pytest.mark.usefixtures("val_de_marne")
class TestRules:
    def test_missing_and_secret_are_told_apart(self) -> None:
        make_indicator("essai-jardins")
        put("essai-jardins", 2024, {CHARENTON: 3, MAURICE: None})
        whole = [unit("commune", code) for code in (CHARENTON, MAURICE, CRETEIL)]
        found = figure(whole, "essai-jardins")
        assert (found.value, found.known, found.suppressed, found.total) == (3, 1, 1, 3)
        assert found.coverage == "1 commune sur 3 (1 sous secret)"
        assert found.is_partial
        assert "secret" in figure([unit("commune", MAURICE)], "essai-jardins").reason

    def test_a_weighted_mean_weighs(self) -> None:
        make_indicator("essai-menages")
        make_indicator("essai-pauvrete", "weighted_mean", weight_slug="essai-menages", unit="rate")
        put("essai-menages", 2021, {CHARENTON: 200, MAURICE: 100, CRETEIL: 50})
        put("essai-pauvrete", 2021, {CHARENTON: 0.1, MAURICE: 0.4, CRETEIL: None})
        whole = [unit("commune", code) for code in (CHARENTON, MAURICE, CRETEIL)]
        found = figure(whole, "essai-pauvrete")
        assert found.value == pytest.approx(0.2, rel=1e-12)
        assert (found.known, found.suppressed) == (2, 1)

    def test_a_weight_of_another_year_weighs(self) -> None:
        make_indicator("essai-menages")
        make_indicator("essai-pauvrete", "weighted_mean", weight_slug="essai-menages", unit="rate")
        put("essai-menages", 2018, {CHARENTON: 300, MAURICE: 100})
        put("essai-pauvrete", 2021, {CHARENTON: 0.1, MAURICE: 0.5})
        whole = [unit("commune", code) for code in (CHARENTON, MAURICE)]
        assert figure(whole, "essai-pauvrete").value == pytest.approx(0.2, rel=1e-12)

    def test_a_median_is_given_for_one_commune_and_never_for_two(self) -> None:
        make_indicator("essai-revenu", "none", unit="euros")
        put("essai-revenu", 2021, {CHARENTON: 27_000, MAURICE: 24_000})
        one = figure([unit("commune", CHARENTON)], "essai-revenu")
        assert (one.value, one.text) == (27_000, "27\u202f000\u202f€")
        both = figure([unit("commune", CHARENTON), unit("commune", MAURICE)], "essai-revenu")
        assert both.value is None
        assert both.reason.startswith("Non calculable")

    def test_what_is_published_for_the_unit_itself_comes_first(self) -> None:
        make_indicator("essai-revenu", "none", unit="euros")
        whole = unit("departement", "94")
        (charenton,) = keys_of(CHARENTON)
        values = {charenton: 27_000, whole.pk: 22_500, FRANCE: 23_080}
        write_series("essai-revenu", 2021, values, vintage="2024")
        found = figure([whole], "essai-revenu")
        assert (found.value, found.is_published) == (22_500, True)
        assert found.base == "chiffre publié pour le territoire entier"
        assert country_figures(["essai-revenu"])[0].value == 23_080
        table = read_table(["essai-revenu"], level="departement")
        assert table.column("essai-revenu")[table.keys.tolist().index(whole.pk)] == 22_500

    def test_years_follow_each_other_and_a_year_not_held_is_unknown(self) -> None:
        make_indicator("essai-jardins")
        put("essai-jardins", 2022, {CHARENTON: 3})
        put("essai-jardins", 2024, {CHARENTON: 5})
        place = [unit("commune", CHARENTON)]
        assert [(one.year, one.value) for one in series_of(place, "essai-jardins")] == [
            (2022, 3),
            (2024, 5),
        ]
        assert figure(place, "essai-jardins").value == 5
        assert figure(place, "essai-jardins", year=2022).value == 3
        absent = figure(place, "essai-jardins", year=2023)
        assert (absent.value, absent.reason) == (
            None,
            "Aucun chiffre n’est chargé pour cette année.",
        )
        assert series_of(place, "inconnu") == []

    def test_a_ratio_needs_both_parts_of_one_year(self) -> None:
        make_indicator("essai-actifs")
        make_indicator("essai-chomeurs")
        parts = {
            "numerator_slug": "essai-chomeurs",
            "denominator_slug": "essai-actifs",
            "unit": "rate",
        }
        make_indicator("essai-chomage", "ratio", **parts)
        put("essai-chomeurs", 2021, {CHARENTON: 10})
        put("essai-actifs", 2020, {CHARENTON: 100})
        place = [unit("commune", CHARENTON)]
        assert figure(place, "essai-chomage").value is None
        put("essai-actifs", 2021, {CHARENTON: 50})
        assert figure(place, "essai-chomage").value == 0.2


@pytest.mark.usefixtures("val_de_marne")
class TestMergers:
    @pytest.fixture(autouse=True)
    def _merged(self, val_de_marne) -> None:
        gone, heir = unit("commune", MAURICE), unit("commune", CHARENTON)
        make_indicator("essai-jardins")
        make_indicator("essai-revenu", "none", unit="euros")
        put("essai-jardins", 2020, {CHARENTON: 3, MAURICE: 4, CRETEIL: 9})
        put("essai-revenu", 2020, {CHARENTON: 27_000, MAURICE: 24_000})
        Territory.objects.filter(pk=gone.pk).update(is_obsolete=True)
        Succession.objects.create(
            predecessor=gone, successor=heir, cause=SuccessionCause.MERGER, source="test"
        )

    def test_a_file_older_than_the_merger_is_read_on_the_commune_of_today(self) -> None:
        found = figure([unit("commune", CHARENTON)], "essai-jardins")
        assert (found.value, found.known, found.total) == (7, 1, 1)
        table = read_table(["essai-jardins", "essai-revenu"], within=[unit("departement", "94")])
        line = table.keys.tolist().index(unit("commune", CHARENTON).pk)
        assert table.values[line, 0] == 7
        assert table.status[line].tolist() == [1, 0]

    def test_a_file_newer_than_the_merger_is_not_counted_twice(self) -> None:
        put("essai-jardins", 2024, {CHARENTON: 8, CRETEIL: 9})
        assert figure([unit("departement", "94")], "essai-jardins").value == 17
        assert figure([unit("departement", "94")], "essai-jardins", year=2020).value == 16

    def test_an_obsolete_unit_gives_the_figure_of_its_successor(self) -> None:
        assert figure([unit("commune", MAURICE)], "essai-jardins").value == 7

    def test_a_code_shared_out_among_several_has_no_heir(self) -> None:
        gone, other = unit("commune", MAURICE), unit("commune", CRETEIL)
        Succession.objects.create(
            predecessor=gone, successor=other, cause=SuccessionCause.OTHER, source="test"
        )
        assert figure([unit("commune", CHARENTON)], "essai-jardins").value == 3


@pytest.mark.usefixtures("val_de_marne")
class TestTables:
    def test_levels_add_up_and_say_of_how_many_communes(self) -> None:
        table = read_table(["population"], level="departement")
        whole = unit("departement", "94")
        line = table.keys.tolist().index(whole.pk)
        assert table.values[line, 0] == whole.population
        assert (table.known[line, 0], table.total[line, 0]) == (47, 47)
        assert table.years == (2023,)

    def test_a_table_within_a_perimeter_holds_its_communes_only(self) -> None:
        table = read_table(["population"], within=[unit("commune", CHARENTON)])
        assert table.values.tolist() == [[unit("commune", CHARENTON).population]]

    def test_the_stamp_changes_with_the_figures_and_only_then(self) -> None:
        make_indicator("essai-jardins")
        put("essai-jardins", 2024, {CHARENTON: 3})
        before = table_stamp(["essai-jardins"])
        put("essai-jardins", 2024, {CHARENTON: 3})
        assert table_stamp(["essai-jardins"]) == before
        put("essai-jardins", 2024, {CHARENTON: 4})
        assert table_stamp(["essai-jardins"]) != before

    def test_queries_grow_with_nothing(self) -> None:
        def count(units: list[Territory], slugs: list[str]) -> int:
            with CaptureQueriesContext(connection) as queries:
                assert figures_of(units, slugs)
            return len(queries)

        one = count([unit("commune", CHARENTON)], ["population"])
        many = count(
            [unit("departement", "94"), unit("departement", "75"), unit("commune", PARIS)],
            ["population", "densite", "part-65-plus", "logements", "evolution-population"],
        )
        assert one == many <= 6
