"""The commune of a row, however people write it."""

import pytest

from terreau.actors.exchange.place_texts import departements_of_postcode, split_city
from terreau.actors.exchange.places import (
    PlaceIndex,
    PlaceQuestion,
    current_places,
    prevailing_departement,
)
from terreau.territories.models import Succession, Territory

pytestmark = pytest.mark.django_db


def commune(code: str, name: str, postcodes: str = "", **fields) -> Territory:
    """Make a commune of the referential."""
    return Territory.objects.create(
        kind="commune", code=code, name=name, postcodes=postcodes, **fields
    )


@pytest.fixture
def index() -> PlaceIndex:
    commune("94069", "Saint-Maurice", "94410")
    commune("94018", "Charenton-le-Pont", "94220")
    commune("94043", "Le Kremlin-Bicêtre", "94270")
    commune("94038", "L’Haÿ-les-Roses", "94240")
    commune("75056", "Paris", "75001 75012 75015")
    commune("01053", "Bourg-en-Bresse", "01000")
    commune("31555", "Toulouse", "31000 31100")
    commune("2A004", "Ajaccio", "20000 20090")
    commune("97411", "Saint-Denis", "97400")
    commune("93066", "Saint-Denis", "93200 93210")
    commune("67462", "Saint-Maurice", "67220")
    paris = Territory.objects.get(code="75056")
    Territory.objects.create(
        kind="former_commune", code="75115", name="Paris 15e Arrondissement", commune=paris
    )
    gone = commune("93059", "Pierrefitte-sur-Seine", "93380", is_obsolete=True)
    heir = Territory.objects.get(code="93066")
    Succession.objects.create(predecessor=gone, successor=heir, cause="merger", source="COG")
    return PlaceIndex.of_table()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (PlaceQuestion(code="94018"), "94018"),
        (PlaceQuestion(code="1053"), "01053"),
        (PlaceQuestion(code="2a004"), "2A004"),
        (PlaceQuestion(code="93059"), "93066"),
        (PlaceQuestion(code="75115"), "75056"),
        (PlaceQuestion(code="94220"), "94018"),
        (PlaceQuestion(city="Saint Maurice 94410"), "94069"),
        (PlaceQuestion(city="94410 ST MAURICE"), "94069"),
        (PlaceQuestion(postcode="94410", city="saint-maurice"), "94069"),
        (PlaceQuestion(postcode="1000", city="Bourg en Bresse"), "01053"),
        (PlaceQuestion(postcode="94228", city="CHARENTON LE PONT CEDEX"), "94018"),
        (PlaceQuestion(postcode="75739", city="PARIS CEDEX 15"), "75056"),
        (PlaceQuestion(city="PARIS 15"), "75056"),
        (PlaceQuestion(city="Paris 15ème arrondissement"), "75056"),
        (PlaceQuestion(city="kremlin bicetre"), "94043"),
        (PlaceQuestion(city="L'HAY LES ROSES"), "94038"),
        (PlaceQuestion(postcode="20090", city="Ajaccio"), "2A004"),
        (PlaceQuestion(postcode="97400", city="St-Denis"), "97411"),
        (PlaceQuestion(postcode="31000"), "31555"),
        (PlaceQuestion(city="Pierrefitte sur Seine"), "93066"),
        (PlaceQuestion(address="3 rue des Lilas\nBP 12\n94410 Saint-Maurice"), "94069"),
        (PlaceQuestion(address="3 rue des Lilas, 31 100 Toulouse"), "31555"),
        (PlaceQuestion(address="3 rue des Lilas, Toulouse"), "31555"),
        (PlaceQuestion(code="99999", postcode="94410", city="Saint Maurice"), "94069"),
    ],
)
def test_people_write_communes_in_many_ways(index, asked: PlaceQuestion, code: str) -> None:
    answer = index.find(asked)
    assert answer.place, answer.problem
    assert answer.place.code == code


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (PlaceQuestion(code="4018"), "n’est pas le code d’une commune"),
        (PlaceQuestion(city="Saint-Maurice"), "Saint-Maurice (67462), Saint-Maurice (94069)"),
        (PlaceQuestion(city="Xanadou"), "Aucune commune ne s’appelle"),
        (PlaceQuestion(postcode="31000", city="Saint-Maurice"), "ne vont pas ensemble"),
        (PlaceQuestion(postcode="99000"), "le code postal d’aucune commune"),
    ],
)
def test_what_is_not_sure_is_said(index, asked: PlaceQuestion, sentence: str) -> None:
    answer = index.find(asked)
    assert answer.place is None
    assert sentence in answer.problem


def test_the_departement_around_settles_a_name(index) -> None:
    assert index.find(PlaceQuestion(city="Saint-Maurice"), home="94").place.code == "94069"
    assert index.find(PlaceQuestion(city="Saint-Denis"), home="974").place.code == "97411"


def test_a_former_code_is_told(index) -> None:
    assert "93059" in index.find(PlaceQuestion(code="93059")).note
    assert "code postal" in index.find(PlaceQuestion(code="94220")).note


def test_an_address_without_commune_is_no_fault(index) -> None:
    answer = index.find(PlaceQuestion(address="Maison des associations"))
    assert (answer.place, answer.problem) == (None, "")


def test_the_prevailing_departement_is_the_most_frequent(index) -> None:
    found = [index.by_code(code) for code in ("94018", "94069", "31555")]
    assert prevailing_departement([*found, None]) == "94"
    assert prevailing_departement([]) == ""


def test_the_index_follows_the_referential(index, django_assert_max_num_queries) -> None:
    assert current_places().by_code("12345") is None
    commune("12345", "Nouvelle")
    assert current_places().by_code("12345").name == "Nouvelle"
    with django_assert_max_num_queries(2):
        current_places()


def test_postcodes_are_read_where_they_stand() -> None:
    assert split_city("", "Saint-Maurice (94)") == ("", "Saint-Maurice")
    assert split_city("94 410", "Saint Maurice") == ("94410", "Saint Maurice")
    assert departements_of_postcode("97110") == ("971",)
