"""What the signals wait for: to be read over by a facilitator; their card on the overview."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from terreau.accounts.inbox import TodoItem
from terreau.accounts.models import Person
from terreau.actors.posture import Posture
from terreau.alliances.extensions import Card
from terreau.alliances.models import Alliance, MembershipRole
from terreau.alliances.permissions import can_read_inside
from terreau.alliances.standing import standing_in
from terreau.alliances.todo import Wait
from terreau.diagnoses.enums_signals import SignalState
from terreau.diagnoses.models import Signal, SignalFollowUp

SHOWN = 3
HAS_SIGNALS = Exists(Signal.objects.filter(alliance=OuterRef("pk")).order_by())


def unread_signals(person: Person, today: datetime.date) -> QuerySet[Signal]:
    """Find the signals that wait to be read over in the alliances a person facilitates."""
    roles = MembershipRole.objects.facilitated_by(person, today)
    return Signal.objects.filter(
        state=SignalState.PENDING,
        alliance__in=roles.values("membership__alliance"),
        alliance__deleted_at=None,
    )


def keys_of_signals(person: Person, today: datetime.date) -> list[QuerySet]:
    """One row a signal."""
    return [unread_signals(person, today)]


def signals_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Build what waits, in one query."""
    rows = unread_signals(person, today).select_related("alliance").order_by("told_on", "pk")
    return [
        TodoItem(
            key=f"signal:{one.uuid}",
            label=_("Relire un signal : « %(text)s »") % {"text": one},
            url=one.get_absolute_url(),
            detail=_("Les membres le verront une fois retenu."),
            act=_("Relire"),
            since=one.told_on,
            alliance=one.alliance.name,
        )
        for one in rows
    ]


def waits_of_signals(posture: Posture, alliance: Alliance, today: datetime.date) -> Sequence[Wait]:
    """List the signals of one alliance that wait for a facilitator, in one query."""
    if not standing_in(posture, alliance).is_facilitator:
        return []
    if not getattr(alliance, "has_signals", True):
        return []
    rows = Signal.objects.filter(alliance=alliance, state=SignalState.PENDING)
    waiting = rows.select_related("alliance").order_by("told_on", "pk")
    return [
        Wait(str(one), _("Un signal à relire."), one.get_absolute_url(), _("Relire"))
        for one in waiting
    ]


def signals_card(request: HttpRequest, alliance: Alliance) -> Card | None:
    """Show the members the latest signals: one query, none where nothing was told."""
    if not getattr(alliance, "has_signals", True):
        return None
    if not can_read_inside(request.posture, alliance):
        return None
    rows = Signal.objects.filter(alliance=alliance).followed().select_related("alliance")
    latest = list(rows.order_by("-told_on", "-pk")[:SHOWN])
    if not latest:
        return None
    return Card(_("Signaux faibles"), "diagnoses/_signals_card.html", {"rows": latest})


def signals_data(person: Person) -> dict[str, Any]:
    """What Terreau keeps of the signals told and followed under a person's name."""
    told = Signal.objects.filter(person=person).order_by("told_on", "pk")
    noted = SignalFollowUp.objects.filter(Q(by=person)).order_by("noted_at", "pk")
    return {
        "signaux": [
            {"signal": one.text, "dit par": one.posture, "le": one.told_on} for one in told
        ],
        "suites": [
            {"suite": one.text, "notée par": one.posture, "le": one.happened_on} for one in noted
        ],
    }
