"""The vote of a known device in one statement of the database.

It is what a full room does thousands of times: its cost is that of the row it writes. The rights
are conditions of the very statement that writes, so that a close or a withdrawal has come either
before it or after it. When it writes nothing, the caller takes the long way (`cast_vote`), which
knows every other kind of voice and finds the sentence of a refusal; a test holds the two together.
"""

import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from terreau.dialogues.models import Consultation, Statement

_WRITE = """
INSERT INTO dialogues_vote (participant_id, statement_id, answer, is_important, channel, voted_at)
SELECT voice.id, statement.id, %(answer)s, %(important)s, voice.channel, %(now)s
FROM dialogues_statement AS statement
JOIN dialogues_consultation AS asked ON asked.id = statement.conversation_id
JOIN alliances_alliance AS alliance ON alliance.id = asked.alliance_id
JOIN dialogues_participant AS voice ON voice.consultation_id = asked.id
WHERE statement.uuid = %(statement)s AND asked.uuid = %(asked)s AND alliance.slug = %(slug)s
  AND statement.state = 'accepted' AND statement.in_inhabitants
  AND voice.device_hash = %(device)s AND voice.space = 'inhabitants'
  AND voice.folded_into_id IS NULL
  AND asked.has_inhabitants AND asked.published_at IS NOT NULL AND asked.opens_at <= %(now)s
  AND asked.closed_at IS NULL AND (asked.closes_at IS NULL OR asked.closes_at > %(now)s)
  AND alliance.deleted_at IS NULL AND (alliance.status = 'published' OR asked.access = 'open')
ON CONFLICT (participant_id, statement_id) DO UPDATE SET
  answer = EXCLUDED.answer, is_important = EXCLUDED.is_important, channel = EXCLUDED.channel,
  voted_at = EXCLUDED.voted_at
RETURNING participant_id,
  (SELECT number FROM dialogues_statement WHERE id = statement_id),
  (SELECT conversation_id FROM dialogues_statement WHERE id = statement_id)
"""


class KeptVote(NamedTuple):
    """Whose vote was kept, on which statement, where: keys, but for the number people read."""

    voice: int
    number: int
    conversation: int


def cast_device_vote(
    slug: str,
    asked: UUID,
    statement: UUID,
    device: str,
    *,
    answer: int,
    is_important: bool,
    now: datetime.datetime,
) -> KeptVote | None:
    """Keep the answer of the voice of a device; None when nothing was written.

    The lines of a refusal are those of `can_vote`: this only answers yes, or nothing.
    """
    values = {
        "slug": slug,
        "asked": _prepared(Consultation, asked),
        "statement": _prepared(Statement, statement),
        "device": device,
        "answer": answer,
        "important": is_important,
        "now": connection.ops.adapt_datetimefield_value(now),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        row = cursor.fetchone()
    return KeptVote(*row) if row else None


def _prepared(model, uuid: UUID):
    return model._meta.get_field("uuid").get_db_prep_value(uuid, connection)
