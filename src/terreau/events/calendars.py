"""Write meetings as calendars read them (RFC 5545)."""

import datetime
from collections.abc import Iterable

from django.utils.timezone import localtime
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from terreau.events.enums import EventState
from terreau.events.models import Event

PRODUCT = "-//Terreau//Rencontres//FR"


def write_calendar(
    events: Iterable[Event], *, name: str, site: str, now: datetime.datetime
) -> bytes:
    """Write one calendar; each entry keeps its name from one reading to the next."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(_entry(event, site, now))
    return calendar.to_ical()


def _entry(event: Event, site: str, now: datetime.datetime) -> CalendarEvent:
    entry = CalendarEvent()
    entry.add("uid", f"{event.uuid}@terreau")
    entry.add("dtstamp", now.astimezone(datetime.UTC))
    entry.add("dtstart", event.starts_at.astimezone(datetime.UTC))
    entry.add("dtend", event.ends_at.astimezone(datetime.UTC))
    entry.add("summary", event.title)
    entry.add("last-modified", event.updated_at.astimezone(datetime.UTC))
    entry.add("sequence", event.version)
    entry.add("status", _status(event))
    entry.add("url", f"{site.rstrip('/')}{event.get_absolute_url()}")
    if event.where:
        entry.add("location", event.where)
    told = event.cancelled_reason if event.state == EventState.CANCELLED else event.description
    if told:
        entry.add("description", told)
    return entry


def _status(event: Event) -> str:
    if event.state == EventState.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if event.state == EventState.DRAFT else "CONFIRMED"


def file_name(event: Event) -> str:
    """Name the file of one meeting."""
    return f"rencontre-{localtime(event.starts_at):%Y-%m-%d}.ics"
