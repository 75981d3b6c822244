"""Find what was already said: by the same words, then by what the statements mean.

The vectors are computed once a statement and kept; a process holds those of the conversations it
was last asked about. Where the model of meaning is not installed, words alone are compared. What is
found is shown, never decided: « plus de bus » and « moins de bus » are neighbours too.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db.models import Count, Sum
from rapidfuzz import fuzz, process

from terreau.actors.search.meaning import load_meaning, pack_vector
from terreau.dialogues.enums import StatementState
from terreau.dialogues.models import Conversation, Statement, StatementMeaning
from terreau.dialogues.statement_text import sameness

LEAST_MEANING = 0.45  # docs/methodes/deja-dit.md: pairs that say one thing, and pairs that do not
LEAST_WORDS = 0.78
MOST_SHOWN = 5
MOST_ENCODED = 400  # vectors computed within one request; the job does the others
MOST_HELD = 4  # conversations kept by a process: 20 MB for 10,000 statements
VOTED = (StatementState.ACCEPTED,)  # what everybody may read


@dataclass(frozen=True)
class Alike:
    """One statement near to what is being written, from 0 (far) to 1 (the same words)."""

    number: int
    text: str
    state: str
    likeness: float
    is_same: bool


@dataclass
class _Held:
    mark: tuple
    rows: list[tuple[int, int, str, str]]  # pk, number, text, state
    folded: list[str]
    known: np.ndarray  # ranks of the rows that have a vector
    vectors: np.ndarray


_lock = threading.Lock()
_held: OrderedDict[UUID, _Held] = OrderedDict()
HELD_STATES = (StatementState.ACCEPTED, StatementState.PENDING)


class Neighbours:
    """The statements of one conversation at one moment, read once for many questions."""

    def __init__(self, conversation: Conversation) -> None:
        self._held = _hold(conversation)

    def of(
        self,
        text: str,
        *,
        states: Collection[str] = VOTED,
        besides: int | None = None,
        most: int = MOST_SHOWN,
    ) -> list[Alike]:
        """List the statements nearest to a text, the nearest first.

        Only those of `states`: what waits for its moderation is not shown to everybody.
        """
        words = sameness(text)
        if len(words) < 3:
            return []
        held, found = self._held, []
        scores = _scores(held, text, words)
        for rank in np.argsort(-scores, kind="stable"):
            pk, number, said, state = held.rows[rank]
            if scores[rank] <= 0 or len(found) == most:
                break
            if pk != besides and state in states:
                likeness = float(min(scores[rank], 1.0))
                found.append(Alike(number, said, state, likeness, held.folded[rank] == words))
        return found


def find_alike(conversation: Conversation, text: str) -> list[Alike]:
    """List what was already put to the vote and resembles this text."""
    return Neighbours(conversation).of(text)


def keep_meanings(conversation: Conversation, most: int = MOST_ENCODED) -> int:
    """Compute the vectors that are missing, some at a time; return how many were."""
    meaning = load_meaning()
    if meaning is None:
        return 0
    missing = Statement.objects.filter(conversation=conversation, meaning=None)
    rows = list(missing.order_by("pk").values_list("pk", "text")[:most])
    if not rows:
        return 0
    vectors = meaning.encode([text for _pk, text in rows])
    made = [
        StatementMeaning(statement_id=pk, vector=pack_vector(vector))
        for (pk, _text), vector in zip(rows, vectors, strict=True)
    ]
    StatementMeaning.objects.bulk_create(made, ignore_conflicts=True, batch_size=200)
    return len(made)


def _scores(held: _Held, text: str, words: str) -> np.ndarray:
    scores = np.zeros(len(held.rows))
    near = process.extract(
        words,
        held.folded,
        scorer=fuzz.token_sort_ratio,
        score_cutoff=100 * LEAST_WORDS,
        limit=50,
    )
    for _word, score, rank in near:
        scores[rank] = score / 100
    meaning = load_meaning()
    if meaning is not None and len(held.known):
        likeness = held.vectors @ meaning.encode([text])[0]
        likeness[likeness < LEAST_MEANING] = 0
        scores[held.known] = np.maximum(scores[held.known], likeness)
    scores[[folded == words for folded in held.folded]] = 1.5  # the same words come first
    return scores


def _hold(conversation: Conversation) -> _Held:
    mark = _mark(conversation)
    with _lock:
        held = _held.get(conversation.uuid)
        if held is None or held.mark != mark:
            held = _read(conversation, mark)
            _held[conversation.uuid] = held
        _held.move_to_end(conversation.uuid)
        while len(_held) > MOST_HELD:
            _held.popitem(last=False)
    return held


def _mark(conversation: Conversation) -> tuple:
    """Tell in one query whether a conversation changed since it was read."""
    rows = Statement.objects.filter(conversation=conversation)
    return tuple(
        rows.aggregate(
            count=Count("pk"),
            versions=Sum("version"),
            meanings=Count("meaning"),
        ).values()
    )


def _read(conversation: Conversation, mark: tuple) -> _Held:
    rows = list(
        Statement.objects.filter(conversation=conversation, state__in=HELD_STATES)
        .order_by("number")
        .values_list("pk", "number", "text", "state", "meaning__vector")
    )
    known = [rank for rank, row in enumerate(rows) if row[4] is not None]
    packed = [np.frombuffer(bytes(rows[rank][4]), dtype="<f2") for rank in known]
    return _Held(
        mark,
        [row[:4] for row in rows],
        [sameness(row[2]) for row in rows],
        np.array(known, dtype=np.intp),
        np.stack(packed).astype(np.float32) if packed else np.zeros((0, 1), dtype=np.float32),
    )
