"""« Vérifier ma fiche »: what the link opens, what it never does, and how it closes."""

import datetime
import logging

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.actions import close_account
from terreau.accounts.links import revoke_link
from terreau.accounts.models import PersonalLink
from terreau.actors.models import Organisation, SheetLink, SheetReview
from terreau.actors.sheet_links import masked, open_sheet_link
from tests.actors.factories import make_contact, make_person
from tests.actors.fresh_factories import EMAIL, make_link, make_sheet, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> Organisation:
    return make_sheet(description="Un club d’entreprises.")


def test_the_page_shows_the_sheet_and_reading_it_leaves_no_trace(client: Client, sheet) -> None:
    sheet_link, secret = make_link(sheet)
    for _reading in range(3):
        answer = client.get(page(secret))
        assert answer.status_code == 200
    assert "Un club d’entreprises." in answer.content.decode()
    assert EMAIL in answer.content.decode()
    sheet_link.link.refresh_from_db()
    sheet.refresh_from_db()
    assert sheet_link.link.used_at is None
    assert sheet.confirmed_on is None
    assert SheetReview.objects.count() == 0


def test_one_click_confirms_all_and_says_so(client: Client, sheet) -> None:
    _link, secret = make_link(sheet)
    answer = client.post(page(secret), follow=True)
    assert answer.status_code == 200
    assert "Merci" in answer.content.decode()
    sheet.refresh_from_db()
    assert sheet.confirmed_on == timezone.localdate()
    assert sheet.confirmed_by == "la structure, par lien (c…@club-gravelle.test)"
    review = SheetReview.objects.get()
    assert (review.kind, review.state) == ("confirm", "applied")


def test_the_link_serves_several_times_until_it_closes(client: Client, sheet) -> None:
    _link, secret = make_link(sheet)
    assert client.post(page(secret)).status_code == 302
    assert client.post(page(secret)).status_code == 302
    assert client.get(page(secret)).status_code == 200


def test_the_link_works_without_any_cookie_and_from_another_origin() -> None:
    """A browser told `no-referrer` hides its origin: the secret alone opens the door."""
    _link, secret = make_link(make_sheet())
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page(secret), headers={"origin": "null"}).status_code == 302


def test_the_pages_tell_nobody_their_address(client: Client, sheet) -> None:
    _link, secret = make_link(sheet)
    addresses = [page(secret, name=name) for name in ("review", "review-report", "review-thanks")]
    for address in [*addresses, page(secret, "contacts"), page("unknown")]:
        answer = client.get(address)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]
        assert b'rel="noopener"' not in answer.content
        assert secret.encode() not in answer.content.replace(f"/verifier/{secret}/".encode(), b"")


def test_the_secret_stays_out_of_the_database_and_of_the_logs(client, sheet, caplog) -> None:
    _link, secret = make_link(sheet)
    kept = str(list(PersonalLink.objects.values()) + list(SheetLink.objects.values()))
    assert secret not in kept
    with caplog.at_level(logging.WARNING):
        client.get(f"{page(secret)}corriger/inconnu/")
    from_logs = [record.getMessage() for record in caplog.records]
    assert from_logs


def test_an_unknown_an_expired_and_a_revoked_secret_close_the_same_door(client, sheet) -> None:
    past = timezone.now() - datetime.timedelta(days=61)
    _old, expired = make_link(sheet, now=past)
    revoked_link, revoked = make_link(sheet)
    revoke_link(revoked_link.link, by=None, now=timezone.now())
    for secret in ("x" * 43, expired, revoked):
        for answer in (client.get(page(secret)), client.post(page(secret))):
            assert answer.status_code == 410
            assert "Ce lien n’ouvre rien" in answer.content.decode()
            assert sheet.name not in answer.content.decode()
    assert SheetReview.objects.count() == 0


def test_the_link_opens_on_its_last_day_and_not_after(sheet) -> None:
    issued = timezone.now()
    _link, secret = make_link(sheet, now=issued)
    last = issued + datetime.timedelta(days=60) - datetime.timedelta(seconds=1)
    assert open_sheet_link(secret, now=last).verdict
    assert not open_sheet_link(secret, now=last + datetime.timedelta(seconds=2)).verdict


def test_a_link_of_another_purpose_does_not_open_a_sheet(client: Client, sheet) -> None:
    sheet_link, secret = make_link(sheet)
    PersonalLink.objects.filter(pk=sheet_link.link_id).update(purpose="invitation")
    assert client.get(page(secret)).status_code == 410


def test_a_folded_sheet_leads_to_the_kept_one(client: Client, sheet) -> None:
    kept = make_sheet("Club Gravelle et Bois", email="")
    _link, secret = make_link(sheet)
    Organisation.objects.filter(pk=sheet.pk).update(merged_into=kept, lifecycle="merged")
    assert "Club Gravelle et Bois" in client.get(page(secret)).content.decode()
    client.post(page(secret))
    kept.refresh_from_db()
    assert kept.confirmed_on == timezone.localdate()


def test_closing_an_account_closes_the_links_sent_to_its_address(client: Client, sheet) -> None:
    ama = make_person("Ama Diallo", email="Ama@club-gravelle.test")
    _mine, secret = make_link(sheet, email="ama@club-gravelle.test")
    _other, other = make_link(sheet)
    close_account(person=ama, by=ama, now=timezone.now())
    assert client.get(page(secret)).status_code == 410
    assert client.get(page(other)).status_code == 200


def test_too_many_readings_are_slowed_down(client: Client, sheet) -> None:
    _link, secret = make_link(sheet)
    codes = [client.get(page(secret)).status_code for _ in range(61)]
    assert codes[59] == 200
    assert codes[60] == 403
    assert client.get(page("y" * 43)).status_code == 403


def test_an_address_is_named_without_being_given() -> None:
    assert masked("marie.durand@mairie.test") == "m…@mairie.test"
    assert masked("sans arobase") == ""


def test_the_page_costs_the_same_whatever_the_sheet_holds(client, sheet, count_queries) -> None:
    _link, secret = make_link(sheet)
    client.get(page(secret))
    before = count_queries(client, page(secret))
    for number in range(6):
        make_contact(sheet, value=f"{number}@exemple.test")
        client.post(page(secret))
    assert count_queries(client, page(secret)) == before


def test_an_unknown_step_is_not_found(client: Client, sheet) -> None:
    _link, secret = make_link(sheet)
    assert client.get(page(secret, "inconnu")).status_code == 404
    assert client.get(reverse("actors:review-step", args=["x" * 43, "nom"])).status_code == 410
