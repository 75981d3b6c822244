"""What the surveys wait for: once over, to be revealed; their answers wait as any voice does."""

import datetime
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.inbox import TodoItem
from terreau.accounts.models import Person
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, MembershipRole
from terreau.alliances.standing import standing_in
from terreau.alliances.todo import Wait
from terreau.diagnoses.models import PerceptionSurvey

HAS_SURVEYS = Exists(PerceptionSurvey.objects.filter(alliance=OuterRef("pk")).order_by())


def _ended() -> QuerySet[PerceptionSurvey]:
    over = Q(closed_at__isnull=False) | Q(closes_at__lte=Now())
    return PerceptionSurvey.objects.filter(
        over, published_at__isnull=False, revealed_at=None, alliance__deleted_at=None
    )


def sealed_surveys(person: Person, today: datetime.date) -> QuerySet[PerceptionSurvey]:
    """Find the surveys that are over and sealed in the alliances a person facilitates."""
    roles = MembershipRole.objects.facilitated_by(person, today)
    return _ended().filter(alliance__in=roles.values("membership__alliance"))


def keys_of_surveys(person: Person, today: datetime.date) -> list[QuerySet]:
    """One row a survey."""
    return [sealed_surveys(person, today)]


def surveys_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Build what waits, in one query."""
    rows = sealed_surveys(person, today).select_related("alliance").order_by("opens_at", "pk")
    return [
        TodoItem(
            key=f"survey:{one.uuid}",
            label=_("Dévoiler les résultats de « %(question)s »") % {"question": one.question},
            url=one.get_absolute_url(),
            detail=_("L’enquête est close : chacun attend de lire."),
            act=_("Dévoiler"),
            since=timezone.localdate(one.closed_at or one.closes_at),
            alliance=one.alliance.name,
        )
        for one in rows
    ]


def waits_of_surveys(posture: Posture, alliance: Alliance, today: datetime.date) -> Sequence[Wait]:
    """List the surveys of one alliance that wait for a facilitator, in one query."""
    if not standing_in(posture, alliance).is_facilitator:
        return []
    if not getattr(alliance, "has_surveys", True):
        return []
    rows = _ended().filter(alliance=alliance).select_related("alliance").order_by("opens_at", "pk")
    return [
        Wait(one.question, _("Close, pas encore dévoilée."), one.get_absolute_url(), _("Dévoiler"))
        for one in rows
    ]
