"""Where a partnership stands, how it came there, what was born of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.core.journal import records_of
from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.stages import change_level, change_stage
from terreau.partnerships.forms.stages import LevelForm, StageForm
from terreau.partnerships.frame import partnership_frame
from terreau.partnerships.permissions import can_change_level, can_change_stage
from terreau.partnerships.reading import path_of
from terreau.partnerships.views.access import fetch_partnership

RECORDS_SHOWN = 30


@login_not_required
def story(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the dated stages and levels, and the journal to the parties."""
    partnership = fetch_partnership(request, uuid)
    frame = partnership_frame(request, partnership, "story", _("Étapes"))
    changes = sorted(partnership.stage_changes.all(), key=lambda one: (one.since.start, one.pk))
    inside = bool(frame["standing"].party)
    context = frame | {
        "changes": changes,
        "path": path_of(partnership, changes),
        "levels": partnership.level_changes.all(),
        "records": list(records_of(partnership.scope)[:RECORDS_SHOWN]) if inside else [],
        "may_change": can_change_stage(request.posture, partnership),
    }
    return render(request, "partnerships/story.html", context)


def stage(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note another stage, forward or back."""
    partnership = fetch_partnership(request, uuid)
    require(can_change_stage(request.posture, partnership))
    today = timezone.localdate()
    form = StageForm(request.POST or None, today=today, current=partnership.stage)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            change_stage(
                partnership,
                told["stage"],
                since=told["since"],
                note=told["note"],
                expected=told["expected"],
                by=request.posture,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("stage", str(refusal))
        else:
            messages.success(request, _("L’étape est notée, avec sa date."))
            return redirect("partnerships:story", uuid)
    act = _("Noter cette étape")
    return _form_page(request, partnership, form, _("Changer d’étape"), act)


def level(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note another level."""
    partnership = fetch_partnership(request, uuid)
    require(can_change_level(request.posture, partnership))
    form = LevelForm(request.POST or None, today=timezone.localdate(), current=partnership.level)
    if request.method == "POST" and form.is_valid():
        try:
            change_level(partnership, **form.cleaned_data, by=request.posture, now=timezone.now())
        except Refused as refusal:
            form.add_error("level", str(refusal))
        else:
            messages.success(request, _("Le niveau est noté, avec sa date."))
            return redirect("partnerships:story", uuid)
    act = _("Noter ce niveau")
    return _form_page(request, partnership, form, _("Changer de niveau"), act)


def _form_page(request: HttpRequest, partnership, form, title: str, act: str) -> HttpResponse:
    context = partnership_frame(request, partnership, "story", title)
    page = context | {"form": form, "act": act, "back": "partnerships:story"}
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/form.html", page, status=status)
