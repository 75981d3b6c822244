"""The registry and the sheets are public; only staff brings an indicator."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from terreau.core.verdicts import Refused
from terreau.territories.actions_indicators import bring_figures, withdraw_indicator
from terreau.territories.indicators.cells import FigureCell
from terreau.territories.models import Indicator
from tests.accounts.factories import make_person
from tests.territories.factories import unit
from tests.territories.indicator_factories import keys_of, make_indicator, put

LIST = "/territoires/indicateurs/"
GARDENS = {
    "name": "Jardins partagés",
    "definition": "Jardins cultivés en commun.",
    "unit": "count",
    "sense": "more",
    "aggregation": "sum",
    "source_text": "Réseau des jardins, 2024",
}


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.getvalue().decode("utf-8-sig")


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.fixture
def staff(db, client) -> Client:
    client.force_login(make_person("Odile Staff", email="odile@example.org", is_staff=True))
    return client


@pytest.fixture
def france_of_three(traps) -> None:
    """An indicator of two years over enough départements for a map."""
    make_indicator("essai-jardins")
    places = ("94018", "2A004", "97411", "55189", "74010")
    for year, step in ((2020, 1), (2024, 3)):
        put("essai-jardins", year, {code: rank * step for rank, code in enumerate(places, 1)})


@pytest.mark.usefixtures("val_de_marne")
class TestReading:
    def test_the_list_gives_each_figure_its_base(self, client) -> None:
        page = read(client, LIST)
        assert "Densité de population" in page
        assert "48 communes sur 48" in page
        assert "rapport de deux sommes" in page
        assert "Ajouter un indicateur" not in page

    def test_words_domains_and_goals_filter(self, client) -> None:
        by_word = read(client, f"{LIST}?q=logements+vacants")
        assert "Part des logements vacants" in by_word
        assert "Densité de population" not in by_word
        by_domain = read(client, f"{LIST}?domaine=ageing")
        assert "Indice de vieillissement" in by_domain
        assert "Part des logements vacants" not in by_domain
        nothing = read(client, f"{LIST}?q=licornes")
        assert "Aucun indicateur ne répond encore" in nothing

    def test_a_sheet_says_what_it_means_and_draws_no_rank(self, client) -> None:
        page = read(client, f"{LIST}part-65-plus/")
        for words in (
            "habitants de 65 ans et plus ÷ population au recensement",
            "rapport de deux sommes",
            "Licence Ouverte",
            "vieillissement et grand âge",
            "recensement, somme des quartiers",
        ):
            assert words in page

    def test_a_sheet_reads_the_figure_of_a_perimeter(self, client) -> None:
        page = read(client, f"{LIST}population/?t=commune:94018&t=commune:94069")
        people = sum(unit("commune", code).population for code in ("94018", "94069"))
        assert f"{people:,}".replace(",", "\u202f") in page
        assert "2 communes sur 2" in page
        assert "chiffres.csv?t=commune:94018&amp;t=commune:94069" in page

    def test_an_unknown_code_keeps_the_page_and_says_why(self, client) -> None:
        page = read(client, f"{LIST}population/?t=commune:99999")
        assert "Aucun territoire ne porte le code « 99999 »" in page

    def test_an_unknown_indicator_is_a_404(self, client) -> None:
        read(client, f"{LIST}licornes/", 404)

    def test_pages_cost_the_same_whatever_is_held(self, client) -> None:
        addresses = (LIST, f"{LIST}population/?t=departement:94")
        before = [queries_of(client, address) for address in addresses]
        for rank in range(15):
            make_indicator(f"essai-{rank}")
            put(f"essai-{rank}", 2024, {"94018": rank})
        put_more = {"94018": 1, "94069": 2}
        for year in (2019, 2020, 2021):
            put("population", year, put_more)
        assert [queries_of(client, address) for address in addresses] == before
        assert before[0] <= 12
        assert before[1] <= 15


@pytest.mark.usefixtures("val_de_marne")
class TestFiles:
    def test_figures_come_with_their_state_and_source(self, client) -> None:
        make_indicator("essai-jardins", source_text="Réseau")
        put("essai-jardins", 2024, {"94018": 3, "94069": None})
        address = f"{LIST}chiffres.csv?t=departement:94&i=essai-jardins"
        rows = list(csv.reader(io.StringIO(read(client, address)), delimiter=";"))
        by_code = {row[2]: row for row in rows[1:]}
        assert by_code["94"][3:6] == ["2024", "3", "connu"]
        assert "1 commune sur 47" in by_code["94"][9]
        assert by_code["94018"][3:6] == ["2024", "3", "connu"]
        assert by_code["94069"][3:6] == ["2024", "", "secret"]
        assert by_code["94028"][3:6] == ["2024", "", "manquant"]
        assert len(rows) == 1 + 1 + 47

    def test_figures_are_a_workbook_too(self, client) -> None:
        answer = client.get(f"{LIST}chiffres.xlsx?t=commune:94018")
        assert answer.status_code == 200
        assert b"".join(answer).startswith(b"PK")

    def test_a_perimeter_is_asked_for(self, client) -> None:
        assert "périmètre" in read(client, f"{LIST}chiffres.csv", 400)
        read(client, f"{LIST}chiffres.exe?t=commune:94018", 404)

    def test_the_dictionary_tells_every_indicator(self, client) -> None:
        rows = list(csv.reader(io.StringIO(read(client, f"{LIST}dictionnaire.csv")), delimiter=";"))
        assert len(rows) == 1 + Indicator.objects.count()
        (density,) = (row for row in rows if row[0] == "densite")
        assert density[7:9] == ["population", "superficie"]
        assert density[11] == "2023"


@pytest.mark.usefixtures("val_de_marne")
class TestOwnIndicators:
    def test_staff_adds_amends_and_withdraws(self, staff) -> None:
        answer = staff.post(f"{LIST}ajouter/", GARDENS)
        assert answer["Location"] == f"{LIST}local-jardins-partages/"
        page = read(staff, f"{LIST}local-jardins-partages/")
        assert "Aucun chiffre n’est encore chargé" in page
        assert "Apporter des chiffres" in page
        changed = GARDENS | {"definition": "Jardins ouverts."}
        staff.post(f"{LIST}local-jardins-partages/modifier/", changed)
        assert Indicator.objects.get(slug="local-jardins-partages").definition == "Jardins ouverts."
        staff.post(f"{LIST}local-jardins-partages/retirer/")
        assert not Indicator.objects.filter(is_local=True).exists()

    def test_two_of_one_name_have_two_identifiers(self, staff) -> None:
        for _ in range(2):
            staff.post(f"{LIST}ajouter/", GARDENS)
        slugs = Indicator.objects.filter(is_local=True).values_list("slug", flat=True)
        assert set(slugs) == {"local-jardins-partages", "local-jardins-partages-2"}

    def test_a_ratio_without_its_parts_is_told_and_nothing_is_lost(self, staff) -> None:
        answer = staff.post(f"{LIST}ajouter/", GARDENS | {"aggregation": "ratio"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Ce mode de calcul en a besoin" in page
        assert "Jardins cultivés en commun." in page

    def test_what_another_stands_on_is_not_withdrawn(self, staff) -> None:
        staff.post(f"{LIST}ajouter/", GARDENS)
        parts = {"numerator_slug": "local-jardins-partages", "denominator_slug": "population"}
        ratio = GARDENS | parts | {"aggregation": "ratio", "name": "Jardins par habitant"}
        staff.post(f"{LIST}ajouter/", ratio)
        staff.post(f"{LIST}local-jardins-partages/retirer/")
        assert Indicator.objects.filter(slug="local-jardins-partages").exists()
        gardens = Indicator.objects.get(slug="local-jardins-partages")
        odile = make_person("Odile Deux", email="odile2@example.org", is_staff=True)
        with pytest.raises(ValidationError, match="Jardins par habitant"):
            withdraw_indicator(gardens, by=odile, now=timezone.now())

    def test_others_may_not(self, client) -> None:
        ama = make_person("Ama Membre", email="ama@example.org")
        client.force_login(ama)
        assert client.post(f"{LIST}ajouter/", GARDENS).status_code == 403
        cells = [FigureCell("population", 2023, *keys_of("94018"), 1)]
        with pytest.raises(Refused):
            bring_figures(cells, by=ama, now=timezone.now())

    def test_nobody_amends_what_a_source_publishes(self, staff) -> None:
        assert staff.post(f"{LIST}densite/modifier/", GARDENS).status_code == 403
        assert staff.post(f"{LIST}densite/retirer/").status_code == 403
        odile = make_person("Odile Deux", email="odile2@example.org", is_staff=True)
        cells = [FigureCell("population", 2023, *keys_of("94018"), 1)]
        with pytest.raises(ValidationError, match="source officielle"):
            bring_figures(cells, by=odile, now=timezone.now())


@pytest.mark.django_db
def test_without_a_referential_the_list_says_how_to_load_it(client) -> None:
    assert "refresh-territories" in read(client, LIST)


@pytest.mark.usefixtures("france_of_three")
class TestMapOfAYear:
    def test_each_year_held_has_its_map(self, client) -> None:
        latest = read(client, f"{LIST}essai-jardins/")
        assert "Essai-jardins, 2024" in latest
        assert f"{LIST}essai-jardins/?annee=2020#carte" in latest
        assert latest.count('aria-current="page"') >= 1
        older = read(client, f"{LIST}essai-jardins/?annee=2020")
        assert "Essai-jardins, 2020" in older
        assert "Essai-jardins, 2024" not in older

    def test_the_perimeter_is_kept_from_a_year_to_the_next(self, client) -> None:
        page = read(client, f"{LIST}essai-jardins/?annee=2020&t=commune:94018")
        assert f"{LIST}essai-jardins/?annee=2024&amp;t=commune:94018#carte" in page

    def test_a_year_that_is_not_held_shows_the_latest(self, client) -> None:
        for asked in ("1999", "deux mille", "-1"):
            assert "Essai-jardins, 2024" in read(client, f"{LIST}essai-jardins/?annee={asked}")

    def test_one_year_offers_no_choice(self, client) -> None:
        assert "annee=" not in read(client, f"{LIST}logements/")

    def test_a_country_of_a_few_communes_is_not_told(self, client) -> None:
        page = read(client, f"{LIST}essai-jardins/?t=commune:94018")
        assert "Trop peu de communes sont connues pour dire la France" in page
        assert "En France : " not in page
        assert "En France : " in read(client, f"{LIST}logements/?t=commune:94018")

    def test_a_figure_without_a_base_has_no_stray_mark(self, client) -> None:
        page = read(client, f"{LIST}essai-jardins/?t=commune:94018")
        assert '<p class="why">1 commune sur 1</p>' in page

    def test_a_year_with_too_few_places_says_so(self, client) -> None:
        put("essai-jardins", 2012, {"94018": 1})
        page = read(client, f"{LIST}essai-jardins/?annee=2012")
        assert "Trop peu de départements" in page


@pytest.mark.usefixtures("val_de_marne")
class TestMapOfAPerimeter:
    def test_each_commune_has_its_shade_and_its_line(self, client) -> None:
        put("population", 2019, {"94018": 1_000, "94069": 2_000, "94028": 3_000, "94080": None})
        page = read(client, f"{LIST}population/?annee=2019&t=departement:94")
        assert "Commune par commune" in page
        assert "Population, 2019 : Val-de-Marne" in page
        assert "Saint-Maurice : 2\u202f000 habitants" in page
        assert "sous secret" in page
        assert "3 communes connues sur 47" in page
        for label in ("Année de la carte des communes", "Année de la carte de France"):
            assert page.count(f'aria-label="{label}"') == 1, "two choices, two names"

    def test_a_median_is_drawn_though_the_whole_has_none(self, client) -> None:
        make_indicator("essai-revenu", "none", unit="euros")
        put("essai-revenu", 2021, {"94018": 27_000, "94069": 24_000, "94028": 20_000})
        page = read(client, f"{LIST}essai-revenu/?t=departement:94")
        assert "Non calculable sur plusieurs communes" in page
        assert "Créteil (94028)" in page
        assert "ne se calcule pas de ceux des communes" in page

    def test_two_communes_are_no_map(self, client) -> None:
        page = read(client, f"{LIST}population/?t=commune:94018&t=commune:94069")
        assert "Commune par commune" not in page
