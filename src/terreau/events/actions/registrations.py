"""Register, change one's mind, give up one's place: each in one breath with the waiting list."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.posture import Posture
from terreau.core.verdicts import Refused, require
from terreau.events.actions.events import write
from terreau.events.actions.letters import (
    AGAIN,
    PROMOTED,
    REGISTERED,
    ask_letters,
    revoke_links,
)
from terreau.events.actions.places import has_free_place, lock_event, promote_waiting
from terreau.events.enums import Attendance, RegistrationState
from terreau.events.models import Event, Registration
from terreau.events.permissions_registrations import (
    can_change_registration,
    can_manage_registrations,
    can_register,
)

COLUMNS = ("name", "organisation", "organisation_name", "offers", "needs", "note")


@transaction.atomic
def register(
    event: Event,
    values: Mapping[str, Any],
    *,
    email: str,
    person: Person | None,
    site: str,
    now: datetime.datetime,
) -> Registration:
    """Register somebody who came by the link or the code; a letter says their place.

    An address that is already registered receives its link again, and nothing else happens:
    whoever typed it does not learn that it was there.
    """
    held = lock_event(event)
    require(can_register(held, now=now))
    if email and (known := _standing(held, email)):
        ask_letters(held, [known.pk], AGAIN, site=site)
        return known
    made = Registration.objects.create(
        event=held,
        email=email,
        person=person,
        registered_at=now,
        state=_state(held),
        **{name: values[name] for name in COLUMNS},
    )
    if email:
        ask_letters(held, [made.pk], REGISTERED, site=site)
    return made


def _state(held: Event) -> RegistrationState:
    if has_free_place(held):
        return RegistrationState.REGISTERED
    return RegistrationState.WAITING


def _standing(event: Event, email: str) -> Registration | None:
    rows = Registration.objects.filter(event=event, email__iexact=email)
    return rows.exclude(state=RegistrationState.CANCELLED).first()


@transaction.atomic
def change_registration(
    registration: Registration, values: Mapping[str, Any], *, now: datetime.datetime
) -> None:
    """Change what one said of oneself; the place and its rank stay."""
    lock_event(registration.event)
    registration.refresh_from_db(fields=["state"])
    require(can_change_registration(registration, now=now))
    _save(registration, values)


def _save(registration: Registration, values: Mapping[str, Any]) -> None:
    for name in COLUMNS:
        setattr(registration, name, values[name])
    registration.save(update_fields=list(COLUMNS))


@transaction.atomic
def give_up_place(registration: Registration, *, site: str, now: datetime.datetime) -> None:
    """Give up one's place by one's link; the first who waits has it at once."""
    lock_event(registration.event)
    registration.refresh_from_db(fields=["state"])
    require(can_change_registration(registration, now=now))
    _free(registration, site=site, now=now)


def _free(registration: Registration, *, site: str, now: datetime.datetime) -> None:
    rows = Registration.objects.filter(pk=registration.pk)
    rows.update(state=RegistrationState.CANCELLED, cancelled_at=now)
    registration.state, registration.cancelled_at = RegistrationState.CANCELLED, now
    held = Event.objects.get(pk=registration.event_id)
    ask_letters(held, promote_waiting(held, now=now), PROMOTED, site=site)


@transaction.atomic
def add_person(
    event: Event,
    values: Mapping[str, Any],
    *,
    email: str,
    has_place: bool,
    site: str,
    by: Posture,
    now: datetime.datetime,
) -> Registration:
    """Register somebody by hand; `has_place` seats them even when the meeting is full."""
    held = lock_event(event)
    require(can_manage_registrations(by, held))
    if email and _standing(held, email):
        raise Refused(_("Cette adresse est déjà inscrite à cette rencontre."))
    made = Registration.objects.create(
        event=held,
        email=email,
        registered_at=now,
        state=RegistrationState.REGISTERED if has_place else _state(held),
        **{name: values[name] for name in COLUMNS},
    )
    if email:
        ask_letters(held, [made.pk], REGISTERED, site=site)
    write(held, "event-person-added", by=by, now=now)
    return made


@transaction.atomic
def correct_registration(
    registration: Registration, values: Mapping[str, Any], *, by: Posture
) -> None:
    """Correct what was typed, the organisation above all: a facilitator."""
    require(can_manage_registrations(by, registration.event))
    _save(registration, values)


@transaction.atomic
def remove_registration(
    registration: Registration, *, site: str, by: Posture, now: datetime.datetime
) -> None:
    """Take somebody out at their demand: a facilitator; the first who waits has the place."""
    require(can_manage_registrations(by, registration.event))
    lock_event(registration.event)
    registration.refresh_from_db(fields=["state", "attendance"])
    if registration.state == RegistrationState.CANCELLED:
        raise Refused(_("Cette personne s’est déjà désistée."))
    if registration.attendance == Attendance.PRESENT:
        raise Refused(_("Cette personne est notée présente : son inscription ne se retire plus."))
    _free(registration, site=site, now=now)
    write(registration.event, "event-person-removed", by=by, now=now)


@transaction.atomic
def erase_registration(
    registration: Registration, *, by: Posture | None, site: str, now: datetime.datetime
) -> None:
    """Forget who it was: by a facilitator at their demand, or by whoever opened their own link.

    A place that was still to be used goes to the first who waits.
    """
    if by is not None:
        require(can_manage_registrations(by, registration.event))
    lock_event(registration.event)
    registration.refresh_from_db(fields=["state", "attendance"])
    is_over = registration.event.ends_at <= now
    if not is_over and registration.state != RegistrationState.CANCELLED:
        _free(registration, site=site, now=now)
    forget(registration, now=now)


def forget(registration: Registration, *, now: datetime.datetime) -> None:
    """Empty what names the person; that somebody came, for which sheet, stays counted."""
    revoke_links(registration, now=now)
    Registration.objects.filter(pk=registration.pk).update(
        name=_("Personne effacée"),
        email="",
        offers="",
        needs="",
        note="",
        person=None,
        link=None,
        erased_at=now,
    )
