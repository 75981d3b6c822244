"""Votes of one space as values of the engine, and its landscape as plain values to be kept.

Statements and voices go by their numbers in the conversation: no name ever enters the engine.
"""

import hashlib
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from terreau.dialogues.enums import Space, StatementState, VoteAnswer
from terreau.dialogues.models import Conversation, Statement, Vote
from terreau_engine.opinion import Landscape as Face
from terreau_engine.opinion import Votes, landscape, prepare_routing

ROUND = 3
PLACES = {VoteAnswer.AGREE: 0, VoteAnswer.DISAGREE: 1, VoteAnswer.PASS: 2}
MOST_LISTED = 40  # statements kept in each list; every one of them keeps its counts


@dataclass(frozen=True)
class ReadVotes:
    """The votes that count in one space, read once, in the order of numbers."""

    voices: list[str]
    statements: list[str]
    answers: list[int]
    worlds: list[str]  # of the organisation that speaks; empty in the inhabitants' space
    open_statements: list[str]
    moderated_out: list[str]
    digest: str


@dataclass(frozen=True)
class Drawn:
    """A landscape ready to be kept."""

    content: dict[str, Any]
    routing: bytes


def read_votes(conversation: Conversation, space: Space) -> ReadVotes:
    """Read the votes of one space; folded voices are out, withdrawn statements are set aside."""
    rows = list(
        Vote.objects.filter(
            participant__consultation=conversation.pk,
            participant__space=space,
            participant__folded_into=None,
        )
        .order_by("participant__number", "statement__number")
        .values_list("participant__number", "statement__number", "answer", "participant__world")
    )
    column = "in_organisations" if space == Space.ORGANISATIONS else "in_inhabitants"
    states = list(
        Statement.objects.filter(conversation=conversation)
        .order_by("number")
        .values_list("number", "state", column, "is_meta")
    )
    shown = [
        str(number)
        for number, state, is_here, is_meta in states
        if state == StatementState.ACCEPTED and is_here and not is_meta
    ]
    kept = set(shown)
    voted = {str(row[1]) for row in rows}
    told = hashlib.sha256(repr((rows, shown)).encode()).hexdigest()
    return ReadVotes(
        [str(row[0]) for row in rows],
        [str(row[1]) for row in rows],
        [row[2] for row in rows],
        [row[3] if space == Space.ORGANISATIONS else "" for row in rows],
        shown,
        sorted(voted - kept, key=int),
        told,
    )


def draw_landscape(read: ReadVotes) -> Drawn:
    """Compute the landscape and what chooses the next statement; the same votes give the same."""
    votes = Votes.from_records(read.voices, read.statements, read.answers)
    face = landscape(votes, moderated_out=read.moderated_out)
    routing = prepare_routing(
        votes, statements=read.open_statements, moderated_out=read.moderated_out
    )
    return Drawn(_content(face) | {"worlds": _worlds(read)}, routing.to_bytes())


def _worlds(read: ReadVotes) -> dict[str, Any]:
    """Count each world's voices and, by statement, its agreeing, disagreeing and passing."""
    if not any(read.worlds):
        return {}
    kept = set(read.open_statements)
    voices: dict[str, set[str]] = {}
    answers: dict[str, dict[str, list[int]]] = {}
    rows = zip(read.worlds, read.voices, read.statements, read.answers, strict=True)
    for world, voice, statement, answer in rows:
        if statement in kept:
            voices.setdefault(world, set()).add(voice)
            told = answers.setdefault(world, {}).setdefault(statement, [0, 0, 0])
            told[PLACES[answer]] += 1
    return {
        world: {"voices": len(voices[world]), "answers": answers[world]} for world in sorted(voices)
    }


def _content(face: Face) -> dict[str, Any]:
    return {
        "voices": [
            _voice(face, place) for place in range(len(face.participants)) if face.votes[place]
        ],
        "statements": [
            {"n": int(name), "at": _point(face.statement_positions[place])}
            for place, name in enumerate(face.statements)
        ],
        "variance": [_rounded(share) for share in face.variance],
        "no_groups": face.no_groups,
        "stability": _rounded(face.stability),
        "replicates": {str(k): count for k, count in face.replicates.items()},
        "groups": _groups(face),
        "consensus": [_consensus(one) for one in face.consensus],
        "divisive": [_division(one) for one in face.divisive[:MOST_LISTED]],
    }


def _voice(face: Face, place: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "n": int(face.participants[place]),
        "votes": int(face.votes[place]),
        "at": _point(face.positions[place]),
    }
    if found["at"] is not None:
        found["spread"] = _ellipse(face.uncertainty[place])
    if face.groups is not None and face.groups.labels[place] >= 0:
        found["group"] = int(face.groups.labels[place])
        found["sure"] = _rounded(face.groups.confidence[place])
    return found


def _ellipse(covariance: Any) -> list[float] | None:
    """Sum up a 2 × 2 covariance as the half-axes of its 50 % ellipse and its angle in degrees."""
    if not np.isfinite(covariance).all():
        return None
    values, vectors = np.linalg.eigh(covariance)
    half = np.sqrt(np.maximum(values, 0) * (2 * math.log(2)))
    angle = math.degrees(math.atan2(vectors[1, 1], vectors[0, 1]))
    return [_rounded(half[1]) or 0.0, _rounded(half[0]) or 0.0, _rounded(angle) or 0.0]


def _groups(face: Face) -> list[dict[str, Any]]:
    if face.groups is None:
        return []
    told = []
    for label, size in enumerate(face.groups.sizes):
        mine = face.groups.labels == label
        points = face.positions[mine]
        told.append(
            {
                "size": int(size),
                "centre": _point(face.groups.centres[label]),
                "hull": [_point(point) for point in hull_of(points)],
                "sure": _rounded(float(np.nanmean(face.groups.confidence[mine]))),
                "says": [
                    {
                        "n": int(one.statement),
                        "agrees": one.direction == "agree",
                        "count": one.count,
                        "answered": one.answered,
                    }
                    for one in (face.representative[label] if face.representative else ())
                ],
            }
        )
    return told


def _consensus(one: Any) -> dict[str, Any]:
    return {
        "n": int(one.statement),
        "agree": one.agree,
        "disagree": one.disagree,
        "passed": one.passed,
        "informed": _rounded(one.group_informed),
        "refused": _rounded(one.group_refused),
        "floor": _rounded(one.floor),
        "low": _rounded(one.low),
        "high": _rounded(one.high),
    }


def _division(one: Any) -> dict[str, Any]:
    return {
        "n": int(one.statement),
        "agree": one.agree,
        "disagree": one.disagree,
        "passed": one.passed,
        "score": _rounded(one.score),
        "gap": _rounded(one.gap),
    }


def hull_of(points: Any) -> list[Any]:
    """Walk around points by their convex hull (Andrew's chain); fewer than three are themselves."""
    ordered = sorted({(float(x), float(y)) for x, y in points})
    if len(ordered) < 3:
        return ordered

    def half(walk: list[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for point in walk:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(
    start: tuple[float, float], middle: tuple[float, float], end: tuple[float, float]
) -> float:
    return (middle[0] - start[0]) * (end[1] - start[1]) - (middle[1] - start[1]) * (
        end[0] - start[0]
    )


def _point(point: Any) -> list[float] | None:
    x, y = float(point[0]), float(point[1])
    return [round(x, ROUND), round(y, ROUND)] if math.isfinite(x) and math.isfinite(y) else None


def _rounded(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else round(float(value), ROUND)
