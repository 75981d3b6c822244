"""Prepare a meeting, announce it, cancel it, say that it was held."""

import datetime
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.editing import claim_version
from terreau.core.journal import record
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.consultations import CODE_LENGTH, CODE_LETTERS
from terreau.events.actions.letters import CANCELLED, PROMOTED, ask_letters
from terreau.events.actions.places import lock_event, promote_waiting
from terreau.events.enums import Attendance, EventState
from terreau.events.models import Event, EventSeries
from terreau.events.permissions import (
    can_cancel_event,
    can_close_event,
    can_discard_event,
    can_edit_event,
    can_prepare_event,
    can_publish_event,
)

COLUMNS = (
    "kind",
    "title",
    "description",
    "place_name",
    "address",
    "place",
    "starts_at",
    "ends_at",
    "capacity",
    "is_public",
    "takes_registrations",
    "registration_closes_at",
    "edition",
    "source",
)


def new_event_code() -> str:
    """Draw the code of a meeting, one that no other has."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _n in range(CODE_LENGTH))
        if not Event.objects.filter(code=code).exists():
            return code


def write(event: Event, verb: str, *, by: Posture, now: datetime.datetime, **params: str) -> None:
    """Append to the record of the alliance what was done with this meeting."""
    told = {"title": event.title, **{name: str(value) for name, value in params.items()}}
    record(event.scope, verb, by=by.person, posture=by.label, params=told, now=now)


@transaction.atomic
def prepare_event(
    alliance: Alliance,
    values: Mapping[str, Any],
    *,
    series: str = "",
    by: Posture,
    now: datetime.datetime,
) -> Event:
    """Prepare a meeting; nobody outside the alliance sees it before it is announced."""
    require(can_prepare_event(by, alliance))
    event = Event(
        alliance=alliance,
        code=new_event_code(),
        created_by=by.person,
        posture=by.label,
        created_at=now,
    )
    _store(event, values, series, by)
    write(event, "event-prepared", by=by, now=now)
    return event


@transaction.atomic
def edit_event(
    event: Event,
    values: Mapping[str, Any],
    *,
    series: str = "",
    expected_version: int,
    site: str,
    by: Posture,
    now: datetime.datetime,
) -> Event:
    """Change a meeting, unless somebody did meanwhile (`EditConflict`).

    More places promote at once those who wait; fewer take nobody's place away.
    """
    require(can_edit_event(by, event))
    lock_event(event)
    claim_version(event, expected_version)
    stored = Event.objects.select_related("alliance").get(pk=event.pk)
    _store(stored, values, series, by)
    promoted = promote_waiting(stored, now=now)
    ask_letters(stored, promoted, PROMOTED, site=site)
    write(stored, "event-edited", by=by, now=now)
    return stored


def _store(event: Event, values: Mapping[str, Any], series: str, by: Posture) -> None:
    for name in COLUMNS:
        setattr(event, name, values[name])
    event.series = None
    if series.strip():
        event.series, _created = EventSeries.objects.get_or_create(
            alliance=event.alliance, name=series.strip()
        )
    event._history_user = by.person
    event._change_reason = by.label[:100]
    event.save()


@transaction.atomic
def publish_event(event: Event, *, by: Posture, now: datetime.datetime) -> None:
    """Announce it: the public sees it if it is public, and its code opens."""
    _refresh(event)
    require(can_publish_event(by, event))
    if event.ends_at <= now:
        raise Refused(
            _("Cette rencontre serait déjà finie : corrigez ses dates avant de l’annoncer.")
        )
    _change(event, state=EventState.PUBLISHED)
    write(event, "event-published", by=by, now=now)


@transaction.atomic
def cancel_event(
    event: Event, *, reason: str, site: str, by: Posture, now: datetime.datetime
) -> None:
    """Cancel it for a reason that everybody reads; those who registered are told by letter."""
    _refresh(event)
    require(can_cancel_event(by, event))
    if not reason.strip():
        raise Refused(_("Dites pourquoi la rencontre est annulée : les inscrits le liront."))
    _change(event, state=EventState.CANCELLED, cancelled_reason=reason.strip()[:300])
    told = event.registrations.exclude(state="cancelled").exclude(email="")
    ask_letters(event, list(told.values_list("pk", flat=True)), CANCELLED, site=site)
    write(event, "event-cancelled", by=by, now=now, reason=event.cancelled_reason)


@transaction.atomic
def close_event(event: Event, *, by: Posture, now: datetime.datetime) -> None:
    """Say that it was held; nobody registers any more."""
    _refresh(event)
    require(can_close_event(by, event, now=now))
    _change(event, state=EventState.HELD)
    present = event.registrations.filter(attendance=Attendance.PRESENT).count()
    write(event, "event-held", by=by, now=now, present=str(present))


@transaction.atomic
def discard_event(event: Event, *, by: Posture) -> None:
    """Throw a draft away."""
    _refresh(event)
    require(can_discard_event(by, event))
    event.delete()


def _refresh(event: Event) -> None:
    """Take the row and read again what two people may be changing at the same instant."""
    held = lock_event(event)
    for name in ("state", "starts_at", "ends_at", "capacity", "version"):
        setattr(event, name, getattr(held, name))


def _change(event: Event, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(event, name, value)
    event.version += 1
    event.save(update_fields=[*columns, "version", "updated_at"])
