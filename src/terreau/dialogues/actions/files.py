"""Bring in a conversation that was read from files; it arrives as a draft."""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.bulk_rows import insert_many
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.consultations import new_code, write
from terreau.dialogues.enums import Space, StatementOrigin, StatementState, VoiceChannel
from terreau.dialogues.exchange.polis_reading import (
    ReadConversation,
    ReadStatement,
    natural_key,
)
from terreau.dialogues.models import Conversation, Participant, Statement, Vote
from terreau.dialogues.permissions import can_put_question

IMPORT_KIND = "conversation-import"
TEXT_LENGTH, BATCH = 1000, 5_000


@transaction.atomic
def import_conversation(
    alliance: Alliance,
    read: ReadConversation,
    *,
    space: Space,
    source: str,
    by: Posture,
    now: datetime.datetime,
) -> Conversation:
    """Write a read conversation, whole or not at all, as a draft that can be thrown away."""
    require(can_put_question(by, alliance))
    if not read.statements:
        raise Refused(_("Ces fichiers ne contiennent aucun énoncé : il n’y a rien à reprendre."))
    conversation = _open(alliance, read, space, source, by, now)
    voices = _bring_voices(conversation, read, space, now)
    statements = _bring_statements(conversation, read, space, voices, now)
    for batch in _batches(read, voices, statements, now):
        insert_many(batch)
    write(
        conversation,
        "conversation-imported",
        by=by,
        now=now,
        votes=len(read.votes),
        statements=len(statements),
    )
    return conversation


def _open(
    alliance: Alliance,
    read: ReadConversation,
    space: Space,
    source: str,
    by: Posture,
    now: datetime.datetime,
) -> Conversation:
    moments = [vote.at for vote in read.votes.values() if vote.at is not None]
    moments += [one.at for one in read.statements.values() if one.at is not None]
    question = read.topic or _("Conversation reprise d’un fichier")
    return Conversation.objects.create(
        alliance=alliance,
        question=question[:300],
        introduction=read.description[:4000],
        has_organisations=space == Space.ORGANISATIONS,
        has_inhabitants=space == Space.INHABITANTS,
        code=new_code(),
        opens_at=_moment(min(moments)) if moments else now,
        source=source or read.url,
        created_by=by.person,
        posture=by.label,
        created_at=now,
    )


def _bring_voices(
    conversation: Conversation, read: ReadConversation, space: Space, now: datetime.datetime
) -> dict[str, int]:
    keys = read.voters
    taken = {int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 10}
    spare = iter(number for number in range(1, len(keys) + len(taken) + 2) if number not in taken)
    rows = [
        Participant(
            consultation_id=conversation.pk,
            space=space,
            channel=VoiceChannel.IMPORTED,
            number=int(key) if key.isdigit() and int(key) in taken else next(spare),
            imported_key=key[:80],
            came_at=now,
        )
        for key in keys
    ]
    insert_many(rows)
    found = Participant.objects.filter(consultation_id=conversation.pk)
    return dict(found.values_list("imported_key", "pk"))


def _bring_statements(
    conversation: Conversation,
    read: ReadConversation,
    space: Space,
    voices: dict[str, int],
    now: datetime.datetime,
) -> dict[str, int]:
    keys = sorted(read.statements, key=natural_key)
    numbers = _numbers(keys)
    rows = [
        _statement(conversation, read.statements[key], numbers[key], space, voices, now)
        for key in keys
    ]
    insert_many(rows)
    made = dict(conversation.statements.values_list("number", "pk"))
    return {key: made[number] for key, number in numbers.items()}


def _numbers(keys: list[str]) -> dict[str, int]:
    """Keep the numbers of the file; give a free one to what has none."""
    kept = {key: int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 10}
    free = max(kept.values(), default=0)
    for key in keys:
        if key not in kept:
            free += 1
            kept[key] = free
    return kept


def _statement(
    conversation: Conversation,
    one: ReadStatement,
    number: int,
    space: Space,
    voices: dict[str, int],
    now: datetime.datetime,
) -> Statement:
    written_at = _moment(one.at) if one.at is not None else now
    return Statement(
        conversation=conversation,
        number=number,
        text=one.text[:TEXT_LENGTH],
        origin=StatementOrigin.IMPORTED,
        state=StatementState.REFUSED if one.moderated < 0 else StatementState.ACCEPTED,
        in_organisations=space == Space.ORGANISATIONS,
        in_inhabitants=space == Space.INHABITANTS,
        is_meta=one.is_meta,
        author_id=voices.get(one.author),
        written_at=written_at,
        moderated_at=written_at if one.moderated else None,
    )


def _batches(
    read: ReadConversation,
    voices: dict[str, int],
    statements: dict[str, int],
    now: datetime.datetime,
) -> Iterator[list[Vote]]:
    batch: list[Vote] = []
    for vote in read.votes.values():
        batch.append(
            Vote(
                participant_id=voices[vote.voter[:80]],
                statement_id=statements[vote.statement],
                answer=vote.answer,
                is_important=vote.is_important,
                channel=VoiceChannel.IMPORTED,
                voted_at=_moment(vote.at) if vote.at is not None else now,
            )
        )
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _moment(milliseconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.UTC)
