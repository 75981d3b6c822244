"""Statements are written, read over, taken back: each act leaves its line, none is silent."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.consultations import write
from terreau.dialogues.actions.voices import lock_consultation
from terreau.dialogues.enums import (
    ModerationAct,
    ModerationReason,
    Space,
    StatementOrigin,
    StatementState,
)
from terreau.dialogues.models import (
    Conversation,
    ModerationEntry,
    Participant,
    Statement,
    Vote,
)
from terreau.dialogues.permissions_statements import (
    can_edit_statement,
    can_moderate,
    can_seed_statements,
    can_withdraw_own,
    can_write_another,
    can_write_statement,
)
from terreau.dialogues.statement_text import clean_statement, sameness

# What each act of moderation makes of which states.
OUTCOMES = {
    ModerationAct.ACCEPTED: ({StatementState.PENDING}, StatementState.ACCEPTED),
    ModerationAct.REFUSED: ({StatementState.PENDING}, StatementState.REFUSED),
    ModerationAct.WITHDRAWN: ({StatementState.ACCEPTED}, StatementState.WITHDRAWN),
    ModerationAct.RESTORED: (
        {StatementState.REFUSED, StatementState.WITHDRAWN},
        StatementState.ACCEPTED,
    ),
}


@dataclass(frozen=True)
class Judgement:
    """One act of moderation, with the rule it applies."""

    act: ModerationAct
    reason: str = ""
    note: str = ""
    duplicate_of: Statement | None = None
    spaces: frozenset[Space] | None = None  # None: as they are


@transaction.atomic
def write_statement(
    conversation: Conversation, text: str, *, voice: Participant, posture: str, now
) -> Statement:
    """Propose a statement; it waits for its reading unless the conversation reads afterwards.

    `posture` says in whose name an organisation writes; an inhabitant leaves no name.
    """
    require(can_write_statement(voice, conversation, now=now))
    lock_consultation(conversation)
    require(can_write_another(voice, voice.statements.count()))
    clean = clean_statement(text)
    _refuse_same(conversation, [clean])
    waits = conversation.is_moderated_first
    statement = Statement.objects.create(
        conversation=conversation,
        number=_next_number(conversation),
        text=clean,
        origin=StatementOrigin.PARTICIPANT,
        state=StatementState.PENDING if waits else StatementState.ACCEPTED,
        in_organisations=conversation.has_organisations,
        in_inhabitants=conversation.has_inhabitants,
        author=voice,
        posture=posture,
        written_at=now,
    )
    _log(statement, Judgement(ModerationAct.PROPOSED), None, posture or _("un participant"), now)
    return statement


@transaction.atomic
def seed_statements(
    conversation: Conversation,
    texts: Sequence[str],
    *,
    spaces: frozenset[Space],
    by: Posture,
    now: datetime.datetime,
) -> list[Statement]:
    """Put the facilitators' own statements to the vote, all or none."""
    require(can_seed_statements(by, conversation))
    lock_consultation(conversation)
    clean = [clean_statement(text) for text in texts]
    _refuse_same(conversation, clean)
    first = _next_number(conversation)
    made = [
        Statement(
            conversation=conversation,
            number=number,
            text=text,
            origin=StatementOrigin.SEED,
            state=StatementState.ACCEPTED,
            in_organisations=Space.ORGANISATIONS in spaces,
            in_inhabitants=Space.INHABITANTS in spaces,
            posture=by.label,
            written_at=now,
            moderated_at=now,
        )
        for number, text in enumerate(clean, first)
    ]
    Statement.objects.bulk_create(made, batch_size=500)
    write(conversation, "statements-seeded", by=by, now=now, count=len(made))
    return made


@transaction.atomic
def edit_seed(
    statement: Statement, text: str, *, expected_version: int, by: Posture, now: datetime.datetime
) -> Statement:
    """Correct a statement of the facilitators before its first vote."""
    lock_consultation(statement.conversation)
    has_votes = Vote.objects.filter(statement=statement).exists()
    require(can_edit_statement(by, statement, has_votes=has_votes))
    claim_version(statement, expected_version)
    statement.text = clean_statement(text)
    _refuse_same(statement.conversation, [statement.text], besides=statement)
    statement.save(update_fields=["text"])
    statement_meaning = getattr(statement, "meaning", None)
    if statement_meaning:
        statement_meaning.delete()
    return statement


@transaction.atomic
def moderate(
    statement: Statement,
    judgement: Judgement,
    *,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> Statement:
    """Accept, refuse, withdraw or restore; the second of two readers is told (`EditConflict`)."""
    require(can_moderate(by, statement.conversation))
    claim_version(statement, expected_version)
    _apply(statement, judgement, by.person, by.label, now)
    if judgement.act in (ModerationAct.WITHDRAWN, ModerationAct.RESTORED):
        verb = f"statement-{judgement.act.value}"
        rule = ModerationReason(judgement.reason).label if judgement.reason else ""
        told = {"number": statement.number, "reason": rule}
        write(statement.conversation, verb, by=by, now=now, **told)
    return statement


@transaction.atomic
def withdraw_own(
    statement: Statement, *, voice: Participant, posture: str, now: datetime.datetime
) -> Statement:
    """Take one's own statement back; the log says that its author asked."""
    require(can_withdraw_own(voice, statement, now=now))
    claim_version(statement, statement.version)
    judgement = Judgement(ModerationAct.WITHDRAWN, ModerationReason.ASKED)
    statement.state = StatementState.ACCEPTED  # a proposal that still waits is withdrawn alike
    _apply(statement, judgement, None, posture or _("son auteur"), now)
    return statement


def _apply(statement: Statement, judgement: Judgement, person, label: str, now) -> None:
    states, outcome = OUTCOMES[judgement.act]
    if statement.state not in states:
        raise Refused(
            _("L’énoncé n° %(number)d est « %(state)s » : cet acte ne s’y applique pas.")
            % {"number": statement.number, "state": statement.get_state_display()}
        )
    if judgement.reason == ModerationReason.OTHER and not judgement.note.strip():
        raise Refused(_("Dites en toutes lettres la raison de ce retrait : elle est publiée."))
    statement.state, statement.moderated_at = outcome, now
    statement.duplicate_of = judgement.duplicate_of
    if judgement.spaces is not None:
        statement.in_organisations = Space.ORGANISATIONS in judgement.spaces
        statement.in_inhabitants = Space.INHABITANTS in judgement.spaces
    statement.save(
        update_fields=[
            "state",
            "moderated_at",
            "duplicate_of",
            "in_organisations",
            "in_inhabitants",
        ]
    )
    _log(statement, judgement, person, label, now)


def _log(statement: Statement, judgement: Judgement, person, label: str, now) -> None:
    ModerationEntry.objects.create(
        statement=statement,
        act=judgement.act,
        reason=judgement.reason,
        note=judgement.note.strip()[:500],
        by=person,
        posture=label,
        at=now,
    )


def _next_number(conversation: Conversation) -> int:
    last = Statement.objects.filter(conversation=conversation).order_by("-number")
    return (last.values_list("number", flat=True).first() or 0) + 1


def _refuse_same(
    conversation: Conversation, texts: Sequence[str], *, besides: Statement | None = None
) -> None:
    """Refuse what is said twice in the same words; the caller holds the conversation."""
    standing = Statement.objects.filter(
        conversation=conversation, state__in=(StatementState.ACCEPTED, StatementState.PENDING)
    )
    if besides:
        standing = standing.exclude(pk=besides.pk)
    known = {sameness(text): number for number, text in standing.values_list("number", "text")}
    for text in texts:
        same = sameness(text)
        if same in known:
            raise Refused(
                _("« %(text)s » est déjà dit, dans les mêmes mots, par l’énoncé n° %(number)s.")
                % {"text": text, "number": known[same] or _("de la même liste")}
            )
        known[same] = 0
