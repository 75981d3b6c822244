"""The timetable of encounters: ask for it, compare, keep one, make the rest again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.verdicts import Refused, require
from terreau.events.actions.plans import ask_plan, discard_plan, keep_plan, remake_plan
from terreau.events.enums import PlanState
from terreau.events.forms.plans import PlanForm, RemakeForm
from terreau.events.models import EncounterPlan, Event
from terreau.events.permissions_encounters import (
    can_discard_plan,
    can_keep_plan,
    can_plan_encounters,
    can_read_plan,
)
from terreau.events.permissions_registrations import can_read_registrations
from terreau.events.plan_reading import figures_of, read_plan
from terreau.events.views.access import event_frame, fetch_event

VIEWS = ("tours", "tables", "personnes")


def plan(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show the timetable in force and those that are proposed."""
    event = fetch_event(request, slug, uuid)
    require(can_read_plan(request.posture, event))
    rows = event.plans.select_related("job", "computed_by")
    plans = list(rows.exclude(state=PlanState.REPLACED).order_by("-created_at", "-pk"))
    current = next((one for one in plans if one.state == PlanState.CURRENT), None)
    may_plan = can_plan_encounters(request.posture, event)
    context = _plan_context(request, event, current) | {
        "drafts": [
            {"plan": one, "figures": figures_of(one)[:4]}
            for one in plans
            if one.state == PlanState.DRAFT
        ],
        "may_plan": may_plan,
        "remake_form": RemakeForm(current) if current and may_plan else None,
    }
    return render(request, "events/plan.html", context)


def _plan_context(request: HttpRequest, event: Event, shown: EncounterPlan | None) -> dict:
    here = request.GET.get("vue")
    view = here if here in VIEWS else VIEWS[0]
    labels = {"tours": _("Par tour"), "tables": _("Par table"), "personnes": _("Par personne")}
    return event_frame(request, event, _("Tours de rencontres")) | {
        "plan": shown,
        "read": read_plan(shown) if shown else None,
        "figures": figures_of(shown) if shown else [],
        "view": view,
        "tabs": [(labels[one], f"?vue={one}", one == view) for one in VIEWS],
    }


def plan_new(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Ask for a timetable; the computation goes on when one leaves the page."""
    event = fetch_event(request, slug, uuid)
    require(can_plan_encounters(request.posture, event))
    form = PlanForm(event, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        job, is_ours = ask_plan(
            event, form.values(), form.params(), by=request.posture, now=timezone.now()
        )
        if not is_ours:
            who = job.requested_by.full_name if job.requested_by else _("Une autre personne")
            told = _(
                "%(who)s fait déjà calculer un plan pour cette rencontre : le voici. Attendez sa "
                "fin, regardez-le, puis demandez le vôtre si vous le voulez encore."
            ) % {"who": who}
            messages.warning(request, told)
            return redirect("events:plan", slug, uuid)
        return redirect("core:job", job.pk)
    context = event_frame(request, event, _("Calculer les tours")) | {"form": form}
    return render(request, "events/plan_form.html", context)


def plan_one(request: HttpRequest, slug: str, uuid: UUID, plan: UUID) -> HttpResponse:
    """Show one timetable, proposed or past, beside the one in force."""
    event, found = _fetch(request, slug, uuid, plan)
    require(can_read_plan(request.posture, event))
    current = event.plans.filter(state=PlanState.CURRENT).first()
    context = _plan_context(request, event, found) | {
        "current": current,
        "may_keep": can_keep_plan(request.posture, found),
        "may_discard": can_discard_plan(request.posture, found),
    }
    return render(request, "events/plan_one.html", context)


@require_POST
def plan_keep(request: HttpRequest, slug: str, uuid: UUID, plan: UUID) -> HttpResponse:
    """Put a timetable in force; whoever comes second is told so, with both at hand."""
    event, found = _fetch(request, slug, uuid, plan)
    try:
        keep_plan(
            found,
            instead_of=request.POST.get("instead_of", "")[:36],
            by=request.posture,
            now=timezone.now(),
        )
    except Refused as error:
        require(can_plan_encounters(request.posture, event))
        messages.error(request, str(error))
        return redirect("events:plan-one", slug, uuid, plan)
    messages.success(request, _("Ce plan est en vigueur : chacun le lit par son lien."))
    return redirect("events:plan", slug, uuid)


@require_POST
def plan_discard(request: HttpRequest, slug: str, uuid: UUID, plan: UUID) -> HttpResponse:
    """Throw a proposed timetable away."""
    _event, found = _fetch(request, slug, uuid, plan)
    discard_plan(found, by=request.posture)
    messages.success(request, _("Le plan proposé est effacé."))
    return redirect("events:plan", slug, uuid)


@require_POST
def plan_remake(request: HttpRequest, slug: str, uuid: UUID, plan: UUID) -> HttpResponse:
    """Make the remaining rounds again, at once."""
    event, found = _fetch(request, slug, uuid, plan)
    require(can_plan_encounters(request.posture, event))
    form = RemakeForm(found, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez le tour à partir duquel refaire le plan."))
        return redirect("events:plan", slug, uuid)
    try:
        remake_plan(
            found,
            from_round=form.cleaned_data["from_round"],
            left=[one.pk for one in form.cleaned_data["left"]],
            by=request.posture,
            now=timezone.now(),
        )
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Les tours qui restent sont refaits pour ceux qui sont là."))
    return redirect("events:plan", slug, uuid)


def plan_sheets(request: HttpRequest, slug: str, uuid: UUID, plan: UUID) -> HttpResponse:
    """Print one sheet a table: who sits there, round by round."""
    event, found = _fetch(request, slug, uuid, plan)
    require(can_read_plan(request.posture, event))
    context = event_frame(request, event, _("Feuilles de table"))
    context |= {"plan": found, "read": read_plan(found)}
    return render(request, "events/table_sheets.html", context)


def badges(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Print the badges of those who have a place, with their tables when there is a plan."""
    event = fetch_event(request, slug, uuid)
    require(can_read_registrations(request.posture, event))
    current = event.plans.filter(state=PlanState.CURRENT).first()
    read = read_plan(current) if current else None
    tables = {one.person.pk: one.tables for one in read.people} if read else {}
    people = event.registrations.standing().filter(erased_at=None)
    rows = people.select_related("organisation").order_by("name", "pk")
    context = event_frame(request, event, _("Badges"))
    context |= {"badges": [(one, tables.get(one.pk, [])) for one in rows]}
    return render(request, "events/badges.html", context)


def _fetch(request: HttpRequest, slug: str, uuid: UUID, plan: UUID) -> tuple[Event, EncounterPlan]:
    event = fetch_event(request, slug, uuid)
    found = get_object_or_404(event.plans.select_related("job", "computed_by"), uuid=plan)
    found.event = event
    return event, found
