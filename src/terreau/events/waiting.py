"""What the meetings wait for from somebody: promises to keep, meetings to note as held."""

import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.inbox import TodoItem
from terreau.accounts.models import Person
from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, MembershipRole
from terreau.alliances.standing import standing_in
from terreau.alliances.todo import Wait
from terreau.events.enums import EventState, FollowUpState
from terreau.events.models import Event, FollowUp

SOON = datetime.timedelta(days=7)


def promises_due(person: Person, today: datetime.date) -> QuerySet[FollowUp]:
    """Find the promises of a person's organisations that are due within a week, or late."""
    mandates = Mandate.objects.filter(person=person).current(today).values("organisation")
    rows = FollowUp.objects.filter(
        state=FollowUpState.PROMISED,
        due_on__lte=today + SOON,
        encounter__event__alliance__deleted_at=None,
    )
    theirs = Q(who__in=mandates)
    both = Q(who=None) & (Q(encounter__first__in=mandates) | Q(encounter__second__in=mandates))
    return rows.filter(theirs | both)


def unsaid_events(person: Person, today: datetime.date) -> QuerySet[Event]:
    """Find the meetings a person facilitates that are over and not noted as held or cancelled."""
    roles = MembershipRole.objects.facilitated_by(person, today)
    return Event.objects.filter(
        alliance__in=roles.values("membership__alliance"),
        alliance__deleted_at=None,
        state=EventState.PUBLISHED,
        ends_at__lte=Now(),
    )


def keys_of_events(person: Person, today: datetime.date) -> list[QuerySet]:
    """One row for each thing to do."""
    return [promises_due(person, today), unsaid_events(person, today)]


def events_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Build what waits, in two queries."""
    told = ("encounter__event__alliance", "encounter__first", "encounter__second")
    promises = promises_due(person, today).select_related(*told).order_by("due_on", "pk")
    events = unsaid_events(person, today).select_related("alliance").order_by("ends_at", "pk")
    return [*map(_promise_item, promises), *map(_event_item, events)]


def _promise_item(one: FollowUp) -> TodoItem:
    event = one.encounter.event
    return TodoItem(
        key=f"follow-up:{one.uuid}",
        label=_("Suite promise : %(what)s") % {"what": one.what},
        url=follow_up_url(one),
        detail=f"{one.encounter} · {event.title}",
        act=_("Dire où elle en est"),
        due_on=one.due_on,
        since=timezone.localdate(one.promised_at),
        alliance=str(event.alliance),
    )


def _event_item(one: Event) -> TodoItem:
    return TodoItem(
        key=f"event-held:{one.uuid}",
        label=_("Noter que « %(title)s » a été tenue") % {"title": one.title},
        url=one.get_absolute_url(),
        detail=_("Qui a rencontré qui se lit alors du plan et des présences."),
        act=_("Noter"),
        since=timezone.localdate(one.ends_at),
        alliance=str(one.alliance),
    )


def follow_up_url(one: FollowUp) -> str:
    """The page where one says what became of a promise."""
    event = one.encounter.event
    return reverse("events:follow-up", args=[event.alliance.slug, event.uuid, one.uuid])


def waits_of_events(posture: Posture, alliance: Alliance, today: datetime.date) -> list[Wait]:
    """List what the meetings of one alliance wait for from a posture, in two queries at most."""
    standing = standing_in(posture, alliance)
    if standing.membership is None or not getattr(alliance, "has_events", True):
        return []
    waits = []
    if posture.organisation:
        both = Q(encounter__first=posture.organisation) | Q(encounter__second=posture.organisation)
        rows = FollowUp.objects.filter(
            Q(who=posture.organisation) | (Q(who=None) & both),
            encounter__event__alliance=alliance,
            state=FollowUpState.PROMISED,
            due_on__lte=today + SOON,
        ).select_related("encounter__event__alliance", "encounter__first", "encounter__second")
        waits += [_promise_wait(one) for one in rows.order_by("due_on", "pk")]
    if standing.is_facilitator:
        over = Event.objects.filter(
            alliance=alliance, state=EventState.PUBLISHED, ends_at__lte=timezone.now()
        ).select_related("alliance")
        waits += [_event_wait(one) for one in over.order_by("ends_at", "pk")]
    return waits


def _promise_wait(one: FollowUp) -> Wait:
    return Wait(one.what, str(one.encounter), follow_up_url(one), _("Dire où elle en est"))


def _event_wait(one: Event) -> Wait:
    return Wait(one.title, _("Est-elle tenue ?"), one.get_absolute_url(), _("Noter"))
