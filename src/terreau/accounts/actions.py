"""Open, change and close accounts."""

import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from terreau.accounts.links import revoke_link
from terreau.accounts.models import Person, PersonalLink
from terreau.accounts.permissions import (
    can_administer_persons,
    can_close_account,
    can_end_session,
    can_lose_administration,
    can_open_account,
    can_revoke_link,
)
from terreau.core.journal import record
from terreau.core.verdicts import Refused, require

INSTANCE = "instance"


def person_with_email(email: str) -> Person | None:
    """Find who has this address, whatever its capitals."""
    return Person.objects.filter(email__iexact=email.strip()).first()


@transaction.atomic
def open_account(
    *,
    email: str,
    full_name: str,
    by: Person | None,
    now: datetime.datetime,
    is_address_proved: bool = True,
) -> Person:
    """Open an account without a password, for somebody invited by `by`.

    `is_address_proved` tells that only the owner of the address can have come here: a secret sent
    there and shown to nobody else. Otherwise a code is sent there at the first sign-in.
    """
    require(can_open_account(by))
    if person_with_email(email) is not None:
        raise Refused(_("Un compte a déjà cette adresse. Connectez-vous pour continuer."))
    person = Person.objects.create_user(
        email.strip(),
        full_name=" ".join(full_name.split()),
        is_address_proved=is_address_proved,
    )
    _record("account-opened", person, by=by, now=now)
    return person


@transaction.atomic
def close_account(*, person: Person, by: Person | None, now: datetime.datetime) -> None:
    """Close an account: its sessions end and its links open nothing; what it wrote stays."""
    require(can_close_account(by, person))
    _end_sessions(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    PersonalLink.objects.filter(person=person).outstanding(now).update(
        revoked_at=now, revoked_by=by
    )
    _record("account-closed", person, by=by, now=now)


@transaction.atomic
def reopen_account(*, person: Person, by: Person | None, now: datetime.datetime) -> None:
    """Let a person in again."""
    require(can_administer_persons(by))
    Person.objects.filter(pk=person.pk).update(is_active=True)
    person.refresh_from_db()
    _record("account-reopened", person, by=by, now=now)


@transaction.atomic
def give_administration(*, person: Person, by: Person | None, now: datetime.datetime) -> None:
    """Let a person administer the instance."""
    require(can_administer_persons(by))
    Person.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)
    person.refresh_from_db()
    _record("administration-given", person, by=by, now=now)


@transaction.atomic
def take_administration(*, person: Person, by: Person | None, now: datetime.datetime) -> None:
    """Make an administrator an ordinary person again."""
    require(can_lose_administration(by, person))
    Person.objects.filter(pk=person.pk).update(is_staff=False, is_superuser=False)
    person.refresh_from_db()
    _record("administration-taken", person, by=by, now=now)


@transaction.atomic
def remove_second_factor(*, person: Person, by: Person | None, now: datetime.datetime) -> None:
    """Let in again somebody who lost their telephone and their recovery codes."""
    require(can_administer_persons(by))
    Authenticator.objects.filter(user=person).delete()
    _end_sessions(person)
    _record("second-factor-removed", person, by=by, now=now)
    transaction.on_commit(lambda: _tell_second_factor_is_removed(person))


def _tell_second_factor_is_removed(person: Person) -> None:
    send_mail(
        _("Terreau · Second facteur retiré"),
        render_to_string("accounts/email/second_factor_removed.txt", {"person": person}),
        settings.DEFAULT_FROM_EMAIL,
        [person.email],
    )


def sign_out_everywhere(*, by: Person) -> Person:
    """End all the sessions of a person; theirs may then be renewed by the caller."""
    _end_sessions(by)
    return by


@transaction.atomic
def end_session(*, session: UserSession, by: Person) -> None:
    """Sign one machine out; the others stay."""
    require(can_end_session(by, session))
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()


def take_back_link(*, link: PersonalLink, by: Person, now: datetime.datetime) -> PersonalLink:
    """Take back one's own link."""
    require(can_revoke_link(by, link))
    return revoke_link(link, by=by, now=now)


def _end_sessions(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db()
    UserSession.objects.filter(user=person).delete()


def _record(verb: str, person: Person, *, by: Person | None, now: datetime.datetime) -> None:
    posture = by.full_name if by else _("ligne de commande")
    record(INSTANCE, verb, by=by, posture=posture, params={"name": person.full_name}, now=now)
