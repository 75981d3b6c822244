"""The door of a meeting on a phone: one press for each person, saved at once, with its receipt."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.actors.folding import fold
from terreau.core.verdicts import require
from terreau.events.actions.attendance import mark_attendance, welcome_unregistered
from terreau.events.enums import Attendance, RegistrationState
from terreau.events.forms.registrations import AttendanceForm, WelcomeForm
from terreau.events.models import Event, Registration
from terreau.events.naming import known_names
from terreau.events.permissions_registrations import can_mark_attendance
from terreau.events.reading import places_of
from terreau.events.views.access import event_frame, fetch_event

PAGE = 100


def attendance(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """List who is expected, with two large buttons each, and welcome whoever comes beside."""
    event = fetch_event(request, slug, uuid)
    require(can_mark_attendance(request.posture, event, now=timezone.now()))
    return _page(request, event, WelcomeForm())


def _page(request: HttpRequest, event: Event, form: WelcomeForm, status: int = 200) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:80]
    rows = event.registrations.exclude(state=RegistrationState.CANCELLED)
    found = [one for one in rows.select_related("organisation") if _answers(one, asked)]
    found.sort(key=lambda one: (fold(one.name), one.pk))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = event_frame(request, event, _("Accueil")) | {
        "places": places_of(event),
        "page": page,
        "rows": list(page),
        "q": asked,
        "form": form,
        "names": known_names(event.alliance),
        "is_welcoming": form.is_bound,
    }
    return render(request, "events/attendance.html", context, status=status)


def _answers(one: Registration, asked: str) -> bool:
    told = fold(f"{one.name} {one.organisation or one.organisation_name}")
    return all(word in told for word in fold(asked).split())


@require_POST
def mark(request: HttpRequest, slug: str, uuid: UUID, registration: UUID) -> HttpResponse:
    """Save one press; htmx takes the row alone, without JavaScript the page comes back to it."""
    event = fetch_event(request, slug, uuid)
    found = _fetch(event, registration)
    form = AttendanceForm(request.POST)
    if not form.is_valid():
        return redirect("events:attendance", slug, uuid)
    said = form.cleaned_data["attendance"]
    marked = mark_attendance(found, said, by=request.posture, now=timezone.now())
    if request.htmx:
        context = {"one": marked, "event": event, "alliance": event.alliance}
        context |= {"places": places_of(event), "is_pressed": True}
        return render(request, "events/_attendance_answer.html", context)
    messages.success(request, _receipt(marked))
    if request.POST.get("retour") == "arrivee":
        return redirect("events:arrival", slug, uuid, registration)
    return redirect(f"{event.attendance_url}#p-{marked.uuid}")


def _receipt(one: Registration) -> str:
    words = {
        Attendance.PRESENT: _("%(name)s : présence notée."),
        Attendance.ABSENT: _("%(name)s : absence notée."),
        "": _("%(name)s : plus rien n’est noté."),
    }
    return words[one.attendance] % {"name": one.name}


def arrival(request: HttpRequest, slug: str, uuid: UUID, registration: UUID) -> HttpResponse:
    """Show the person whose code was scanned, and one button; scanning writes nothing."""
    event = fetch_event(request, slug, uuid)
    require(can_mark_attendance(request.posture, event, now=timezone.now()))
    found = _fetch(event, registration)
    context = event_frame(request, event, found.name) | {"one": found}
    return render(request, "events/arrival.html", context)


@require_POST
def welcome(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Note somebody who came without having registered."""
    event = fetch_event(request, slug, uuid)
    form = WelcomeForm(request.POST)
    if not form.is_valid():
        require(can_mark_attendance(request.posture, event, now=timezone.now()))
        return _page(request, event, form)
    made = welcome_unregistered(event, form.values(), by=request.posture, now=timezone.now())
    messages.success(request, _receipt(made))
    return redirect(f"{event.attendance_url}#p-{made.uuid}")


def _fetch(event: Event, uuid: UUID) -> Registration:
    rows = event.registrations.select_related("organisation", "event__alliance")
    return get_object_or_404(rows, uuid=uuid)
