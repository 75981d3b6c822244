"""Who opens a workshop, types in it, gathers, follows up and puts dots."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import (
    can_contribute_as_organisation,
    facilitation_verdict,
    member_verdict,
)
from terreau.core.verdicts import Verdict, refused
from terreau.dialogues.models import Workshop
from terreau.dialogues.permissions import can_put_question


def can_open_workshop(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Open a workshop, or keep one held years ago: a facilitator."""
    return can_put_question(posture, alliance)


def can_edit_workshop(posture: Posture | None, workshop: Workshop) -> Verdict:
    """Change its title, its themes and its groups: a facilitator."""
    return facilitation_verdict(posture, workshop.alliance)


def can_capture(posture: Posture | None, workshop: Workshop) -> Verdict:
    """Type propositions and points during the session: any member, several at once."""
    verdict = member_verdict(posture, workshop.alliance)
    if verdict and workshop.closed_at is not None:
        return refused(
            _(
                "La saisie de cet atelier est close. Ce que deviennent ses propositions se note "
                "dans leur suivi ; un facilitateur peut aussi rouvrir la saisie."
            )
        )
    return verdict


def can_gather_propositions(posture: Posture | None, workshop: Workshop) -> Verdict:
    """Gather propositions that say the same: a facilitator, even after the session."""
    return facilitation_verdict(posture, workshop.alliance)


def can_follow_proposition(posture: Posture | None, workshop: Workshop) -> Verdict:
    """Say what became of a proposition, years later: any member organisation."""
    return can_contribute_as_organisation(posture, workshop.alliance)
