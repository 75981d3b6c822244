"""E-mails: French, plain text, one prefix, nothing undefined, nothing left in English."""

import datetime
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core import mail

import terreau.accounts
from tests.accounts.factories import NOW, make_person

TEMPLATES = Path(terreau.accounts.__file__).parent / "templates"
KINDS = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt")
    for folder in ("account", "mfa")
    for path in (TEMPLATES / folder / "email").glob("*_subject.txt")
)
pytestmark = pytest.mark.django_db


def send(rf, kind: str, **changes):
    request = rf.get("/", HTTP_HOST="terreau.example.org")
    values = {
        "user": make_person("Ama <b>Diallo</b> & fils"),
        "code": "ABCD-EFGH",
        "signup_url": "https://terreau.example.org/compte/ouvrir/",
        "password_reset_url": "https://terreau.example.org/compte/mot-de-passe/oublie/",
        "from_email": "ama@example.org",
        "to_email": "ama.diallo@example.org",
        "deleted_email": "ama@example.org",
        "ip": "192.0.2.1",
        "user_agent": "Firefox",
        "timestamp": NOW + datetime.timedelta(hours=1),
    }
    with context.request_context(request):
        get_adapter().send_mail(kind, "ama@example.org", {**values, **changes})
    return mail.outbox[0]


def test_each_message_allauth_may_send_here_is_ours():
    assert len(KINDS) == 15


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_is_plain_french_and_complete(rf, settings, kind):
    settings.ALLOWED_HOSTS = ["terreau.example.org"]
    message = send(rf, kind)
    assert message.subject.startswith("Terreau · ")
    assert message.body.startswith("Bonjour,\n\n")
    assert "sur terreau.example.org" in message.body
    assert message.alternatives == []
    assert "undefined" not in message.subject + message.body
    assert not any(word in message.body for word in (" the ", " you ", "&#", "&amp;", "\n\n\n"))


def test_the_code_stands_alone_on_its_line(rf, settings):
    settings.ALLOWED_HOSTS = ["terreau.example.org"]
    assert "\n    ABCD-EFGH\n" in send(rf, "account/email/login_code").body


def test_a_change_says_when_from_where_and_what_to_do(rf, settings):
    settings.ALLOWED_HOSTS = ["terreau.example.org"]
    body = send(rf, "account/email/password_changed").body
    assert "22 novembre 2026 à 11:00, depuis l’adresse 192.0.2.1" in body
    assert "déconnectez-vous partout" in body
