"""Workshops: prepare one, type in it together, gather what says the same."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import require
from terreau.dialogues.actions.consultations import (
    close_consultation,
    reopen_consultation,
    reveal_results,
)
from terreau.dialogues.actions.workshops import (
    add_proposition,
    edit_group,
    edit_workshop,
    gather_propositions,
    open_workshop,
)
from terreau.dialogues.forms.workshops import GatherForm, GroupForm, PropositionForm, WorkshopForm
from terreau.dialogues.models import Workshop, WorkshopGroup
from terreau.dialogues.permissions import can_close_consultation, can_reopen_consultation
from terreau.dialogues.permissions_workshops import (
    can_capture,
    can_edit_workshop,
    can_follow_proposition,
    can_gather_propositions,
    can_open_workshop,
)
from terreau.dialogues.views.access import consultation_frame, fetch_consultation
from terreau.dialogues.workshop_reading import boards_of, families_of, groups_of, propositions_of

BOARD = "dialogues/_workshop_board.html"


def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a workshop."""
    alliance = fetch_alliance(request, slug)
    require(can_open_workshop(request.posture, alliance))
    form = WorkshopForm(request.POST or None, instance=Workshop(alliance=alliance))
    if request.method == "POST" and form.is_valid():
        made = open_workshop(
            alliance,
            form.values(),
            themes=form.cleaned_data["themes"],
            colours=form.cleaned_data["colours"],
            by=request.posture,
            now=timezone.now(),
        )
        messages.success(request, _("L’atelier est ouvert : chaque membre peut y écrire."))
        return redirect("dialogues:workshop", slug, made.uuid)
    context = alliance_frame(request, alliance, "dialogue", _("Ouvrir un atelier"))
    return render(request, "dialogues/workshop_form.html", context | {"form": form})


def edit(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Change the subject, the themes and the groups."""
    _alliance, workshop = fetch_consultation(request, slug, uuid, Workshop)
    require(can_edit_workshop(request.posture, workshop))
    form = WorkshopForm(request.POST or None, instance=workshop)
    if request.method == "POST" and form.is_valid():
        edit_workshop(
            workshop,
            form.values(),
            themes=form.cleaned_data["themes"],
            colours=form.cleaned_data["colours"],
            by=request.posture,
            now=timezone.now(),
        )
        messages.success(request, _("L’atelier est enregistré."))
        return redirect("dialogues:workshop", slug, uuid)
    context = consultation_frame(request, workshop, _("Modifier l’atelier"))
    return render(request, "dialogues/workshop_form.html", context | {"form": form})


@login_not_required
def workshop(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show a session as it is written; htmx asks for the board alone, every few seconds."""
    _alliance, found = fetch_consultation(request, slug, uuid, Workshop)
    if request.htmx and request.GET.get("part") == "board":
        return render(request, BOARD, _board(request, found))
    return _page(request, found)


def _board(request: HttpRequest, found: Workshop) -> dict[str, Any]:
    groups = groups_of(found)
    propositions = propositions_of(found)
    return {
        "workshop": found,
        "alliance": found.alliance,
        "groups": groups,
        "boards": boards_of(found, groups, propositions),
        "families": families_of(propositions) if any(p.cluster for p in propositions) else [],
        "total": len(propositions),
        "may_capture": can_capture(request.posture, found),
        "are_groups_told": any(one.name or one.size or one.facilitators.all() for one in groups),
    }


def _page(
    request: HttpRequest,
    found: Workshop,
    form: PropositionForm | None = None,
    group: WorkshopGroup | None = None,
) -> HttpResponse:
    now = timezone.now()
    context = consultation_frame(request, found, found.question) | _board(request, found)
    asked = request.GET.get("groupe", "")
    chosen = group or next((one for one in context["groups"] if one.colour == asked), None)
    may_capture = context["may_capture"]
    context |= {
        "chosen": chosen,
        "form": form or (PropositionForm(found) if chosen and may_capture else None),
        "may_edit": can_edit_workshop(request.posture, found),
        "may_gather": can_gather_propositions(request.posture, found),
        "may_follow": can_follow_proposition(request.posture, found),
        "may_close": can_close_consultation(request.posture, found),
        "may_reopen": can_reopen_consultation(request.posture, found, now=now),
        "is_running": found.is_running(now),
    }
    return render(request, "dialogues/workshop.html", context)


@require_POST
def add(request: HttpRequest, slug: str, uuid: UUID, group: int) -> HttpResponse:
    """Write a proposition of one group."""
    _alliance, found = fetch_consultation(request, slug, uuid, Workshop)
    require(can_capture(request.posture, found))
    table = _group(found, group)
    form = PropositionForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form, table)
    read = form.cleaned_data
    made = add_proposition(
        table,
        theme=read.get("theme"),
        title=read["title"],
        points=read["points"],
        by=request.posture,
        now=timezone.now(),
    )
    messages.success(
        request, _("La proposition n° %(number)s est écrite.") % {"number": made.number}
    )
    target = redirect("dialogues:workshop", slug, uuid)
    target["Location"] += f"?groupe={table.colour}"
    return target


def _group(found: Workshop, key: int) -> WorkshopGroup:
    table = get_object_or_404(WorkshopGroup, workshop=found, pk=key)
    table.workshop = found
    return table


def group(request: HttpRequest, slug: str, uuid: UUID, group: int) -> HttpResponse:
    """Name a group and who held its pen or its word."""
    _alliance, found = fetch_consultation(request, slug, uuid, Workshop)
    require(can_capture(request.posture, found))
    table = _group(found, group)
    form = GroupForm(request.POST or None, instance=table)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in GroupForm.Meta.fields}
        edit_group(table, values, form.facilitators(), by=request.posture)
        messages.success(request, _("Le groupe est enregistré."))
        return redirect("dialogues:workshop", slug, uuid)
    context = consultation_frame(request, found, str(table)) | {"form": form, "table": table}
    return render(request, "dialogues/workshop_group.html", context | {"workshop": found})


def gather(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Gather propositions that say the same."""
    _alliance, found = fetch_consultation(request, slug, uuid, Workshop)
    require(can_gather_propositions(request.posture, found))
    form = GatherForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        gather_propositions(
            found,
            form.cleaned_data["title"],
            list(form.cleaned_data["propositions"]),
            by=request.posture,
            now=timezone.now(),
        )
        messages.success(request, _("Les familles sont enregistrées."))
        return redirect("dialogues:workshop-gather", slug, uuid)
    context = consultation_frame(request, found, _("Réunir ce qui se ressemble")) | {
        "form": form,
        "workshop": found,
        "families": families_of(propositions_of(found)),
    }
    return render(request, "dialogues/workshop_gather.html", context)


@require_POST
def close(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Close the session, or open it again."""
    _alliance, found = fetch_consultation(request, slug, uuid, Workshop)
    now = timezone.now()
    if request.POST.get("act") == "reopen":
        reason = _("reprise de la saisie")
        reopen_consultation(found, closes_at=None, reason=reason, by=request.posture, now=now)
        messages.success(request, _("La saisie est rouverte."))
    else:
        close_consultation(found, by=request.posture, now=now)
        messages.success(request, _("La saisie est close. Le suivi des propositions continue."))
    return redirect("dialogues:workshop", slug, uuid)


@require_POST
def reveal(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show the sums of the dots to everybody."""
    _alliance, found = fetch_consultation(request, slug, uuid, Workshop)
    reveal_results(found, by=request.posture, now=timezone.now())
    messages.success(request, _("Les points sont dévoilés."))
    return redirect("dialogues:workshop-marks", slug, uuid)
