"""Offers and needs: added, changed, removed, given back, and what is refused."""

import html
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors.models import Organisation
from tests.actors.factories import (
    make_mandate,
    make_organisation,
    make_person,
    make_resource,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(client: Client) -> Organisation:
    """A sheet whose mandated person is signed in."""
    made, ama = make_organisation("Les Ateliers", world="general_interest"), make_person("Ama")
    make_mandate(ama, made)
    client.force_login(ama)
    return made


def text_of(answer) -> str:
    return html.unescape(answer.content.decode())


def test_an_offer_is_added_changed_removed_and_given_back(client: Client, sheet) -> None:
    address = reverse("actors:edit_resources", args=[sheet.uuid])
    line = {"direction": "need", "nature": "material", "title": "Tables", "is_public": "on"}
    answer = client.post(address, {**line, "quantity": "1 200,5", "unit": "kg"})
    assert answer.status_code == 302
    resource = sheet.resources.get()
    assert (str(resource.quantity), resource.is_public) == ("1200.50", True)
    one = reverse("actors:edit_resource", args=[sheet.uuid, resource.uuid])
    form = fields_of_line(client.get(one))
    assert form["quantity"] == "1200,5"
    assert client.post(one, {**form, "title": "Chaises"}).status_code == 302
    resource.refresh_from_db()
    assert resource.title == "Chaises"
    remove = reverse("actors:remove_resource", args=[sheet.uuid, resource.uuid])
    assert client.get(remove).status_code == 405
    page = text_of(client.get(client.post(remove).url))
    assert not sheet.resources.exists()
    client.post(re.search(r'action="([^"]*/retablir/)"', page)[1])
    assert sheet.resources.get().uuid == resource.uuid
    assert client.post(remove).status_code == 302
    assert client.post(remove).status_code == 404


def fields_of_line(answer) -> dict:
    page = answer.content.decode()
    found = dict(re.findall(r'name="(title|quantity|unit|seen)" value="([^"]*)"', page))
    nature = re.search(r'<option value="(\w+)" selected', page)[1]
    return {**found, "direction": "need", "nature": nature, "is_public": "on"}


def test_a_line_that_another_changed_is_shown_again_and_nothing_is_lost(
    client: Client, sheet
) -> None:
    resource = make_resource(sheet, direction="need")
    one = reverse("actors:edit_resource", args=[sheet.uuid, resource.uuid])
    mine, theirs = fields_of_line(client.get(one)), fields_of_line(client.get(one))
    client.post(one, {**theirs, "title": "La leur"})
    answer = client.post(one, {**mine, "title": "La mienne"})
    assert answer.status_code == 409
    assert "elle dit maintenant « La leur »" in text_of(answer)
    assert fields_of_line(answer)["title"] == "La mienne"
    assert client.post(one, fields_of_line(answer)).status_code == 302
    resource.refresh_from_db()
    assert resource.title == "La mienne"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Dites en quelques mots"),
        ({"title": "x" * 201}, "Ce texte dépasse 200 caractères."),
        ({"nature": ""}, "Choisissez la nature"),
        ({"quantity": "beaucoup"}, "n’est pas un nombre"),
        ({"quantity": "0"}, "plus grande que zéro"),
        ({"quantity": "-3"}, "plus grande que zéro"),
        ({"quantity": "1,234"}, "deux décimales"),
        ({"quantity": "9" * 17}, "plus grande que zéro"),
        ({"unit": "heures"}, "Dites combien"),
        ({"starts_on": "2026-02-30"}, "Cette date n’existe pas."),
        ({"starts_on": "2026-03-01", "ends_on": "2026-02-01"}, "La fin précède le début."),
    ],
)
def test_a_wrong_offer_is_explained(client: Client, sheet, fields: dict, sentence: str) -> None:
    line = {"direction": "offer", "nature": "human", "title": "Temps", "conditions": "à garder"}
    address = reverse("actors:edit_resources", args=[sheet.uuid])
    answer = client.post(address, {**line, **fields})
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert "à garder" in text_of(answer)
    assert not sheet.resources.exists()


def test_a_line_of_another_sheet_is_not_found(client: Client, sheet) -> None:
    theirs = make_resource(make_organisation("Autre"))
    for name in ("edit_resource", "remove_resource"):
        for key in (theirs.uuid, uuid4()):
            address = reverse(f"actors:{name}", args=[sheet.uuid, key])
            assert client.post(address, {}).status_code == 404
