"""Say who came, one press at a time; each press is saved, and may be taken back."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from terreau.actors.posture import Posture
from terreau.core.verdicts import require
from terreau.events.actions.places import lock_event
from terreau.events.actions.registrations import COLUMNS
from terreau.events.enums import Attendance, RegistrationState
from terreau.events.models import Event, Registration
from terreau.events.permissions_registrations import can_mark_attendance


@transaction.atomic
def mark_attendance(
    registration: Registration, attendance: str, *, by: Posture, now: datetime.datetime
) -> Registration:
    """Note somebody present, absent, or take the press back (an empty text: nobody has said).

    Whoever waited, or had given up, and comes all the same has a place: they are there.
    """
    require(can_mark_attendance(by, registration.event, now=now))
    lock_event(registration.event)
    columns: dict[str, Any] = {
        "attendance": attendance,
        "attended_at": now if attendance == Attendance.PRESENT else None,
    }
    if attendance == Attendance.PRESENT:
        columns |= {"state": RegistrationState.REGISTERED, "cancelled_at": None}
    Registration.objects.filter(pk=registration.pk).update(**columns)
    registration.refresh_from_db()
    return registration


@transaction.atomic
def welcome_unregistered(
    event: Event, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Registration:
    """Note somebody who came without having registered: they are there, full or not."""
    require(can_mark_attendance(by, event, now=now))
    lock_event(event)
    return Registration.objects.create(
        event=event,
        state=RegistrationState.REGISTERED,
        attendance=Attendance.PRESENT,
        attended_at=now,
        registered_at=now,
        **{name: values.get(name) or _blank(name) for name in COLUMNS},
    )


def _blank(name: str) -> str | None:
    return None if name == "organisation" else ""
