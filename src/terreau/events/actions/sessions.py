"""Write the programme: plenaries, workshops of each group, rounds of encounters, breaks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.verdicts import Refused, require
from terreau.events.models import Event, EventSession, SessionSpeaker
from terreau.events.permissions import can_edit_event

COLUMNS = ("kind", "title", "theme", "group", "room", "starts_at", "ends_at", "workshop")
MOST_SESSIONS = 60


@transaction.atomic
def add_session(
    event: Event, values: Mapping[str, Any], speakers: Sequence[Mapping[str, Any]], *, by: Posture
) -> EventSession:
    """Add one stretch to the programme."""
    require(can_edit_event(by, event))
    if event.sessions.count() >= MOST_SESSIONS:
        raise Refused(
            _("Ce programme a déjà %(most)d temps, le plus qu’il puisse porter.")
            % {"most": MOST_SESSIONS}
        )
    session = EventSession.objects.create(event=event, **{name: values[name] for name in COLUMNS})
    set_speakers(session, speakers)
    return session


@transaction.atomic
def edit_session(
    session: EventSession,
    values: Mapping[str, Any],
    speakers: Sequence[Mapping[str, Any]],
    *,
    by: Posture,
) -> EventSession:
    """Change one stretch and who speaks there."""
    require(can_edit_event(by, session.event))
    for name in COLUMNS:
        setattr(session, name, values[name])
    session.save(update_fields=list(COLUMNS))
    set_speakers(session, speakers)
    return session


@transaction.atomic
def remove_session(session: EventSession, *, by: Posture) -> None:
    """Take one stretch out of the programme; what was written in its workshop stays there."""
    require(can_edit_event(by, session.event))
    session.delete()


def set_speakers(session: EventSession, speakers: Sequence[Mapping[str, Any]]) -> None:
    """Write who speaks or facilitates, in the order given."""
    session.speakers.all().delete()
    SessionSpeaker.objects.bulk_create(SessionSpeaker(session=session, **one) for one in speakers)
