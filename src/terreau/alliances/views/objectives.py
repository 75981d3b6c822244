"""The shared objective: its text, the answers, the former versions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from terreau.alliances.actions.objectives import answer_objective, propose_objective
from terreau.alliances.bridge.consent import consent_of
from terreau.alliances.forms.objectives import AnswerForm, ObjectiveForm
from terreau.alliances.models import Alliance, Objective, ObjectiveAnswer
from terreau.alliances.permissions import (
    can_answer_objective,
    can_propose_objective,
    can_read_inside,
    membership_of,
)
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require


def objective(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Show a version, who answered what and who has not, and take an answer."""
    alliance = fetch_alliance(request, slug)
    require(can_read_inside(request.posture, alliance))
    versions = list(Objective.objects.filter(alliance=alliance).order_by("-number"))
    shown = _shown(versions, number)
    form = None
    if request.method == "POST":
        require(can_answer_objective(request.posture, alliance))
        form = AnswerForm(request.POST)
        if shown and form.is_valid() and _answer(request, shown, form):
            return redirect("alliances:objective", slug=slug)
        # Whoever answered a version that another has replaced reads the new one, words kept.
        shown = versions[0] if versions else None
    context = alliance_frame(request, alliance, "objective", _("Objectif partagé")) | {
        "objective": shown,
        "is_current": bool(shown) and shown is versions[0],
        "versions": versions,
        "consent": consent_of(alliance, shown) if shown else None,
        "answers": _answers(shown),
        "may_propose": can_propose_objective(request.posture, alliance),
    }
    return render(
        request, "alliances/objective.html", context | _own_answer(request, context, form)
    )


def _own_answer(request: HttpRequest, context: dict, form: AnswerForm | None) -> dict:
    """Give what this member answered, and the form while its version is the current one."""
    mine = membership_of(request.posture, context["alliance"])
    given = None
    if mine and context["objective"]:
        given = ObjectiveAnswer.objects.filter(
            objective=context["objective"], membership=mine
        ).first()
    if mine and context["is_current"]:
        initial = {"answer": given.answer, "reason": given.reason} if given else None
        form = form or AnswerForm(initial=initial)
    return {"given": given, "form": form}


def _shown(versions: list[Objective], number: int | None) -> Objective | None:
    if number is None:
        return versions[0] if versions else None
    return get_object_or_404(
        Objective, pk=next((row.pk for row in versions if row.number == number), None)
    )


def _answers(shown: Objective | None) -> list[ObjectiveAnswer]:
    """The answers of organisations; those of inhabitants are only counted (R8)."""
    if shown is None:
        return []
    answers = ObjectiveAnswer.objects.filter(objective=shown).exclude(membership__organisation=None)
    return list(answers.select_related("membership__organisation").order_by("answered_at", "pk"))


def _answer(request: HttpRequest, shown: Objective, form: AnswerForm) -> bool:
    now = timezone.now()
    try:
        answer_objective(shown, **form.cleaned_data, by=request.posture, now=now)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    messages.success(
        request,
        _("Votre réponse est enregistrée à %(time)s, %(posture)s.")
        % {
            "time": date_format(timezone.localtime(now), "H:i"),
            "posture": request.posture.label,
        },
    )
    return True


def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose the next version of the text."""
    alliance = fetch_alliance(request, slug)
    require(can_propose_objective(request.posture, alliance))
    last = _last(alliance)
    initial = {name: getattr(last, name) for name in ObjectiveForm.Meta.fields} if last else {}
    initial.pop("change_note", None)
    form = ObjectiveForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        propose_objective(alliance, form.cleaned_data, by=request.posture, now=timezone.now())
        messages.success(request, _("La nouvelle version est au consentement de chaque membre."))
        return redirect("alliances:objective", slug=slug)
    context = alliance_frame(request, alliance, "objective", _("Proposer un texte")) | {
        "form": form,
        "last": last,
    }
    return render(request, "alliances/objective_propose.html", context)


def _last(alliance: Alliance) -> Objective | None:
    return Objective.objects.filter(alliance=alliance).order_by("-number").first()
