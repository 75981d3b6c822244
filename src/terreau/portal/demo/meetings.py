"""Write the meetings of the demonstration, through the acts that people would do."""

import datetime
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.timezone import localtime, make_aware

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.dialogues.models import Workshop
from terreau.events.actions.attendance import mark_attendance
from terreau.events.actions.encounters import read_encounters
from terreau.events.actions.events import close_event, prepare_event, publish_event
from terreau.events.actions.follow_ups import close_follow_up, promise
from terreau.events.actions.minutes import publish_minutes, write_minutes
from terreau.events.actions.plans import compute_plan, keep_plan
from terreau.events.actions.registrations import add_person
from terreau.events.actions.sessions import add_session
from terreau.events.enums import Attendance, EventState, FollowUpState
from terreau.events.models import Encounter, EncounterPlan, Event, Registration
from terreau.portal.demo.reading import DATA
from terreau.portal.demo.writing import Written

Facts = Mapping[str, Any]
BEFORE = datetime.timedelta(days=21)


@cache
def read_meetings() -> list[Facts]:
    """Read the facts of the meetings."""
    return tomllib.loads((DATA / "meetings.toml").read_text(encoding="utf-8"))["event"]


def write_meetings(written: Written, *, now: datetime.datetime) -> dict[str, Event]:
    """Write each meeting and what followed; give them by the keys of the facts."""
    return {told["key"]: _write_meeting(told, written, now) for told in read_meetings()}


def _write_meeting(told: Facts, written: Written, now: datetime.datetime) -> Event:
    by = written.posture(*told["by"])
    starts_at, ends_at = _dates(told, now)
    acts_at = min(starts_at, now) - BEFORE
    event = prepare_event(
        Alliance.objects.get(slug=told["alliance"]),
        {
            "kind": told["kind"],
            "title": told["title"],
            "description": told["description"],
            "place_name": told["place_name"],
            "address": "",
            "place": written.places[f"commune:{told['place']}"] if "place" in told else None,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "capacity": told.get("capacity"),
            "is_public": True,
            "takes_registrations": "source" not in told,
            "registration_closes_at": None,
            "edition": told.get("edition"),
            "source": written.source(told["source"]) if "source" in told else "",
        },
        series=told.get("series", ""),
        by=by,
        now=acts_at,
    )
    for session in told.get("session", ()):
        _write_session(event, session, by)
    publish_event(event, by=by, now=acts_at)
    for one in (*told.get("registered", ()), *told.get("present", ())):
        _register(event, one, written, by, acts_at)
    if "present" in told:
        _hold(event, told, written, by)
    if event.ends_at < now and event.state == EventState.PUBLISHED:
        close_event(event, by=by, now=event.ends_at)
    return event


def _dates(told: Facts, now: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime]:
    if "on" in told:
        day = told["on"]
        return _at(day, "09:00"), _at(day, "17:30")
    day = localtime(now + datetime.timedelta(days=told["days_from_now"])).date()
    starts_at = _at(day, "18:00")
    return starts_at, starts_at + datetime.timedelta(hours=told["hours"])


def _at(day: datetime.date, hour: str) -> datetime.datetime:
    return make_aware(datetime.datetime.combine(day, datetime.time.fromisoformat(hour)))


def _write_session(event: Event, told: Facts, by: Posture) -> None:
    day = localtime(event.starts_at).date()
    workshop = None
    if told.get("workshop"):
        workshop = Workshop.objects.filter(alliance=event.alliance).order_by("pk").first()
    add_session(
        event,
        {
            "kind": told["kind"],
            "title": told["title"],
            "theme": told.get("theme", ""),
            "group": "",
            "room": "",
            "starts_at": _at(day, told["from"]),
            "ends_at": _at(day, told["to"]),
            "workshop": workshop,
        },
        [],
        by=by,
    )


def _register(
    event: Event, told: list[str], written: Written, by: Posture, now: datetime.datetime
) -> None:
    name, organisation, offers, needs = told
    add_person(
        event,
        {
            "name": name,
            "organisation": written.organisations[organisation],
            "organisation_name": "",
            "offers": offers,
            "needs": needs,
            "note": "",
        },
        email="",
        has_place=True,
        site="",
        by=by,
        now=now,
    )


def _hold(event: Event, told: Facts, written: Written, by: Posture) -> None:
    """Seat everybody, note who is there, then who met and what they promised."""
    during = event.starts_at + datetime.timedelta(minutes=10)
    for one in Registration.objects.filter(event=event).order_by("pk"):
        mark_attendance(one, Attendance.PRESENT, by=by, now=during)
    plan = EncounterPlan.objects.create(
        event=event,
        rounds=told["rounds"],
        minutes=told["minutes_a_round"],
        table_size=told["table_size"],
        starts_at=during,
        figures={"params": {}},
        computed_by=by.person,
        created_at=during,
    )
    compute_plan(plan, now=during)
    keep_plan(plan, instead_of="", by=by, now=during)
    read_encounters(event, by=by, now=event.ends_at)
    close_event(event, by=by, now=event.ends_at)
    for one in told.get("follow_up", ()):
        _follow(event, one, written, by)
    event.refresh_from_db()
    write_minutes(event, told["minutes"], expected_version=event.version, by=by, now=event.ends_at)
    publish_minutes(event, feeds_journal=False, by=by, now=event.ends_at)


def _follow(event: Event, told: Facts, written: Written, by: Posture) -> None:
    pair = sorted(written.organisations[told[side]].pk for side in ("first", "second"))
    made = promise(
        Encounter.objects.get(event=event, first=pair[0], second=pair[1]),
        what=told["what"],
        who=written.organisations[told["who"]],
        due_on=localtime(event.ends_at).date() + datetime.timedelta(days=told["due_in_days"]),
        by=by,
        now=event.ends_at,
    )
    if "outcome" in told:
        due = event.ends_at + datetime.timedelta(days=told["due_in_days"])
        close_follow_up(made, state=FollowUpState.DONE, outcome=told["outcome"], by=by, now=due)
