"""Who may compute the timetable of encounters, keep it, and tell what came of it."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import can_read_inside, facilitation_verdict, membership_of
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.events.enums import EventState, FollowUpState, PlanState
from terreau.events.models import Encounter, EncounterPlan, Event, FollowUp


def can_plan_encounters(posture: Posture | None, event: Event) -> Verdict:
    """Compute a timetable: a facilitator, while the meeting is to come or goes on."""
    verdict = facilitation_verdict(posture, event.alliance)
    if verdict and event.state == EventState.CANCELLED:
        return refused(_("Cette rencontre est annulée : il n’y a plus de tours à préparer."))
    if verdict and event.state == EventState.HELD:
        return refused(_("Cette rencontre a eu lieu : ses tours ne se recalculent plus."))
    return verdict


def can_keep_plan(posture: Posture | None, plan: EncounterPlan) -> Verdict:
    """Keep a computed timetable: a facilitator, once it is computed."""
    verdict = can_plan_encounters(posture, plan.event)
    if verdict and plan.computed_at is None:
        return refused(_("Ce plan n’est pas encore calculé : attendez la fin du calcul."))
    if verdict and plan.state != PlanState.DRAFT:
        return refused(_("Ce plan est déjà en vigueur, ou un autre l’a remplacé."))
    return verdict


def can_discard_plan(posture: Posture | None, plan: EncounterPlan) -> Verdict:
    """Throw a proposed timetable away: a facilitator; the one in force is replaced instead."""
    verdict = facilitation_verdict(posture, plan.event.alliance)
    if verdict and plan.state != PlanState.DRAFT:
        return refused(_("Ce plan a servi : il se remplace, il ne s’efface pas."))
    return verdict


def can_read_plan(posture: Posture | None, event: Event) -> Verdict:
    """Read the whole timetable: a member; each person reads their own by their link."""
    return can_read_inside(posture, event.alliance)


def can_note_encounter(posture: Posture | None, event: Event) -> Verdict:
    """Say that two organisations met, or did not: a facilitator, once it was held or goes on."""
    verdict = facilitation_verdict(posture, event.alliance)
    if verdict and event.state in {EventState.DRAFT, EventState.CANCELLED}:
        return refused(_("Une rencontre qui n’a pas eu lieu n’a mis personne en présence."))
    return verdict


def can_read_encounters(posture: Posture | None, event: Event) -> Verdict:
    """Read who met whom and what they promised: a member of the alliance."""
    return can_read_inside(posture, event.alliance)


def can_promise(posture: Posture | None, encounter: Encounter) -> Verdict:
    """Note what two who met promise: one of both, or a facilitator."""
    if _is_party(posture, encounter):
        return GRANTED
    return _either_or_facilitator(posture, encounter)


def can_close_follow_up(posture: Posture | None, follow_up: FollowUp) -> Verdict:
    """Say what became of a promise: one of both, or a facilitator, once."""
    if follow_up.state != FollowUpState.PROMISED:
        return refused(_("Cette suite est déjà close."))
    return can_promise(posture, follow_up.encounter)


def _is_party(posture: Posture | None, encounter: Encounter) -> bool:
    if not posture or posture.mandate is None:
        return False
    is_one = posture.mandate.organisation_id in {encounter.first_id, encounter.second_id}
    return is_one and membership_of(posture, encounter.event.alliance) is not None


def _either_or_facilitator(posture: Posture | None, encounter: Encounter) -> Verdict:
    verdict = facilitation_verdict(posture, encounter.event.alliance)
    if verdict:
        return verdict
    return refused(
        _(
            "Les suites d’une rencontre se notent par l’une des deux organisations, ou par un "
            "facilitateur de l’alliance."
        )
    )
