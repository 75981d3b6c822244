"""Sign-in by code and by password, in the order a person meets it."""

import re
import time

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.accounts.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
SIGN_IN = "/compte/connexion/"
ENTER_CODE = "/compte/connexion/code/saisir/"
ACCOUNT = "/compte/"


@pytest.fixture(autouse=True)
def _empty_counters():
    cache.clear()


@pytest.fixture
def client_of():
    """Another browser."""
    return Client


def ask_code(client, email="ama@example.org", **more):
    return client.post(SIGN_IN, {"login": email, **more})


def code_of(message) -> str:
    return re.search(r"^ {4}(\S+)$", message.body, re.MULTILINE)[1]


def is_signed_in(client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_a_code_by_email_signs_in_and_leads_where_one_was_going(client):
    make_person()
    answer = ask_code(client, next=ACCOUNT)
    assert answer.url.startswith(ENTER_CODE)
    answer = client.post(answer.url, {"code": code_of(mail.outbox[0]), "next": ACCOUNT})
    assert answer.url == ACCOUNT
    assert is_signed_in(client)


def test_a_code_is_accepted_in_small_letters(client):
    make_person()
    ask_code(client)
    client.post(ENTER_CODE, {"code": code_of(mail.outbox[0]).lower()})
    assert is_signed_in(client)


def test_a_wrong_code_says_what_to_do_and_keeps_what_was_typed(client):
    make_person()
    ask_code(client)
    page = client.post(ENTER_CODE, {"code": "FAUX-CODE"}).text
    assert "Ce code n’est pas le bon" in page
    assert 'value="FAUX-CODE"' in page
    assert not is_signed_in(client)


def test_three_wrong_codes_close_the_door(client):
    make_person()
    ask_code(client)
    for _try in range(3):
        answer = client.post(ENTER_CODE, {"code": "FAUX-CODE"})
    assert answer.status_code == 302
    assert "Trop d’essais" in client.get(SIGN_IN).text
    client.post(ENTER_CODE, {"code": code_of(mail.outbox[0])})
    assert not is_signed_in(client)


def test_an_expired_code_opens_nothing(client, monkeypatch):
    make_person()
    ask_code(client)
    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
    client.post(ENTER_CODE, {"code": code_of(mail.outbox[0])})
    monkeypatch.undo()
    assert not is_signed_in(client)


def test_a_used_code_is_worth_nothing_in_another_browser(client, client_of):
    make_person()
    ask_code(client)
    code = code_of(mail.outbox[0])
    client.post(ENTER_CODE, {"code": code})
    other = client_of()
    ask_code(other)
    other.post(ENTER_CODE, {"code": code})
    assert not is_signed_in(other)


def test_another_code_can_be_asked_and_replaces_the_first(client):
    make_person()
    ask_code(client)
    client.post(ENTER_CODE, {"action": "resend"})
    assert len(mail.outbox) == 2
    client.post(ENTER_CODE, {"code": code_of(mail.outbox[1])})
    assert is_signed_in(client)


def test_a_password_signs_in_and_renews_the_session(client):
    make_person()
    client.get(SIGN_IN)
    client.cookies["sessionid"] = "prepared-by-somebody-else"
    answer = client.post(SIGN_IN, {"login": "AMA@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.cookies["sessionid"].value != "prepared-by-somebody-else"
    assert mail.outbox == []
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_read_the_same(client):
    make_person()
    known = client.post(SIGN_IN, {"login": "ama@example.org", "password": "faux"})
    unknown = client.post(SIGN_IN, {"login": "denis@example.org", "password": "faux"})
    assert known.status_code == unknown.status_code == 200
    for page in (known.text, unknown.text):
        assert "ne vont pas ensemble" in page
    assert "ama@example.org" in known.text  # what was typed is kept


def test_asking_a_code_does_not_tell_whether_the_account_exists(client, client_of):
    make_person()
    known, unknown = ask_code(client), ask_code(client_of(), "denis@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mail.outbox[1].to == ["denis@example.org"]
    assert "Aucun compte ne la porte" in mail.outbox[1].body
    assert "/compte/ouvrir/" in mail.outbox[1].body


def test_five_wrong_passwords_slow_down_even_the_right_one(client):
    make_person()
    for _try in range(5):
        client.post(SIGN_IN, {"login": "ama@example.org", "password": "faux"})
    page = client.post(SIGN_IN, {"login": "ama@example.org", "password": PASSWORD}).text
    assert "Attendez quelques minutes" in page
    assert not is_signed_in(client)


def test_a_flood_of_code_requests_is_slowed_down(client_of):
    make_person()
    for _ask in range(3):
        ask_code(client_of())
    page = ask_code(client_of()).text
    assert "Trop d’essais en peu de temps" in page
    assert len(mail.outbox) == 3


def test_a_flood_of_sign_ins_meets_a_page_that_says_to_wait(client_of):
    for number in range(31):
        answer = client_of().post(SIGN_IN, {"login": f"pas-une-adresse-{number}"})
    assert answer.status_code == 429
    assert "Attendez quelques minutes" in answer.text


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil"]
)
def test_next_never_leads_to_another_site(client, elsewhere):
    make_person()
    credentials = {"login": "ama@example.org", "password": PASSWORD, "next": elsewhere}
    answer = client.post(SIGN_IN, credentials)
    assert answer.url == "/"


def test_a_closed_account_does_not_sign_in(client):
    make_person(is_active=False)
    client.post(SIGN_IN, {"login": "ama@example.org", "password": PASSWORD})
    ask_code(client)
    assert not is_signed_in(client)


def test_an_address_not_yet_proved_is_asked_for_its_code_first(client):
    ama = make_person()
    ama.emailaddress_set.update(verified=False)
    answer = client.post(SIGN_IN, {"login": "ama@example.org", "password": PASSWORD})
    assert answer.url == "/compte/adresse/code/"
    assert not is_signed_in(client)
    client.post("/compte/adresse/code/", {"code": code_of(mail.outbox[0])})
    assert is_signed_in(client)


def test_signing_in_gives_the_screens_the_persons_language_and_theme(client):
    make_person(language="en", theme="dark")
    client.post(SIGN_IN, {"login": "ama@example.org", "password": PASSWORD})
    assert client.cookies["django_language"].value == "en"
    assert client.cookies["terreau_theme"].value == "dark"


def test_signing_out_needs_a_post(client):
    client.force_login(make_person())
    assert "Se déconnecter ?" in client.get("/compte/deconnexion/").text
    assert is_signed_in(client)
    client.post("/compte/deconnexion/")
    assert not is_signed_in(client)


def test_a_forgotten_password_is_replaced_with_a_code_and_ends_other_sessions(client, client_of):
    ama = make_person()
    other = client_of()
    other.force_login(ama)
    client.post("/compte/mot-de-passe/oublie/", {"email": "ama@example.org"})
    client.post("/compte/mot-de-passe/oublie/code/", {"code": code_of(mail.outbox[0])})
    new = "une-autre-phrase-secrète"
    client.post("/compte/mot-de-passe/oublie/nouveau/", {"password1": new, "password2": new})
    ama.refresh_from_db()
    assert ama.check_password(new)
    assert not is_signed_in(other)
    assert "vient d’être remplacé" in mail.outbox[-1].body


def test_a_short_password_is_refused_with_the_rule(client):
    client.force_login(make_person())
    client.post("/compte/confirmer/", {"password": PASSWORD})
    data = {"oldpassword": PASSWORD, "password1": "court", "password2": "court"}
    page = client.post("/compte/mot-de-passe/", data).text
    assert "12" in page
    assert "Douze signes au moins" in page
