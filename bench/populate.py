"""Fill a database as a large instance would: all of France and 2,000 alliances."""

import datetime
import random

from django.contrib.auth import get_user_model

from terreau.actors.enums import ActorWorld
from terreau.actors.models import ActionDomain, Mandate, Organisation
from terreau.alliances.models import (
    Alliance,
    Challenge,
    ChallengeStance,
    JournalEntry,
    Membership,
    MembershipRole,
    Objective,
    ObjectiveAnswer,
    PhaseSpan,
)
from terreau.core.partial_dates import PartialDate
from terreau.territories.models import Territory

DAY = datetime.date(2020, 1, 1)
WORLDS = [world for world in ActorWorld.values if world != ActorWorld.INHABITANT]
ALLIANCES, ORGANISATIONS, MEMBERS, LARGE = 2_000, 5_000, 12, 40


def populate(seed: int = 7):
    """Create the rows in bulk and return the person who looks and the largest alliance."""
    dice = random.Random(seed)
    communes = list(Territory.objects.filter(kind="commune", is_obsolete=False).order_by("code"))
    organisations = _organisations(dice, communes)
    alliances = Alliance.objects.bulk_create(
        Alliance(
            slug=f"alliance-{n}",
            name=f"Alliance du pays numéro {n}",
            question="Comment faire de notre diversité une force pour les jeunes ?",
            status="published",
            facilitator_count=2,
            facilitator_world_count=2,
            started_on=PartialDate(str(dice.randint(2008, 2025))),
        )
        for n in range(ALLIANCES)
    )
    _perimeters(dice, alliances, communes)
    person = get_user_model().objects.create_user("bench@exemple.test", full_name="Bastien Banc")
    mandate = Mandate.objects.create(
        person=person, organisation=organisations[0], starts_on=DAY, title="catalyseur"
    )
    _members(dice, alliances, organisations, mandate)
    _life(dice, alliances)
    return person, alliances[0]


def _organisations(dice: random.Random, communes: list[Territory]) -> list[Organisation]:
    rows = Organisation.objects.bulk_create(
        Organisation(
            name=f"Organisation {n} de {communes[n].name}",
            world=WORLDS[n % len(WORLDS)],
            place=communes[n],
        )
        for n in range(ORGANISATIONS)
    )
    domains = list(ActionDomain.objects.all())
    through = Organisation.domains.through
    through.objects.bulk_create(
        through(organisation=row, actiondomain=domain)
        for row in rows
        for domain in dice.sample(domains, 3)
    )
    return rows


def _perimeters(dice: random.Random, alliances: list[Alliance], communes: list) -> None:
    through = Alliance.perimeter.through
    through.objects.bulk_create(
        through(alliance=alliance, territory=communes[start + offset])
        for alliance in alliances
        for start in [dice.randrange(len(communes) - 20)]
        for offset in range(dice.randint(1, 15))
    )


def _members(dice: random.Random, alliances, organisations, mandate: Mandate) -> None:
    memberships = []
    for rank, alliance in enumerate(alliances):
        size = LARGE if rank == 0 else MEMBERS
        chosen = dice.sample(organisations[1:], size - 1)
        if rank == 0:
            chosen.insert(0, mandate.organisation)
        memberships += [
            Membership(alliance=alliance, organisation=one, joined_on=DAY) for one in chosen
        ]
    created = Membership.objects.bulk_create(memberships)
    MembershipRole.objects.create(
        membership=created[0], role="facilitator", mandate=mandate, starts_on=DAY
    )
    MembershipRole.objects.bulk_create(
        MembershipRole(membership=one, role="practitioner", starts_on=DAY) for one in created[1:]
    )


def _life(dice: random.Random, alliances: list[Alliance]) -> None:
    large = alliances[0]
    PhaseSpan.objects.bulk_create(
        PhaseSpan(alliance=one, phase=phase, starts_on=PartialDate(str(2012 + index)))
        for one in alliances[:200]
        for index, phase in enumerate(["dialogue", "experiment", "partnership"])
    )
    JournalEntry.objects.bulk_create(
        JournalEntry(
            alliance=large,
            kind="step",
            title=f"Étape {n}",
            text="Un récit de quelques lignes.",
            happened_on=PartialDate(f"{2012 + n % 10}-{n % 12 + 1:02}"),
            posture="Bastien Banc, au nom du club",
        )
        for n in range(200)
    )
    members = list(large.memberships.all())
    objective = Objective.objects.create(alliance=large, number=1, text="Agir", author_posture="B")
    ObjectiveAnswer.objects.bulk_create(
        ObjectiveAnswer(objective=objective, membership=one, answer="agreement", posture="B")
        for one in members[1:30]
    )
    domains = list(ActionDomain.objects.all())
    for n in range(15):
        challenge = Challenge.objects.create(alliance=large, title=f"Enjeu {n}", aim="both")
        challenge.domains.set(dice.sample(domains, 2))
        ChallengeStance.objects.bulk_create(
            ChallengeStance(
                challenge=challenge,
                membership=one,
                interest=dice.randint(0, 10),
                position="carries",
                posture="B",
            )
            for one in members
        )
