"""Make alliances with two facilitators of two worlds, their members and the cast.

Bastien (club, economic) and Fatou (town, public) facilitate; Ama (school, academic) is a member;
Chloé belongs to another alliance; Denis has no account.
"""

import datetime
import itertools
from dataclasses import dataclass

from terreau.actors.posture import Posture
from terreau.alliances.models import (
    Alliance,
    Challenge,
    Invitation,
    Membership,
    MembershipRole,
    Objective,
)
from terreau.territories.models import Territory
from tests.actors.factories import make_person, make_speaker

SINCE = datetime.date(2025, 1, 6)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Cast:
    """One alliance and the postures around it."""

    alliance: Alliance
    bastien: Posture
    fatou: Posture
    ama: Posture
    chloe: Posture
    denis: None = None


def make_place(code: str = "94018", name: str = "Charenton-le-Pont") -> Territory:
    """Make (or find) a commune, without loading the referential."""
    return Territory.objects.get_or_create(
        kind="commune", code=code, defaults={"name": name, "population": 30_000}
    )[0]


def make_alliance(name: str = "Agir ensemble", *, places=None, **fields) -> Alliance:
    """Make an alliance without member."""
    values = {
        "slug": f"alliance-{next(_numbers)}",
        "question": "Comment les jeunes et les entreprises se rencontrent-ils ?",
        **fields,
    }
    alliance = Alliance.objects.create(name=name, **values)
    alliance.perimeter.set([make_place()] if places is None else places)
    return alliance


def add_member(alliance: Alliance, posture: Posture) -> Membership:
    """Make the posture's organisation (or the person, as an inhabitant) a member."""
    who = {"organisation": posture.organisation} if posture.mandate else {"person": posture.person}
    return Membership.objects.create(alliance=alliance, joined_on=SINCE, **who)


def add_facilitator(alliance: Alliance, posture: Posture) -> MembershipRole:
    """Make the posture facilitate, as a member, with the counts kept true."""
    membership = Membership.objects.filter(
        alliance=alliance, organisation=posture.organisation, left_on=None
    ).first() or add_member(alliance, posture)
    role = MembershipRole.objects.create(
        membership=membership, role="facilitator", mandate=posture.mandate, starts_on=SINCE
    )
    roles = MembershipRole.objects.filter(membership__alliance=alliance, role="facilitator")
    Alliance.objects.filter(pk=alliance.pk).update(
        facilitator_count=len(set(roles.values_list("mandate__person", flat=True))),
        facilitator_world_count=len(
            set(roles.values_list("membership__organisation__world", flat=True))
        ),
    )
    return role


def make_cast(*, status: str = "open") -> Cast:
    """Make an alliance with its two facilitators, one member, and a stranger."""
    alliance = make_alliance()
    bastien = make_speaker("Bastien Roy", "Club Gravelle", world="economic")
    fatou = make_speaker("Fatou Sow", "Ville de Charenton", world="public")
    ama = make_speaker("Ama Diallo", "Lycée du Val", world="academic")
    chloe = make_speaker("Chloé Petit", "Association d’ailleurs", world="general_interest")
    add_facilitator(alliance, bastien)
    add_facilitator(alliance, fatou)
    add_member(alliance, ama)
    add_facilitator(make_alliance("Ailleurs"), chloe)
    Alliance.objects.filter(pk=alliance.pk).update(status=status)
    return Cast(Alliance.objects.get(pk=alliance.pk), bastien, fatou, ama, chloe)


def make_inhabitant(alliance: Alliance, full_name: str = "Inès Morel") -> Posture:
    """Make an inhabitant member."""
    posture = Posture(make_person(full_name))
    add_member(alliance, posture)
    return posture


def make_challenge(alliance: Alliance, title: str = "Emploi des jeunes", **fields) -> Challenge:
    """Make a challenge."""
    return Challenge.objects.create(alliance=alliance, title=title, **{"aim": "both", **fields})


def make_objective(alliance: Alliance, text: str = "Cent rencontres par an.") -> Objective:
    """Make the next version of the objective."""
    number = Objective.objects.filter(alliance=alliance).count() + 1
    return Objective.objects.create(
        alliance=alliance, number=number, text=text, author_posture="Bastien Roy, en son nom"
    )


def fresh(alliance: Alliance) -> Alliance:
    """Read an alliance again, without what a page kept about standings."""
    return Alliance.objects.get(pk=alliance.pk)


def pending(alliance: Alliance) -> list[Invitation]:
    """The invitations that wait for an answer."""
    return list(Invitation.objects.filter(alliance=alliance, state="sent"))
