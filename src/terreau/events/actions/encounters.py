"""Write who really met: read from the plan that was held and from who came, or said by hand."""

import datetime
from itertools import combinations

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.core.verdicts import Refused, require
from terreau.events.actions.events import write
from terreau.events.actions.places import lock_event
from terreau.events.enums import Attendance, PlanState
from terreau.events.extensions import Pair
from terreau.events.meetings import known_pairs
from terreau.events.models import Encounter, EncounterPlan, EncounterSeat, Event
from terreau.events.permissions_encounters import can_note_encounter


@transaction.atomic
def read_encounters(event: Event, *, by: Posture, now: datetime.datetime) -> int:
    """Note each pair of organisations that the plan in force seated together and that came.

    Only those noted present met; whoever was seen by nobody is not presumed there. Asked twice, it
    adds what is new and changes nothing else.
    """
    require(can_note_encounter(by, event))
    lock_event(event)
    plan = EncounterPlan.objects.filter(event=event, state=PlanState.CURRENT).first()
    if plan is None:
        return 0
    known = _already(event)
    pairs = [pair for pair in pairs_of_plan(plan) if pair not in known]
    made = _note(event, pairs, met_on=localdate(plan.starts_at), by=by)
    if made:
        write(event, "encounters-read", by=by, now=now, count=str(made))
    return made


def pairs_of_plan(plan: EncounterPlan) -> list[Pair]:
    """List the pairs of organisations seated together in a round, both noted present."""
    seats = EncounterSeat.objects.filter(
        plan=plan,
        registration__attendance=Attendance.PRESENT,
        registration__organisation__isnull=False,
    )
    tables: dict[tuple[int, int], set[int]] = {}
    for turn, table, key in seats.values_list("round", "table", "registration__organisation"):
        tables.setdefault((turn, table), set()).add(key)
    pairs = {pair for keys in tables.values() for pair in combinations(sorted(keys), 2)}
    return sorted(pairs)


def _already(event: Event) -> set[Pair]:
    rows = event.encounters.values_list("first_id", "second_id")
    return {(min(pair), max(pair)) for pair in rows}


def _note(event: Event, pairs: list[Pair], *, met_on: datetime.date, by: Posture) -> int:
    keys = {key for pair in pairs for key in pair}
    known = known_pairs(keys, met_on)
    Encounter.objects.bulk_create(
        Encounter(
            event=event,
            first_id=pair[0],
            second_id=pair[1],
            met_on=met_on,
            is_first_time=pair not in known,
            known_by=known.get(pair, "")[:200],
            noted_by=by.label,
        )
        for pair in pairs
    )
    return len(pairs)


@transaction.atomic
def note_encounter(
    event: Event, first: Organisation, second: Organisation, *, by: Posture, now: datetime.datetime
) -> Encounter:
    """Note by hand that two organisations met there, beyond the tables."""
    require(can_note_encounter(by, event))
    if first.pk == second.pk:
        raise Refused(_("Choisissez deux organisations différentes."))
    lock_event(event)
    pair = (min(first.pk, second.pk), max(first.pk, second.pk))
    if pair in _already(event):
        raise Refused(_("Cette rencontre est déjà notée."))
    _note(event, [pair], met_on=localdate(event.starts_at), by=by)
    write(event, "encounter-noted", by=by, now=now, first=str(first), second=str(second))
    return Encounter.objects.get(event=event, first=pair[0], second=pair[1])


@transaction.atomic
def remove_encounter(encounter: Encounter, *, by: Posture, now: datetime.datetime) -> None:
    """Take back a meeting that did not take place; one on which a promise stands is kept."""
    require(can_note_encounter(by, encounter.event))
    if encounter.follow_ups.exists():
        raise Refused(
            _("Une suite est promise entre ces deux organisations : elles se sont rencontrées.")
        )
    told = {"first": str(encounter.first), "second": str(encounter.second)}
    encounter.delete()
    write(encounter.event, "encounter-removed", by=by, now=now, **told)
