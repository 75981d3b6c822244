"""Who registered: the facilitators' list, additions and corrections by hand."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.verdicts import Refused, require
from terreau.dialogues.door_codes import draw_door
from terreau.events.actions.registrations import (
    add_person,
    correct_registration,
    erase_registration,
    remove_registration,
)
from terreau.events.enums import RegistrationState
from terreau.events.forms.registrations import CorrectionForm, PersonForm
from terreau.events.models import Event, Registration
from terreau.events.naming import known_names
from terreau.events.permissions_registrations import (
    can_manage_registrations,
    can_read_registrations,
)
from terreau.events.reading import places_of
from terreau.events.views.access import event_frame, fetch_event

PAGE = 50
FORM_PAGE = "events/registration_form.html"


def registrations(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """List who has a place, who waits and in which order, who gave up."""
    event = fetch_event(request, slug, uuid)
    require(can_read_registrations(request.posture, event))
    rows = event.registrations.select_related("organisation").order_by("registered_at", "pk")
    page = Paginator(rows.exclude(state="waiting"), PAGE).get_page(request.GET.get("page"))
    context = event_frame(request, event, _("Inscriptions")) | {
        "places": places_of(event),
        "waiting": list(rows.filter(state=RegistrationState.WAITING)[:200]),
        "page": page,
        "rows": list(page),
        "may_manage": can_manage_registrations(request.posture, event),
        "door_url": request.build_absolute_uri(event.door),
    }
    return render(request, "events/registrations.html", context)


def poster(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Print what is pinned to a wall: when, where, and the code by which one registers."""
    event = fetch_event(request, slug, uuid)
    require(can_read_registrations(request.posture, event))
    door_url = request.build_absolute_uri(event.door)
    context = event_frame(request, event, _("Affiche"))
    context |= {"door_url": door_url, "qr": draw_door(door_url)}
    return render(request, "events/poster.html", context)


def person_add(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Register somebody by hand."""
    event = fetch_event(request, slug, uuid)
    require(can_manage_registrations(request.posture, event))
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_person(
                event,
                form.values(),
                email=form.cleaned_data["email"],
                has_place=form.cleaned_data["has_place"],
                site=request.build_absolute_uri("/"),
                by=request.posture,
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error("email", str(error))
        else:
            messages.success(
                request,
                _("%(name)s : %(state)s.") % {"name": made.name, "state": made.get_state_display()},
            )
            return redirect("events:registrations", slug, uuid)
    context = event_frame(request, event, _("Inscrire une personne"))
    names = known_names(event.alliance)
    return render(request, FORM_PAGE, context | {"form": form, "one": None, "names": names})


def registration_edit(
    request: HttpRequest, slug: str, uuid: UUID, registration: UUID
) -> HttpResponse:
    """Correct a registration, and recognise its organisation among the sheets."""
    event = fetch_event(request, slug, uuid)
    require(can_manage_registrations(request.posture, event))
    one = _fetch(event, registration)
    posted = request.POST if request.method == "POST" else None
    form = CorrectionForm(posted, registration=one)
    if request.method == "POST" and form.is_valid():
        correct_registration(one, form.values(), by=request.posture)
        messages.success(request, _("L’inscription est corrigée."))
        return redirect("events:registrations", slug, uuid)
    context = event_frame(request, event, one.name)
    names = known_names(event.alliance)
    return render(request, FORM_PAGE, context | {"form": form, "one": one, "names": names})


@require_POST
def registration_remove(
    request: HttpRequest, slug: str, uuid: UUID, registration: UUID
) -> HttpResponse:
    """Take somebody out at their demand; their place goes to the first who waits."""
    event = fetch_event(request, slug, uuid)
    site = request.build_absolute_uri("/")
    one = _fetch(event, registration)
    remove_registration(one, site=site, by=request.posture, now=timezone.now())
    messages.success(
        request, _("L’inscription est retirée ; la première personne qui attend a sa place.")
    )
    return redirect("events:registrations", slug, uuid)


@require_POST
def registration_erase(
    request: HttpRequest, slug: str, uuid: UUID, registration: UUID
) -> HttpResponse:
    """Forget who it was, at their demand."""
    event = fetch_event(request, slug, uuid)
    site = request.build_absolute_uri("/")
    one = _fetch(event, registration)
    erase_registration(one, by=request.posture, site=site, now=timezone.now())
    messages.success(request, _("Le nom, l’adresse et les mots de cette personne sont effacés."))
    return redirect("events:registrations", slug, uuid)


def _fetch(event: Event, uuid: UUID) -> Registration:
    rows = event.registrations.select_related("organisation", "event__alliance")
    return get_object_or_404(rows, uuid=uuid, erased_at=None)
