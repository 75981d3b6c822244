"""Write the programme of a meeting."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.verdicts import Refused, require
from terreau.events.actions.sessions import COLUMNS, add_session, edit_session, remove_session
from terreau.events.forms.events import SessionForm
from terreau.events.models import Event, EventSession
from terreau.events.permissions import can_edit_event
from terreau.events.views.access import event_frame, fetch_event


def new(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Add a stretch; the next one starts where the last one ended."""
    event = fetch_event(request, slug, uuid)
    require(can_edit_event(request.posture, event))
    last = event.sessions.order_by("-ends_at", "-pk").first()
    start = {"starts_at": last.ends_at if last else event.starts_at}
    posted = request.POST if request.method == "POST" else None
    form = SessionForm(event, posted, instance=EventSession(event=event), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                for group in form.groups():
                    said = _values(form) | {"group": group}
                    add_session(event, said, form.speakers(), by=request.posture)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le programme est complété."))
            return redirect(event)
    return _page(request, event, form, _("Ajouter un temps"))


def edit(request: HttpRequest, slug: str, uuid: UUID, session: UUID) -> HttpResponse:
    """Change a stretch."""
    event = fetch_event(request, slug, uuid)
    require(can_edit_event(request.posture, event))
    found = _fetch(event, session)
    form = SessionForm(event, request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        edit_session(found, _values(form), form.speakers(), by=request.posture)
        messages.success(request, _("Le programme est enregistré."))
        return redirect(event)
    return _page(request, event, form, found.title)


@require_POST
def remove(request: HttpRequest, slug: str, uuid: UUID, session: UUID) -> HttpResponse:
    """Take a stretch out."""
    event = fetch_event(request, slug, uuid)
    remove_session(_fetch(event, session), by=request.posture)
    messages.success(request, _("Ce temps est retiré du programme."))
    return redirect(event)


def _fetch(event: Event, uuid: UUID) -> EventSession:
    found = get_object_or_404(event.sessions.prefetch_related("speakers__organisation"), uuid=uuid)
    found.event = event
    return found


def _values(form: SessionForm) -> dict:
    return {name: form.cleaned_data[name] for name in COLUMNS}


def _page(request: HttpRequest, event: Event, form: SessionForm, here: str) -> HttpResponse:
    context = event_frame(request, event, here) | {
        "form": form,
        "session": form.instance if form.instance.pk else None,
    }
    return render(request, "events/session_form.html", context)
