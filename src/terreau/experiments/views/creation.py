"""Ask the question of an experiment: first, who asked it before; then, what is tried (R13)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require
from terreau.experiments.actions.experiments import ask_question
from terreau.experiments.alike import LEAST_MEANING, LEAST_PERHAPS, Near, find_near
from terreau.experiments.enums import ExperimentNature
from terreau.experiments.forms.experiments import ExperimentForm, QuestionForm
from terreau.experiments.models import Experiment
from terreau.experiments.permissions import can_ask_question

MOST_PERHAPS = 3


def search_first(request: HttpRequest) -> HttpResponse:
    """Ask for the question alone, and show who tried something near."""
    alliance = _alliance(request)
    require(can_ask_question(request.posture, alliance))
    form = QuestionForm(request.GET if "question" in request.GET else None)
    near = None
    if form.is_bound and form.is_valid():
        seen = Experiment.objects.visible_to(request.user).select_related("alliance")
        near = find_near(seen, _asked(form.cleaned_data["question"]), least=LEAST_PERHAPS)
    context = _frame(request, alliance) | {"form": form, "near": near, "steps": _steps()}
    if near is not None:
        context["next"] = _address("experiments:create", request, form.cleaned_data["question"])
        context |= _told(near, context["next"]) | {"read": seen.count()}
    template = "experiments/_near.html" if _is_slice(request) else "experiments/search_first.html"
    return render(request, template, context)


def _told(near: list[Near], address: str) -> dict:
    """Those that are near, and the few that may be; from each one may start again."""
    rows = [(one, {"one": one, "url": f"{address}&duplique={one.experiment.uuid}"}) for one in near]
    sure = [row for one, row in rows if one.is_by_words or one.likeness >= LEAST_MEANING]
    return {"again": sure, "perhaps": [row for _one, row in rows if row not in sure][:MOST_PERHAPS]}


def _asked(text: str) -> str:
    """Read as a question what was typed without its mark: meaning is compared with questions."""
    return text if text.rstrip().endswith(("?", ".", "!", "…")) else f"{text.rstrip()} ?"


def _is_slice(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request"))


def create(request: HttpRequest) -> HttpResponse:
    """Say what is tried; without a question, one goes back to the first step."""
    alliance = _alliance(request)
    require(can_ask_question(request.posture, alliance))
    if request.method != "POST" and not request.GET.get("question", "").strip():
        return redirect(_address("experiments:new", request, ""))
    seen = Experiment.objects.visible_to(request.user)
    form = ExperimentForm(
        request.POST if request.method == "POST" else None,
        instance=Experiment(alliance=alliance),
        initial=_initial(request, seen),
        readable=seen,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_question(alliance, form.values(), by=request.posture, now=timezone.now())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("La question est posée. Nommez maintenant les pièces qu’il faut.")
            )
            return redirect("experiments:piece-add", made.uuid)
    context = _frame(request, alliance) | {"form": form, "steps": _steps()}
    context["back"] = _address("experiments:new", request, request.GET.get("question", ""))
    return render(request, "experiments/create.html", context)


def _initial(request: HttpRequest, seen) -> dict:
    """Start from the question, and from what is duplicated when one was chosen."""
    initial: dict = {"question": request.GET.get("question", "")[:300], "is_public": True}
    model = _chosen(request, seen)
    if model is None:
        return initial
    return initial | {
        "nature": ExperimentNature.DUPLICATION,
        "duplicates": model.pk,
        "title": model.title,
        "hypothesis": model.hypothesis,
        "description": model.description,
        "domains": list(model.domains.all()),
    }


def _chosen(request: HttpRequest, seen) -> Experiment | None:
    from_address = request.GET.get("duplique", "")
    if len(from_address) != 36:
        return None
    try:
        return seen.filter(uuid=from_address).first()
    except (ValueError, TypeError):
        return None


def _alliance(request: HttpRequest) -> Alliance | None:
    slug = request.GET.get("alliance", "")
    return fetch_alliance(request, slug) if slug else None


def _address(name: str, request: HttpRequest, question: str) -> str:
    asked = {"alliance": request.GET.get("alliance", ""), "question": question}
    told = {key: value for key, value in asked.items() if value}
    return f"{reverse(name)}?{urlencode(told)}" if told else reverse(name)


def _steps() -> list[str]:
    return [_("Existe-t-il déjà ?"), _("Ce que l’on essaie")]


def _frame(request: HttpRequest, alliance: Alliance | None) -> dict:
    here = _("Poser une question")
    if alliance is not None:
        return alliance_frame(request, alliance, "experiments", here)
    home = (_("Expériences"), reverse("experiments:list"))
    return {"rail": [], "crumbs": [home, (here, "")], "alliance": None}
