"""Search territories: a page, its slice, its data, and the slice of the form fields."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terreau.territories.enums import TerritoryKind
from terreau.territories.fields import SEARCH_SUFFIX
from terreau.territories.models import Territory
from terreau.territories.picker import build_picker
from terreau.territories.search import find_territories

LONGEST = 100


@login_not_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what answers to `q`; a slice for htmx, data for `?format=json`."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    kinds = [kind for kind in request.GET.getlist("kind") if kind in TerritoryKind.values]
    found = find_territories(text, kinds=kinds or None, limit=20) if text else []
    if request.GET.get("format") == "json":
        return JsonResponse({"q": text, "results": [_as_data(unit) for unit in found]})
    context = {"text": text, "found": found}
    if request.htmx and not request.htmx.boosted:
        return render(request, "territories/_results.html", context)
    return render(request, "territories/search.html", context)


@login_not_required
@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    """Answer the slice of a territory field: what is chosen and what can be."""
    name = request.GET.get("field", "")
    if not name.replace("-", "").replace("_", "").isalnum():
        return HttpResponse(status=400)
    kinds = tuple(
        kind for kind in request.GET.get("kinds", "").split(",") if kind in TerritoryKind.values
    )
    picker = build_picker(
        name,
        tokens=[token for token in request.GET.getlist(name) if token],
        text=request.GET.get(f"{name}{SEARCH_SUFFIX}", "").strip()[:LONGEST],
        kinds=kinds,
        is_single="single" in request.GET,
    )
    return render(request, "territories/_picker.html", {"picker": picker})


def _as_data(unit: Territory) -> dict[str, str | int | None]:
    return {
        "token": unit.token,
        "kind": unit.kind,
        "code": unit.code,
        "name": unit.name,
        "departement": unit.departement.name if unit.departement else "",
        "population": unit.population,
        "note": getattr(unit, "search_note", ""),
        "url": unit.get_absolute_url(),
    }
