"""What the meetings add to the overview of an alliance, and know of a person."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.alliances.extensions import Card
from terreau.alliances.models import Alliance
from terreau.events.enums import EventState
from terreau.events.models import Event, FollowUp, Registration

SHOWN = 4
HAS_EVENTS = Exists(
    Event.objects.filter(alliance=OuterRef("pk")).exclude(state=EventState.DRAFT).order_by()
)


def events_card(request: HttpRequest, alliance: Alliance) -> Card | None:
    """Show what comes, then what was held: one query, none where nothing was ever announced."""
    if not getattr(alliance, "has_events", True):
        return None
    now = timezone.now()
    seen = Event.objects.visible_to(request.user).filter(alliance=alliance)
    announced = seen.exclude(state=EventState.DRAFT).select_related("alliance")
    latest = list(announced.order_by("-starts_at", "-pk")[:SHOWN])
    if not latest:
        return None
    rows = [
        {
            "title": one.title,
            "url": one.get_absolute_url(),
            "starts_at": one.starts_at,
            "state": one.state,
            "is_ahead": one.ends_at > now,
        }
        for one in latest
    ]
    return Card(_("Les rencontres"), "events/_overview_card.html", {"rows": rows})


def events_data(person: Person) -> dict[str, Any]:
    """What Terreau keeps of a person's registrations, by account or by address."""
    own = Q(person=person) | Q(email__iexact=person.email)
    rows = Registration.objects.filter(own).select_related("event", "organisation")
    return {
        "inscriptions": [
            {
                "rencontre": row.event.title,
                "le": row.event.starts_at,
                "nom": row.name,
                "adresse": row.email,
                "organisation": str(row.organisation or row.organisation_name),
                "état": str(row.get_state_display()),
                "présence": str(row.get_attendance_display()),
                "ce que j’apporte": row.offers,
                "ce que je cherche": row.needs,
                "pour m’accueillir": row.note,
                "inscrite le": row.registered_at,
            }
            for row in rows.order_by("registered_at", "pk")
        ],
        "suites notées": [
            {"suite": row.what, "le": row.promised_at, "notée par": row.posture}
            for row in FollowUp.objects.filter(
                posture__startswith=f"{person.full_name}, "
            ).order_by("promised_at", "pk")
        ],
    }
