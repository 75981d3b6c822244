"""One sheet at a time: send its link, take it back, confirm it on the telephone."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.actors.models import SheetLink
from tests.actors.factories import make_mandate, make_person
from tests.actors.fresh_factories import EMAIL, make_link, make_sheet, make_staff, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_client() -> Client:
    client = Client()
    client.force_login(make_staff().person)
    return client


def test_one_link_is_sent_listed_and_taken_back(
    staff_client, client, django_capture_on_commit_callbacks
) -> None:
    sheet = make_sheet()
    address = reverse("actors:keep-fresh", args=[sheet.uuid])
    assert EMAIL in staff_client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        staff_client.post(address, {"email": EMAIL})
    body = mail.outbox[0].body
    path = body[body.index("http://testserver") + 17 :].split()[0]
    assert client.get(path).status_code == 200
    link = SheetLink.objects.get()
    revoke = reverse("actors:sheet-link-revoke", args=[sheet.uuid, link.pk])
    assert staff_client.post(revoke).status_code == 302
    assert client.get(path).status_code == 410


def test_a_mandated_person_sends_the_link_and_a_stranger_does_not(client) -> None:
    sheet = make_sheet()
    ama = make_person("Ama Diallo")
    make_mandate(ama, sheet)
    address = reverse("actors:keep-fresh", args=[sheet.uuid])
    client.force_login(make_person("Chloé Martin"))
    assert client.post(address, {"email": EMAIL}).status_code == 403
    client.force_login(ama)
    assert client.post(address, {"email": EMAIL}).status_code == 302
    assert SheetLink.objects.count() == 1


def test_a_call_confirms_and_says_with_whom(staff_client, client) -> None:
    sheet = make_sheet()
    address = reverse("actors:confirm-phone", args=[sheet.uuid])
    assert staff_client.post(address, {"with_whom": ""}).status_code == 200
    staff_client.post(address, {"with_whom": "la directrice"})
    sheet.refresh_from_db()
    assert sheet.confirmed_on == timezone.localdate()
    assert "avec la directrice, selon Bastien Roy" in sheet.confirmed_by
    ama = make_person("Ama Diallo")
    make_mandate(ama, sheet)
    client.force_login(ama)
    assert client.post(address, {"with_whom": "moi"}).status_code == 403


def test_the_sheet_leads_to_the_right_to_object(client) -> None:
    sheet = make_sheet()
    assert f"?fiche={sheet.uuid}" in client.get(sheet.get_absolute_url()).content.decode()
    answer = client.get(f"{reverse('actors:objection')}?fiche={sheet.uuid}")
    assert sheet.name in answer.content.decode()
    hidden = make_sheet("Cachée", is_public=False)
    answer = client.get(f"{reverse('actors:objection')}?fiche={hidden.uuid}")
    assert "Cachée" not in answer.content.decode()


def test_the_page_of_one_sheet_does_not_grow(staff_client, count_queries) -> None:
    sheet = make_sheet()
    address = reverse("actors:keep-fresh", args=[sheet.uuid])
    make_link(sheet)
    before = count_queries(staff_client, address)
    for _number in range(5):
        _link, secret = make_link(sheet)
        Client().post(page(secret))
    assert count_queries(staff_client, address) == before <= 15
