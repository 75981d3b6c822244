"""Write one space of a conversation in the Polis format; it comes back in identical.

Two spaces are two exports: they are never pooled (R8). Voices are told by their number in this
conversation and nothing else: no name, no organisation, no device.
"""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from terreau.core.exchange.protection import protect
from terreau.core.exchange.writing import TableFile
from terreau.dialogues.enums import Space, StatementOrigin, StatementState
from terreau.dialogues.models import Conversation, Participant, Statement, Vote

FILES = ("summary", "comments", "votes", "participants-votes")
_IN_MEMORY = 5 * 1024 * 1024
COMMENTS = ("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees")
COMMENTS += ("moderated", "comment-body", "is-meta")
VOTES = ("timestamp", "datetime", "comment-id", "voter-id", "vote", "important")
MATRIX = ("participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")


def write_archive(conversation: Conversation, space: Space) -> IO[bytes]:
    """Write the four files and their dictionary in one ZIP."""
    file = TableFile(max_size=_IN_MEMORY)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FILES:
            with archive.open(f"{name}.csv", "w") as member:
                for piece in write_file(conversation, space, name):
                    member.write(piece)
        archive.writestr(_("LISEZ-MOI.txt"), dictionary())
    file.seek(0)
    return file


def write_file(conversation: Conversation, space: Space, name: str) -> Iterator[bytes]:
    """Write one of the four files, piece by piece."""
    rows = {
        "summary": _summary,
        "comments": _comments,
        "votes": _votes,
        "participants-votes": _matrix,
    }[name](conversation, space)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for rank, row in enumerate(rows, start=1):
        writer.writerow(row)
        if rank % 500 == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def dictionary() -> str:
    """Say what each file and each column holds."""
    return "\n\n".join(
        [
            _("Conversation au format Polis : texte en UTF-8, séparateur virgule."),
            _("summary.csv : question, présentation, nombres de voix et d’énoncés."),
            _(
                "comments.csv : un énoncé par ligne. timestamp : millisecondes depuis 1970 (UTC) ; "
                "author-id : numéro de voix, vide pour les facilitateurs ; agrees et disagrees : "
                "nombres d’accords et de désaccords ; moderated : 1 relu et soumis au vote, "
                "0 soumis au vote sans relecture ou en attente, -1 écarté ; is-meta : 1 si "
                "l’énoncé parle de la conversation elle-même."
            ),
            _(
                "votes.csv : le vote actuel de chaque voix sur chaque énoncé. vote : 1 d’accord, "
                "0 je passe, -1 pas d’accord ; important : 1 si la voix l’a dit."
            ),
            _(
                "participants-votes.csv : les mêmes votes en tableau, une voix par ligne ; "
                "une case vide est une absence de vote. xid et group-id restent vides : Terreau "
                "n’exporte aucune identité, et les groupes se recalculent."
            ),
            "",
        ]
    )


def _summary(conversation: Conversation, space: Space) -> Iterator[Sequence[object]]:
    voices = _voices(conversation, space)
    yield "topic", protect(conversation.question)
    yield "url", ""
    yield "voters", voices.exclude(votes=None).distinct().count()
    yield "voters-in-conv", voices.exclude(votes=None).distinct().count()
    yield "commenters", voices.exclude(statements=None).distinct().count()
    yield "comments", conversation.statements.count()
    yield "conversation-description", protect(conversation.introduction)


def _voices(conversation: Conversation, space: Space):
    rows = Participant.objects.counted().filter(consultation_id=conversation.pk, space=space)
    return rows.order_by("number")


def _statements(conversation: Conversation, space: Space) -> Iterable[Statement]:
    """Those of this space, and those that a vote of this space still names."""
    column = "in_organisations" if space == Space.ORGANISATIONS else "in_inhabitants"
    here = Q(votes__participant__space=space, votes__participant__folded_into=None)
    named = Vote.objects.filter(
        statement=OuterRef("pk"), participant__space=space, participant__folded_into=None
    )
    rows = conversation.statements.filter(Q(**{column: True}) | Exists(named))
    counts = {
        "agrees": Count("votes", filter=here & Q(votes__answer=1)),
        "disagrees": Count("votes", filter=here & Q(votes__answer=-1)),
    }
    return rows.annotate(**counts).select_related("author").order_by("number")


def _comments(conversation: Conversation, space: Space) -> Iterator[Sequence[object]]:
    yield COMMENTS
    for one in _statements(conversation, space):
        is_here = one.author is not None and one.author.space == space
        known = one.text != "" or one.origin != StatementOrigin.IMPORTED
        yield (
            _milliseconds(one.written_at) if known else "",
            _said(one.written_at) if known else "",
            one.number,
            one.author.number if is_here else "",
            one.agrees,
            one.disagrees,
            _moderated(one),
            protect(one.text),
            1 if one.is_meta else "",
        )


def _moderated(statement: Statement) -> int:
    if statement.state != StatementState.ACCEPTED:
        return -1 if statement.state != StatementState.PENDING else 0
    return 1 if statement.moderated_at else 0


def _votes(conversation: Conversation, space: Space) -> Iterator[Sequence[object]]:
    yield VOTES
    rows = Vote.objects.filter(
        participant__consultation=conversation.pk,
        participant__space=space,
        participant__folded_into=None,
    ).order_by("statement__number", "participant__number")
    for number, voter, answer, important, at in rows.values_list(
        "statement__number", "participant__number", "answer", "is_important", "voted_at"
    ).iterator(chunk_size=5_000):
        yield (
            _milliseconds(at),
            _said(at),
            number,
            voter,
            answer,
            1 if important else "",
        )


def _matrix(conversation: Conversation, space: Space) -> Iterator[Sequence[object]]:
    numbers = [one.number for one in _statements(conversation, space)]
    yield (*MATRIX, *numbers)
    places = {number: place for place, number in enumerate(numbers)}
    wrote = dict(
        conversation.statements.exclude(author=None)
        .order_by()
        .values_list("author")
        .annotate(n=Count("pk"))
    )
    votes = (
        Vote.objects.filter(participant__in=_voices(conversation, space))
        .order_by("participant__number", "statement__number")
        .values_list("participant__number", "participant", "statement__number", "answer")
    )
    voter, told = None, {}
    for number, key, statement, answer in votes.iterator(chunk_size=5_000):
        if voter is not None and voter[0] != number:
            yield _line(voter, told, numbers, wrote)
            told = {}
        voter = (number, key)
        told[places[statement]] = answer
    if voter is not None:
        yield _line(voter, told, numbers, wrote)


def _line(
    voter: tuple[int, int], told: dict[int, int], numbers: Sequence[int], wrote: dict[int, int]
) -> Sequence[object]:
    answers = list(told.values())
    counts = (len(answers), answers.count(1), answers.count(-1))
    cells = [told.get(place, "") for place in range(len(numbers))]
    return (voter[0], "", "", wrote.get(voter[1], 0), *counts, *cells)


def _milliseconds(moment: datetime.datetime) -> int:
    return round(moment.timestamp() * 1000)


def _said(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="milliseconds")
