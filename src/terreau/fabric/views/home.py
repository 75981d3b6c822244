"""« Réseau »: choose whose fabric to look at."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from terreau.alliances.models import Alliance
from terreau.experiments.models import Experiment
from terreau.fabric.scopes import NOBODY, Scope
from terreau.fabric.summaries import national_figures
from terreau.fabric.views.access import DRAWN_KINDS
from terreau.partnerships.models import Partnership
from terreau.territories.search import find_territories

SHOWN = 24
LONGEST = 80


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the fabric of an alliance or of a territory; tell what is public in all of them."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    places = find_territories(text, kinds=DRAWN_KINDS) if text else []
    found = Alliance.objects.visible_to(request.user).distinct().order_by("name", "pk")
    alliances = list(found[: SHOWN + 1])
    context = {
        "text": text,
        "places": [Scope(territory=one) for one in places],
        "alliances": [Scope(alliance=one) for one in alliances[:SHOWN]],
        "has_more": len(alliances) > SHOWN,
        "figures": national_figures(
            Partnership.objects.visible_to(NOBODY).accompanied(),
            Experiment.objects.visible_to(NOBODY),
        ),
    }
    return render(request, "fabric/home.html", context)
