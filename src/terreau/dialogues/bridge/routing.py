"""Choose which statement a voice sees next."""

import hashlib
from uuid import UUID

from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Cast

from terreau.dialogues.enums import Space
from terreau.dialogues.models import Conversation, Statement

_PRIME = 1_000_003


def choose_statement(
    conversation: Conversation,
    space: Space,
    left: QuerySet[Statement],
    answers: dict[int, int],
    *,
    key: UUID | str,
) -> Statement | None:
    """Take, of the statements that are left, the next one for the voice of this key."""
    return first_in_own_order(left, key)


def first_in_own_order(statements: QuerySet[Statement], key: UUID | str) -> Statement | None:
    """Take the first statement of an order that is this voice's own, worked out by the database.

    The order is that of the quadratic residues of the numbers, whose factors come from the key:
    two voices meet the statements in two orders, one voice in the same order on every device.
    """
    return statements.order_by(_own_order(key), "number").first()


def _own_order(key: UUID | str):
    digest = hashlib.sha256(str(key).encode()).digest()
    square, plain = (1 + int.from_bytes(digest[at : at + 6], "big") % _PRIME for at in (0, 6))
    number = Cast(F("number"), BigIntegerField()) % _PRIME  # squares stay within 64 bits
    return (number * number * square + number * plain) % _PRIME
