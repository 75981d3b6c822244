"""Fetching is checking: a meeting that this person may see, or 404."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from terreau.alliances.rail import alliance_frame
from terreau.events.models import Event


def fetch_event(request: HttpRequest, slug: str, uuid: UUID) -> Event:
    """Fetch a meeting with its alliance, in one query."""
    visible = Event.objects.visible_to(request.user).select_related(
        "alliance", "alliance__instigator", "alliance__host", "series", "place"
    )
    return get_object_or_404(visible, alliance__slug=slug, uuid=uuid)


def event_frame(request: HttpRequest, event: Event, here: str) -> dict:
    """Give the frame of a page of a meeting."""
    return alliance_frame(request, event.alliance, "events", here) | {"event": event}
