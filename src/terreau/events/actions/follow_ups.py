"""Note what two who met promise each other, and what became of it."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.core.verdicts import Refused, require
from terreau.events.actions.events import write
from terreau.events.enums import FollowUpState
from terreau.events.models import Encounter, FollowUp
from terreau.events.permissions_encounters import can_close_follow_up, can_promise


@transaction.atomic
def promise(
    encounter: Encounter,
    *,
    what: str,
    who: Organisation | None,
    due_on: datetime.date | None,
    by: Posture,
    now: datetime.datetime,
) -> FollowUp:
    """Note a promise: what, by whom of the two, for when."""
    require(can_promise(by, encounter))
    if who is not None and who.pk not in {encounter.first_id, encounter.second_id}:
        raise Refused(_("Une suite est promise par l’une des deux organisations."))
    made = FollowUp.objects.create(
        encounter=encounter,
        what=what,
        who=who,
        due_on=due_on,
        promised_at=now,
        posture=by.label,
    )
    _write(encounter, "follow-up-promised", by, now)
    return made


@transaction.atomic
def close_follow_up(
    follow_up: FollowUp, *, state: str, outcome: str, by: Posture, now: datetime.datetime
) -> FollowUp:
    """Say that it was done, or given up, and what came of it; said once, by one of two at once."""
    held = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    held.encounter = follow_up.encounter
    require(can_close_follow_up(by, held))
    if state not in {FollowUpState.DONE, FollowUpState.DROPPED}:
        raise Refused(_("Dites si la suite est faite ou abandonnée."))
    held.state, held.outcome, held.closed_at = state, outcome, now
    held.save(update_fields=["state", "outcome", "closed_at"])
    _write(held.encounter, "follow-up-closed", by, now)
    return held


def _write(encounter: Encounter, verb: str, by: Posture, now: datetime.datetime) -> None:
    told = {"first": str(encounter.first), "second": str(encounter.second)}
    write(encounter.event, verb, by=by, now=now, **told)
