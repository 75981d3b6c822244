"""Decide by consent: a text, its objections, how each was treated, and when it stands."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import lock_alliance, write
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import membership_of
from terreau.core.editing import claim_version
from terreau.core.verdicts import Refused, require
from terreau.dialogues.enums import DecisionState, DecisionVoice, ObjectionOutcome
from terreau.dialogues.models import Decision, DecisionAnswer
from terreau.dialogues.permissions_agendas import (
    can_adopt_decision,
    can_answer_decision,
    can_propose_decision,
    can_rewrite_decision,
    can_treat_objection,
    can_withdraw_decision,
)

NEEDS_A_REASON = (DecisionVoice.CONCERN, DecisionVoice.OBJECTION)


@transaction.atomic
def propose_decision(
    alliance: Alliance, values: Mapping[str, object], *, by: Posture, now: datetime.datetime
) -> Decision:
    """Put a text to the consent of the member organisations."""
    require(can_propose_decision(by, alliance))
    decision = Decision.objects.create(
        alliance=alliance, author=by.person, posture=by.label, proposed_at=now, **values
    )
    write(alliance, "decision-proposed", by=by, now=now, title=decision.title)
    return decision


@transaction.atomic
def answer_decision(
    decision: Decision, *, answer: str, reason: str, by: Posture, now: datetime.datetime
) -> DecisionAnswer:
    """Answer the text of today; answering anew removes the treatment of a former objection."""
    alliance = lock_alliance(decision.alliance)
    decision.refresh_from_db()
    require(can_answer_decision(by, decision))
    reason = reason.strip()
    if answer in NEEDS_A_REASON and not reason:
        raise Refused(_("Dites en une phrase la raison de votre réserve ou de votre objection."))
    given, _created = DecisionAnswer.objects.update_or_create(
        decision=decision,
        membership=membership_of(by, alliance),
        text_number=decision.text_number,
        defaults={
            "answer": answer,
            "reason": reason,
            "outcome": "",
            "treatment": "",
            "treated_at": None,
            "person": by.person,
            "mandate": by.mandate,
            "posture": by.label,
            "answered_at": now,
        },
    )
    label = str(DecisionVoice(answer).label)
    write(alliance, "decision-answered", by=by, now=now, answer=label, title=decision.title)
    return given


@transaction.atomic
def treat_objection(
    objection: DecisionAnswer, *, outcome: str, treatment: str, by: Posture, now: datetime.datetime
) -> DecisionAnswer:
    """Write how an objection was treated; its own author alone may lift it."""
    decision = objection.decision
    lock_alliance(decision.alliance)
    decision.refresh_from_db()
    mine = membership_of(by, decision.alliance)
    is_own = mine is not None and mine.pk == objection.membership_id
    if not (is_own and outcome == ObjectionOutcome.LIFTED):
        require(can_treat_objection(by, decision))
    _check_treatment(objection, decision, outcome, treatment, is_own=is_own)
    objection.outcome, objection.treatment = outcome, treatment.strip()
    objection.treated_at = now
    objection.save(update_fields=["outcome", "treatment", "treated_at"])
    write(
        decision.alliance,
        "objection-treated",
        by=by,
        now=now,
        title=decision.title,
        outcome=str(ObjectionOutcome(outcome).label),
    )
    return objection


def _check_treatment(
    objection: DecisionAnswer, decision: Decision, outcome: str, treatment: str, *, is_own: bool
) -> None:
    if decision.state != DecisionState.OPEN or objection.text_number != decision.text_number:
        raise Refused(_("Le texte a changé depuis cette objection : son auteur répond au nouveau."))
    if objection.answer != DecisionVoice.OBJECTION:
        raise Refused(_("Cette réponse n’est pas une objection : elle n’attend pas de traitement."))
    if outcome == ObjectionOutcome.INTEGRATED:
        raise Refused(
            _(
                "Pour intégrer une objection, amendez le texte : "
                "chacun répondra à la nouvelle version."
            )
        )
    if outcome == ObjectionOutcome.LIFTED and not is_own:
        raise Refused(_("Seul l’auteur d’une objection la lève : demandez-le-lui."))
    if not treatment.strip():
        raise Refused(_("Dites comment l’objection a été traitée."))


@transaction.atomic
def rewrite_decision(
    decision: Decision,
    values: Mapping[str, object],
    *,
    integrates: list[DecisionAnswer],
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> Decision:
    """Amend the text: the objections it integrates are closed, and every member is asked again."""
    lock_alliance(decision.alliance)
    require(can_rewrite_decision(by, decision))
    claim_version(decision, expected_version)
    stored = Decision.objects.select_related("alliance").get(pk=decision.pk)
    for objection in integrates:
        DecisionAnswer.objects.filter(
            pk=objection.pk, decision=stored, answer=DecisionVoice.OBJECTION
        ).update(
            outcome=ObjectionOutcome.INTEGRATED,
            treatment=_("intégrée dans la version %(number)s") % {"number": stored.text_number + 1},
            treated_at=now,
        )
    for name in ("title", "text", "answers_until"):
        setattr(stored, name, values[name])
    stored.text_number += 1
    stored.save(update_fields=["title", "text", "answers_until", "text_number"])
    write(
        stored.alliance,
        "decision-rewritten",
        by=by,
        now=now,
        title=stored.title,
        number=stored.text_number,
    )
    return stored


@transaction.atomic
def settle_decision(
    decision: Decision, *, adopted: bool, by: Posture, now: datetime.datetime
) -> Decision:
    """Adopt the text, or take it back."""
    lock_alliance(decision.alliance)
    decision.refresh_from_db()
    require((can_adopt_decision if adopted else can_withdraw_decision)(by, decision))
    decision.state = DecisionState.ADOPTED if adopted else DecisionState.WITHDRAWN
    decision.settled_at = now
    decision.save(update_fields=["state", "settled_at"])
    verb = "decision-adopted" if adopted else "decision-withdrawn"
    write(decision.alliance, verb, by=by, now=now, title=decision.title)
    return decision
