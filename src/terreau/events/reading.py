"""Read the programme, the places and who came, in few queries whatever the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.events.enums import Attendance, RegistrationState
from terreau.events.models import Event, EventSession, Registration

PLACES = {
    "registered": Count("registrations", filter=Q(registrations__state="registered")),
    "waiting": Count("registrations", filter=Q(registrations__state="waiting")),
    "present": Count("registrations", filter=Q(registrations__attendance="present")),
}


@dataclass(frozen=True)
class Places:
    """How many places are taken, asked for, filled."""

    registered: int
    waiting: int
    present: int
    absent: int
    unsaid: int
    capacity: int | None

    @property
    def free(self) -> int | None:
        """The places left; None without limit."""
        return None if self.capacity is None else max(0, self.capacity - self.registered)

    @property
    def is_full(self) -> bool:
        """Whether somebody who comes now would wait."""
        return self.capacity is not None and (self.registered >= self.capacity or self.waiting > 0)


def places_of(event: Event) -> Places:
    """Count the places of a meeting, in one query."""
    standing = Q(state=RegistrationState.REGISTERED)
    told = Registration.objects.filter(event=event).aggregate(
        registered=Count("pk", filter=standing),
        waiting=Count("pk", filter=Q(state=RegistrationState.WAITING)),
        present=Count("pk", filter=standing & Q(attendance=Attendance.PRESENT)),
        absent=Count("pk", filter=standing & Q(attendance=Attendance.ABSENT)),
        unsaid=Count("pk", filter=standing & Q(attendance="")),
    )
    return Places(**told, capacity=event.capacity)


@dataclass(frozen=True)
class WorldThere:
    """How many organisations of one world are registered; inhabitants stand apart (R8)."""

    world: str
    count: int | None = None
    label: str = ""


FEWEST_INHABITANTS = 5


def worlds_of(event: Event) -> list[WorldThere]:
    """Tell the worlds of those who have a place, in one query.

    Organisations are counted once each; persons who come in their own name are counted from five
    on, and never added to the others (R14).
    """
    rows = Registration.objects.filter(event=event, state=RegistrationState.REGISTERED)
    told = rows.values("organisation__world", "organisation_name").annotate(
        organisations=Count("organisation", distinct=True), people=Count("pk")
    )
    worlds: dict[str, int] = {}
    own = 0
    for row in told.order_by("organisation__world", "organisation_name"):
        if row["organisation__world"]:
            world = row["organisation__world"]
            worlds[world] = worlds.get(world, 0) + row["organisations"]
        elif not row["organisation_name"]:
            own += row["people"]
    found = [WorldThere(world, count) for world, count in sorted(worlds.items())]
    if own:
        few = _("habitants : moins de cinq")
        many = _("%(count)d habitants") % {"count": own}
        found.append(WorldThere("inhabitant", None, many if own >= FEWEST_INHABITANTS else few))
    return found


@dataclass(frozen=True)
class Slot:
    """What happens at the same time: one plenary, or several workshops side by side."""

    starts_at: Any
    ends_at: Any
    sessions: list[EventSession]


def programme_of(event: Event) -> list[tuple[Any, list[Slot]]]:
    """Give the programme day by day, parallel groups together, in two queries."""
    rows = event.sessions.select_related("workshop", "workshop__alliance").prefetch_related(
        "speakers__organisation"
    )
    return group_by_day(rows.order_by("starts_at", "ends_at", "group", "pk"))


def group_by_day(rows: Iterable[EventSession]) -> list[tuple[Any, list[Slot]]]:
    """Gather sessions that begin and end together, then the days."""
    slots = [
        Slot(starts_at, ends_at, list(some))
        for (starts_at, ends_at), some in groupby(rows, key=lambda s: (s.starts_at, s.ends_at))
    ]
    days = groupby(slots, key=lambda slot: localdate(slot.starts_at))
    return [(day, list(some)) for day, some in days]
