"""What the actors show in the pages of the other domains."""

import pytest
from django.contrib.admin.sites import site
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.timezone import localdate

from terreau.accounts.extensions import personal_data
from terreau.actors import extensions
from terreau.actors.extensions import Section, register_editor_rule, register_section, sections_of
from terreau.actors.models import Mandate
from terreau.actors.permissions import can_edit_organisation
from terreau.actors.territory_section import actors_here
from terreau.territories.models import Territory
from tests.actors.factories import make_mandate, make_organisation, make_person

pytestmark = pytest.mark.django_db


def request_of(person=None):
    request = RequestFactory().get("/")
    request.user = person or type("Anonymous", (), {"is_authenticated": False})()
    return request


@pytest.fixture
def val_de_marne() -> Territory:
    return Territory.objects.create(kind="departement", code="94", name="Val-de-Marne")


def test_a_territory_shows_who_sits_and_who_acts_there(val_de_marne) -> None:
    charenton = Territory.objects.create(
        kind="commune", code="94018", name="Charenton", departement=val_de_marne
    )
    elsewhere = Territory.objects.create(kind="commune", code="97105", name="Basse-Terre")
    make_organisation("Club", world="economic", place=charenton)
    make_organisation("Réseau", world="general_interest", perimeter=[val_de_marne])
    make_organisation("Cachée", world="media", place=charenton, is_public=False)
    make_organisation("Ailleurs", place=elsewhere)
    shown = actors_here(request_of(), val_de_marne)
    assert [sheet.name for sheet in shown["organisations"]] == ["Club", "Réseau"]
    assert shown["worlds"] == [("economic", 1), ("general_interest", 1)]
    assert actors_here(request_of(make_person()), val_de_marne)["total"] == 3


def test_the_section_of_a_territory_costs_two_queries(
    val_de_marne, django_assert_num_queries
) -> None:
    for number in range(5):
        make_organisation(f"Club {number}", perimeter=[val_de_marne])
    actors_here(request_of(), val_de_marne)  # a process reads the directory once
    with django_assert_num_queries(2):
        shown = actors_here(request_of(), val_de_marne)
        assert [sheet.place for sheet in shown["organisations"]] == [None] * 5


def test_my_account_lists_my_mandates_past_ones_too(client: Client) -> None:
    ama = make_person("Ama")
    make_mandate(ama, make_organisation("Club"), ends_on=localdate().replace(year=2025))
    make_mandate(make_person("Chloé"), make_organisation("Ailleurs"))
    client.force_login(ama)
    html = client.get(reverse("accounts:profile")).content.decode()
    assert "Mes mandats" in html
    assert "Club" in html
    assert "terminé" in html
    assert "Ailleurs" not in html


def test_the_export_of_my_data_holds_my_mandates_and_the_sheets_i_made() -> None:
    ama = make_person("Ama")
    make_mandate(ama, make_organisation("Club", created_by=ama), title="présidente")
    data = personal_data(ama)
    assert data["mandats"][0]["organisation"] == "Club"
    assert data["mandats"][0]["fonction"] == "présidente"
    assert [sheet["fiche"] for sheet in data["fiches créées"]] == ["Club"]


def test_a_domain_above_adds_a_card_and_editors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extensions._on_sheet, "_builders", {})
    monkeypatch.setattr(extensions, "_editor_rules", [])
    person, club, other = make_person(), make_organisation("Club"), make_organisation("Autre")
    register_section(
        "test-card",
        lambda request, sheet: Section("Carte", "x.html", {}) if sheet == club else None,
        order=1,
    )
    register_editor_rule(lambda somebody, sheet, today: somebody == person and sheet == club)
    assert [section.title for section in sections_of(request_of(), club)] == ["Carte"]
    assert sections_of(request_of(), other) == []
    assert can_edit_organisation(person, club, today=localdate())
    assert not can_edit_organisation(person, other, today=localdate())


def test_the_administration_never_deletes_a_mandate() -> None:
    request = request_of(make_person(is_staff=True, is_superuser=True))
    assert not site._registry[Mandate].has_delete_permission(request)
