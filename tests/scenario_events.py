"""The meetings of the small France: one that goes on, who comes, a plan, a pair and its promise."""

import datetime

from django.utils import timezone

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.events.actions.events import new_event_code
from terreau.events.models import (
    Encounter,
    EncounterPlan,
    EncounterSeat,
    Event,
    EventSession,
    FollowUp,
    Registration,
)


def fill_events(scenario, alliance: Alliance) -> None:
    """Add to the alliance that is not public a meeting that began an hour ago."""
    since = timezone.now() - datetime.timedelta(hours=1)
    event = Event.objects.create(
        alliance=alliance,
        kind="matchmaking",
        state="published",
        title="Dix minutes pour se connaître",
        starts_at=since,
        ends_at=since + datetime.timedelta(hours=4),
        code=new_event_code(),
        posture="Bastien",
    )
    session = EventSession.objects.create(
        event=event, kind="encounters", title="Tours", starts_at=since, ends_at=event.ends_at
    )
    people = [
        Registration.objects.create(event=event, name=one.name, organisation=one)
        for one in Organisation.objects.filter(memberships__alliance=alliance).order_by("pk")[:2]
    ]
    plan = _plan(event, people)
    low, high = sorted(one.organisation_id for one in people)
    encounter = Encounter.objects.create(
        event=event, first_id=low, second_id=high, met_on=since.date(), is_first_time=True
    )
    follow_up = FollowUp.objects.create(encounter=encounter, what="Un stage", posture="Bastien")
    scenario.arguments |= {
        "events:uuid": event.uuid,
        "events:session": session.uuid,
        "events:registration": people[0].uuid,
        "events:plan": plan.uuid,
        "events:encounter": encounter.uuid,
        "events:follow_up": follow_up.uuid,
        "events-door:code": event.code,
        "events-door:secret": "not-a-secret-that-was-issued",
    }


def _plan(event: Event, people: list[Registration]) -> EncounterPlan:
    """A plan in force, of one round and one table."""
    plan = EncounterPlan.objects.create(
        event=event,
        state="current",
        rounds=1,
        minutes=7,
        table_size=2,
        starts_at=event.starts_at,
        computed_at=event.starts_at,
        figures={"params": {}},
    )
    for one in people:
        EncounterSeat.objects.create(plan=plan, round=1, table=1, registration=one)
    return plan
