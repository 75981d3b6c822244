"""Who may write a statement, and who may read it over before and after it is voted on."""

import datetime

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.dialogues.enums import StatementOrigin, StatementState
from terreau.dialogues.models import Conversation, Participant, Statement
from terreau.dialogues.permissions import can_answer

MOST_OF_ONE_VOICE = 20


def can_write_statement(
    voice: Participant | None, conversation: Conversation, *, now: datetime.datetime
) -> Verdict:
    """Write a statement: whoever may answer, while participants write."""
    verdict = can_answer(voice, conversation, now=now)
    if verdict and not conversation.are_statements_open:
        return refused(
            _(
                "Dans cette conversation, les énoncés viennent des facilitateurs. "
                "Répondez à ceux qui sont soumis au vote."
            )
        )
    return verdict


def can_write_another(voice: Participant, count: int) -> Verdict:
    """Write one more: up to twenty a voice, so that nobody fills a conversation alone."""
    if count < MOST_OF_ONE_VOICE:
        return GRANTED
    return refused(
        _(
            "Vous avez écrit %(count)d énoncés : c’est la part de chacun. "
            "Répondez maintenant à ceux des autres."
        )
        % {"count": count}
    )


def can_seed_statements(posture: Posture | None, conversation: Conversation) -> Verdict:
    """Put first statements to the vote: a facilitator, until the close."""
    verdict = facilitation_verdict(posture, conversation.alliance)
    if verdict and conversation.closed_at:
        return refused(_("Cette conversation est close : elle ne reçoit plus d’énoncés."))
    return verdict


def can_moderate(posture: Posture | None, conversation: Conversation) -> Verdict:
    """Read statements over, by the published rules: a facilitator."""
    return facilitation_verdict(posture, conversation.alliance)


def can_edit_statement(
    posture: Posture | None, statement: Statement, *, has_votes: bool
) -> Verdict:
    """Correct a statement of the facilitators: until its first vote, for its text binds."""
    verdict = facilitation_verdict(posture, statement.conversation.alliance)
    if not verdict:
        return verdict
    if statement.origin != StatementOrigin.SEED:
        return refused(
            _("Cet énoncé est d’un participant : il est accepté ou non, il n’est jamais récrit.")
        )
    if has_votes:
        return refused(
            _(
                "Des voix ont déjà répondu à cet énoncé : son texte ne change plus. "
                "Retirez-le, puis proposez-en un autre."
            )
        )
    return GRANTED


def can_withdraw_own(
    voice: Participant | None, statement: Statement, *, now: datetime.datetime
) -> Verdict:
    """Take one's own statement back: its author, until the close."""
    if voice is None or statement.author_id != voice.pk:
        return refused(_("Seul l’auteur d’un énoncé peut demander son retrait ici."))
    if statement.state not in (StatementState.PENDING, StatementState.ACCEPTED):
        return refused(_("Cet énoncé n’est déjà plus soumis au vote."))
    if statement.conversation.is_over(now):
        return refused(
            _("La conversation est close. Écrivez aux facilitateurs : ils peuvent le retirer.")
        )
    return GRANTED
