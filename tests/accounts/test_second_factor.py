"""A second factor: switched on, asked for, replaced by recovery codes, never walked around."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from tests.accounts.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
SIGN_IN = "/compte/connexion/"
SECOND = "/compte/connexion/second-facteur/"


@pytest.fixture(autouse=True)
def _empty_counters():
    cache.clear()


def app_code(secret: str = SECRET, shift: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


def protect(person) -> list[str]:
    TOTP.activate(person, SECRET)
    return RecoveryCodes.activate(person).get_unused_codes()


def first_step(client):
    return client.post(SIGN_IN, {"login": "ama@example.org", "password": PASSWORD})


def is_signed_in(client) -> bool:
    return client.get("/compte/").status_code == 200


@pytest.mark.django_db(transaction=True)  # the e-mail leaves when the change is committed
def test_it_is_switched_on_with_a_drawing_or_a_written_key(client):
    ama = make_person()
    client.force_login(ama)
    client.post("/compte/confirmer/", {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert f">{secret}<" in page.text
    answer = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    codes = client.get(answer.url).context["unused_codes"]
    assert len(codes) == 10
    assert client.get(reverse("mfa_download_recovery_codes")).text.count("\n") >= 10
    assert "vient d’être activé" in mail.outbox[0].body


def test_the_key_is_shown_only_after_one_confirmed_who_one_is(client):
    client.force_login(make_person())
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_it_is_asked_after_the_password(client):
    protect(make_person())
    assert first_step(client).url == SECOND
    assert not is_signed_in(client)
    page = client.post(SECOND, {"code": "000000"}).text
    assert "Ce code n’est pas le bon" in page
    client.post(SECOND, {"code": app_code()})
    assert is_signed_in(client)


def test_it_is_asked_after_the_code_by_email_too(client):
    protect(make_person())
    client.post(SIGN_IN, {"login": "ama@example.org"})
    code = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("    "))
    answer = client.post("/compte/connexion/code/saisir/", {"code": code.strip()})
    assert answer.url.startswith(SECOND)
    assert not is_signed_in(client)


def test_a_recovery_code_serves_once(client):
    codes = protect(make_person())
    first_step(client)
    client.post(SECOND, {"code": codes[0]})
    assert is_signed_in(client)
    client.post("/compte/deconnexion/")
    first_step(client)
    client.post(SECOND, {"code": codes[0]})
    assert not is_signed_in(client)


def test_the_same_application_code_does_not_serve_twice(client):
    protect(make_person())
    first_step(client)
    code = app_code()
    client.post(SECOND, {"code": code})
    client.post("/compte/deconnexion/")
    first_step(client)
    client.post(SECOND, {"code": code})
    assert not is_signed_in(client)


def test_switching_off_says_so_by_email(client):
    ama = make_person()
    protect(ama)
    client.force_login(ama)
    client.post(reverse("mfa_reauthenticate"), {"code": app_code()})
    assert "Garder la protection" in client.get(reverse("mfa_deactivate_totp")).text
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=ama).exists()
    assert "désactivé" in mail.outbox[-1].body


def test_without_a_first_step_the_second_is_closed(client):
    assert client.get(SECOND).url == SIGN_IN
