"""Who reads the landscape of a conversation, and from when."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.dialogues.models import Conversation


def can_read_landscape(posture: Posture | None, conversation: Conversation) -> Verdict:
    """Read the landscape: everybody once it is revealed, before that a facilitator."""
    if conversation.revealed_at is not None:
        return GRANTED
    if facilitation_verdict(posture, conversation.alliance):
        return GRANTED
    return refused(
        _(
            "Le paysage se lit une fois dévoilé par les facilitateurs de l’alliance, pour que "
            "personne ne réponde d’après les autres."
        )
    )
