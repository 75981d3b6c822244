"""Follow a merger of organisations: their two voices are one, and landscapes are read anew."""

import datetime

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.dialogues.models import Landscape, Participant


def follow_merger(organisation: Organisation, by: Posture, now: datetime.datetime) -> None:
    """Give its voices the world of the sheet; votes changed hands without changing their date."""
    voices = Participant.objects.filter(organisation=organisation)
    voices.update(world=organisation.world)
    Landscape.objects.filter(conversation_id__in=voices.values("consultation")).update(
        read_until=None
    )
