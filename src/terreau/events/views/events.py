"""The meetings of an alliance: their list, their page, their preparation."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import require
from terreau.events.actions.events import COLUMNS, edit_event, prepare_event
from terreau.events.desk import desk_of
from terreau.events.enums import EventKind, EventState
from terreau.events.forms.events import CancelForm, EventForm
from terreau.events.models import Event
from terreau.events.permissions import can_edit_event, can_prepare_event
from terreau.events.permissions_registrations import can_register
from terreau.events.reading import PLACES, places_of, programme_of, worlds_of
from terreau.events.views.access import event_frame, fetch_event

PAGE = 20


@login_not_required
def event_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List what comes, what is prepared, what was held."""
    alliance = fetch_alliance(request, slug)
    now = timezone.now()
    seen = Event.objects.visible_to(request.user).filter(alliance=alliance)
    rows = seen.select_related("series", "place", "alliance").annotate(**PLACES)
    ahead = list(rows.filter(ends_at__gt=now).order_by("starts_at", "pk"))
    past = rows.filter(ends_at__lte=now).order_by(F("starts_at").desc(), "-pk")
    page = Paginator(past, PAGE).get_page(request.GET.get("page"))
    context = alliance_frame(request, alliance, "events", _("Rencontres")) | {
        "coming": [one for one in ahead if one.state != EventState.DRAFT],
        "prepared": [one for one in ahead if one.state == EventState.DRAFT],
        "page": page,
        "past": list(page),
        "may_prepare": can_prepare_event(request.posture, alliance),
    }
    return render(request, "events/list.html", context)


@login_not_required
def event_detail(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show a meeting: when, where, what for, its programme, its minutes, and what to do."""
    event = fetch_event(request, slug, uuid)
    now = timezone.now()
    places = places_of(event)
    may_edit = can_edit_event(request.posture, event)
    context = event_frame(request, event, event.title) | {
        "places": places,
        "worlds": worlds_of(event),
        "days": programme_of(event),
        "may_register": can_register(event, now=now),
        "is_over": event.ends_at <= now,
        "door_url": request.build_absolute_uri(event.door),
        "may_edit": may_edit,
        "desk": desk_of(request.posture, event, now) if may_edit else None,
        "cancel_form": CancelForm() if may_edit else None,
    }
    return render(request, "events/detail.html", context)


def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare a meeting, or the next edition of one that was held."""
    alliance = fetch_alliance(request, slug)
    require(can_prepare_event(request.posture, alliance))
    posted = request.POST if request.method == "POST" else None
    start = _next_edition(request, slug)
    form = EventForm(posted, instance=Event(alliance=alliance), initial=start)
    if request.method == "POST" and form.is_valid():
        made = prepare_event(
            alliance,
            _values(form),
            series=form.cleaned_data["series_name"],
            by=request.posture,
            now=timezone.now(),
        )
        messages.success(
            request, _("La rencontre est préparée. Écrivez son programme, puis annoncez-la.")
        )
        return redirect(made)
    context = alliance_frame(request, alliance, "events", _("Préparer une rencontre"))
    return render(request, "events/event_form.html", context | {"form": form})


def _next_edition(request: HttpRequest, slug: str) -> dict:
    """Start from what an earlier edition said; dates are to be chosen."""
    try:
        uuid = UUID(request.GET.get("depuis", ""))
    except ValueError:
        return {"kind": EventKind.MATCHMAKING}
    last = fetch_event(request, slug, uuid)
    copied = ("kind", "title", "description", "place_name", "address", "place", "capacity")
    start = {name: getattr(last, name) for name in (*copied, "is_public", "takes_registrations")}
    start["series_name"] = last.series.name if last.series else last.title
    return start | {"edition": (last.edition or 1) + 1}


def _values(form: EventForm) -> dict:
    return {name: form.cleaned_data[name] for name in COLUMNS}


def edit(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Change a meeting; the second of two people is told and loses nothing."""
    event = fetch_event(request, slug, uuid)
    require(can_edit_event(request.posture, event))
    form = EventForm(request.POST if request.method == "POST" else None, instance=event)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_event(
            event,
            _values(form),
            series=form.cleaned_data["series_name"],
            site=request.build_absolute_uri("/"),
            now=timezone.now(),
            **stamp,
        ),
    )
    if status == SAVED:
        messages.success(request, _("La rencontre est enregistrée."))
        return redirect("events:detail", slug, uuid)
    context = event_frame(request, event, _("Modifier la rencontre")) | {"form": form}
    return render(request, "events/event_form.html", context, status=status)
