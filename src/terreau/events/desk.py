"""The acts that a facilitator finds beside a meeting, at each moment of its life."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.events.enums import EventState
from terreau.events.models import Event
from terreau.events.permissions import (
    can_cancel_event,
    can_close_event,
    can_discard_event,
    can_publish_event,
    can_write_minutes,
)
from terreau.events.permissions_encounters import can_note_encounter, can_plan_encounters
from terreau.events.permissions_registrations import can_mark_attendance


@dataclass(frozen=True)
class Desk:
    """Doors to the pages of a meeting, and the acts upon it."""

    doors: list[tuple[str, str, str]]  # icon, label, address
    may_publish: bool
    may_cancel: bool
    may_close: bool
    may_discard: bool


def desk_of(posture: Posture | None, event: Event, now: datetime.datetime) -> Desk:
    """Gather what a facilitator may do now."""
    doors = [
        ("edit", _("Modifier"), "edit", True),
        ("plus", _("Ajouter un temps au programme"), "session-new", True),
        ("users", _("Inscriptions"), "registrations", True),
        ("check", _("Accueil"), "attendance", can_mark_attendance(posture, event, now=now)),
        ("target", _("Tours de rencontres"), "plan", can_plan_encounters(posture, event)),
        ("print", _("Affiche à imprimer"), "poster", event.state == EventState.PUBLISHED),
        ("print", _("Badges à imprimer"), "badges", event.state != EventState.CANCELLED),
        ("book", _("Compte rendu"), "minutes", can_write_minutes(posture, event)),
        (
            "link",
            _("Qui a rencontré qui, suites"),
            "encounters",
            can_note_encounter(posture, event),
        ),
    ]
    args = [event.alliance.slug, event.uuid]
    return Desk(
        [
            (i, label, reverse(f"events:{name}", args=args))
            for i, label, name, open_ in doors
            if open_
        ],
        may_publish=bool(can_publish_event(posture, event)),
        may_cancel=bool(can_cancel_event(posture, event)),
        may_close=bool(can_close_event(posture, event, now=now)),
        may_discard=bool(can_discard_event(posture, event)),
    )
