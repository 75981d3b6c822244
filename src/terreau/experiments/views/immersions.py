"""« Vis ma vie »: who visits whom, and what each learnt."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.core.verdicts import require
from terreau.experiments.actions.immersions import edit_immersion, propose_immersion
from terreau.experiments.forms.story import ImmersionForm
from terreau.experiments.models import Immersion
from terreau.experiments.permissions import can_tell_story
from terreau.experiments.permissions_story import can_edit_immersion
from terreau.experiments.pictures.exchanges import draw_exchanges
from terreau.experiments.views.access import experiment_frame, fetch_experiment


@login_not_required
def immersions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the matrix of who visits whom, and each immersion."""
    found = fetch_experiment(request, uuid)
    rows = list(found.immersions.select_related("visitor", "host"))
    for row in rows:
        row.experiment = found
    frame = experiment_frame(request, found, "immersions", _("Vis ma vie"))
    context = frame | {
        "rows": [
            {"row": row, "may_edit": bool(can_edit_immersion(request.posture, row))} for row in rows
        ],
        "picture": draw_exchanges(rows, signed_in=frame["signed_in"]) if rows else None,
        "may_propose": can_tell_story(request.posture, found),
    }
    return render(request, "experiments/immersions.html", context)


def propose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Propose that some go to others."""
    found = fetch_experiment(request, uuid)
    require(can_tell_story(request.posture, found))
    form = ImmersionForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        propose_immersion(found, form.cleaned_data, by=request.posture, now=timezone.now())
        messages.success(request, _("L’immersion est notée."))
        return redirect("experiments:immersions", uuid)
    context = experiment_frame(request, found, "immersions", _("Proposer une immersion"))
    return render(request, "experiments/immersion_form.html", context | {"form": form})


def edit(request: HttpRequest, uuid: UUID, immersion: UUID) -> HttpResponse:
    """Say what became of it."""
    found = fetch_experiment(request, uuid)
    rows = Immersion.objects.select_related("visitor", "host")
    row = get_object_or_404(rows, experiment=found, uuid=immersion)
    row.experiment = found
    require(can_edit_immersion(request.posture, row))
    form = ImmersionForm(found, request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        edit_immersion(row, form.cleaned_data, by=request.posture)
        messages.success(request, _("L’immersion est enregistrée."))
        return redirect("experiments:immersions", uuid)
    context = experiment_frame(request, found, "immersions", _("Modifier une immersion"))
    return render(request, "experiments/immersion_form.html", context | {"form": form})
