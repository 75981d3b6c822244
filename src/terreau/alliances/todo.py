"""What one alliance waits for from a posture."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.bridge.consent import ConsentView
from terreau.alliances.governance import governance_prompt
from terreau.alliances.models import Alliance, Membership
from terreau.alliances.standing import standing_in


@dataclass(frozen=True)
class Wait:
    """One thing to do: what, why, where and the word of the act."""

    title: str
    why: str
    url: str
    act: str


def waits_in(
    alliance: Alliance,
    posture: Posture | None,
    *,
    consent: ConsentView | None,
    may_state: bool,
    today: datetime.date,
) -> list[Wait]:
    """List what this posture may do next; nothing for a passer-by.

    `consent` is that of the page; `may_state`: there are challenges on which it said nothing.
    """
    standing = standing_in(posture, alliance)
    if standing.membership is None:
        return []
    waits = [
        _objective_wait(alliance, standing.membership, consent),
        _stance_wait(alliance) if may_state else None,
    ]
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
    if standing.membership.organisation_id and governance_prompt(alliance, today):
        waits.append(
            _wait(
                alliance,
                "governance",
                _("La question de la gouvernance se pose-t-elle ?"),
                _("L’alliance a l’âge où elle se pose souvent ; rester informelle est permis."),
                _("Regarder"),
            )
        )
    return [wait for wait in waits if wait]


def _objective_wait(
    alliance: Alliance, membership: Membership, consent: ConsentView | None
) -> Wait | None:
    if consent is None:
        if membership.organisation_id is None:  # an inhabitant answers, and does not propose
            return None
        return _wait(
            alliance,
            "objective-propose",
            _("Écrire l’objectif partagé"),
            _("Il n’y en a pas encore."),
            _("Proposer"),
        )
    if str(membership.pk) not in {*consent.organisations.silent, *consent.inhabitants.silent}:
        return None
    return _wait(
        alliance,
        "objective",
        _("Dire votre accord sur l’objectif partagé"),
        _("Votre réponse manque."),
        _("Répondre"),
    )


def _stance_wait(alliance: Alliance) -> Wait:
    """Ask where the member stands once there is a challenge to stand on."""
    return _wait(
        alliance,
        "challenges",
        _("Dire votre intérêt pour les enjeux"),
        _("Vous ne vous êtes pas encore situé."),
        _("Se situer"),
    )


def _wait(alliance: Alliance, page: str, title: str, why: str, act: str) -> Wait:
    return Wait(title, why, reverse(f"alliances:{page}", args=[alliance.slug]), act)
