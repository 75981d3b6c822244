"""Make conversations, their statements and the voices that answer them."""

import datetime
import itertools

from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.dialogues.actions.consultations import new_code
from terreau.dialogues.models import Conversation, Participant, Statement, Vote

_numbers = itertools.count(1)


def make_conversation(
    alliance: Alliance, question: str = "Comment mieux se déplacer ici ?", **fields
) -> Conversation:
    """Make a conversation that runs since yesterday; `published_at=None` keeps it a draft."""
    since = timezone.now() - datetime.timedelta(days=1)
    values = {"published_at": since, "opens_at": since, "posture": "Bastien Roy", **fields}
    return Conversation.objects.create(
        alliance=alliance, question=question, code=new_code(), **values
    )


def make_statement(
    conversation: Conversation, text: str = "Il manque des pistes cyclables.", **fields
) -> Statement:
    """Make the next statement, put to the vote unless said otherwise."""
    number = Statement.objects.filter(conversation=conversation).count() + 1
    values = {"number": number, "origin": "seed", "state": "accepted", **fields}
    return Statement.objects.create(conversation=conversation, text=text, **values)


def make_voice(consultation, *, space: str = "inhabitants", **fields) -> Participant:
    """Make the next voice."""
    number = Participant.objects.filter(consultation_id=consultation.pk).count() + 1
    values = {"number": number, "space": space, "channel": "device", **fields}
    return Participant.objects.create(consultation_id=consultation.pk, **values)


def make_vote(voice: Participant, statement: Statement, answer: int = 1, **fields) -> Vote:
    """Make an answer."""
    return Vote.objects.create(
        participant=voice, statement=statement, answer=answer, channel=voice.channel, **fields
    )
