"""Bring registrations in from a file, as they are written there; no letter is sent."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.verdicts import Refused, require
from terreau.events.actions.events import write
from terreau.events.actions.letters import revoke_links
from terreau.events.actions.places import lock_event
from terreau.events.enums import Attendance, RegistrationState
from terreau.events.models import Event, Registration
from terreau.events.permissions_registrations import (
    can_manage_registrations,
    can_mark_attendance,
)

COLUMNS = (
    "name",
    "email",
    "organisation",
    "organisation_name",
    "state",
    "attendance",
    "offers",
    "needs",
    "note",
)


@transaction.atomic
def bring_registration(
    event: Event, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Registration:
    """Write a registration that a file tells."""
    require(can_manage_registrations(by, event))
    if values.get("attendance"):
        require(can_mark_attendance(by, event, now=now))
    lock_event(event)
    told = {name: values[name] for name in COLUMNS if values.get(name) is not None}
    made = Registration(event=event, registered_at=values.get("registered_at") or now)
    _store(made, {"state": RegistrationState.REGISTERED, **told}, now)
    made.save(force_insert=True)
    write(event, "event-person-added", by=by, now=now)
    return made


@transaction.atomic
def rewrite_registration(
    one: Registration, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> None:
    """Change what a file tells otherwise."""
    require(can_manage_registrations(by, one.event))
    if "attendance" in values:
        require(can_mark_attendance(by, one.event, now=now))
    lock_event(one.event)
    _store(one, {name: values[name] for name in COLUMNS if name in values}, now)
    one.save()


def _store(one: Registration, values: Mapping[str, Any], now: datetime.datetime) -> None:
    for name, value in values.items():
        setattr(one, name, value if value is not None or name == "organisation" else "")
    one.state = one.state or RegistrationState.REGISTERED
    one.cancelled_at = (one.cancelled_at or now) if one.state == "cancelled" else None
    is_there = one.attendance == Attendance.PRESENT
    one.attended_at = (one.attended_at or now) if is_there else None


@transaction.atomic
def take_registration_out(one: Registration, *, by: Posture, now: datetime.datetime) -> None:
    """Undo what a file brought in, unless a table or a press already stands on it."""
    require(can_manage_registrations(by, one.event))
    if one.seats.exists():
        raise Refused(_("Cette personne a une place à une table : son inscription reste."))
    revoke_links(one, now=now)
    one.delete()
