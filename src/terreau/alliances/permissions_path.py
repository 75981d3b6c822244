"""Who may date the path of an alliance."""

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import Verdict


def can_edit_path(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Add, change or remove a phase: a facilitator."""
    return facilitation_verdict(posture, alliance)
