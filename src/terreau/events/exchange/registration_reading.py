"""Find the registrations that the rows of a file are about, and in whose name to write them."""

import datetime
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.timezone import localdate

from terreau.accounts.models import Person
from terreau.actors.posture import Posture
from terreau.alliances.exchange.grid_reading import facilitations_of, uuids_of
from terreau.core.exchange.datasets import Values
from terreau.events.enums import RegistrationState
from terreau.events.models import Event, Registration


def facilitated_events(person: Person | None) -> QuerySet[Event]:
    """The meetings of the alliances that a person facilitates today."""
    keys = facilitations_of(person, localdate()) if person else {}
    rows = Event.objects.filter(alliance__in=list(keys), alliance__deleted_at=None)
    return rows.select_related("alliance")


def facilitated_registrations(person: Person | None) -> QuerySet[Registration]:
    """The registrations to these meetings."""
    rows = Registration.objects.filter(event__in=facilitated_events(person).values("pk"))
    return rows.select_related("event__alliance", "organisation")


def posture_for(person: Person, event: Event | None) -> Posture | None:
    """In whose name a person facilitates a meeting; with None, any of those they facilitate."""
    mandates = facilitations_of(person, localdate())
    if event is None:
        mandate = next(iter(mandates.values()), None)
        return Posture(person, mandate) if mandate else None
    return Posture(person, mandates.get(event.alliance_id))


def events_by_code(rows: Sequence[Values], person: Person | None) -> dict[str, Event]:
    """The meetings that rows name, among those the person facilitates."""
    codes = {(row.get("event") or "").upper() for row in rows}
    return {one.code: one for one in facilitated_events(person).filter(code__in=codes)}


def find_registrations(rows: Sequence[Values], person: Person | None) -> list[Registration | None]:
    """Find each row by its identifier, else by its address at the same meeting."""
    mine = facilitated_registrations(person).filter(erased_at=None)
    uuids = uuids_of(row.get("registration") for row in rows)
    by_uuid = {str(one.uuid): one for one in mine.filter(uuid__in=uuids)}
    codes = {(row.get("event") or "").upper() for row in rows}
    standing = mine.filter(event__code__in=codes).exclude(state=RegistrationState.CANCELLED)
    addressed = standing.exclude(email="").order_by("pk")
    by_address = {(one.event.code, one.email.casefold()): one for one in addressed}
    found = []
    for row in rows:
        if row.get("registration"):
            found.append(by_uuid.get(row["registration"].strip().lower()))
        else:
            place = (row.get("event") or "").upper(), (row.get("email") or "").casefold()
            found.append(by_address.get(place))
    return found


def read_moment(text: str | None) -> datetime.datetime | None:
    """Read an instant with its offset; None when it is none."""
    try:
        moment = datetime.datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None
