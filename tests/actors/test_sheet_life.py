"""The end of an organisation, and the persons met there, page by page."""

import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from terreau.actors.models import Organisation, Position
from tests.actors.factories import (
    make_mandate,
    make_organisation,
    make_person,
    make_position,
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


def test_an_end_is_noted_and_taken_back(client: Client, sheet) -> None:
    address = reverse("actors:lifecycle", args=[sheet.uuid])
    assert "Donnez au moins l’année" in text_of(client.post(address, {"reason": "x"}))
    assert "à venir" in text_of(client.post(address, {"closed_on": "2099"}))
    data = {"closed_on": "2025", "reason": "dissolution"}
    page = text_of(client.post(address, data, follow=True))
    assert "n’est plus en activité depuis : 2025" in page
    assert "dissolution" in page
    client.post(reverse("actors:reopen", args=[sheet.uuid]))
    sheet.refresh_from_db()
    assert sheet.lifecycle == "active"
    again = client.post(reverse("actors:reopen", args=[sheet.uuid]), follow=True)
    assert "rien à rouvrir" in text_of(again)


def test_a_person_is_noted_succeeded_informed_and_erased(client: Client, sheet) -> None:
    before = make_position(sheet, "Lise Ancienne")
    add = reverse("actors:add_position", args=[sheet.uuid])
    data = {"full_name": "Paul Morin", "starts_on": "2026-03-01", "succeeds": before.pk}
    assert "Ce champ" in text_of(client.post(add, data))
    answer = client.post(add, {**data, "legal_basis": "legitimate_interest"})
    assert answer.status_code == 302
    before.refresh_from_db()
    assert before.ends_on.isoformat() == "2026-02-28"
    paul = Position.objects.get(full_name="Paul Morin")
    client.post(reverse("actors:position_informed", args=[sheet.uuid, paul.pk]))
    paul.refresh_from_db()
    assert paul.informed_at is not None
    edit = reverse("actors:edit_position", args=[sheet.uuid, paul.pk])
    client.post(edit, {"full_name": "Paul Marin", "legal_basis": "consent"})
    close = reverse("actors:close_position", args=[sheet.uuid, paul.pk])
    client.post(close, {f"p{paul.pk}-ends_on": "2026-06-01"})
    paul.refresh_from_db()
    assert (paul.full_name, paul.ends_on.isoformat()) == ("Paul Marin", "2026-06-01")
    client.post(reverse("actors:erase_position", args=[sheet.uuid, paul.pk]))
    assert list(Position.objects.all()) == [before]


def test_a_person_of_another_sheet_is_not_found(client: Client, sheet) -> None:
    theirs = make_position(make_organisation("Autre"))
    for name in ("edit_position", "close_position", "position_informed", "erase_position"):
        address = reverse(f"actors:{name}", args=[sheet.uuid, theirs.pk])
        assert client.post(address, {}).status_code == 404
    assert Position.objects.get() == theirs


def test_a_wrong_last_day_is_told(client: Client, sheet) -> None:
    position = make_position(sheet, starts_on=localdate())
    close = reverse("actors:close_position", args=[sheet.uuid, position.pk])
    assert "Cette date n’existe pas." in text_of(client.post(close, {}, follow=True))
    early = {f"p{position.pk}-ends_on": "2020-01-01"}
    assert "précède le début" in text_of(client.post(close, early, follow=True))
