"""Who met whom, what they promised each other, and what became of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from terreau.alliances.permissions import can_read_inside
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require
from terreau.events.actions.encounters import note_encounter, read_encounters, remove_encounter
from terreau.events.actions.follow_ups import close_follow_up, promise
from terreau.events.forms.encounters import CloseFollowUpForm, EncounterForm, PromiseForm
from terreau.events.models import Encounter, Event, FollowUp
from terreau.events.permissions_encounters import (
    can_close_follow_up,
    can_note_encounter,
    can_promise,
    can_read_encounters,
)
from terreau.events.suites import asleep, count_suites, encounters_in
from terreau.events.views.access import event_frame, fetch_event

PAGE = 30
ASLEEP_SHOWN = 20


def encounters(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """List who met at one meeting, what they promised, and let one say it by hand."""
    event = fetch_event(request, slug, uuid)
    require(can_read_encounters(request.posture, event))
    return _page(request, event)


def _page(request: HttpRequest, event: Event, form: EncounterForm | None = None) -> HttpResponse:
    rows = encounters_in(event.alliance, event)
    told = rows.prefetch_related("follow_ups__who")
    page = Paginator(told, PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.event = event  # one alliance for the whole page, asked once who stands there
    may_note = can_note_encounter(request.posture, event)
    context = event_frame(request, event, _("Suites de la rencontre")) | {
        "counted": count_suites(rows, timezone.localdate()),
        "page": page,
        "rows": _rows(request, page),
        "may_note": may_note,
        "form": (form or EncounterForm(event)) if may_note else None,
        "today": timezone.localdate(),
    }
    return render(request, "events/encounters.html", context)


def _rows(request: HttpRequest, found) -> list[dict]:
    return [
        {
            "encounter": one,
            "may_promise": can_promise(request.posture, one),
            "follow_ups": list(one.follow_ups.all()),
        }
        for one in found
    ]


@require_POST
def encounters_read(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Read again the plan and the attendance."""
    event = fetch_event(request, slug, uuid)
    made = read_encounters(event, by=request.posture, now=timezone.now())
    if made:
        told = ngettext("%(n)d paire notée.", "%(n)d paires notées.", made) % {"n": made}
        messages.success(request, told)
    else:
        messages.info(
            request,
            _(
                "Rien de nouveau : les paires se lisent du plan en vigueur et des présences "
                "pointées à l’accueil, entre organisations dont la fiche est reconnue."
            ),
        )
    return redirect("events:encounters", slug, uuid)


@require_POST
def encounter_add(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Say by hand that two organisations met."""
    event = fetch_event(request, slug, uuid)
    require(can_note_encounter(request.posture, event))
    form = EncounterForm(event, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            note_encounter(
                event, said["first"], said["second"], by=request.posture, now=timezone.now()
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La rencontre est notée."))
            return redirect("events:encounters", slug, uuid)
    return _page(request, event, form)


@require_POST
def encounter_remove(request: HttpRequest, slug: str, uuid: UUID, encounter: UUID) -> HttpResponse:
    """Take back a meeting that did not take place."""
    found = _fetch(request, slug, uuid, encounter)
    remove_encounter(found, by=request.posture, now=timezone.now())
    messages.success(request, _("Cette rencontre n’est plus notée."))
    return redirect("events:encounters", slug, uuid)


def promise_new(request: HttpRequest, slug: str, uuid: UUID, encounter: UUID) -> HttpResponse:
    """Note what two who met promise each other."""
    found = _fetch(request, slug, uuid, encounter)
    require(can_promise(request.posture, found))
    form = PromiseForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = promise(found, by=request.posture, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _receipt(made))
        return redirect("events:encounters", slug, uuid)
    context = event_frame(request, found.event, _("Suite promise"))
    return render(request, "events/promise_form.html", context | {"form": form, "encounter": found})


def _receipt(made: FollowUp) -> str:
    """Say what will be done of it: only a promise that has a day is reminded of."""
    if made.due_on:
        return _("La suite est notée ; elle sera rappelée à son échéance.")
    return _("La suite est notée. Sans date, elle ne sera pas rappelée.")


def follow_up(request: HttpRequest, slug: str, uuid: UUID, follow_up: UUID) -> HttpResponse:
    """Say what became of a promise."""
    rows = FollowUp.objects.select_related(
        "encounter__event__alliance", "encounter__first", "encounter__second", "who"
    )
    event = fetch_event(request, slug, uuid)
    found = get_object_or_404(rows, uuid=follow_up, encounter__event=event)
    require(can_read_encounters(request.posture, event))
    verdict = can_close_follow_up(request.posture, found)
    form = CloseFollowUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(verdict)
        if form.is_valid():
            close_follow_up(found, by=request.posture, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("C’est noté."))
            return redirect("events:encounters", slug, uuid)
    context = event_frame(request, event, _("Suite promise"))
    context |= {"form": form, "one": found, "may_close": verdict, "today": timezone.localdate()}
    return render(request, "events/follow_up.html", context)


def follow_ups(request: HttpRequest, slug: str) -> HttpResponse:
    """Gather what came of all the meetings of an alliance, and who met without follow-up."""
    alliance = fetch_alliance(request, slug)
    require(can_read_inside(request.posture, alliance))
    today = timezone.localdate()
    rows = encounters_in(alliance)
    promised = FollowUp.objects.filter(encounter__event__alliance=alliance).select_related(
        "encounter__event__alliance", "encounter__first", "encounter__second", "who"
    )
    # What is still open first, the soonest due at the top; then what was closed last.
    order = [F("closed_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"]
    page = Paginator(promised.order_by(*order), PAGE).get_page(request.GET.get("page"))
    sleeping = asleep(rows, today)
    for one in sleeping:
        one.event.alliance = alliance  # asked once who stands there
    context = alliance_frame(request, alliance, "events", _("Suites des rencontres")) | {
        "counted": count_suites(rows, today),
        "page": page,
        "promised": list(page),
        "sleeping": [
            {"pair": one, "may_promise": can_promise(request.posture, one)}
            for one in sleeping[:ASLEEP_SHOWN]
        ],
        "more_asleep": max(0, len(sleeping) - ASLEEP_SHOWN),
        "today": today,
    }
    return render(request, "events/follow_ups.html", context)


def _fetch(request: HttpRequest, slug: str, uuid: UUID, encounter: UUID) -> Encounter:
    event = fetch_event(request, slug, uuid)
    require(can_read_encounters(request.posture, event))
    rows = event.encounters.select_related("first", "second", "event__alliance")
    return get_object_or_404(rows, uuid=encounter)
