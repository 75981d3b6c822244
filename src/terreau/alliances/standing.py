"""What one posture is in one alliance: its membership, its facilitation, found once a page."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Membership, MembershipRole
from terreau.core.prepared import instances_of


@dataclass(frozen=True)
class Standing:
    """What one posture is in one alliance."""

    membership: Membership | None = None
    is_facilitator: bool = False
    facilitates_as: str = ""  # the organisation under whose mandate this person does facilitate


OUTSIDE = Standing()


def standing_in(posture: Posture | None, alliance: Alliance) -> Standing:
    """Find the membership and the facilitation of a posture, in one query, once a page."""
    if not posture:
        return OUTSIDE
    key = (posture.person.pk, posture.mandate.pk if posture.mandate else None)
    cached = alliance.__dict__.setdefault("_standings", {})
    if key not in cached:
        cached[key] = _find_standing(posture, alliance)
    return cached[key]


def _find_standing(posture: Posture, alliance: Alliance) -> Standing:
    today, mandate = timezone.localdate(), posture.mandate
    # A merge may move a mandate to another organisation: the question is then another.
    spoken_for = (mandate.pk, mandate.organisation_id) if mandate else None
    who = (posture.person.pk, spoken_for)
    key = (*who, alliance.pk, today)
    rows = instances_of("alliance-standing", key, lambda: _own_lines(posture, alliance, today))
    return Standing(
        next((row for row in rows if row.is_mine), None),
        any(row.facilitates_here for row in rows),
        next((str(row.organisation) for row in rows if row.facilitates), ""),
    )


def _own_lines(posture: Posture, alliance: Alliance, today: datetime.date) -> QuerySet[Membership]:
    """The memberships that are this posture's, or that the person facilitates."""
    held = MembershipRole.objects.facilitated_by(posture.person, today)
    facilitating = held.filter(membership=OuterRef("pk"))
    mandate = posture.mandate
    who = Q(organisation=mandate.organisation_id) if mandate else Q(person=posture.person)
    here = facilitating.filter(mandate=mandate) if mandate else facilitating.none()
    members = Membership.objects.filter(alliance=alliance).current().select_related("organisation")
    told = members.annotate(
        is_mine=Case(When(who, then=True), default=False),
        facilitates=Exists(facilitating),
        facilitates_here=Exists(here),
    )
    return told.filter(Q(is_mine=True) | Q(facilitates=True)).order_by("joined_on", "pk")
