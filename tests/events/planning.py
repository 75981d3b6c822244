"""Ask for timetables as the page does, and read their pairs."""

import datetime
from itertools import combinations

from django.test import Client
from django.utils import timezone

from terreau.core.jobs.actions import perform
from terreau.core.models import Job
from terreau.events.models import EncounterPlan, Event
from tests.actors.factories import make_organisation
from tests.events.factories import page

FORM = {
    "rounds": "3",
    "minutes": "7",
    "table_size": "4",
    "change_minutes": "1",
    "who": "",
    "mixing": "1",
    "complementarity": "1",
    "novelty": "1",
}


def make_organisations(count: int, worlds=("economic", "general_interest", "public")):
    return [
        make_organisation(f"Organisation {number}", world=worlds[number % len(worlds)])
        for number in range(count)
    ]


def said(event: Event, **more) -> dict:
    starts_at = timezone.localtime(event.starts_at) + datetime.timedelta(minutes=5)
    return {**FORM, "starts_at": starts_at.strftime("%Y-%m-%dT%H:%M"), **more}


def compute(client: Client, event: Event, **more) -> EncounterPlan:
    """Ask for a plan as the page does, and do its job."""
    told = client.post(page("plan-new", event), said(event, **more))
    assert told.status_code == 302, told.text
    job = Job.objects.get(kind="encounter-plan", state="queued")
    perform(job.pk)
    return EncounterPlan.objects.get(job=job)


def pairs_of(plan: EncounterPlan) -> list[tuple[int, int]]:
    tables: dict[tuple[int, int], list[int]] = {}
    for seat in plan.seats.order_by("registration"):
        tables.setdefault((seat.round, seat.table), []).append(seat.registration_id)
    return [pair for some in tables.values() for pair in combinations(some, 2)]
