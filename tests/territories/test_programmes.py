"""Programmes as dated layers: each with its base, its dates and the list that says so."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.html import escape

from terreau.territories.models import ReferenceImport, TerritoryProgramme
from terreau.territories.programmes import programmes_of, tell_layer
from terreau.territories.vintages import ensure_sources
from tests.territories.factories import unit

DAY = datetime.date


def listed(kind: str, place: str, programme: str, **values) -> TerritoryProgramme:
    """Put a territory in a programme."""
    source = next(iter(ensure_sources().values()))
    chargement = ReferenceImport.objects.get_or_create(
        source=source, sha256="0" * 64, defaults={"loaded_at": timezone.now(), "rows": 1}
    )[0]
    return TerritoryProgramme.objects.create(
        programme=programme, territory=unit(kind, place), source_import=chargement, **values
    )


@pytest.mark.usefixtures("val_de_marne")
class TestProgrammesOf:
    def test_a_layer_says_its_base(self) -> None:
        listed("commune", "94018", "pvd", name="Charenton", since=DAY(2021, 5, 7))
        listed("commune", "94028", "pvd", name="Créteil", since=DAY(2022, 1, 1))
        [layer] = programmes_of([unit("departement", "94")])
        assert (layer.communes, layer.total) == (2, 47)
        assert layer.since == DAY(2021, 5, 7)
        assert tell_layer(layer) == (
            "Petites villes de demain : 2 communes sur 47 (depuis le 7 mai 2021)."
        )

    def test_an_intercommunalite_lends_its_programme_to_its_communes(self) -> None:
        charenton = unit("commune", "94018")
        assert charenton.epci is not None
        listed("epci", charenton.epci.code, "ti", name="Industrie", listed_on=DAY(2025, 7, 1))
        [layer] = programmes_of([charenton])
        assert (layer.communes, layer.total) == (1, 1)
        assert "liste du 1" in tell_layer(layer)

    def test_what_is_over_is_told_apart_and_not_asked_by_day(self) -> None:
        listed("commune", "94018", "acv", since=DAY(2018, 1, 1), until=DAY(2024, 1, 1))
        charenton = unit("commune", "94018")
        [layer] = programmes_of([charenton])
        assert layer.is_over
        assert "jusqu’au" in tell_layer(layer)
        assert programmes_of([charenton], on=DAY(2025, 1, 1)) == []
        assert len(programmes_of([charenton], on=DAY(2020, 1, 1))) == 1
        assert programmes_of([charenton], on=DAY(2017, 1, 1)) == []

    def test_the_portrait_says_each_with_its_names_and_its_list_apart(self, client) -> None:
        layer = listed("commune", "94018", "qpv", name="Bords de Marne")
        page = client.get("/territoires/commune/94018/portrait/").content.decode()
        source = escape(layer.source_import.source.name)
        assert "<li>Quartier prioritaire de la politique de la ville" in page
        names = '<br><span class="why">Bords de Marne</span><br><span class="why">'
        assert f"{names}{source}" in page

    def test_an_empty_perimeter_has_no_layer(self) -> None:
        listed("commune", "94018", "acv")
        assert programmes_of([]) == []

    def test_a_territory_is_once_in_a_programme_at_a_time(self) -> None:
        listed("commune", "94018", "acv", code="acv-1")
        with pytest.raises(IntegrityError), transaction.atomic():
            listed("commune", "94018", "acv", code="acv-1")

    def test_queries_do_not_grow(self, django_assert_num_queries) -> None:
        place = unit("departement", "94")
        listed("commune", "94018", "acv")
        with django_assert_num_queries(2):
            programmes_of([place])
        for code in ("94028", "94069", "94080"):
            listed("commune", code, "acv")
        with django_assert_num_queries(2):
            assert programmes_of([place])[0].communes == 4
