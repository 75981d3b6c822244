"""What is measured, what proves it, what was decided."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.partial_dates import PartialDate
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import Refused, require
from terreau.experiments.actions.decisions import decide
from terreau.experiments.actions.proof import (
    add_criterion,
    add_measurement,
    judge_criterion,
    write_protocol,
)
from terreau.experiments.enums import DecisionOutcome
from terreau.experiments.forms.proof import (
    CriterionForm,
    DecisionForm,
    JudgementForm,
    MeasurementForm,
    ProtocolForm,
)
from terreau.experiments.models import Experiment, ProofCriterion, Protocol
from terreau.experiments.permissions import can_decide, can_write_protocol
from terreau.experiments.pictures.measures import draw_measures
from terreau.experiments.proof_reading import say_progress, say_proof
from terreau.experiments.views.access import experiment_frame, fetch_experiment


@login_not_required
def proof(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the protocol, its measures and the proof of concept."""
    return _page(request, fetch_experiment(request, uuid))


def _protocol_of(found: Experiment) -> Protocol | None:
    return Protocol.objects.filter(experiment=found).first()


def _page(request: HttpRequest, found: Experiment, status: int = 200, **typed) -> HttpResponse:
    may_write = can_write_protocol(request.posture, found)
    protocol = _protocol_of(found)
    measures = sorted(protocol.measurements.all(), key=_when) if protocol else []
    criteria = list(found.criteria.all())
    context = experiment_frame(request, found, "proof", _("Mesure et preuve")) | {
        "protocol": protocol,
        "measures": measures,
        "picture": draw_measures(protocol, measures) if measures else None,
        "progress": say_progress(protocol, measures) if protocol else "",
        "criteria": criteria,
        "proof": say_proof(criteria),
        "may_write": may_write,
        "measure_form": MeasurementForm() if may_write and protocol else None,
        "criterion_form": CriterionForm() if may_write else None,
        "choices": JudgementForm.base_fields["is_met"].choices,
    }
    return render(request, "experiments/proof.html", context | typed, status=status)


def _when(one) -> tuple:
    return (one.on.start, one.on.end, one.pk)


def protocol(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write the protocol; the second of two people is told and loses nothing."""
    found = fetch_experiment(request, uuid)
    require(can_write_protocol(request.posture, found))
    instance = _protocol_of(found) or Protocol(experiment=found)
    form = ProtocolForm(request.POST or None, instance=instance)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: write_protocol(
            found,
            {name: form.cleaned_data[name] for name in ProtocolForm.Meta.fields},
            now=timezone.now(),
            **stamp,
        ),
    )
    if status == SAVED:
        messages.success(request, _("Le protocole est enregistré."))
        return redirect("experiments:proof", uuid)
    context = experiment_frame(request, found, "proof", _("Protocole")) | {"form": form}
    return render(request, "experiments/protocol_form.html", context, status=status)


@require_POST
def measure(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Add a measure."""
    found = fetch_experiment(request, uuid)
    require(can_write_protocol(request.posture, found))
    kept = get_object_or_404(Protocol.objects.select_related("experiment"), experiment=found)
    form = MeasurementForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=400, measure_form=form)
    add_measurement(kept, form.cleaned_data, by=request.posture, now=timezone.now())
    messages.success(request, _("La mesure est notée avec sa base."))
    return redirect("experiments:proof", uuid)


@require_POST
def criterion_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Add a criterion of proof."""
    found = fetch_experiment(request, uuid)
    require(can_write_protocol(request.posture, found))
    form = CriterionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=400, criterion_form=form)
    add_criterion(found, form.cleaned_data["criterion"], by=request.posture)
    messages.success(request, _("Le critère est noté."))
    return redirect("experiments:proof", uuid)


@require_POST
def criterion_judge(request: HttpRequest, uuid: UUID, criterion: UUID) -> HttpResponse:
    """Give the evidence of a criterion, and judge it."""
    found = fetch_experiment(request, uuid)
    require(can_write_protocol(request.posture, found))
    row = get_object_or_404(ProofCriterion, experiment=found, uuid=criterion)
    row.experiment = found
    form = JudgementForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=400, judgement_form=form, judged=row.pk)
    judge_criterion(row, **form.cleaned_data, by=request.posture, now=timezone.now())
    messages.success(request, _("Le critère est à jour."))
    return redirect("experiments:proof", uuid)


@login_not_required
def decisions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the decisions; a POST writes the next one."""
    found = fetch_experiment(request, uuid)
    may_decide = can_decide(request.posture, found)
    form = None
    status = 200
    if request.method == "POST":
        require(may_decide)
        form, status = DecisionForm(request.POST), 400
        if form.is_valid():
            try:
                _decide(request, found, form)
            except Refused as error:
                form.add_error("decided_on", str(error))
            else:
                messages.success(request, _("La décision est notée ; les précédentes restent."))
                return redirect("experiments:decisions", uuid)
    elif may_decide:
        today = PartialDate(timezone.localdate().isoformat())
        form = DecisionForm(initial={"decided_on": today, "lesson": found.lesson})
    context = experiment_frame(request, found, "decisions", _("Décisions")) | {
        "decisions": list(found.decisions.order_by("-decided_on", "-pk")),
        "form": form,
        "may_decide": may_decide,
        "protocol": _protocol_of(found),
    }
    return render(request, "experiments/decisions.html", context, status=status)


def _decide(request: HttpRequest, found: Experiment, form: DecisionForm) -> None:
    told = form.cleaned_data
    decide(
        found,
        DecisionOutcome(told["outcome"]),
        reasons=told["reasons"],
        decided_on=told["decided_on"],
        lesson=told["lesson"],
        by=request.posture,
        now=timezone.now(),
    )
