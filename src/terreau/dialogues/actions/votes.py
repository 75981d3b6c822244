"""One vote is one upsert: nothing is read first, nothing but the current answer is kept."""

import datetime

from terreau.accounts.models import Person
from terreau.actors.models import Mandate
from terreau.core.verdicts import require
from terreau.dialogues.enums import VoiceChannel, VoteAnswer
from terreau.dialogues.models import Conversation, Participant, Statement, Vote
from terreau.dialogues.permissions_votes import can_vote

REPLACED = ("answer", "is_important", "channel", "by", "mandate", "voted_at")


def cast_vote(
    voice: Participant,
    statement: Statement,
    conversation: Conversation,
    *,
    answer: VoteAnswer | int,
    is_important: bool = False,
    by: Person | None = None,
    mandate: Mandate | None = None,
    now: datetime.datetime,
) -> Vote:
    """Keep the current answer of a voice to a statement; saying it twice is saying it once."""
    require(can_vote(voice, statement, conversation, now=now))
    vote = Vote(
        participant_id=voice.pk,
        statement_id=statement.pk,
        answer=answer,
        is_important=is_important,
        channel=voice.channel,
        by=by,
        mandate=mandate,
        voted_at=now,
    )
    write_votes([vote])
    return vote


def write_votes(votes: list[Vote]) -> None:
    """Write votes in one statement of the database: new ones appear, known ones are replaced."""
    Vote.objects.bulk_create(
        votes,
        update_conflicts=True,
        unique_fields=["participant", "statement"],
        update_fields=REPLACED,
        batch_size=500,
    )


def paper_votes(
    voice: Participant, answers: dict[int, tuple[int, bool]], *, now: datetime.datetime
) -> list[Vote]:
    """Make the votes of a paper sheet from its answers by statement."""
    return [
        Vote(
            participant=voice,
            statement_id=statement,
            answer=answer,
            is_important=is_important,
            channel=VoiceChannel.PAPER,
            voted_at=now,
        )
        for statement, (answer, is_important) in answers.items()
    ]
