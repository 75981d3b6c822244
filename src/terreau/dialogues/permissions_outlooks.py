"""Who prepares crossed views and who reads them."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.dialogues.models import Outlook


def can_edit_outlook(posture: Posture | None, outlook: Outlook) -> Verdict:
    """Change the list of what is scored: a facilitator, before it is published."""
    verdict = facilitation_verdict(posture, outlook.alliance)
    if verdict and outlook.published_at:
        return refused(
            _(
                "Ces regards croisés sont publiés : leur liste ne change plus, pour que chacun ait "
                "noté la même chose."
            )
        )
    return verdict


def can_read_outlook_result(posture: Posture | None, outlook: Outlook) -> Verdict:
    """Read the views of the worlds: everybody once revealed, before that a facilitator."""
    if outlook.revealed_at is not None:
        return GRANTED
    if facilitation_verdict(posture, outlook.alliance):
        return GRANTED
    return refused(
        _(
            "Les regards se lisent une fois dévoilés par les facilitateurs, pour que personne ne "
            "note d’après les autres."
        )
    )
