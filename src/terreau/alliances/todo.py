"""What one alliance waits for from a posture."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import (
    Alliance,
    Challenge,
    ChallengeStance,
    Membership,
    Objective,
    ObjectiveAnswer,
)
from terreau.alliances.permissions import count_facilitation, facilitators_of, standing_in


@dataclass(frozen=True)
class Wait:
    """One thing to do: what, why, where and the word of the act."""

    title: str
    why: str
    url: str
    act: str


def waits_in(alliance: Alliance, posture: Posture | None, *, today: datetime.date) -> list[Wait]:
    """List what this posture may do next; nothing for a passer-by."""
    standing = standing_in(posture, alliance)
    if standing.membership is None:
        return []
    waits = [
        _objective_wait(alliance, standing.membership),
        _stance_wait(alliance, standing.membership),
    ]
    if standing.is_facilitator and _shared_by(alliance, today) < 2:
        waits.append(
            _wait(
                alliance,
                "members",
                _("Partager la facilitation"),
                _("Il faut deux mondes pour publier."),
                _("Confier un rôle"),
            )
        )
    return [wait for wait in waits if wait]


def _shared_by(alliance: Alliance, today: datetime.date) -> int:
    """How many worlds facilitate, a mandate that ran out not counted."""
    _persons, worlds = count_facilitation(facilitators_of(alliance, today))
    return worlds


def _objective_wait(alliance: Alliance, membership: Membership) -> Wait | None:
    objective = Objective.objects.filter(alliance=alliance).order_by("-number").first()
    if objective is None:
        if membership.organisation_id is None:  # an inhabitant answers, and does not propose
            return None
        return _wait(
            alliance,
            "objective-propose",
            _("Écrire l’objectif partagé"),
            _("Il n’y en a pas encore."),
            _("Proposer"),
        )
    if ObjectiveAnswer.objects.filter(objective=objective, membership=membership).exists():
        return None
    return _wait(
        alliance,
        "objective",
        _("Dire votre accord sur l’objectif partagé"),
        _("Votre réponse manque."),
        _("Répondre"),
    )


def _stance_wait(alliance: Alliance, membership: Membership) -> Wait | None:
    """Ask where the member stands once there is a challenge to stand on."""
    challenges = Challenge.objects.filter(alliance=alliance)
    stated = ChallengeStance.objects.filter(challenge__alliance=alliance, membership=membership)
    if stated.exists() or not challenges.exists():
        return None
    return _wait(
        alliance,
        "challenges",
        _("Dire votre intérêt pour les enjeux"),
        _("Vous ne vous êtes pas encore situé."),
        _("Se situer"),
    )


def _wait(alliance: Alliance, page: str, title: str, why: str, act: str) -> Wait:
    return Wait(title, why, reverse(f"alliances:{page}", args=[alliance.slug]), act)
