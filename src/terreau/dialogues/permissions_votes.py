"""Who may answer a statement, and who may hold the room and the paper sheets."""

import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import can_contribute_as_organisation, facilitation_verdict
from terreau.core.formats import format_day_and_hour
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.dialogues.enums import Space, StatementState
from terreau.dialogues.models import Conversation, Participant, Statement
from terreau.dialogues.permissions import can_answer


def can_vote(
    voice: Participant, statement: Statement, conversation: Conversation, *, now: datetime.datetime
) -> Verdict:
    """Answer a statement: a voice, while the consultation takes them and the statement stands."""
    verdict = can_answer(voice, conversation, now=now)
    if not verdict:
        return verdict
    if statement.state != StatementState.ACCEPTED:
        return refused(
            _(
                "Les facilitateurs ont retiré cet énoncé du vote pendant que vous le lisiez : "
                "votre réponse n’a pas été enregistrée. Continuez avec le suivant."
            )
        )
    in_space = (
        statement.in_organisations
        if voice.space == Space.ORGANISATIONS
        else statement.in_inhabitants
    )
    if not in_space:
        return refused(
            _(
                "Cet énoncé n’est pas soumis au vote dans votre espace : votre réponse n’a pas "
                "été enregistrée. Continuez avec le suivant."
            )
        )
    return GRANTED


def can_print_sheets(posture: Posture | None, conversation: Conversation) -> Verdict:
    """Print paper sheets with their codes: a facilitator, for the inhabitants' space."""
    verdict = facilitation_verdict(posture, conversation.alliance)
    if verdict and not conversation.has_inhabitants:
        return refused(
            _(
                "Les bulletins papier sont ceux de l’espace des habitants, que cette "
                "conversation n’ouvre pas. Une organisation répond par son mandat."
            )
        )
    if verdict and conversation.published_at is None:
        return refused(
            _("Publiez d’abord la conversation : les bulletins s’impriment une fois publiée.")
        )
    return verdict


def can_key_sheets(
    posture: Posture | None, conversation: Conversation, *, now: datetime.datetime
) -> Verdict:
    """Key paper sheets: a member organisation, until the results are shown after the close."""
    verdict = can_contribute_as_organisation(posture, conversation.alliance)
    if not verdict:
        return verdict
    if conversation.published_at is None or not conversation.has_inhabitants:
        return refused(_("Cette conversation n’a pas de bulletins papier à saisir."))
    if now < conversation.opens_at:
        return refused(
            _("La conversation ouvre le %(date)s : les bulletins se saisissent ensuite.")
            % {"date": _said(conversation.opens_at)}
        )
    if conversation.is_over(now) and conversation.revealed_at:
        return refused(
            _(
                "La conversation est close et ses résultats sont dévoilés : un bulletin saisi "
                "maintenant les changerait après coup."
            )
        )
    return GRANTED


def _said(moment: datetime.datetime) -> str:
    return format_day_and_hour(localtime(moment))
