"""Who may open, close and show a consultation, and who may answer it."""

import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.formats import format_day_and_hour
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Consultation, Participant


def can_put_question(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Prepare a consultation: a facilitator, while the alliance lives."""
    if alliance.status == AllianceStatus.CLOSED:
        return refused(_("Cette alliance est close : elle ne pose plus de question."))
    return facilitation_verdict(posture, alliance)


def can_edit_consultation(posture: Posture | None, consultation: Consultation) -> Verdict:
    """Change its presentation, its dates or its spaces: a facilitator."""
    return facilitation_verdict(posture, consultation.alliance)


def can_publish_consultation(posture: Posture | None, consultation: Consultation) -> Verdict:
    """Publish it, once: a facilitator, while the alliance lives."""
    verdict = can_put_question(posture, consultation.alliance)
    if verdict and consultation.published_at:
        return refused(_("Cette consultation est déjà publiée."))
    return verdict


def can_discard_consultation(posture: Posture | None, consultation: Consultation) -> Verdict:
    """Throw a draft away: a facilitator; what was published is never erased."""
    verdict = facilitation_verdict(posture, consultation.alliance)
    if verdict and consultation.published_at:
        return refused(_("Cette consultation a été publiée : elle se clôt, elle ne s’efface pas."))
    return verdict


def can_close_consultation(posture: Posture | None, consultation: Consultation) -> Verdict:
    """Close it before its date: a facilitator."""
    verdict = facilitation_verdict(posture, consultation.alliance)
    if verdict and consultation.published_at is None:
        return refused(_("Cette consultation n’est pas publiée : il n’y a rien à clore."))
    if verdict and consultation.closed_at:
        return refused(_("Cette consultation est déjà close."))
    return verdict


def can_reopen_consultation(
    posture: Posture | None, consultation: Consultation, *, now: datetime.datetime
) -> Verdict:
    """Open it again: a facilitator, unless a count or a shown result already binds."""
    verdict = can_put_question(posture, consultation.alliance)
    if not verdict:
        return verdict
    if not consultation.is_over(now):
        return refused(_("Cette consultation n’est pas close."))
    if consultation.is_sealed and consultation.revealed_at:
        return refused(
            _(
                "Ses résultats ont été lus : une réponse de plus se lirait par différence. "
                "Préparez une nouvelle consultation."
            )
        )
    ballot = getattr(consultation, "ballot", None) or consultation
    if hasattr(ballot, "counts") and ballot.counts.exists():
        return refused(
            _(
                "Ce scrutin a été dépouillé : rouvrir le vote après le compte le fausserait. "
                "Préparez un nouveau scrutin."
            )
        )
    return GRANTED


def can_reveal_results(
    posture: Posture | None, consultation: Consultation, *, now: datetime.datetime
) -> Verdict:
    """Show the results to everybody: a facilitator."""
    verdict = facilitation_verdict(posture, consultation.alliance)
    if verdict and consultation.published_at is None:
        return refused(_("Cette consultation n’est pas publiée : il n’y a rien à dévoiler."))
    if verdict and consultation.revealed_at:
        return refused(_("Les résultats sont déjà dévoilés."))
    if verdict and consultation.is_sealed and not consultation.is_over(now):
        return refused(_("Les résultats se dévoilent après la clôture."))
    return verdict


def can_answer(
    voice: Participant | None, consultation: Consultation, *, now: datetime.datetime
) -> Verdict:
    """Answer, or change an answer: from the opening to the close, in a space that is open."""
    if consultation.published_at is None:
        return refused(_("Cette consultation est encore un projet : elle ne reçoit pas de voix."))
    if consultation.is_over(now):
        ended = min(filter(None, (consultation.closed_at, consultation.closes_at)))
        return refused(
            _(
                "La consultation est close depuis le %(date)s. Les réponses données sont gardées ; "
                "elles ne changent plus."
            )
            % {"date": _said(ended)}
        )
    if now < consultation.opens_at:
        return refused(
            _("La consultation ouvre le %(date)s. Revenez à ce moment-là : l’adresse sera la même.")
            % {"date": _said(consultation.opens_at)}
        )
    return _space_verdict(voice, consultation)


def _space_verdict(voice: Participant | None, consultation: Consultation) -> Verdict:
    if voice is None:
        return GRANTED
    in_organisations = voice.space == Space.ORGANISATIONS
    if in_organisations and not consultation.has_organisations:
        return refused(_("L’espace des organisations n’est plus ouvert dans cette consultation."))
    if not in_organisations and not consultation.has_inhabitants:
        return refused(_("L’espace des habitants n’est plus ouvert dans cette consultation."))
    return GRANTED


def _said(moment: datetime.datetime) -> str:
    return format_day_and_hour(localtime(moment))
