"""Give places in the order of arrival; two people at once never share the last one."""

import datetime

from terreau.events.enums import EventState, RegistrationState
from terreau.events.models import Event, Registration


def lock_event(event: Event) -> Event:
    """Take the row until the end of the transaction: places are given one at a time."""
    rows = Event.objects.select_for_update(no_key=True, of=("self",))
    return rows.get(pk=event.pk)


def count_taken(event: Event) -> int:
    """Count the places that are taken."""
    return Registration.objects.filter(event=event).standing().count()


def has_free_place(held: Event) -> bool:
    """Tell whether somebody who comes now has a place: never before those who already wait."""
    if held.capacity is None:
        return True
    waits = Registration.objects.filter(event=held, state=RegistrationState.WAITING)
    return count_taken(held) < held.capacity and not waits.exists()


def promote_waiting(held: Event, *, now: datetime.datetime) -> list[int]:
    """Give the free places to those who have waited longest; return their keys.

    The caller holds the row of the event. A meeting that is over or cancelled promotes nobody.
    """
    if held.state != EventState.PUBLISHED or held.ends_at <= now:
        return []
    rows = Registration.objects.filter(event=held, state=RegistrationState.WAITING)
    queue = rows.order_by("registered_at", "pk").values_list("pk", flat=True)
    if held.capacity is not None:
        queue = queue[: max(0, held.capacity - count_taken(held))]
    keys = list(queue)
    Registration.objects.filter(pk__in=keys).update(state=RegistrationState.REGISTERED)
    return keys
