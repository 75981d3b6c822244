"""Make alliances and their cast: Ama is a member, Bastien facilitates, Chloé is elsewhere."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import join_alliance, refresh_counts
from terreau.alliances.actions.opening import Opening, open_alliance
from terreau.alliances.enums import MemberRole
from terreau.alliances.models import Alliance, Challenge, Membership, MembershipRole, Objective
from terreau.territories.models import Territory
from tests.actors.factories import make_person, make_speaker

DAY = datetime.date(2024, 1, 1)


@dataclass(frozen=True)
class Cast:
    """An alliance and the postures of who is in it, or not."""

    alliance: Alliance
    ama: Posture
    bastien: Posture
    fatou: Posture  # the second facilitator, of another world
    chloe: Posture
    ines: Posture  # an inhabitant


def make_territory(code: str = "94018", name: str = "Charenton-le-Pont") -> Territory:
    """Make or find one commune."""
    territory, _created = Territory.objects.get_or_create(
        kind="commune", code=code, defaults={"name": name, "population": 30_000}
    )
    return territory


def make_alliance(bastien: Posture | None = None, name: str = "Agir ensemble") -> Alliance:
    """Open an alliance as Bastien would."""
    opening = Opening(name, "Comment se rencontrer pour de bon ?", (make_territory(),))
    by = bastien or make_speaker("Bastien Roy", f"Club {name}", world="economic")
    return open_alliance(opening, by=by, now=timezone.now())


def add_member(alliance: Alliance, posture: Posture) -> Membership:
    """Let a posture's organisation, or else the person, join."""
    with transaction.atomic():
        return join_alliance(
            alliance, by=posture, now=timezone.now(), organisation=posture.organisation
        )


def make_facilitator(alliance: Alliance, posture: Posture) -> MembershipRole:
    """Make a member posture a facilitator, and recount."""
    membership = alliance.memberships.get(organisation=posture.organisation, left_on=None)
    role = MembershipRole.objects.create(
        membership=membership, role=MemberRole.FACILITATOR, mandate=posture.mandate, starts_on=DAY
    )
    refresh_counts(alliance)
    return role


def make_cast() -> Cast:
    """An open alliance with two facilitators of two worlds, a member and an inhabitant."""
    bastien = make_speaker("Bastien Roy", "Club des entreprises", world="economic")
    alliance = make_alliance(bastien)
    fatou = make_speaker("Fatou Sow", "Ville de Charenton", world="public")
    ama = make_speaker("Ama Diallo", "Lycée du Val", world="academic")
    chloe = make_speaker("Chloé Martin", "Association d’ailleurs", world="general_interest")
    ines = Posture(make_person("Inès Petit"))
    for posture in (fatou, ama, ines):
        add_member(alliance, posture)
    make_facilitator(alliance, fatou)
    return Cast(Alliance.objects.get(pk=alliance.pk), ama, bastien, fatou, chloe, ines)


def make_challenge(alliance: Alliance, title: str = "Emploi des jeunes") -> Challenge:
    """Make a challenge without domain."""
    return Challenge.objects.create(alliance=alliance, title=title, aim="both")


def make_objective(alliance: Alliance, text: str = "Que chacun trouve sa place") -> Objective:
    """Make the next version of the objective."""
    number = alliance.objectives.count() + 1
    return Objective.objects.create(
        alliance=alliance, number=number, text=text, author_posture="Bastien Roy"
    )
