"""Perception surveys: prepare, answer without account, read after the close."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import Refused, require
from terreau.diagnoses.actions.surveys import answer_survey, create_survey, edit_survey
from terreau.diagnoses.bridge.perceptions import FEWEST, view_survey
from terreau.diagnoses.forms.surveys import UNKNOWN, UNSAID, AnswerForm, SurveyForm
from terreau.diagnoses.models import PerceptionSurvey, SurveyAnswer, SurveyScore
from terreau.diagnoses.participation import participation_of, participation_words
from terreau.diagnoses.permissions_surveys import can_edit_survey, can_read_survey
from terreau.diagnoses.survey_words import draw_survey, first_words, weight_words
from terreau.dialogues.enums import Space
from terreau.dialogues.forms.conversations import ReopenForm
from terreau.dialogues.models import Participant
from terreau.dialogues.outlook_reading import agreement_words, gap_words
from terreau.dialogues.permissions import (
    can_put_question,
    can_reopen_consultation,
    can_reveal_results,
)
from terreau.dialogues.views.access import consultation_frame, fetch_consultation
from terreau.dialogues.views.answering import keep_answer
from terreau.dialogues.voices import (
    find_voice,
    give_token,
    may_answer,
    set_voice_cookie,
    space_of,
)


def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare a survey."""
    alliance = fetch_alliance(request, slug)
    require(can_put_question(request.posture, alliance))
    form = SurveyForm(
        request.POST or None, alliance=alliance, instance=PerceptionSurvey(alliance=alliance)
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = create_survey(
                alliance, form.values(), form.content(), by=request.posture, now=timezone.now()
            )
        except Refused as error:
            form.add_error("fragilities", str(error))
        else:
            messages.success(request, _("L’enquête est prête : relisez-la, puis publiez-la."))
            return redirect(made)
    context = alliance_frame(request, alliance, "diagnoses", _("Préparer une enquête"))
    return render(request, "diagnoses/survey_form.html", context | {"form": form, "survey": None})


def edit(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Change a draft; the second of two people is told and loses nothing."""
    alliance, survey = fetch_consultation(request, slug, uuid, PerceptionSurvey)
    require(can_edit_survey(request.posture, survey))
    form = SurveyForm(request.POST or None, alliance=alliance, instance=survey)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_survey(survey, form.values(), form.content(), **stamp),
        blame="fragilities",
    )
    if status == SAVED:
        messages.success(request, _("L’enquête est enregistrée."))
        return redirect(survey)
    context = _frame(request, survey, _("Modifier")) | {"form": form, "survey": survey}
    return render(request, "diagnoses/survey_form.html", context, status=status)


@never_cache
@login_not_required
def survey(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show the questions while it runs, the results after; a POST keeps one's answers."""
    _alliance, found = fetch_consultation(request, slug, uuid, PerceptionSurvey)
    if request.method == "POST":
        return _answer(request, found)
    return _page(request, found)


def _answer(request: HttpRequest, found: PerceptionSurvey) -> HttpResponse:
    space = space_of(request, found)
    form = AnswerForm(
        list(found.items.all()), request.POST, in_own_name=space != Space.ORGANISATIONS
    )

    def keep(voice: Participant, **told: Any) -> int:
        return answer_survey(found, voice, form.scores(), world=form.world, **told)

    status, kept = keep_answer(request, found, form, keep, space=space)
    if status != SAVED:
        return _page(request, found, form, status=status)
    messages.success(
        request,
        _("Merci : vos réponses sont enregistrées (%(count)s sujets). ") % {"count": kept}
        + _("Vous pouvez les changer ici jusqu’à la clôture."),
    )
    return set_voice_cookie(redirect(found), request)


def _page(
    request: HttpRequest, found: PerceptionSurvey, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    now, space = timezone.now(), space_of(request, found)
    voice = find_voice(request, found, space) if space else None
    verdict = may_answer(voice, found, now)
    if verdict and space and form is None:
        form = AnswerForm(
            list(found.items.select_related("domain")),
            initial=_given(voice),
            in_own_name=space != Space.ORGANISATIONS,
        )
    if verdict and space and not request.user.is_authenticated:
        give_token(request)  # before the first answer: a double click is one device
    context = _frame(request, found, found.question) | {
        "survey": found,
        "space": space,
        "has_answered": voice is not None,
        "may_answer": verdict,
        "form": form,
        "participation": participation_words(participation_of(found)),
        "is_over": found.is_over(now),
        "is_running": found.is_running(now),
        **_result(found, now),
    }
    context["facilitates"] = context["standing"].is_facilitator
    if context["facilitates"]:
        context |= _desk(request, found, now)
    response = render(request, "diagnoses/survey.html", context, status=status)
    return set_voice_cookie(response, request)


def _frame(request: HttpRequest, found: PerceptionSurvey, here: str) -> dict[str, Any]:
    return consultation_frame(request, found, here, current="diagnoses")


def _desk(request: HttpRequest, found: PerceptionSurvey, now) -> dict[str, Any]:
    return {
        "may_edit": can_edit_survey(request.posture, found),
        "may_reveal": can_reveal_results(request.posture, found, now=now),
        "may_reopen": can_reopen_consultation(request.posture, found, now=now),
        "reopen_form": ReopenForm(),
    }


def _result(found: PerceptionSurvey, now) -> dict[str, Any]:
    may_read = can_read_survey(found, now=now)
    if not may_read:
        return {"may_read": may_read, "view": None}
    view = view_survey(found)
    is_told = view.answered >= FEWEST
    return {
        "may_read": may_read,
        "view": view,
        "first_words": first_words(view),
        "agreement": agreement_words(view) if is_told else "",
        "gaps": gap_words(view),
        "picture": draw_survey(view, title=found.question) if is_told else None,
        "weighing": weight_words(found, view),
        "fewest": FEWEST,
    }


def _given(voice: Participant | None) -> dict[str, Any]:
    if voice is None:
        return {}
    answer = SurveyAnswer.objects.filter(participant=voice).first()
    found: dict[str, Any] = {"world": (answer.world or UNSAID) if answer else None}
    for one in SurveyScore.objects.filter(participant=voice):
        found[f"score_{one.item_id}"] = UNKNOWN if one.score is None else str(one.score)
    return found
