"""« Mon compte »: preferences, security, links, own data."""

import datetime
import json

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from terreau.accounts import extensions
from terreau.accounts.extensions import (
    AccountSection,
    register_account_section,
    register_link_purpose,
    register_personal_data,
)
from terreau.accounts.links import issue_link
from terreau.accounts.models import PersonalLink
from tests.accounts.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
ACCOUNT = "/compte/"
WEEK = datetime.timedelta(days=7)


@pytest.fixture(autouse=True)
def _empty_counters():
    cache.clear()


@pytest.fixture
def ama(client):
    person = make_person()
    client.force_login(person)
    return person


@pytest.fixture(autouse=True)
def _registries_as_found(monkeypatch):
    for name in ("_sections", "_personal_data", "_link_purposes"):
        monkeypatch.setattr(extensions, name, dict(getattr(extensions, name)))


def give_links(person, count=1, **changes):
    given = {"purpose": "invitation", "subject": "1", "person": person, "issued_by": None}
    now = timezone.now()
    return [issue_link(**{**given, "lifetime": WEEK, "now": now, **changes}) for _ in range(count)]


def test_preferences_are_saved_and_followed_at_once(client, ama):
    data = {"full_name": "  Ama   D.  ", "language": "en", "theme": "dark"}
    answer = client.post(ACCOUNT, data)
    assert answer.url == ACCOUNT
    ama.refresh_from_db()
    assert (ama.full_name, ama.language, ama.theme) == ("Ama D.", "en", "dark")
    assert client.cookies["django_language"].value == "en"
    assert client.cookies["terreau_theme"].value == "dark"


def test_a_name_left_empty_is_refused_and_the_rest_is_kept(client, ama):
    page = client.post(ACCOUNT, {"full_name": " ", "language": "en", "theme": "dark"}).text
    assert '<option value="dark" selected>' in page
    ama.refresh_from_db()
    assert ama.full_name == "Ama Diallo"


def test_html_in_a_name_is_shown_as_text(client, ama):
    client.post(
        ACCOUNT, {"full_name": "<script>alert(1)</script>", "language": "auto", "theme": "auto"}
    )
    page = client.get(ACCOUNT).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_reading_the_page_does_not_cost_more_with_more_links(client, ama):
    def count_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(ACCOUNT)
        return len(queries)

    bastien = make_person("Bastien Roux")
    give_links(ama, 2, issued_by=bastien)
    before = count_queries()
    give_links(ama, 10, issued_by=bastien)
    assert count_queries() == before <= 15


def test_other_sessions_end_and_this_one_goes_on(client, ama, client_of):
    other = client_of()
    other.force_login(ama)
    assert client.post(reverse("accounts:end-sessions")).url == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    assert other.get(ACCOUNT).status_code == 302
    assert client.get(reverse("accounts:end-sessions")).status_code == 405


@pytest.fixture
def client_of(client):
    return type(client)


def test_ones_links_are_shown_in_words_and_taken_back(client, ama):
    register_link_purpose("invitation", "Invitation dans une alliance")
    ((link, secret),) = give_links(ama)
    page = client.get(ACCOUNT).text
    assert "Invitation dans une alliance" in page
    assert secret not in page
    assert link.secret_hash not in page
    client.post(reverse("accounts:revoke-link", args=[link.pk]))
    link.refresh_from_db()
    assert link.revoked_by == ama
    assert "Invitation dans une alliance" not in client.get(ACCOUNT).text


def test_the_link_of_others_does_not_exist_for_one(client, ama):
    ((link, _secret),) = give_links(make_person("Chloé Petit"))
    assert client.post(reverse("accounts:revoke-link", args=[link.pk])).status_code == 404
    assert PersonalLink.objects.get().revoked_at is None


def test_the_export_tells_all_and_no_secret(client, ama):
    register_personal_data("mandats", lambda person: [{"organisation": "Club Gravelle"}])
    ((link, secret),) = give_links(ama)
    give_links(make_person("Chloé Petit"), subject="secret-de-chloe")
    answer = client.get(reverse("accounts:export"))
    told = json.loads(answer.text)
    assert told["compte"]["adresse"] == "ama@example.org"
    assert told["mandats"] == [{"organisation": "Club Gravelle"}]
    assert len(told["liens personnels"]) == 1
    assert "attachment" in answer["Content-Disposition"]
    for hidden in (secret, link.secret_hash, ama.password, "secret-de-chloe"):
        assert hidden not in answer.text


def test_another_domain_adds_its_card(client, ama):
    def mandates(request):
        return AccountSection("Mes mandats", "accounts/_links.html", {"of": request.user})

    register_account_section(mandates)
    register_account_section(lambda request: None)
    assert "Mes mandats" in client.get(ACCOUNT).text


def test_the_address_changes_only_with_the_code_sent_to_the_new_one(client, ama):
    client.post("/compte/confirmer/", {"password": PASSWORD})
    client.post("/compte/adresse/", {"email": "ama.diallo@example.org", "action_add": ""})
    ama.refresh_from_db()
    assert ama.email == "ama@example.org"
    assert mail.outbox[0].to == ["ama.diallo@example.org"]
    code = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("    "))
    client.post("/compte/adresse/code/", {"code": code.strip()})
    ama.refresh_from_db()
    assert ama.email == "ama.diallo@example.org"
    assert any("ama@example.org" in message.to for message in mail.outbox[1:])


def test_taking_the_address_of_another_is_not_told_apart(client, ama):
    make_person("Chloé Petit")
    client.post("/compte/confirmer/", {"password": PASSWORD})
    answer = client.post("/compte/adresse/", {"email": "chloe@example.org", "action_add": ""})
    assert answer.url == "/compte/adresse/code/"
    ama.refresh_from_db()
    assert ama.email == "ama@example.org"


def test_a_password_is_chosen_then_changed_and_told_by_email(client):
    denis = make_person("Denis Martin", password=None)
    client.force_login(denis)
    assert client.get("/compte/mot-de-passe/").url == "/compte/mot-de-passe/choisir/"
    client.post("/compte/mot-de-passe/choisir/", {"password1": PASSWORD, "password2": PASSWORD})
    denis.refresh_from_db()
    assert denis.check_password(PASSWORD)
    assert mail.outbox[0].subject == "Terreau · Votre compte a un mot de passe"
    assert client.get(ACCOUNT).status_code == 200
