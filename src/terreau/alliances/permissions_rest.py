"""Who may wake an alliance that sleeps."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import Verdict, refused


def can_wake(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Wake what sleeps or was closed: a facilitator; what lives is left as it is."""
    if alliance.status not in {AllianceStatus.DORMANT, AllianceStatus.CLOSED}:
        return refused(_("Cette alliance ne dort pas : il n’y a rien à réveiller."))
    return facilitation_verdict(posture, alliance)
