"""The public list of the experiments, and that of one alliance."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.experiments.directory import (
    cards_of,
    count_of,
    find_experiments,
    near_in_meaning,
    say_total,
    with_cards,
)
from terreau.experiments.forms.experiments import DirectoryForm
from terreau.experiments.models import Experiment
from terreau.experiments.permissions import can_ask_question

ON_A_PAGE = 20


@login_not_required
def directory(request: HttpRequest) -> HttpResponse:
    """List the experiments this person may see, those that were stopped as well."""
    seen = Experiment.objects.visible_to(request.user)
    context = _listed(request, seen)
    context["may_ask"] = can_ask_question(request.posture, None)
    return render(request, "experiments/list.html", context)


@login_not_required
def of_alliance(request: HttpRequest, slug: str) -> HttpResponse:
    """List those of one alliance."""
    alliance = fetch_alliance(request, slug)
    seen = Experiment.objects.visible_to(request.user).filter(alliance=alliance)
    frame = alliance_frame(request, alliance, "experiments", _("Expérimentations"))
    context = frame | _listed(request, seen)
    context["may_ask"] = can_ask_question(request.posture, alliance)
    return render(request, "experiments/of_alliance.html", context)


def _listed(request: HttpRequest, seen: QuerySet[Experiment]) -> dict:
    form = DirectoryForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    found = find_experiments(seen, filters)
    total = count_of(found)
    paginator = Paginator(with_cards(found), ON_A_PAGE)
    paginator.count = total.all  # counted once, with those that were stopped
    page = paginator.get_page(request.GET.get("page"))
    is_first = page.number == 1
    listed = [one.pk for one in page.object_list]
    return {
        "form": form,
        "page": page,
        "cards": cards_of(page.object_list),
        "near": near_in_meaning(seen, filters, listed) if is_first and filters.get("q") else [],
        "total": say_total(total),
        "is_filtering": any(filters.values()),
    }
