"""Who proposes, answers and brings into force an ordered agenda; who decides by consent."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.enums import ConsentAnswer
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import (
    can_contribute_as_organisation,
    facilitation_verdict,
    member_verdict,
)
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.dialogues.enums import AgendaState, DecisionState, DecisionVoice
from terreau.dialogues.models import Agenda, Decision


def can_propose_agenda(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Put an order of the challenges to the members: any member organisation."""
    return can_contribute_as_organisation(posture, alliance)


def can_answer_agenda(posture: Posture | None, agenda: Agenda) -> Verdict:
    """Say accord, reservation or disagreement: each member, on the latest version."""
    if agenda.state == AgendaState.REPLACED:
        return refused(
            _("Une version plus récente de l’ordre du jour a pris sa place. Répondez à celle-là.")
        )
    return member_verdict(posture, agenda.alliance)


def can_write_minority_opinion(posture: Posture | None, agenda: Agenda) -> Verdict:
    """Leave beside the agenda what did not prevail: each member."""
    return member_verdict(posture, agenda.alliance)


def can_adopt_agenda(posture: Posture | None, agenda: Agenda) -> Verdict:
    """Bring an agenda into force: a facilitator, once members have answered it.

    A disagreement does not block: it stays written beside the agenda. Silence is not an answer.
    """
    verdict = facilitation_verdict(posture, agenda.alliance)
    if not verdict:
        return verdict
    if agenda.state != AgendaState.PROPOSED:
        return refused(_("Cette version n’est plus en discussion."))
    answers = agenda.answers.exclude(membership__organisation=None)
    if not answers.filter(answer=ConsentAnswer.AGREEMENT).exists():
        return refused(
            _(
                "Aucune organisation membre n’a encore donné son accord. "
                "Laissez aux membres le temps de lire et de répondre."
            )
        )
    return GRANTED


def can_propose_decision(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Put a text to consent: any member organisation."""
    return can_contribute_as_organisation(posture, alliance)


def can_answer_decision(posture: Posture | None, decision: Decision) -> Verdict:
    """Consent, object, or say nothing: each member organisation, while it is open."""
    if decision.state != DecisionState.OPEN:
        return refused(_("Cette décision est close : elle ne prend plus de réponse."))
    return can_contribute_as_organisation(posture, decision.alliance)


def can_treat_objection(posture: Posture | None, decision: Decision) -> Verdict:
    """Write how an objection was treated: who proposed the text, or a facilitator."""
    if decision.state != DecisionState.OPEN:
        return refused(_("Cette décision est close : ses objections sont déjà traitées."))
    return _carrier_verdict(posture, decision)


def can_rewrite_decision(posture: Posture | None, decision: Decision) -> Verdict:
    """Amend the text, which asks every member again: who proposed it, or a facilitator."""
    if decision.state != DecisionState.OPEN:
        return refused(_("Cette décision est close : proposez-en une nouvelle pour la changer."))
    return _carrier_verdict(posture, decision)


def can_adopt_decision(posture: Posture | None, decision: Decision) -> Verdict:
    """Adopt: no objection left untreated, and at least one consent to the text of today."""
    verdict = can_rewrite_decision(posture, decision)
    if not verdict:
        return verdict
    answers = decision.answers.filter(text_number=decision.text_number)
    if answers.filter(answer=DecisionVoice.OBJECTION, outcome="").exists():
        return refused(
            _(
                "Une objection n’est pas encore traitée. Intégrez-la au texte, ou notez avec son "
                "auteur comment elle a été levée ; la décision pourra alors être adoptée."
            )
        )
    if not answers.filter(answer__in=[DecisionVoice.CONSENT, DecisionVoice.CONCERN]).exists():
        return refused(
            _("Aucun membre n’a encore consenti à ce texte : le silence ne vaut pas consentement.")
        )
    return GRANTED


def can_withdraw_decision(posture: Posture | None, decision: Decision) -> Verdict:
    """Take a text back: who proposed it, or a facilitator."""
    return can_rewrite_decision(posture, decision)


def _carrier_verdict(posture: Posture | None, decision: Decision) -> Verdict:
    if posture and decision.author_id == posture.person.pk:
        return member_verdict(posture, decision.alliance)
    return facilitation_verdict(posture, decision.alliance)
