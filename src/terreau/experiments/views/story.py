"""The story of an experiment: small steps, « pas de côté », the journal."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.verdicts import Verdict, require
from terreau.experiments.actions.story import (
    add_step,
    promise_sidestep,
    tell_effect,
    tick_step,
    write_entry,
)
from terreau.experiments.forms.story import (
    EffectForm,
    EntryForm,
    SidestepForm,
    StepDoneForm,
    StepForm,
)
from terreau.experiments.models import Experiment, Sidestep, SmallStep
from terreau.experiments.permissions import can_promise_sidestep, can_tell_story
from terreau.experiments.permissions_story import can_tell_sidestep_effect, can_tick_step
from terreau.experiments.views.access import experiment_frame, fetch_experiment


@login_not_required
def story(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Tell it, difficulties included."""
    return _page(request, fetch_experiment(request, uuid))


def _page(request: HttpRequest, found: Experiment, status: int = 200, **typed) -> HttpResponse:
    may_tell = can_tell_story(request.posture, found)
    may_promise = can_promise_sidestep(request.posture, found)
    steps = list(found.steps.select_related("organisation"))
    sidesteps = list(found.sidesteps.select_related("organisation"))
    for row in (*steps, *sidesteps):
        row.experiment = found
    today = timezone.localdate()
    context = experiment_frame(request, found, "story", _("Récit")) | {
        "steps": [
            {
                "step": one,
                "may_tick": bool(can_tick_step(request.posture, one)),
                "is_late": bool(one.due_on and not one.done_on and one.due_on < today),
            }
            for one in steps
        ],
        "done": sum(one.done_on is not None for one in steps),
        "sidesteps": [
            {"row": one, "may_tell": bool(can_tell_sidestep_effect(request.posture, one))}
            for one in sidesteps
        ],
        "entries": list(found.entries.all()),
        "today": today,
        "step_form": StepForm(found) if may_tell else None,
        "sidestep_form": SidestepForm() if may_promise else None,
        "entry_form": EntryForm() if may_tell else None,
    }
    return render(request, "experiments/story.html", context | typed, status=status)


def _write(
    request: HttpRequest,
    uuid: UUID,
    *,
    asks: Callable[..., Verdict],
    make: Callable[[Experiment], forms.BaseForm],
    name: str,
    act: Callable[[Experiment, forms.BaseForm], object],
    receipt: str,
) -> HttpResponse:
    """Check, write, say so; a form that is wrong is shown again with what was typed."""
    found = fetch_experiment(request, uuid)
    require(asks(request.posture, found))
    form = make(found)
    if not form.is_valid():
        return _page(request, found, status=400, **{name: form})
    act(found, form)
    messages.success(request, receipt)
    return redirect("experiments:story", uuid)


@require_POST
def step_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Add a small step."""
    return _write(
        request,
        uuid,
        asks=can_tell_story,
        make=lambda found: StepForm(found, request.POST),
        name="step_form",
        act=lambda found, form: add_step(
            found, form.cleaned_data, by=request.posture, now=timezone.now()
        ),
        receipt=_("Le petit pas est noté."),
    )


@require_POST
def step_done(request: HttpRequest, uuid: UUID, step: UUID) -> HttpResponse:
    """Note that a small step is done, or to be done again."""
    found = fetch_experiment(request, uuid)
    row = get_object_or_404(SmallStep, experiment=found, uuid=step)
    row.experiment = found
    require(can_tick_step(request.posture, row))
    form = StepDoneForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=400, wrong_step=row.pk, done_form=form)
    tick_step(row, **form.cleaned_data, by=request.posture)
    is_done = form.cleaned_data["done_on"]
    messages.success(
        request, _("Un pas de fait. Bravo !") if is_done else _("Ce pas est de nouveau à faire.")
    )
    return redirect("experiments:story", uuid)


@require_POST
def sidestep_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Promise a « pas de côté » for one's own organisation."""
    return _write(
        request,
        uuid,
        asks=can_promise_sidestep,
        make=lambda found: SidestepForm(request.POST),
        name="sidestep_form",
        act=lambda found, form: promise_sidestep(
            found, form.cleaned_data["promise"], by=request.posture, now=timezone.now()
        ),
        receipt=_("Votre pas de côté est noté. Vous direz ce qu’il a changé."),
    )


@require_POST
def sidestep_tell(request: HttpRequest, uuid: UUID, sidestep: UUID) -> HttpResponse:
    """Tell what a « pas de côté » changed."""
    found = fetch_experiment(request, uuid)
    rows = Sidestep.objects.select_related("organisation")
    row = get_object_or_404(rows, experiment=found, uuid=sidestep)
    require(can_tell_sidestep_effect(request.posture, row))
    form = EffectForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=400, wrong_sidestep=row.pk, effect_form=form)
    tell_effect(row, **form.cleaned_data, by=request.posture)
    messages.success(request, _("C’est noté. Merci d’avoir dit ce que cela change."))
    return redirect("experiments:story", uuid)


@require_POST
def entry_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a page of the journal."""
    return _write(
        request,
        uuid,
        asks=can_tell_story,
        make=lambda found: EntryForm(request.POST),
        name="entry_form",
        act=lambda found, form: write_entry(
            found, form.cleaned_data, by=request.posture, now=timezone.now()
        ),
        receipt=_("Votre page est dans le récit."),
    )
