"""Decisions by consent: texts, objections, and how each was treated."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.alliances.permissions import can_read_inside, membership_of
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.decisions import (
    answer_decision,
    propose_decision,
    rewrite_decision,
    settle_decision,
    treat_objection,
)
from terreau.dialogues.enums import DecisionState, DecisionVoice
from terreau.dialogues.forms.agendas import DecisionAnswerForm, DecisionForm, TreatmentForm
from terreau.dialogues.models import Decision, DecisionAnswer
from terreau.dialogues.permissions_agendas import (
    can_adopt_decision,
    can_answer_decision,
    can_propose_decision,
    can_rewrite_decision,
    can_treat_objection,
)

ON_A_PAGE = 20


def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the decisions, the open ones first."""
    alliance = fetch_alliance(request, slug)
    require(can_read_inside(request.posture, alliance))
    objection = Q(answers__answer=DecisionVoice.OBJECTION, answers__outcome="")
    rows = Decision.objects.filter(alliance=alliance).annotate(
        untreated=Count("answers", filter=objection & Q(answers__text_number=F("text_number"))),
        is_open=Case(When(state=DecisionState.OPEN, then=True), default=False),
    )
    rows = rows.order_by("-is_open", "-proposed_at", "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = alliance_frame(request, alliance, "dialogue", _("Décisions par consentement")) | {
        "page": page,
        "may_propose": can_propose_decision(request.posture, alliance),
    }
    return render(request, "dialogues/decisions.html", context)


def _fetch(request: HttpRequest, slug: str, uuid: UUID) -> Decision:
    alliance = fetch_alliance(request, slug)
    require(can_read_inside(request.posture, alliance))
    found = get_object_or_404(Decision, alliance=alliance, uuid=uuid)
    found.alliance = alliance
    return found


def decision(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show a text, what each member answered, and the fate of each objection."""
    return _page(request, _fetch(request, slug, uuid))


def _page(request: HttpRequest, found: Decision, **forms: Any) -> HttpResponse:
    answers = list(
        found.answers.select_related("membership__organisation").order_by("answered_at", "pk")
    )
    now_on = [one for one in answers if one.text_number == found.text_number]
    mine = membership_of(request.posture, found.alliance)
    given = next((one for one in now_on if mine and one.membership_id == mine.pk), None)
    initial = {"answer": given.answer, "reason": given.reason} if given else None
    may_answer = bool(can_answer_decision(request.posture, found))
    may_treat = bool(can_treat_objection(request.posture, found))
    context = alliance_frame(request, found.alliance, "dialogue", found.title) | {
        "decision": found,
        "answers": now_on,
        "former": [one for one in answers if one.text_number != found.text_number and one.outcome],
        "silent": found.alliance.memberships.filter(
            left_on=None, organisation__isnull=False
        ).count()
        - len(now_on),
        "given": given,
        "mine": mine,
        "form": forms.get("answer")
        or (DecisionAnswerForm(initial=initial) if may_answer else None),
        "treatment_form": forms.get("treatment") or TreatmentForm(),
        "treated": forms.get("treated"),
        "may_treat": may_treat,
        "may_rewrite": can_rewrite_decision(request.posture, found),
        "adoption": can_adopt_decision(request.posture, found) if may_treat else None,
    }
    return render(request, "dialogues/decision.html", context)


def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a text to consent."""
    alliance = fetch_alliance(request, slug)
    require(can_propose_decision(request.posture, alliance))
    posted = request.POST if request.method == "POST" else None
    form = DecisionForm(posted, instance=Decision(alliance=alliance))
    if posted is not None and form.is_valid():
        values = {name: form.cleaned_data[name] for name in DecisionForm.Meta.fields}
        made = propose_decision(alliance, values, by=request.posture, now=timezone.now())
        messages.success(request, _("Le texte attend la réponse de chaque organisation membre."))
        return redirect("dialogues:decision", slug, made.uuid)
    context = alliance_frame(request, alliance, "dialogue", _("Proposer une décision"))
    return render(request, "dialogues/decision_form.html", context | {"form": form})


def amend(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Rewrite the text, which asks every member again."""
    found = _fetch(request, slug, uuid)
    require(can_rewrite_decision(request.posture, found))
    objections = found.answers.filter(
        text_number=found.text_number, answer=DecisionVoice.OBJECTION, outcome=""
    ).select_related("membership__organisation", "membership__person")
    form = DecisionForm(request.POST or None, instance=found, objections=objections)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: rewrite_decision(
            found,
            {name: form.cleaned_data[name] for name in ("title", "text", "answers_until")},
            integrates=list(form.cleaned_data["integrates"]),
            now=timezone.now(),
            **stamp,
        ),
    )
    if status == SAVED:
        messages.success(request, _("Le texte est amendé ; chacun répond à la nouvelle version."))
        return redirect("dialogues:decision", slug, uuid)
    context = alliance_frame(request, found.alliance, "dialogue", _("Amender")) | {
        "form": form,
        "decision": found,
    }
    return render(request, "dialogues/decision_form.html", context, status=status)


@require_POST
def answer(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Answer the text of today for one's organisation."""
    found = _fetch(request, slug, uuid)
    require(can_answer_decision(request.posture, found))
    form = DecisionAnswerForm(request.POST)
    if form.is_valid():
        try:
            answer_decision(found, **form.cleaned_data, by=request.posture, now=timezone.now())
        except Refused as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("Votre réponse est enregistrée ; vous pouvez la changer."))
            return redirect("dialogues:decision", slug, uuid)
    return _page(request, found, answer=form)


@require_POST
def treat(request: HttpRequest, slug: str, uuid: UUID, objection: int) -> HttpResponse:
    """Write how an objection was treated."""
    found = _fetch(request, slug, uuid)
    row = get_object_or_404(DecisionAnswer, decision=found, pk=objection)
    row.decision = found
    form = TreatmentForm(request.POST)
    if form.is_valid():
        try:
            treat_objection(row, **form.cleaned_data, by=request.posture, now=timezone.now())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le traitement de l’objection est noté."))
            return redirect("dialogues:decision", slug, uuid)
    return _page(request, found, treatment=form, treated=row.pk)


@require_POST
def settle(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Adopt the text, or take it back."""
    found = _fetch(request, slug, uuid)
    adopted = request.POST.get("act") == "adopt"
    settle_decision(found, adopted=adopted, by=request.posture, now=timezone.now())
    told = _("La décision est adoptée.") if adopted else _("Le texte est retiré.")
    messages.success(request, told)
    return redirect("dialogues:decision", slug, uuid)
