"""With whom a perimeter is compared: its country, its region, its département, its family."""

import pytest
from django.urls import reverse

from terreau.actors.models import ActionDomain
from terreau.diagnoses.circles import draw_circle
from terreau.diagnoses.freezing import freeze, thaw
from terreau.diagnoses.models import DiagnosisChoices
from terreau.diagnoses.peers_words import peers_words
from terreau.diagnoses.presenting import cards_of
from terreau.territories.indicators.writing import write_series
from terreau.territories.models import Territory
from terreau.territories.twins import shelf
from tests.diagnoses.crossing_factories import (
    as_one,
    make_ground,
    make_snapshot,
    read_diagnosis,
    write_vacancy,
)
from tests.partnerships.factories import of_cast, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground():
    """Two of the eight communes stand in a département of their own, in another region."""
    made = make_ground()
    region = Territory.objects.create(kind="region", code="32", name="Hauts-de-France")
    north = Territory.objects.create(kind="departement", code="59", name="Nord", region=region)
    for unit in (*made.communes[:2], *made.groups[:2]):
        Territory.objects.filter(pk=unit.pk).update(departement=north, region=region)
    write_vacancy(made.communes, year=2021)  # figures are kept by département
    return made


@pytest.fixture
def with_family(ground, monkeypatch):
    """Eight are enough for a family here, and their people make them alike or not."""
    monkeypatch.setattr(shelf, "LEAST_UNITS", 6)
    for slug, step in (("population", 100), ("residences-secondaires", 10)):
        rows = {one.pk: 1000 + step * place for place, one in enumerate(ground.communes)}
        write_series(slug, 2021, rows, vintage="2026")
    return ground


def _vacancy(diagnosis):
    (reading,) = diagnosis.challenges
    return next(one for one in reading.figures if one.slug == "part-logements-vacants")


def test_the_country_is_the_usual_one(ground):
    diagnosis = read_diagnosis(ground)
    assert _vacancy(diagnosis).peers == 8
    assert peers_words(diagnosis) == "les intercommunalités de France"
    assert diagnosis.peers_names == ()


@pytest.mark.parametrize("among", ["region", "departement"])
def test_those_around_are_fewer_and_named(ground, among):
    diagnosis = read_diagnosis(ground, among=among)
    assert _vacancy(diagnosis).peers == 6
    name = {"region": "Île-de-France", "departement": "Val-de-Marne"}[among]
    assert name in peers_words(diagnosis)
    assert name in cards_of(diagnosis)[0].measured


def test_too_few_of_them_compare_nothing(ground):
    ground.alliance.perimeter.set([ground.groups[0]])
    diagnosis = read_diagnosis(ground, among="departement")
    assert (_vacancy(diagnosis).peers, _vacancy(diagnosis).need) == (2, None)
    assert "2 territoires connus seulement" in cards_of(diagnosis)[0].figures[0].reason


def test_a_perimeter_across_two_regions_has_the_peers_of_both(ground):
    circle = draw_circle([ground.groups[0], ground.groups[-1]], "", "epci", "region")
    assert circle.names == ("Hauts-de-France", "Île-de-France")
    assert len(circle.keys) == 8


def test_a_family_is_named_and_said(with_family):
    diagnosis = read_diagnosis(with_family, among="twins")
    assert _vacancy(diagnosis).peers == len(diagnosis.peers_names) == 7
    assert "Communauté 7" not in diagnosis.peers_names  # nobody is their own twin
    assert "7 intercommunalités semblables" in peers_words(diagnosis)
    assert "conditions comparables" in diagnosis.peers_note


def test_without_a_family_it_says_why(ground):
    diagnosis = read_diagnosis(ground, among="twins")
    assert _vacancy(diagnosis).need is None
    assert "chargez toute la France" in diagnosis.peers_note
    region = draw_circle([ground.groups[0].region], "", "departement", "twins")
    assert "trop peu nombreux" in region.note


def test_the_choice_is_visible_kept_and_frozen(with_family):
    ground = with_family
    of_cast(ground.cast, domains=[ActionDomain.objects.get(code="sport")])
    client = as_one(ground.cast.bastien)
    address = reverse("diagnoses:home", args=[ground.alliance.slug])
    tried = read(client, f"{address}?parmi=twins")
    assert "sa famille, 7 intercommunalités semblables" in tried
    assert "Qui sont ces territoires" in tried
    assert "les intercommunalités de France" in read(client, address)
    client.post(reverse("diagnoses:choose", args=[ground.alliance.slug]), {"parmi": "twins"})
    assert DiagnosisChoices.objects.get().among == "twins"
    assert "sa famille, 7 intercommunalités" in read(as_one(ground.cast.ama), address)
    frozen = read_diagnosis(ground, among="twins")
    assert thaw(freeze(frozen)).peers_names == frozen.peers_names
    assert peers_words(thaw(freeze(frozen))) == peers_words(frozen)
    page = read(client, make_snapshot(ground).get_absolute_url())
    assert "les intercommunalités de France" in page


def test_a_mistaken_circle_changes_nothing(ground):
    page = read(
        as_one(ground.cast.ama),
        reverse("diagnoses:home", args=[ground.alliance.slug]) + "?parmi=lune",
    )
    assert "les intercommunalités de France" in page
    assert 'class="error' in page
