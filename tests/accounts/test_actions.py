"""Accounts open, close and change role through the actions, told in the instance's journal."""

import datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import AnonymousUser
from django.core import mail

from terreau.accounts.actions import (
    close_account,
    give_administration,
    open_account,
    person_with_email,
    remove_second_factor,
    reopen_account,
    sign_out_everywhere,
    take_administration,
)
from terreau.accounts.links import issue_link, open_link
from terreau.accounts.models import Person
from terreau.accounts.permissions import can_open_account
from terreau.core.journal import records_of, verify_chain
from terreau.core.verdicts import Refused
from tests.accounts.factories import NOW, make_person

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return [line.verb for line in records_of("instance")]


def test_an_invited_person_has_an_account_without_a_password():
    ama = make_person()
    denis = open_account(
        email=" Denis@Example.org ", full_name="  Denis   Martin ", by=ama, now=NOW
    )
    assert (denis.email, denis.full_name) == ("denis@example.org", "Denis Martin")
    assert not denis.has_usable_password()
    assert denis.emailaddress_set.get().verified
    assert verbs() == ["account-opened"]
    assert verify_chain("instance") == []


def test_one_address_is_one_account_whatever_its_capitals():
    make_person()
    with pytest.raises(Refused, match="déjà cette adresse"):
        open_account(email="AMA@example.org", full_name="Autre", by=None, now=NOW)
    assert person_with_email("Ama@Example.ORG").full_name == "Ama Diallo"


def test_nobody_opens_an_account_without_one():
    assert "par invitation" in can_open_account(AnonymousUser()).reason
    assert not can_open_account(make_person(is_active=False))
    assert can_open_account(make_person("Bastien Roux"))


def test_closing_ends_the_sessions_and_the_links_and_keeps_the_rest(client):
    ama = make_person()
    client.force_login(ama)
    week = datetime.timedelta(days=7)
    _link, secret = issue_link(
        purpose="invitation", subject="1", person=ama, issued_by=None, lifetime=week, now=NOW
    )
    close_account(person=ama, by=ama, now=NOW)
    assert client.get("/compte/").status_code == 302
    assert "retiré" in open_link(secret, purpose="invitation", now=NOW).verdict.reason
    assert person_with_email("ama@example.org") == ama
    reopen_account(person=ama, by=None, now=NOW)
    assert ama.is_active
    assert verbs() == ["account-reopened", "account-closed"]


def test_a_member_closes_only_their_own_account():
    with pytest.raises(Refused, match="Seule l’administration"):
        close_account(person=make_person("Chloé Petit"), by=make_person(), now=NOW)


def test_only_an_administrator_gives_or_takes_the_administration():
    ama, chloe = make_person(), make_person("Chloé Petit")
    with pytest.raises(Refused, match="revient à l’administration"):
        give_administration(person=ama, by=chloe, now=NOW)
    give_administration(person=ama, by=None, now=NOW)
    give_administration(person=chloe, by=ama, now=NOW)
    take_administration(person=ama, by=chloe, now=NOW)
    assert (ama.is_staff, chloe.is_staff) == (False, True)


def test_the_instance_keeps_an_administrator():
    ama = make_person(is_staff=True, is_superuser=True)
    for act in (take_administration, close_account):
        with pytest.raises(Refused, match="dernière personne"):
            act(person=ama, by=ama, now=NOW)
    ama.refresh_from_db()
    assert ama.is_superuser
    assert ama.is_active


def test_signing_out_everywhere_ends_every_session(client):
    ama = make_person()
    client.force_login(ama)
    assert client.get("/compte/").status_code == 200
    sign_out_everywhere(by=ama)
    assert client.get("/compte/").status_code == 302


def test_who_administers_from_the_command_line_can_sign_in():
    bastien = Person.objects.create_superuser("bastien@example.org", "x", full_name="Bastien Roux")
    assert bastien.emailaddress_set.get().verified
    assert bastien.is_superuser


def test_a_lost_second_factor_is_removed_by_an_administrator_and_told(
    client, django_capture_on_commit_callbacks
):
    ama = make_person()
    TOTP.activate(ama, "JBSWY3DPEHPK3PXP")
    client.force_login(ama)
    with pytest.raises(Refused, match="revient à l’administration"):
        remove_second_factor(person=ama, by=make_person("Chloé Petit"), now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        remove_second_factor(person=ama, by=None, now=NOW)
    assert not is_mfa_enabled(ama)
    assert client.get("/compte/").status_code == 302
    assert verbs() == ["second-factor-removed"]
    assert mail.outbox[0].to == ["ama@example.org"]
    assert mail.outbox[0].body.startswith("Bonjour Ama Diallo,")
