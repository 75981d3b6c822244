"""What lies before a voice: the statement to answer, how far it is, what it has just said."""

import secrets
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from terreau.dialogues.bridge.routing import choose_number
from terreau.dialogues.enums import Space, VoteAnswer
from terreau.dialogues.models import Conversation, Participant, Statement, Vote

_ANSWERS = """
SELECT statement.number, vote.answer FROM dialogues_statement AS statement
LEFT JOIN dialogues_vote AS vote
  ON vote.statement_id = statement.id AND vote.participant_id = %s
WHERE statement.conversation_id = %s AND statement.state = 'accepted' AND statement.{column}
ORDER BY statement.number
"""
_COLUMNS = {Space.ORGANISATIONS: "in_organisations", Space.INHABITANTS: "in_inhabitants"}


@dataclass(frozen=True)
class Receipt:
    """What has just been kept."""

    number: int
    answer: int
    is_important: bool

    @property
    def label(self) -> str:
        """The answer in words."""
        return VoteAnswer(self.answer).label


@dataclass(frozen=True)
class Desk:
    """One moment of voting; `vote` is what this voice already answers to the statement."""

    space: Space
    statement: Statement | None
    vote: Vote | None
    answered: int
    total: int

    @property
    def left(self) -> int:
        """How many statements still wait for this voice."""
        return self.total - self.answered


def set_desk(
    conversation: int, space: Space, voice: int | None, *, wanted: int | None = None
) -> Desk:
    """Put before a voice the statement it asked for by its number, or else the next one.

    Takes keys: nothing more of a conversation and of a voice is read on this path.
    """
    rows = read_answers(conversation, space, voice)
    answers = {number: answer for number, answer in rows.items() if answer is not None}
    number = wanted if wanted in rows else None
    left = [] if number is not None else [one for one in rows if one not in answers]
    if left:
        # Who has no voice yet has no order of their own: each visit draws one.
        key = str(voice) if voice else secrets.token_hex(8)
        number = choose_number(conversation, space, answers, left, key=key)
    statement = None
    if number is not None:
        statement = Statement.objects.get(conversation_id=conversation, number=number)
    vote = None
    if voice and number in answers:
        vote = Vote.objects.select_related("by").get(participant=voice, statement=statement)
    return Desk(space, statement, vote, len(answers), len(rows))


def read_answers(conversation: int, space: Space, voice: int | None) -> dict[int, int | None]:
    """What a voice answers to each statement put to the vote in its space, by number; or None.

    One statement of the database, in the words of `put_to_vote`: each vote with scripts runs it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS.format(column=_COLUMNS[space]), [voice or 0, conversation])
        return dict(cursor.fetchall())


def find_receipt(voice: Participant, *, number: int) -> Receipt | None:
    """Read again what a voice answers to the statement of a number."""
    vote = Vote.objects.filter(participant=voice, statement__number=number).first()
    return Receipt(number, vote.answer, vote.is_important) if vote else None


def all_votes(voice: Participant | None) -> QuerySet[Vote]:
    """All that a voice answers today, in the order of the statements; nothing without a voice."""
    if voice is None:
        return Vote.objects.none()
    votes = Vote.objects.filter(participant=voice).order_by("statement__number")
    return votes.select_related("statement", "by")


def count_put_to_vote(conversation: Conversation, space: Space) -> int:
    """How many statements a voice of this space may answer."""
    return Statement.objects.put_to_vote(space).filter(conversation=conversation).count()
