"""Draw the voices of the demonstration: the same at each loading, and always labelled as drawn."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from terreau.core.bulk_rows import insert_many
from terreau.dialogues.enums import Space, VoiceChannel
from terreau.dialogues.models import Consultation, Conversation, Participant, Vote

SEED = 2026
WORLDS = ("public", "economic", "general_interest", "academic")
PASSES, IMPORTANT = 0.15, 0.12


@dataclass(frozen=True)
class Crowd:
    """So many voices of one space, in shares of the three tendencies."""

    space: Space
    size: int
    tendencies: Sequence[int]


def open_simulated(
    consultation: Consultation, space: Space, size: int, *, now: datetime.datetime
) -> list[Participant]:
    """Open voices that are nobody’s, after those already there."""
    known = consultation.participants.order_by("-number").values_list("number", flat=True)
    first = (known.first() or 0) + 1
    insert_many(
        [
            Participant(
                consultation_id=consultation.pk,
                space=space,
                channel=VoiceChannel.SIMULATED,
                number=first + rank,
                world=WORLDS[rank % len(WORLDS)] if space == Space.ORGANISATIONS else "",
                came_at=now,
            )
            for rank in range(size)
        ]
    )
    opened = Participant.objects.filter(consultation_id=consultation.pk, number__gte=first)
    return list(opened.order_by("number"))


def simulate_votes(
    conversation: Conversation, crowd: Crowd, leans: Sequence[Sequence[int]], *, now
) -> int:
    """Let a crowd vote: each voice follows its tendency on part of the statements."""
    dice = np.random.default_rng([SEED, crowd.size])
    voices = open_simulated(conversation, crowd.space, crowd.size, now=now)
    statements = list(conversation.statements.order_by("number").values_list("pk", flat=True))
    shares = np.array(crowd.tendencies) / sum(crowd.tendencies)
    kinds = dice.choice(len(shares), size=len(voices), p=shares)
    chances = np.array(leans, dtype=float) / 10
    rows = []
    for voice, kind in zip(voices, kinds, strict=True):
        asked = dice.random(len(statements)) < dice.uniform(0.35, 1)
        agrees = dice.random(len(statements)) < chances[:, kind]
        passes = dice.random(len(statements)) < PASSES
        matters = dice.random(len(statements)) < IMPORTANT
        for place in np.flatnonzero(asked):
            answer = 0 if passes[place] else (1 if agrees[place] else -1)
            rows.append(
                Vote(
                    participant=voice,
                    statement_id=statements[place],
                    answer=answer,
                    is_important=bool(matters[place]),
                    channel=VoiceChannel.SIMULATED,
                    voted_at=now,
                )
            )
    insert_many(rows)
    return len(rows)


def draw_around(mean: float, size: int, *, low: int, high: int, key: int) -> list[int]:
    """Draw whole numbers around a mean, within bounds."""
    dice = np.random.default_rng([SEED, key])
    drawn = np.rint(dice.normal(mean, 1.4, size=size))
    return [int(one) for one in np.clip(drawn, low, high)]


def draw_grades(weights: Sequence[int], size: int, *, key: int) -> list[int]:
    """Draw grades (0 the best) in the given proportions."""
    dice = np.random.default_rng([SEED, 7, key])
    shares = np.array(weights, dtype=float)
    return [int(one) for one in dice.choice(len(shares), size=size, p=shares / shares.sum())]
