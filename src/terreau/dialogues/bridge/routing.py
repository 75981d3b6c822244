"""Choose which statement a voice sees next: the most telling one, or else an order of its own."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.db import connection

from terreau.dialogues.enums import Space
from terreau.dialogues.models import Landscape
from terreau_engine.errors import BadFile
from terreau_engine.opinion import Routing, person_seed

KEPT = 64  # routings kept in memory, one for each space of the conversations that vote
_KNOWN = """
SELECT id, votes_digest, computed_at FROM dialogues_landscape
WHERE conversation_id = %s AND space = %s
"""


def choose_number(
    conversation: int,
    space: Space,
    answers: Mapping[int, int],
    left: Sequence[int],
    *,
    key: str,
) -> int:
    """Choose, of the statements that are left, the one to show to the voice of this key.

    Statements go by their numbers. The routing of the last landscape chooses; a statement that it
    does not know yet is reached by the order of the voice, like all of them before any landscape.
    """
    routing = _routing_of(conversation, space)
    if routing is not None:
        known = {str(number): answer for number, answer in answers.items()}
        gone = set(routing.statements).difference(map(str, left))
        chosen = routing.next(known, gone, seed=person_seed(key))
        if chosen:
            return int(chosen[0])
    return min(left, key=lambda number: own_place(key, number))


def own_place(key: str, number: int) -> bytes:
    """Where a statement comes in the order of one voice; two voices have two orders."""
    return hashlib.blake2b(f"{key}:{number}".encode(), digest_size=8).digest()


def _routing_of(conversation: int, space: Space) -> Routing | None:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [conversation, space.value])
        row = cursor.fetchone()
    return _read_routing(*row) if row else None


@lru_cache(maxsize=KEPT)
def _read_routing(landscape: int, digest: str, computed_at: object) -> Routing | None:
    """Read a routing once for all the votes until the next landscape, in each process.

    One that cannot be read (another version wrote it) is done without: votes never wait for it.
    """
    kept = Landscape.objects.filter(pk=landscape).values_list("routing", flat=True).first()
    try:
        return Routing.from_bytes(bytes(kept)) if kept else None
    except BadFile:
        return None
