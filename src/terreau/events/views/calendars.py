"""Take a meeting, or all the public ones of an alliance, into one's own calendar."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from terreau.alliances.views.access import fetch_alliance
from terreau.events.calendars import file_name, write_calendar
from terreau.events.models import Event
from terreau.events.views.access import fetch_event

MOST = 500
TYPE = "text/calendar; charset=utf-8"


@login_not_required
@require_safe
def one(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Give one meeting to whoever sees it."""
    event = fetch_event(request, slug, uuid)
    return _answer(request, [event], name=event.title, file=file_name(event))


@login_not_required
@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Give what anybody may see, whoever asks: the address of a feed is passed around."""
    alliance = fetch_alliance(request, slug)
    seen = Event.objects.visible_to(AnonymousUser()).filter(alliance=alliance)
    rows = seen.select_related("alliance", "place").order_by("-starts_at", "-pk")
    return _answer(request, list(rows[:MOST]), name=alliance.name, file="rencontres.ics")


def _answer(request: HttpRequest, events: list[Event], *, name: str, file: str) -> HttpResponse:
    site = request.build_absolute_uri("/")
    content = write_calendar(events, name=name, site=site, now=timezone.now())
    told = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(content, content_type=TYPE, headers=told)
