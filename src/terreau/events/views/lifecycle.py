"""Announce, cancel, note as held, throw a draft away: one press each."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.events.actions.encounters import read_encounters
from terreau.events.actions.events import (
    cancel_event,
    close_event,
    discard_event,
    publish_event,
)
from terreau.events.forms.events import CancelForm
from terreau.events.models import Event
from terreau.events.views.access import fetch_event


@require_POST
def publish(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Announce it."""

    def act(event: Event) -> str:
        publish_event(event, by=request.posture, now=timezone.now())
        return _("La rencontre est annoncée. Faites passer son adresse d’inscription.")

    return _press(request, slug, uuid, act)


@require_POST
def close(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Note it as held, and read from its plan and its attendance who met whom."""

    def act(event: Event) -> str:
        now = timezone.now()
        close_event(event, by=request.posture, now=now)
        read_encounters(event, by=request.posture, now=now)
        return _("La rencontre est notée tenue. Dites maintenant ce qui s’y est promis.")

    return _press(request, slug, uuid, act)


@require_POST
def cancel(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Cancel it, for a reason."""
    form = CancelForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""

    def act(event: Event) -> str:
        site = request.build_absolute_uri("/")
        cancel_event(event, reason=reason, site=site, by=request.posture, now=timezone.now())
        return _("La rencontre est annulée ; une lettre part à chaque personne inscrite.")

    return _press(request, slug, uuid, act)


@require_POST
def discard(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Throw a draft away."""
    discard_event(fetch_event(request, slug, uuid), by=request.posture)
    messages.success(request, _("Le projet de rencontre est effacé."))
    return redirect("events:list", slug)


def _press(
    request: HttpRequest, slug: str, uuid: UUID, act: Callable[[Event], str]
) -> HttpResponse:
    event = fetch_event(request, slug, uuid)
    messages.success(request, act(event))
    return redirect(event)
