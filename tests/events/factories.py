"""Make meetings, who registers, plans and encounters."""

import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from terreau.actors.models import Organisation
from terreau.actors.posture import SESSION_KEY, Posture
from terreau.alliances.models import Alliance
from terreau.events.actions.events import new_event_code
from terreau.events.models import Encounter, EncounterPlan, EncounterSeat, Event, Registration

SITE = "http://testserver/"


def make_event(alliance: Alliance, title: str = "Dix minutes pour se connaître", **fields) -> Event:
    """Make an announced public meeting that lasts three hours, tomorrow unless told otherwise."""
    starts_at = fields.pop("starts_at", timezone.now() + datetime.timedelta(days=1))
    values = {
        "kind": "matchmaking",
        "state": "published",
        "starts_at": starts_at,
        "ends_at": starts_at + datetime.timedelta(hours=3),
        "posture": "Bastien Roy",
        **fields,
    }
    return Event.objects.create(alliance=alliance, title=title, code=new_event_code(), **values)


def make_running(alliance: Alliance, **fields) -> Event:
    """Make a meeting that began an hour ago."""
    return make_event(alliance, starts_at=timezone.now() - datetime.timedelta(hours=1), **fields)


def make_registration(event: Event, name: str = "Denis Faure", **fields) -> Registration:
    """Make somebody who has a place."""
    return Registration.objects.create(event=event, name=name, **fields)


def make_people(event: Event, organisations: list[Organisation], **fields) -> list[Registration]:
    """Make one person for each organisation."""
    return [
        make_registration(event, f"Personne {number}", organisation=one, **fields)
        for number, one in enumerate(organisations)
    ]


def make_plan(event: Event, tables: list[list[list[Registration]]], **fields) -> EncounterPlan:
    """Make a computed plan in force: for each round its tables, for each table its people."""
    values = {
        "state": "current",
        "rounds": len(tables),
        "minutes": 10,
        "table_size": 2,
        "starts_at": event.starts_at,
        "computed_at": timezone.now(),
        "figures": {"params": {}},
        **fields,
    }
    plan = EncounterPlan.objects.create(event=event, **values)
    EncounterSeat.objects.bulk_create(
        EncounterSeat(plan=plan, round=turn, table=table, registration=one)
        for turn, some in enumerate(tables, start=1)
        for table, people in enumerate(some, start=1)
        for one in people
    )
    return plan


def make_encounter(event: Event, first: Organisation, second: Organisation, **fields) -> Encounter:
    """Make two organisations meet for the first time, on the day of the meeting."""
    low, high = sorted([first, second], key=lambda one: one.pk)
    values = {"met_on": timezone.localdate(event.starts_at), "is_first_time": True, **fields}
    return Encounter.objects.create(event=event, first=low, second=high, **values)


def page(name: str, event: Event, *more) -> str:
    """The address of a page of a meeting."""
    return reverse(f"events:{name}", args=[event.alliance.slug, event.uuid, *more])


def sign_in(client: Client, posture: Posture) -> Client:
    """Sign a posture in, speaking for its organisation or in its own name."""
    client.force_login(posture.person)
    session = client.session
    session[SESSION_KEY] = str(posture.mandate.pk) if posture.mandate else ""
    session.save()
    return client


def count_queries(client: Client, address: str) -> int:
    """Count the queries of one page that answers 200."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
