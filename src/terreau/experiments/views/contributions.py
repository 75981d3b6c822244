"""Promise a piece, answer an ask, bring, thank: each in the name of one's own organisation."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.actors.models import Organisation
from terreau.core.editing import EditConflict
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused, require
from terreau.experiments.actions.contributions import (
    ask_for_piece,
    change_pledge,
    decline_ask,
    note_delivery,
    pledge_piece,
    thank_for,
    withdraw_contribution,
)
from terreau.experiments.enums import ContributionState
from terreau.experiments.forms.pieces import (
    AskForm,
    DeliveryForm,
    PledgeForm,
    ThanksForm,
    WordForm,
)
from terreau.experiments.models import Contribution
from terreau.experiments.permissions_contributions import (
    can_answer_ask,
    can_change_pledge,
    can_note_delivery,
    can_pledge,
    can_thank,
    can_withdraw_contribution,
)
from terreau.experiments.pledge_words import warn_of_pledge
from terreau.experiments.views.access import (
    experiment_frame,
    fetch_contribution,
    fetch_piece,
)


def pledge(request: HttpRequest, uuid: UUID, piece: UUID) -> HttpResponse:
    """Promise a piece."""
    found = fetch_piece(request, uuid, piece)
    require(can_pledge(request.posture, found.experiment))
    organisation = request.posture.organisation
    known = Contribution.objects.filter(piece=found, organisation=organisation)
    known = known.exclude(state__in=(ContributionState.DECLINED, ContributionState.WITHDRAWN))
    running = known.first()
    if running is not None:
        return redirect("experiments:contribution", uuid, running.uuid)
    form = PledgeForm(
        request.POST or None,
        instance=Contribution(piece=found, organisation=organisation),
        piece=found,
        organisation=organisation,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = pledge_piece(found, form.values(), by=request.posture, now=timezone.now())
        except Refused as error:
            form.add_error("quantity", str(error))
        else:
            return _promised(request, made, _("Merci ! Votre promesse est notée."))
    context = experiment_frame(request, found.experiment, "detail", _("Promettre une pièce"))
    return render(request, "experiments/pledge.html", context | {"form": form, "piece": found})


def _promised(request: HttpRequest, made: Contribution, receipt: str) -> HttpResponse:
    messages.success(request, receipt)
    for warning in warn_of_pledge(made):
        messages.warning(request, warning)
    return redirect("experiments:piece", made.piece.experiment.uuid, made.piece.uuid)


def contribution(request: HttpRequest, uuid: UUID, contribution: UUID) -> HttpResponse:
    """Show one contribution and what its reader may do with it; a POST changes the promise."""
    found = fetch_contribution(request, uuid, contribution)
    if request.method == "POST":
        return _promise(request, found)
    return _page(request, found)


def _promise(request: HttpRequest, found: Contribution) -> HttpResponse:
    """Promise what was asked, or change what was promised."""
    posture, is_asked = request.posture, found.state == ContributionState.ASKED
    require((can_answer_ask if is_asked else can_change_pledge)(posture, found))
    form = _pledge_form(request, found)
    if not form.is_valid():
        return _page(request, found, form=form, status=400)
    try:
        if is_asked:
            made = pledge_piece(found.piece, form.values(), by=posture, now=timezone.now())
        else:
            made = change_pledge(
                found,
                form.values(),
                expected_version=form.cleaned_data["version"],
                by=posture,
                now=timezone.now(),
            )
    except EditConflict:
        return _page(request, found, form=form.rebased(), status=409)
    except Refused as error:
        form.add_error("quantity", str(error))
        return _page(request, found, form=form, status=403)
    return _promised(request, made, _("Votre promesse est enregistrée."))


def _pledge_form(request: HttpRequest, found: Contribution) -> PledgeForm:
    return PledgeForm(
        request.POST or None,
        instance=found,
        piece=found.piece,
        organisation=found.organisation,
    )


def _page(
    request: HttpRequest,
    found: Contribution,
    *,
    form: PledgeForm | None = None,
    delivery: DeliveryForm | None = None,
    thanks: ThanksForm | None = None,
    status: int = 200,
) -> HttpResponse:
    posture = request.posture
    may_promise = can_answer_ask(posture, found) or can_change_pledge(posture, found)
    today = PartialDate(timezone.localdate().isoformat())
    frame = experiment_frame(request, found.piece.experiment, "detail", str(found.organisation))
    context = frame | {
        "contribution": found,
        "piece": found.piece,
        "form": form or (_pledge_form(request, found) if may_promise else None),
        "is_asked": found.state == ContributionState.ASKED,
        "may_decline": can_answer_ask(posture, found),
        "may_withdraw": can_withdraw_contribution(posture, found),
        "delivery": delivery
        or (
            DeliveryForm(initial={"delivered_on": today, "quantity": found.delivered_quantity})
            if can_note_delivery(posture, found)
            else None
        ),
        "thanks": thanks or (ThanksForm() if can_thank(posture, found) else None),
        "word": WordForm(),
    }
    return render(request, "experiments/contribution.html", context, status=status)


@require_POST
def ask(request: HttpRequest, uuid: UUID, piece: UUID) -> HttpResponse:
    """Ask one organisation for the piece."""
    found = fetch_piece(request, uuid, piece)
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez à qui demander cette pièce."))
        return redirect("experiments:piece", uuid, piece)
    visible = Organisation.objects.visible_to(request.user)
    organisation = get_object_or_404(visible, uuid=form.cleaned_data["organisation"])
    ask_for_piece(
        found, organisation, by=request.posture, now=timezone.now(), note=form.cleaned_data["note"]
    )
    messages.success(
        request,
        _("La demande attend %(name)s dans son « À faire » : elle seule s’engage.")
        % {"name": organisation},
    )
    return redirect("experiments:piece", uuid, piece)


@require_POST
def decline(request: HttpRequest, uuid: UUID, contribution: UUID) -> HttpResponse:
    """Say no to an ask."""
    return _with_word(request, uuid, contribution, decline_ask, _("Votre réponse est notée."))


@require_POST
def withdraw(request: HttpRequest, uuid: UUID, contribution: UUID) -> HttpResponse:
    """Take a promise or an ask back."""
    receipt = _("C’est retiré. La pièce est de nouveau à trouver.")
    return _with_word(request, uuid, contribution, withdraw_contribution, receipt)


def _with_word(
    request: HttpRequest, uuid: UUID, key: UUID, act: Callable, receipt: str
) -> HttpResponse:
    found = fetch_contribution(request, uuid, key)
    form = WordForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    act(found, answer, by=request.posture, now=timezone.now())
    messages.success(request, receipt)
    return redirect("experiments:piece", uuid, found.piece.uuid)


@require_POST
def deliver(request: HttpRequest, uuid: UUID, contribution: UUID) -> HttpResponse:
    """Note that it came."""
    found = fetch_contribution(request, uuid, contribution)
    require(can_note_delivery(request.posture, found))
    form = DeliveryForm(request.POST)
    if not form.is_valid():
        return _page(request, found, delivery=form, status=400)
    note_delivery(found, **form.cleaned_data, by=request.posture, now=timezone.now())
    messages.success(request, _("C’est noté : la pièce est arrivée."))
    for warning in warn_of_pledge(fetch_contribution(request, uuid, contribution)):
        messages.warning(request, warning)
    return redirect("experiments:piece", uuid, found.piece.uuid)


@require_POST
def thank(request: HttpRequest, uuid: UUID, contribution: UUID) -> HttpResponse:
    """Thank for what came."""
    found = fetch_contribution(request, uuid, contribution)
    require(can_thank(request.posture, found))
    form = ThanksForm(request.POST)
    if not form.is_valid():
        return _page(request, found, thanks=form, status=400)
    thank_for(found, form.cleaned_data["thanks"], by=request.posture, now=timezone.now())
    messages.success(request, _("Votre merci est transmis."))
    return redirect("experiments:piece", uuid, found.piece.uuid)
