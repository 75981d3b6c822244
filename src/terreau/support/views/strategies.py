"""An organisation's strategy of alliances and its self-diagnosis."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.core.verdicts import require
from terreau.support.actions.strategies import write_diagnosis, write_strategy
from terreau.support.canvas import BOXES
from terreau.support.diagnosis_reading import compare
from terreau.support.forms.strategies import DiagnosisForm, StrategyForm
from terreau.support.models import AllianceStrategy, SelfDiagnosis
from terreau.support.permissions import can_read_strategy, can_write_strategy, speaks_for
from terreau.support.views.access import fetch_organisation

SHOWN = 12


def _fetch(request: HttpRequest, uuid: UUID) -> tuple[Organisation, bool]:
    """Fetch an organisation whose pages this person may read, and whether it is theirs."""
    organisation = fetch_organisation(request, uuid)
    require(can_read_strategy(request.posture, organisation))
    own = speaks_for(request.user, organisation, timezone.localdate())
    return organisation, own


def strategy(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the canvas, and its former versions."""
    organisation, own = _fetch(request, uuid)
    rows = AllianceStrategy.objects.filter(organisation=organisation)
    versions = list((rows if own else rows.filter(is_shared=True))[:SHOWN])
    asked = request.GET.get("version")
    current = next((one for one in versions if str(one.uuid) == asked), None)
    current = current or (versions[0] if versions else None)
    boxes = current.boxes if current else {}
    context = {
        "organisation": organisation,
        "current": current,
        "versions": versions,
        "cells": [(box, boxes.get(box.key, "")) for box in BOXES],
        "may_write": can_write_strategy(request.posture, organisation),
    }
    return render(request, "support/strategy.html", context)


def write(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write the next version of the canvas, from the last one."""
    organisation = fetch_organisation(request, uuid)
    require(can_write_strategy(request.posture, organisation))
    last = AllianceStrategy.objects.filter(organisation=organisation).first()
    form = StrategyForm(request.POST or None, boxes=last.boxes if last else None)
    if request.method == "POST" and form.is_valid():
        write_strategy(
            organisation,
            form.boxes(),
            is_shared=form.cleaned_data["is_shared"],
            by=request.posture,
            now=timezone.now(),
        )
        messages.success(request, _("Cette version est gardée ; les précédentes restent lisibles."))
        return redirect("support:strategy", uuid)
    context = {"form": form, "organisation": organisation}
    return render(request, "support/strategy_form.html", context)


def diagnosis(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show where the organisation says it stands, beside what it said before."""
    organisation, own = _fetch(request, uuid)
    rows = SelfDiagnosis.objects.filter(organisation=organisation)
    versions = list((rows if own else rows.filter(is_shared=True))[:SHOWN])
    context = {
        "organisation": organisation,
        "versions": versions,
        "comparison": compare(versions),
        "may_write": can_write_strategy(request.posture, organisation),
    }
    return render(request, "support/diagnosis.html", context)


def make_diagnosis(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Answer the lines anew; the former answers are not shown, so as not to sway."""
    organisation = fetch_organisation(request, uuid)
    require(can_write_strategy(request.posture, organisation))
    form = DiagnosisForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        write_diagnosis(
            organisation,
            form.answers(),
            comment=form.cleaned_data["comment"],
            is_shared=form.cleaned_data["is_shared"],
            by=request.posture,
            now=timezone.now(),
        )
        messages.success(request, _("Votre autodiagnostic est gardé à sa date."))
        return redirect("support:diagnosis", uuid)
    context = {"form": form, "organisation": organisation}
    return render(request, "support/diagnosis_form.html", context)
