"""Ask for a timetable of encounters, write what was computed, keep one, make the rest again."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.jobs import enqueue
from terreau.core.models import Job
from terreau.core.verdicts import Refused, require
from terreau.events.actions.events import write
from terreau.events.actions.places import lock_event
from terreau.events.bridge.timetable import NoTimetable, Seated, seat_again, seat_people
from terreau.events.enums import Attendance, PlanState
from terreau.events.models import EncounterPlan, EncounterSeat, Event, Registration
from terreau.events.permissions_encounters import (
    can_discard_plan,
    can_keep_plan,
    can_plan_encounters,
)

JOB = "encounter-plan"
COLUMNS = ("rounds", "minutes", "table_size", "starts_at", "session")
MOST_DRAFTS = 5


@transaction.atomic
def ask_plan(
    event: Event,
    values: Mapping[str, Any],
    params: Mapping[str, Any],
    *,
    by: Posture,
    now: datetime.datetime,
) -> tuple[Job, bool]:
    """Ask for a timetable; while another is computed for this meeting, that one is returned."""
    require(can_plan_encounters(by, event))
    lock_event(event)
    key = f"{JOB}:{event.pk}"
    if running := Job.objects.live().filter(key=key).first():
        return running, False
    drafts = event.plans.filter(state=PlanState.DRAFT).order_by("-created_at", "-pk")
    for old in drafts[MOST_DRAFTS - 1 :]:
        old.delete()
    plan = EncounterPlan.objects.create(
        event=event,
        figures={"params": dict(params)},
        computed_by=by.person,
        created_at=now,
        seed=event.plans.count(),
        **{name: values[name] for name in COLUMNS},
    )
    job = enqueue(JOB, {"plan": plan.pk}, by=by.person, key=key)
    EncounterPlan.objects.filter(pk=plan.pk).update(job=job)
    return job, True


def compute_plan(plan: EncounterPlan, *, now: datetime.datetime) -> None:
    """Compute and write a timetable in the transaction of its job: all of it, or nothing."""
    seated = seat_people(plan, people_of(plan))
    _write_seats(plan, seated, now=now)


def people_of(plan: EncounterPlan) -> list[Registration]:
    """Those whom the form chose, as they are registered now."""
    params = plan.figures["params"]
    rows = plan.event.registrations.expected().filter(erased_at=None)
    if params.get("who") == Attendance.PRESENT:
        rows = rows.filter(attendance=Attendance.PRESENT)
    if sides := params.get("sides"):
        rows = rows.filter(organisation__world__in=sides)
    rows = rows.exclude(pk__in=params.get("left_out", []))
    return list(rows.select_related("organisation", "event").order_by("pk"))


def _write_seats(plan: EncounterPlan, seated: Seated, *, now: datetime.datetime) -> None:
    EncounterSeat.objects.filter(plan=plan).delete()
    EncounterSeat.objects.bulk_create(
        (
            EncounterSeat(plan=plan, round=turn, table=table, registration_id=key)
            for turn, table, key in seated.seats
        ),
        batch_size=1_000,
    )
    plan.figures = {**plan.figures, "measured": seated.figures}
    plan.computed_at = now
    plan.save(update_fields=["figures", "computed_at"])


@transaction.atomic
def keep_plan(
    plan: EncounterPlan, *, instead_of: str, by: Posture, now: datetime.datetime
) -> EncounterPlan:
    """Put a timetable in force, instead of the one that was on the page (its uuid, or nothing).

    Two facilitators who keep two timetables at once: the second is told, and decides again.
    """
    lock_event(plan.event)
    plan.refresh_from_db(fields=["state", "computed_at"])
    require(can_keep_plan(by, plan))
    current = _replace(plan.event, instead_of)
    plan.state, plan.replaces = PlanState.CURRENT, current
    plan.save(update_fields=["state", "replaces"])
    write(plan.event, "encounter-plan-kept", by=by, now=now, rounds=str(plan.rounds))
    return plan


def _replace(event: Event, instead_of: str) -> EncounterPlan | None:
    rows = EncounterPlan.objects.filter(event=event, state=PlanState.CURRENT)
    current = rows.select_related("computed_by").first()
    if instead_of != (str(current.uuid) if current else ""):
        raise Refused(_changed(current))
    if current:
        EncounterPlan.objects.filter(pk=current.pk).update(state=PlanState.REPLACED)
    return current


def _changed(current: EncounterPlan | None) -> str:
    if current is None:
        return _("Le plan que vous lisiez n’est plus en vigueur. Rechargez la page des tours.")
    who = current.computed_by.full_name if current.computed_by else _("Une autre personne")
    at = localtime(current.computed_at or current.created_at)
    return _(
        "%(who)s a mis en vigueur un autre plan, calculé à %(hour)s, pendant que vous lisiez. "
        "Rien de votre plan n’est perdu : regardez les deux, puis retenez celui que vous voulez."
    ) % {"who": who, "hour": at.strftime("%H:%M")}


@transaction.atomic
def discard_plan(plan: EncounterPlan, *, by: Posture) -> None:
    """Throw a proposed timetable away, unless somebody put it in force meanwhile."""
    lock_event(plan.event)
    plan.refresh_from_db(fields=["state"])
    require(can_discard_plan(by, plan))
    plan.delete()


@transaction.atomic
def remake_plan(
    plan: EncounterPlan,
    *,
    from_round: int,
    left: Sequence[int],
    by: Posture,
    now: datetime.datetime,
) -> EncounterPlan:
    """Make the remaining rounds again, for those who are there; the rounds held stay as they were.

    Whoever left, is noted absent or gave up no longer sits; whoever came since does.
    """
    require(can_plan_encounters(by, plan.event))
    lock_event(plan.event)
    _replace(plan.event, str(plan.uuid))
    everybody, absent, newcomers = _who_is_there(plan, left)
    made = EncounterPlan(
        event=plan.event,
        state=PlanState.CURRENT,
        from_round=from_round,
        seed=plan.seed,
        figures={
            "params": plan.figures["params"],
            "away": _away(plan, from_round, absent, newcomers),
        },
        replaces=plan,
        computed_by=by.person,
        created_at=now,
        **{name: getattr(plan, name) for name in COLUMNS},
    )
    try:
        seated = seat_again(
            plan, everybody, from_round=from_round, absent=absent, newcomers=newcomers
        )
    except NoTimetable as error:
        raise Refused(str(error)) from error
    made.save()
    _write_seats(made, seated, now=now)
    write(plan.event, "encounter-plan-remade", by=by, now=now, round=str(from_round))
    return made


def _away(
    plan: EncounterPlan, from_round: int, absent: set[int], newcomers: Sequence[int]
) -> dict[str, list[int]]:
    """Tell by round who is not there: not yet in the rounds held, no more in those that remain."""
    before = plan.figures.get("away", {})
    held = {
        str(number): sorted({*before.get(str(number), []), *newcomers})
        for number in range(1, from_round)
    }
    remaining = {str(number): sorted(absent) for number in range(from_round, plan.rounds + 1)}
    return held | remaining


def _who_is_there(
    plan: EncounterPlan, left: Iterable[int]
) -> tuple[list[Registration], set[int], list[int]]:
    seated = set(plan.seats.values_list("registration", flat=True))
    params = plan.figures["params"]
    gone = set(left) | set(params.get("left_out", []))
    rows = plan.event.registrations.filter(pk__in=seated) | plan.event.registrations.filter(
        attendance=Attendance.PRESENT, erased_at=None
    )
    if sides := params.get("sides"):
        rows = rows.filter(organisation__world__in=sides)
    everybody = list(rows.select_related("organisation", "event").order_by("pk"))
    expected = set(plan.event.registrations.expected().values_list("pk", flat=True))
    absent = {one.pk for one in everybody if one.pk in gone or one.pk not in expected}
    newcomers = [one.pk for one in everybody if one.pk not in seated | absent]
    kept = [one for one in everybody if one.pk in seated or one.pk in newcomers]
    return kept, absent, newcomers
