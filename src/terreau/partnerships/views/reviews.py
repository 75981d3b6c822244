"""The reviews: planned, opened, answered alone, revealed to all at the same instant."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.editing import EditConflict
from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.reviews import (
    agree_step,
    conclude_review,
    finish_step,
    open_review,
    propose_step,
    save_answer,
    set_calendar,
)
from terreau.partnerships.forms.reviews import (
    AnswerForm,
    CalendarForm,
    ConclusionForm,
    OpenReviewForm,
    StepForm,
)
from terreau.partnerships.frame import partnership_frame
from terreau.partnerships.models import NextStep
from terreau.partnerships.permissions import party_verdict
from terreau.partnerships.permissions_reviews import (
    answer_of,
    can_answer_review,
    can_conclude_review,
    can_open_review,
    can_read_answers,
    can_set_calendar,
)
from terreau.partnerships.pictures.reviews import draw_review
from terreau.partnerships.review_page import progress_of, reviews_told, steps_told
from terreau.partnerships.review_reading import read_review
from terreau.partnerships.views.access import fetch_partnership, fetch_review


def reviews(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the calendar and the reviews, never what somebody answered."""
    partnership = fetch_partnership(request, uuid)
    require(party_verdict(request.posture, partnership))
    today = timezone.localdate()
    context = partnership_frame(request, partnership, "reviews", _("Revues")) | {
        "rows": reviews_told(partnership, today),
        "may_open": can_open_review(request.posture, partnership),
    }
    return render(request, "partnerships/reviews.html", context)


def open_one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open a review for all the parties."""
    partnership = fetch_partnership(request, uuid)
    require(can_open_review(request.posture, partnership))
    form = OpenReviewForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            review = open_review(
                partnership, **form.cleaned_data, by=request.posture, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La revue est ouverte : elle attend chaque partie."))
            return redirect("partnerships:review", uuid, review.uuid)
    return _form_page(request, partnership, form, _("Ouvrir une revue"))


def calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say when the next review opens by itself."""
    partnership = fetch_partnership(request, uuid)
    require(can_set_calendar(request.posture, partnership))
    initial = {"next_on": partnership.next_review_on, "months": partnership.review_months}
    form = CalendarForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_calendar(partnership, **form.cleaned_data, by=request.posture, now=timezone.now())
        messages.success(request, _("Le calendrier des revues est enregistré."))
        return redirect("partnerships:reviews", uuid)
    return _form_page(request, partnership, form, _("Calendrier des revues"))


def _form_page(request: HttpRequest, partnership, form, title: str) -> HttpResponse:
    context = partnership_frame(request, partnership, "reviews", title)
    page = context | {"form": form, "act": _("Enregistrer"), "back": "partnerships:reviews"}
    return render(request, "partnerships/form.html", page, status=422 if form.is_bound else 200)


def review(
    request: HttpRequest,
    uuid: UUID,
    review: UUID,
    *,
    conclusion: ConclusionForm | None = None,
    step: StepForm | None = None,
) -> HttpResponse:
    """Before the reveal, who is waited for; after it, every view side by side."""
    partnership = fetch_partnership(request, uuid)
    found, today = fetch_review(partnership, review), timezone.localdate()
    frame = partnership_frame(request, partnership, "reviews", _("Une revue"))
    if not found.is_revealed(today):
        require(party_verdict(request.posture, partnership))
        own = answer_of(request.posture, found)
        context = frame | {
            "review": found,
            "progress": progress_of(found),
            "own": own,
            "may_answer": can_answer_review(request.posture, found, own, today=today),
        }
        return render(request, "partnerships/review_waiting.html", context)
    require(can_read_answers(request.user, found, today=today))
    answers = found.answers.select_related("party__organisation").order_by("party")
    view = read_review(list(answers))
    may = can_conclude_review(request.posture, found, today=today)
    context = frame | {
        "review": found,
        "view": view,
        "picture": draw_review(view),
        "steps": steps_told(found, frame["standing"].party),
        "may_conclude": may,
        "conclusion_form": (conclusion or ConclusionForm(instance=found)) if may else None,
        "step_form": (step or StepForm(review=found)) if may else None,
    }
    status = 422 if conclusion or step else 200
    return render(request, "partnerships/review.html", context, status=status)


def answer(request: HttpRequest, uuid: UUID, review: UUID) -> HttpResponse:
    """Answer alone: a draft as long as one likes, then for good."""
    partnership = fetch_partnership(request, uuid)
    found = fetch_review(partnership, review)
    own = answer_of(request.posture, found)
    require(can_answer_review(request.posture, found, own, today=timezone.localdate()))
    form, status = AnswerForm(request.POST or None, answer=own), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            gives = request.POST.get("act") == "give"
            try:
                is_revealed = save_answer(
                    own,
                    form.values(),
                    gives=gives,
                    expected_version=form.cleaned_data["version"],
                    by=request.posture,
                    now=timezone.now(),
                )
            except EditConflict:
                status = 409
            else:
                messages.success(request, _said(gives, is_revealed))
                return redirect("partnerships:review", uuid, review)
    context = partnership_frame(request, partnership, "reviews", _("Répondre"))
    page = context | {"form": form, "review": found, "own": own, "is_conflict": status == 409}
    return render(request, "partnerships/answer.html", page, status=status)


def _said(gives: bool, is_revealed: bool) -> str:
    if is_revealed:
        return _("Chaque partie a répondu : la revue est dévoilée à toutes, au même instant.")
    if gives:
        return _("La réponse est donnée. Elle se dévoilera avec celles des autres.")
    return _("Le brouillon est gardé ; votre organisation seule le lit.")


@require_POST
def conclude(request: HttpRequest, uuid: UUID, review: UUID) -> HttpResponse:
    """Write the conclusions."""
    partnership = fetch_partnership(request, uuid)
    found = fetch_review(partnership, review)
    form = ConclusionForm(request.POST, instance=found)
    if form.is_valid():
        try:
            conclude_review(
                found,
                form.cleaned_data["conclusions"],
                expected_version=form.cleaned_data["version"],
                by=request.posture,
                now=timezone.now(),
            )
        except EditConflict:
            form = form.rebased()
        else:
            messages.success(request, _("Les conclusions sont enregistrées."))
            return redirect("partnerships:review", uuid, review)
    return _again(request, uuid, review, conclusion=form)


_again = review


@require_POST
def step_add(request: HttpRequest, uuid: UUID, review: UUID) -> HttpResponse:
    """Propose a next step."""
    found = fetch_review(fetch_partnership(request, uuid), review)
    form = StepForm(request.POST, review=found)
    if not form.is_valid():
        require(can_conclude_review(request.posture, found, today=timezone.localdate()))
        return _again(request, uuid, review, step=form)
    propose_step(found, **form.cleaned_data, by=request.posture, now=timezone.now())
    messages.success(request, _("Le pas est proposé, avec l’accord de votre organisation."))
    return redirect("partnerships:review", uuid, review)


@require_POST
def step_answer(request: HttpRequest, uuid: UUID, review: UUID, step: UUID) -> HttpResponse:
    """Agree to a next step, or say that it is done."""
    found = fetch_review(fetch_partnership(request, uuid), review)
    one = get_object_or_404(NextStep, uuid=step, review=found)
    one.review = found
    if request.POST.get("act") == "done":
        finish_step(one, by=request.posture, now=timezone.now())
        messages.success(request, _("C’est noté comme fait."))
    else:
        agree_step(one, by=request.posture, now=timezone.now())
        messages.success(request, _("L’accord de votre organisation est noté."))
    return redirect("partnerships:review", uuid, review)
