"""What one alliance waits for from a posture."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, ChallengeStance, Objective, ObjectiveAnswer
from terreau.alliances.permissions import standing_in


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
    waits = []
    objective = Objective.objects.filter(alliance=alliance).order_by("-number").first()
    if objective is None:
        waits.append(
            _wait(
                alliance,
                "objective-propose",
                _("Écrire l’objectif partagé"),
                _("Il n’y en a pas encore."),
                _("Proposer"),
            )
        )
    elif not ObjectiveAnswer.objects.filter(
        objective=objective, membership=standing.membership
    ).exists():
        waits.append(
            _wait(
                alliance,
                "objective",
                _("Dire votre accord sur l’objectif partagé"),
                _("Votre réponse manque."),
                _("Répondre"),
            )
        )
    if not ChallengeStance.objects.filter(
        challenge__alliance=alliance, membership=standing.membership
    ).exists():
        waits.append(
            _wait(
                alliance,
                "challenges",
                _("Dire votre intérêt pour les enjeux"),
                _("Vous ne vous êtes pas encore situé."),
                _("Se situer"),
            )
        )
    if standing.is_facilitator and alliance.facilitator_world_count < 2:
        waits.append(
            _wait(
                alliance,
                "members",
                _("Partager la facilitation"),
                _("Il faut deux mondes pour publier."),
                _("Confier un rôle"),
            )
        )
    return waits


def _wait(alliance: Alliance, page: str, title: str, why: str, act: str) -> Wait:
    return Wait(title, why, reverse(f"alliances:{page}", args=[alliance.slug]), act)
