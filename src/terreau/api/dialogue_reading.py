"""Gather what the published alliances show of their dialogue; small cells hidden (R14)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from terreau.dialogues.agenda_reading import agenda_tally
from terreau.dialogues.ballot_counting import FEWEST_ORGANISATIONS, FEWEST_PEOPLE
from terreau.dialogues.counting import count_voices
from terreau.dialogues.enums import Space, StatementState, VoteAnswer
from terreau.dialogues.models import (
    Agenda,
    Ballot,
    BallotCount,
    Consultation,
    Conversation,
    Proposition,
    PropositionFollowUp,
    Statement,
    Vote,
)

FEWEST = {Space.INHABITANTS: FEWEST_PEOPLE, Space.ORGANISATIONS: FEWEST_ORGANISATIONS}
ANSWERS = {VoteAnswer.AGREE: "agree", VoteAnswer.DISAGREE: "disagree", VoteAnswer.PASS: "passed"}
KEPT = ("key", "rank", "grade", "tally", "missing", "total", "base", "mean", "votes", "chosen")


def published(model: type[Consultation]) -> QuerySet:
    """The consultations that anybody may see, whoever asks."""
    return model.objects.visible_to(AnonymousUser()).select_related("alliance").order_by("pk")


def describe_consultation(request: HttpRequest, one: Consultation, name: str) -> dict[str, Any]:
    """What every consultation says of itself."""
    path = reverse(f"dialogues:{name}", args=[one.alliance.slug, one.uuid])
    fields = ("uuid", "question", "is_simulated", "opens_at", "closes_at", "closed_at")
    return {
        **{field: getattr(one, field) for field in fields},
        "revealed_at": one.revealed_at,
        "url": request.build_absolute_uri(path),
        "alliance": one.alliance.slug,
        "source": one.source or None,
    }


def describe_conversations(
    request: HttpRequest, rows: Sequence[Conversation]
) -> list[dict[str, Any]]:
    """Conversations with the voices and the statements of each space."""
    voices, statements = count_voices(rows), _count_statements(rows)
    return [
        describe_consultation(request, one, "conversation")
        | {
            "spaces": [
                {
                    "space": space.value,
                    "voices": voices[one.pk].get(space.value, 0),
                    "statements": statements.get(one.pk, {}).get(space.value, 0),
                }
                for space in one.open_spaces
            ]
        }
        for one in rows
    ]


def _count_statements(rows: Sequence[Conversation]) -> dict[int, dict[str, int]]:
    accepted = Statement.objects.filter(conversation__in=rows, state=StatementState.ACCEPTED)
    counted = accepted.order_by().values("conversation_id")
    return {
        one.pop("conversation_id"): one
        for one in counted.annotate(
            organisations=Count("pk", filter=Q(in_organisations=True)),
            inhabitants=Count("pk", filter=Q(in_inhabitants=True)),
        )
    }


def describe_statements(
    conversation: Conversation, rows: Sequence[Statement]
) -> list[dict[str, Any]]:
    """Statements, with what each space answered once the results are shown."""
    counts = _count_answers(rows) if conversation.revealed_at else {}
    spaces = conversation.open_spaces if conversation.revealed_at else []
    return [
        {
            "uuid": one.uuid,
            "number": one.number,
            "text": one.text,
            "origin": one.origin,
            "answers": [
                _answers(space, counts.get((one.pk, space.value), {}))
                for space in spaces
                if getattr(one, f"in_{space.value}")
            ],
        }
        for one in rows
    ]


def _count_answers(rows: Sequence[Statement]) -> dict[tuple[int, str], dict[int, int]]:
    counted = Vote.objects.filter(statement__in=rows, participant__folded_into=None)
    counted = counted.order_by().values_list("statement_id", "participant__space", "answer")
    found: dict[tuple[int, str], dict[int, int]] = {}
    for statement, space, answer, count in counted.annotate(n=Count("pk")):
        found.setdefault((statement, space), {})[answer] = count
    return found


def _answers(space: Space, counted: Mapping[int, int]) -> dict[str, Any]:
    base = sum(counted.values())
    if 0 < base < FEWEST[space]:
        return {"space": space.value, "base": None} | dict.fromkeys(ANSWERS.values())
    told = {name: counted.get(answer.value, 0) for answer, name in ANSWERS.items()}
    return {"space": space.value, "base": base} | told


def describe_ballots(request: HttpRequest, rows: Sequence[Ballot]) -> list[dict[str, Any]]:
    """Ballots with their options, and their last count once revealed."""
    counts = _last_counts(rows)
    return [
        describe_consultation(request, one, "ballot")
        | {
            "method": one.method,
            "grades": one.grades,
            "budget_eur": one.budget_eur,
            "options": [
                {"key": option.key, "title": option.title, "cost_eur": option.cost_eur}
                for option in one.options.all()
            ],
            "count": _count(counts[one.pk]) if one.revealed_at and one.pk in counts else None,
        }
        for one in rows
    ]


def _last_counts(rows: Iterable[Ballot]) -> dict[int, BallotCount]:
    revealed = [one.pk for one in rows if one.revealed_at]
    newest = BallotCount.objects.filter(ballot_id__in=revealed).order_by().values("ballot_id")
    wanted = newest.annotate(last=Max("pk")).values("last")
    return {one.ballot_id: one for one in BallotCount.objects.filter(pk__in=wanted)}


def _count(count: BallotCount) -> dict[str, Any]:
    return {
        "method": count.method,
        "counted_at": count.counted_at,
        "papers": count.paper_count,
        "blank": count.abstention_count,
        "called": count.called_count,
        "digest": count.papers_digest,
        "groups": [_group(group) for group in count.content["groups"]],
    }


def _group(group: Mapping[str, Any]) -> dict[str, Any]:
    if group["hidden"]:
        return {"group": group["key"], "hidden": True}
    return {
        "group": group["key"],
        "hidden": False,
        "voters": group["voters"],
        "abstentions": group["abstentions"],
        "rows": [{name: row[name] for name in KEPT if name in row} for row in group["rows"]],
    }


def describe_agenda(request: HttpRequest, agenda: Agenda) -> dict[str, Any]:
    """The agenda in force: its order, what depends on what, what its members said."""
    tally, _answers_given = agenda_tally(agenda)
    items = agenda.items.select_related("challenge").order_by("position")
    links = agenda.dependencies.select_related("before", "after")
    path = reverse("dialogues:agenda", args=[agenda.alliance.slug])
    return {
        "alliance": agenda.alliance.slug,
        "url": request.build_absolute_uri(path),
        "number": agenda.number,
        "proposed_at": agenda.proposed_at,
        "change_note": agenda.change_note or None,
        "items": [
            {
                "position": one.position,
                "challenge": one.challenge.uuid,
                "title": one.challenge.title,
                "voted_position": one.voted_position,
                "moved_because": one.moved_because or None,
                "starts_when": one.starts_when or None,
            }
            for one in items
        ],
        "dependencies": [
            {"before": one.before.uuid, "after": one.after.uuid, "reason": one.reason or None}
            for one in links
        ],
        "minority_opinions": list(agenda.minority_opinions.values_list("text", flat=True)),
        "answers": [
            _members(Space.ORGANISATIONS, tally.organisations, fewest=0),
            _members(Space.INHABITANTS, tally.inhabitants, fewest=FEWEST_PEOPLE),
        ],
    }


def _members(space: Space, tally: Any, *, fewest: int) -> dict[str, Any]:
    names = ("agreements", "reservations", "disagreements", "silent")
    if 0 < tally.members < fewest:
        return {"space": space.value, "members": None} | dict.fromkeys(names)
    told = {name: len(getattr(tally, name)) for name in names}
    return {"space": space.value, "members": tally.members} | told


def shown_propositions() -> QuerySet[Proposition]:
    """The propositions of the workshops that anybody may see, with their points and their story."""
    lines = PropositionFollowUp.objects.order_by("-since", "-pk")
    shown = Consultation.objects.visible_to(AnonymousUser()).values("pk")
    rows = Proposition.objects.filter(workshop__in=shown).order_by("pk")
    rows = rows.select_related("workshop__alliance", "group", "theme", "cluster")
    return rows.prefetch_related("points", Prefetch("follow_ups", queryset=lines))


def describe_proposition(request: HttpRequest, one: Proposition) -> dict[str, Any]:
    """A proposition, its points, and what became of it."""
    workshop = one.workshop
    address = [workshop.alliance.slug, workshop.uuid, one.number]
    return {
        "uuid": one.uuid,
        "url": request.build_absolute_uri(reverse("dialogues:proposition", args=address)),
        "alliance": workshop.alliance.slug,
        "workshop": workshop.uuid,
        "subject": workshop.question,
        "held_on": workshop.held_on.text,
        "group": one.group.colour,
        "theme": one.theme.title if one.theme else None,
        "family": one.cluster.title if one.cluster else None,
        "number": one.number,
        "title": one.title,
        "points": [point.text for point in one.points.all()],
        "status": one.status,
        "follow_ups": [
            {
                "status": line.status,
                "since": line.since.text,
                "carried_by": line.carried_by or None,
                "note": line.note or None,
            }
            for line in one.follow_ups.all()
        ],
    }
