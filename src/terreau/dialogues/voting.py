"""What lies before a voice: the statement to answer, how far it is, what it has just said."""

import secrets
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from terreau.dialogues.bridge.routing import choose_statement
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Conversation, Participant, Statement, Vote


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
        return max(0, self.total - self.answered)


def set_desk(
    conversation: Conversation,
    space: Space,
    voice: Participant | None,
    *,
    wanted: int | None = None,
) -> Desk:
    """Put before a voice the statement it asked for by its number, or else the next one."""
    open_ones = put_to_vote(conversation, space)
    answers = answers_of(voice, open_ones) if voice else {}
    total = open_ones.count()
    statement = open_ones.filter(number=wanted).first() if wanted is not None else None
    if statement is None and len(answers) < total:
        # Who has no voice yet has no order of their own: each visit draws one.
        key = voice.uuid if voice else secrets.token_hex(8)
        left = without_answers(open_ones, voice) if voice else open_ones
        statement = choose_statement(conversation, space, left, answers, key=key)
    vote = None
    if voice and statement and statement.pk in answers:
        vote = Vote.objects.filter(participant=voice, statement=statement).first()
    return Desk(space, statement, vote, len(answers), total)


def put_to_vote(conversation: Conversation, space: Space | str) -> QuerySet[Statement]:
    """The statements of a conversation that a voice of this space may answer."""
    return Statement.objects.put_to_vote(space).filter(conversation=conversation)


def answers_of(voice: Participant, statements: QuerySet[Statement]) -> dict[int, int]:
    """What a voice answers today to these statements, by statement."""
    votes = Vote.objects.filter(participant=voice, statement__in=statements.order_by())
    return dict(votes.values_list("statement_id", "answer"))


def without_answers(statements: QuerySet[Statement], voice: Participant) -> QuerySet[Statement]:
    """Those of these statements that a voice has not answered."""
    said = Vote.objects.filter(participant=voice, statement=OuterRef("pk"))
    return statements.filter(~Exists(said))


def vote_on(voice: Participant, *, number: int) -> Vote | None:
    """The present answer of a voice to the statement of a number."""
    votes = Vote.objects.filter(participant=voice, statement__number=number)
    return votes.select_related("statement").first()


def all_votes(voice: Participant | None) -> QuerySet[Vote]:
    """All that a voice answers today, in the order of the statements; nothing without a voice."""
    if voice is None:
        return Vote.objects.none()
    votes = Vote.objects.filter(participant=voice).order_by("statement__number")
    return votes.select_related("statement", "by")
