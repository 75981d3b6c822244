"""One's open sessions by device, closing one's account, and keys of second factors at rest."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.test import Client

from terreau.accounts.actions import end_session
from terreau.accounts.models import Person
from terreau.accounts.open_sessions import device_of
from terreau.accounts.secrets_at_rest import decrypt_secret, encrypt_secret
from terreau.core.verdicts import Refused
from tests.accounts.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _empty_counters():
    cache.clear()


def enter(agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    typed = {"login": "ama@example.org", "password": PASSWORD}
    assert client.post("/compte/connexion/", typed).status_code == 302
    return client


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (PHONE, "Safari sur iPhone"),
        (DESK, "Firefox sur Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge sur Linux"),
        ("curl/8", "appareil inconnu"),
        ("", "appareil inconnu"),
    ],
)
def test_a_device_is_said_in_two_words(agent, said):
    assert device_of(agent) == said


def test_each_session_is_listed_and_one_is_closed_alone():
    make_person()
    phone, desk = enter(PHONE), enter(DESK)
    page = desk.get("/compte/").text
    assert page.index("Firefox sur Windows") < page.index("Safari sur iPhone")
    assert page.count(">cette session<") == 1
    lost = UserSession.objects.get(user_agent=PHONE)
    assert desk.post(f"/compte/sessions/{lost.pk}/fermer/").status_code == 302
    assert phone.get("/compte/").status_code == 302
    assert "Safari sur iPhone" not in desk.get("/compte/").text


def test_nobody_closes_the_session_of_another(client):
    make_person()
    phone = enter(PHONE)
    session, chloe = UserSession.objects.get(), make_person("Chloé Petit")
    client.force_login(chloe)
    assert client.post(f"/compte/sessions/{session.pk}/fermer/").status_code == 404
    with pytest.raises(Refused):
        end_session(session=session, by=chloe)
    assert phone.get("/compte/").status_code == 200


def test_to_sign_out_everywhere_leaves_this_session_alone_in_the_list():
    make_person()
    phone, desk = enter(PHONE), enter(DESK)
    desk.post("/compte/fermer-mes-sessions/")
    assert phone.get("/compte/").status_code == 302
    page = desk.get("/compte/").text
    assert "Firefox sur Windows" in page
    assert "Safari sur iPhone" not in page


def test_the_account_page_does_not_grow_with_sessions(django_assert_max_num_queries):
    make_person()
    desk = [enter(DESK) for _ in range(6)][-1]
    with django_assert_max_num_queries(15):
        assert desk.get("/compte/").text.count("Firefox sur Windows") >= 6


def test_an_account_closes_only_once_its_address_is_written():
    ama = make_person()
    make_person("Odile Ravier", is_staff=True, is_superuser=True)
    desk = enter(DESK)
    assert "Ce que vous avez écrit reste" in desk.get("/compte/fermer/").text
    wrong = desk.post("/compte/fermer/", {"address": "autre@example.org"})
    assert "Il n’est pas fermé" in wrong.text
    assert 'value="autre@example.org"' in wrong.text
    assert Person.objects.get(pk=ama.pk).is_active
    done = desk.post("/compte/fermer/", {"address": " AMA@example.org "}, follow=True)
    assert "Votre compte est fermé" in done.text
    assert not Person.objects.get(pk=ama.pk).is_active
    assert desk.get("/compte/").status_code == 302
    assert not UserSession.objects.exists()


def test_the_last_administrator_is_told_why_the_account_stays(client):
    odile = make_person("Odile Ravier", is_staff=True, is_superuser=True)
    client.force_login(odile)
    assert "Garder mon compte" not in client.get("/compte/fermer/").text
    assert client.post("/compte/fermer/", {"address": odile.email}).status_code == 403
    assert Person.objects.get(pk=odile.pk).is_active


def test_the_key_of_a_second_factor_is_nowhere_in_clear():
    ama = make_person()
    TOTP.activate(ama, SECRET)
    stored = str(Authenticator.objects.get(type="totp").data)
    assert SECRET not in stored
    assert encrypt_secret(SECRET) != encrypt_secret(SECRET)


def test_a_former_secret_still_opens_and_a_lost_one_is_said(settings):
    kept = encrypt_secret(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret"
    assert decrypt_secret(kept) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Refused, match="secret de l’instance a changé"):
        decrypt_secret(kept)
    with pytest.raises(Refused):
        decrypt_secret(Fernet(Fernet.generate_key()).encrypt(SECRET.encode()).decode())
