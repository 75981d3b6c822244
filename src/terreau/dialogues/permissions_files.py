"""Who may take the votes of a conversation out."""

import datetime

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Conversation

FEWEST = 5  # R14: fewer voices could be recognised one by one


def can_take_conversation(
    posture: Posture | None, conversation: Conversation, space: Space, *, now: datetime.datetime
) -> Verdict:
    """Take out the votes of one space: everybody once the results are shown, else a facilitator.

    The files hold no name. Still, under five inhabitants, each could be recognised.
    """
    facilitates = facilitation_verdict(posture, conversation.alliance)
    shown = conversation.revealed_at is not None and conversation.is_over(now)
    if not shown and not facilitates:
        return refused(
            _(
                "Les votes se téléchargent une fois la conversation close et ses résultats "
                "dévoilés. Revenez à ce moment-là, ou demandez aux facilitateurs."
            )
        )
    voices = conversation.participants.counted().filter(space=space).exclude(votes=None)
    if space == Space.INHABITANTS and 0 < voices.distinct()[:FEWEST].count() < FEWEST:
        return refused(
            _(
                "Moins de 5 habitants ont voté : leurs votes ne se téléchargent pas, pour que "
                "personne ne soit reconnu."
            )
        )
    return GRANTED
