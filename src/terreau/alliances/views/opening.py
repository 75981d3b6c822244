"""Open an alliance in three steps; what was typed is kept in the session between them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.actions.opening import Opening, open_alliance
from terreau.alliances.forms.members import GuestFormSet, typed_guests
from terreau.alliances.forms.opening import PerimeterForm, QuestionForm
from terreau.alliances.permissions import can_open_alliance
from terreau.alliances.qualification import QUESTIONS, qualify
from terreau.alliances.views.letters import invite_guest
from terreau.core.verdicts import Refused

DRAFT = "alliance_opening"
STEPS = ("question", "perimetre", "invites")


def step_labels() -> list[str]:
    """The three steps as people read them."""
    return [_("La question"), _("Le périmètre"), _("Les premiers invités")]


@login_not_required
def open_step(request: HttpRequest, step: str = "question") -> HttpResponse:
    """Show a step; the first is open to all, so that nothing typed is lost by signing in."""
    if step not in STEPS:
        raise Http404
    if request.user.is_authenticated:
        verdict = can_open_alliance(request.posture)
        if not verdict:
            return render(request, "alliances/open_refused.html", {"verdict": verdict}, status=403)
    elif step != "question":
        return redirect_to_login(request.get_full_path())
    draft = request.session.get(DRAFT, {})
    if step != "question" and "question" not in draft:
        return redirect("alliances:open")
    if step == "invites" and not draft.get("territories"):
        return redirect("alliances:open-step", step="perimetre")
    return {"question": _question, "perimetre": _perimeter, "invites": _guests}[step](
        request, draft
    )


def _page(request: HttpRequest, step: str, context: dict) -> HttpResponse:
    number = STEPS.index(step) + 1
    crumbs = [(_("Alliances"), reverse("alliances:list")), (_("Ouvrir une alliance"), "")]
    context |= {"steps": step_labels(), "number": number, "step": step, "crumbs": crumbs}
    return render(request, f"alliances/open_{step}.html", context)


def _question(request: HttpRequest, draft: dict) -> HttpResponse:
    fields = ("question", "name", "started_on", "instigation_story")
    shown = {name: draft.get(name, "") for name in fields}
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=shown)
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in fields}
        chosen = request.GET.getlist("t")  # a perimeter composed before the question
        request.session[DRAFT] = draft | typed | ({"territories": chosen} if chosen else {})
        if form.is_valid():
            return redirect("alliances:open-step", step="perimetre")
    return _page(request, "question", {"form": form})


def _perimeter(request: HttpRequest, draft: dict) -> HttpResponse:
    shown = {
        "territories": draft.get("territories") or request.GET.getlist("t"),
        "perimeter_label": draft.get("perimeter_label", ""),
    }
    form = PerimeterForm(request.POST if request.method == "POST" else None, initial=shown)
    if request.method == "POST":
        is_valid = form.is_valid()
        request.session[DRAFT] = draft | _typed_perimeter(request, form)
        if "back" in request.POST:
            return redirect("alliances:open")
        if is_valid:
            return redirect("alliances:open-step", step="invites")
    return _page(request, "perimetre", {"form": form})


def _typed_perimeter(request: HttpRequest, form: PerimeterForm) -> dict:
    """Keep what was typed, right or wrong; a search answered by one territory is its answer."""
    units = form.cleaned_data.get("territories")
    chosen = [unit.token for unit in units] if units else request.POST.getlist("territories")
    return {"territories": chosen, "perimeter_label": request.POST.get("perimeter_label", "")}


def _guests(request: HttpRequest, draft: dict) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    formset = GuestFormSet(posted, prefix="g", initial=None if posted else draft.get("guests"))
    if posted:
        draft = draft | {"guests": typed_guests(formset)}
        request.session[DRAFT] = draft
        if "back" in posted:
            return redirect("alliances:open-step", step="perimetre")
    if posted and formset.is_valid():
        alliance = _try_to_open(request, draft, formset)
        if alliance:
            request.session.pop(DRAFT, None)
            messages.success(
                request,
                _("L’alliance est ouverte. Elle n’appartient à personne : faites-la vivre."),
            )
            return redirect(alliance)
    opening = _opening(draft)
    return _page(request, "invites", {"formset": formset, "opening": opening})


def _opening(draft: dict) -> Opening | None:
    question, perimeter = QuestionForm(draft), PerimeterForm(_perimeter_data(draft))
    if not (question.is_valid() and perimeter.is_valid()):
        return None
    return Opening(
        name=question.cleaned_data["name"],
        question=question.cleaned_data["question"],
        territories=tuple(perimeter.cleaned_data["territories"]),
        perimeter_label=perimeter.cleaned_data["perimeter_label"],
        started_on=question.cleaned_data["started_on"],
        instigation_story=question.cleaned_data["instigation_story"],
    )


def _perimeter_data(draft: dict) -> dict:
    return {
        "territories": draft.get("territories", []),
        "perimeter_label": draft.get("perimeter_label", ""),
    }


def _try_to_open(request: HttpRequest, draft: dict, formset: GuestFormSet):
    opening = _opening(draft)
    if opening is None:
        messages.error(request, _("Une des étapes est incomplète : relisez-les, rien n’est perdu."))
        return None
    now = timezone.now()
    try:
        with transaction.atomic():
            alliance = open_alliance(opening, by=request.posture, now=now)
            for form in formset:
                if form.has_changed():
                    invite_guest(request, alliance, form, now=now)
    except (Refused, ValidationError) as error:
        text = error.messages[0] if isinstance(error, ValidationError) else str(error)
        messages.error(request, text)
        return None
    return alliance


@login_not_required
def qualification(request: HttpRequest) -> HttpResponse:
    """Help who hesitates between an alliance and a partnership."""
    answers = {question.key: request.GET.get(question.key, "") for question in QUESTIONS}
    context = {
        "questions": [(question, answers[question.key]) for question in QUESTIONS],
        "result": qualify(answers),
        "crumbs": [
            (_("Alliances"), reverse("alliances:list")),
            (_("Alliance ou partenariat ?"), ""),
        ],
    }
    return render(request, "alliances/qualification.html", context)
