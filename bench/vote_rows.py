"""What the benchmark of votes needs in its database: one conversation and its voices."""

import datetime

from django.urls import reverse
from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.dialogues.actions.consultations import new_code
from terreau.dialogues.models import Conversation, Participant, Statement


def populate(voters: int, statements: int) -> dict:
    """Make a running conversation; give what the posts name."""
    since = timezone.now() - datetime.timedelta(hours=1)
    alliance = Alliance.objects.create(slug="votes", name="Votes", question="Que faire ?")
    conversation = Conversation.objects.create(
        alliance=alliance,
        question="Que faire ?",
        code=new_code(),
        published_at=since,
        opens_at=since,
        posture="banc de mesure",
    )
    made = Statement.objects.bulk_create(
        Statement(
            conversation=conversation,
            number=number,
            text=f"Énoncé {number} : une idée en une phrase, comme on les écrit d’ordinaire.",
            origin="seed",
            state="accepted",
        )
        for number in range(1, statements + 1)
    )
    voices = Participant.objects.bulk_create(
        Participant(consultation=conversation, space="inhabitants", channel="device", number=n)
        for n in range(1, voters + 1)
    )
    return {
        "page": reverse("dialogues:vote", args=[alliance.slug, conversation.uuid]),
        "statements": [str(one.uuid) for one in made],
        "numbers": [one.pk for one in made],
        "voices": [one.pk for one in voices],
    }
