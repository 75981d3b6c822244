"""Codes are text, missing is not zero, loading twice changes nothing."""

import pytest

from terreau.territories.loading import load_referential
from terreau.territories.models import Adjacency, Contour, ReferenceImport, Territory
from terreau.territories.perimeters import describe_perimeter
from tests.territories.factories import unit


@pytest.mark.usefixtures("traps")
class TestTraps:
    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("2A004", "Ajaccio"),
            ("01001", "L’Abergement-Clémenciat"),
            ("97411", "Saint-Denis"),
            ("98735", "Papeete"),
        ],
    )
    def test_codes_are_text(self, code: str, name: str) -> None:
        assert unit("commune", code).name == name

    def test_a_population_of_zero_is_real_and_a_missing_age_is_unknown(self) -> None:
        desert = unit("commune", "55189")
        assert desert.population == 0
        assert unit("commune", "97502").aged_0_19 is None

    def test_a_collectivity_has_no_region_and_its_communes_point_to_it(self) -> None:
        collectivity = unit("collectivity", "987")
        papeete = unit("commune", "98735")
        assert collectivity.region is None
        assert papeete.departement == collectivity
        assert papeete.region is None
        assert papeete.epci is None
        assert collectivity.area_km2 is None

    def test_a_commune_without_polygon_takes_the_hole_its_neighbours_leave(self) -> None:
        # Two neighbours of Conques are in the Cantal, which is not loaded here.
        for code, around in (("12218", 9), ("69114", 6)):
            commune = unit("commune", code)
            assert Contour.objects.get(territory=commune).basis == "neighbours"
            assert Adjacency.objects.touching(commune).count() == around

    def test_lyon_is_one_commune_and_its_arrondissements_are_former_units(self) -> None:
        assert unit("commune", "69123").population > 500_000
        assert unit("former_commune", "69381").commune.code == "69123"

    def test_a_former_commune_may_share_the_code_of_a_commune_of_today(self) -> None:
        assert unit("former_commune", "01015").commune == unit("commune", "01015")

    def test_sums_say_how_many_are_known(self) -> None:
        summary = describe_perimeter([unit("collectivity", "987"), unit("commune", "94018")])
        assert summary.communes == 49
        assert summary.area_base == "1 commune connue sur 49"

    def test_a_sum_over_nothing_known_stays_unknown(self) -> None:
        summary = describe_perimeter([unit("commune", "97502")])
        assert summary.area_km2 is None
        assert summary.density is None


@pytest.mark.usefixtures("val_de_marne")
class TestLoading:
    def test_units_are_sums_of_their_communes(self) -> None:
        val_de_marne = unit("departement", "94")
        communes = Territory.objects.communes_of([val_de_marne])
        assert communes.count() == 47
        assert val_de_marne.population == sum(commune.population for commune in communes)
        assert val_de_marne.seat.name == "Créteil"

    def test_overlapping_units_count_each_commune_once(self) -> None:
        units = [unit("departement", "94"), unit("commune", "94018"), unit("region", "11")]
        assert Territory.objects.communes_of(units).count() == 48

    def test_no_unit_means_no_commune(self) -> None:
        assert not Territory.objects.communes_of([]).exists()

    def test_neighbours_cross_the_border_of_a_departement(self) -> None:
        charenton = Territory.objects.filter(kind="commune", code="94018")
        around = Territory.objects.filter(pk__in=Adjacency.objects.keys_around(charenton))
        assert {place.name for place in around} >= {"Paris", "Saint-Maurice"}

    def test_units_touch_when_their_communes_do(self) -> None:
        val_de_marne, paris = unit("departement", "94"), unit("departement", "75")
        assert list(Adjacency.objects.touching(val_de_marne)) == [paris]
        assert list(Adjacency.objects.touching(paris)) == [val_de_marne]
        assert not Adjacency.objects.touching(unit("region", "11")).exists()

    def test_loading_again_changes_nothing(self) -> None:
        before = list(Territory.objects.order_by("pk").values())
        load_referential({"94", "75"})
        ReferenceImport.objects.all().delete()
        load_referential({"94", "75"})
        assert list(Territory.objects.order_by("pk").values()) == before

    def test_sources_carry_licence_and_vintage(self) -> None:
        line = ReferenceImport.objects.select_related("source").get()
        assert len(line.sha256) == 64
        assert line.rows > 100
        assert "Licence Ouverte" in line.source.licence


@pytest.mark.django_db
def test_a_departement_alone_is_loaded_with_what_contains_it() -> None:
    load_referential({"94"})
    assert Territory.objects.communes().count() == 47
    assert Territory.objects.get(code="94018").departement.code == "94"


@pytest.mark.django_db
def test_a_fault_in_the_middle_leaves_nothing() -> None:
    def stop(done: int, _total: int, _message: str) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_referential({"94"}, progress=stop)
    assert not Territory.objects.exists()
