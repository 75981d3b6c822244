"""A personal link opens a first session only; it is not a way around the sign-in."""

import pytest
from allauth.core import context
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core import mail
from django.test import RequestFactory

from terreau.accounts.actions import open_account
from terreau.accounts.permissions import can_sign_in_by_link
from terreau.accounts.sign_in import sign_in_by_link
from terreau.core.verdicts import Refused
from tests.accounts.factories import NOW, make_person

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.post("/invitation/")
    request.user = ANYBODY
    SessionMiddleware(lambda _request: None).process_request(request)
    MessageMiddleware(lambda _request: None).process_request(request)
    request.session["prepared"] = True
    request.session.save()
    with context.request_context(request):
        yield request


def newcomer(**changes):
    given = {"email": "denis@example.org", "full_name": "Denis Martin", "by": None, "now": NOW}
    return open_account(**{**given, **changes})


def test_the_first_session_opens_and_its_key_is_renewed(request_):
    before = request_.session.session_key
    answer = sign_in_by_link(request_, newcomer(), next_url="/alliances/")
    assert answer.url == "/alliances/"
    assert request_.user.email == "denis@example.org"
    assert request_.session.session_key != before


def test_an_address_not_proved_is_asked_for_its_code(request_):
    denis = newcomer(is_address_proved=False)
    answer = sign_in_by_link(request_, denis, next_url="/alliances/")
    assert answer.url == "/compte/adresse/code/"
    assert not request_.user.is_authenticated
    assert mail.outbox[0].to == ["denis@example.org"]


def test_a_second_factor_is_never_walked_around(request_):
    denis = newcomer()
    TOTP.activate(denis, "JBSWY3DPEHPK3PXP")
    with pytest.raises(Refused, match="second facteur"):
        sign_in_by_link(request_, denis, next_url="/")
    assert not request_.user.is_authenticated


def test_who_signed_in_once_signs_in_as_usual():
    denis = newcomer()
    assert can_sign_in_by_link(ANYBODY, denis)
    denis.last_login = NOW
    assert "Connectez-vous d’abord" in can_sign_in_by_link(ANYBODY, denis).reason


def test_a_closed_account_stays_closed():
    denis = newcomer()
    denis.is_active = False
    assert "fermé" in can_sign_in_by_link(ANYBODY, denis).reason


def test_the_session_of_another_person_is_not_replaced():
    verdict = can_sign_in_by_link(make_person(), newcomer())
    assert "Vous êtes dans le compte de Ama Diallo" in verdict.reason


def test_ones_own_session_goes_on(request_):
    denis = newcomer()
    denis.last_login = NOW
    request_.user = denis
    assert sign_in_by_link(request_, denis, next_url="/x/").url == "/x/"
