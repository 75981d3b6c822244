"""The dialogue of the small France: one running conversation and what its addresses need."""

import datetime

from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.dialogues.actions.consultations import new_code
from terreau.dialogues.models import Conversation, Statement


def fill_dialogues(scenario, alliance: Alliance) -> None:
    """Add a conversation of the alliance that is not public, entered by its address."""
    since = timezone.now() - datetime.timedelta(days=1)
    conversation = Conversation.objects.create(
        alliance=alliance,
        question="Comment mieux se déplacer ici ?",
        code=new_code(),
        published_at=since,
        opens_at=since,
        posture="Bastien",
    )
    Statement.objects.create(
        conversation=conversation, number=1, text="Plus de bus.", origin="seed", state="accepted"
    )
    scenario.arguments |= {
        "dialogues:uuid": conversation.uuid,
        "dialogues:number": 1,
        "dialogues-door:code": conversation.code,
    }
