"""The map of France with its lists, and the page of one territory."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from terreau.territories.enums import TerritoryKind
from terreau.territories.extensions import render_sections
from terreau.territories.folding import fold
from terreau.territories.models import Adjacency, Territory
from terreau.territories.pictures import france_map, territory_map
from terreau.territories.portraits import portray
from terreau.territories.search import find_territories
from terreau.territories.tokens import successors_of

PER_PAGE = 50


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show France: search, map, régions with their départements, overseas collectivities."""
    units = list(
        Territory.objects.filter(
            kind__in=[
                TerritoryKind.REGION,
                TerritoryKind.DEPARTEMENT,
                TerritoryKind.COLLECTIVITY,
            ],
            is_obsolete=False,
        )
    )
    regions = [unit for unit in units if unit.kind == TerritoryKind.REGION]
    departements = sorted(
        (unit for unit in units if unit.kind == TerritoryKind.DEPARTEMENT),
        key=lambda unit: unit.code,
    )
    context = {
        "lists": [
            (region, [unit for unit in departements if unit.region_id == region.pk])
            for region in regions
        ],
        "collectivities": [unit for unit in units if unit.kind == TerritoryKind.COLLECTIVITY],
        "map": france_map(
            title=_("Régions et départements de France"), linked_level=TerritoryKind.DEPARTEMENT
        ),
    }
    return render(request, "territories/home.html", context)


@login_not_required
@require_GET
def detail(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show a territory; an unknown code is a 404 page from which one can search."""
    read = Territory.objects.with_parents().select_related("seat")
    territory = read.filter(kind=kind, code=code.upper()).first()
    if territory is None:
        return _unknown(request, kind, code)
    if territory.is_obsolete or territory.kind == TerritoryKind.FORMER_COMMUNE:
        heirs = successors_of(territory)
        context = {"territory": territory, "heirs": heirs, "trail": _trail(territory)}
        return render(request, "territories/obsolete.html", context)
    neighbours = list(Adjacency.objects.touching(territory))
    portrait = portray(territory)
    context = {
        "territory": territory,
        "trail": _trail(territory),
        "portrait": portrait,
        "map": territory_map(territory, neighbours, communes=portrait.communes),
        "sections": render_sections(request, territory),
        "neighbours": neighbours,
        **_contents(request, territory, portrait.communes),
        **_history(territory),
    }
    return render(request, "territories/detail.html", context)


def _unknown(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    found = find_territories(code[:20], limit=6)
    context = {"code": code[:40], "found": found, "text": ""}
    return render(request, "territories/unknown.html", context, status=404)


def _trail(territory: Territory) -> list[tuple[str, str]]:
    trail = [(_("Territoires"), reverse("territories:home"))]
    trail += [
        (unit.name, unit.get_absolute_url())
        for unit in (territory.region, territory.departement, territory.epci)
        if unit is not None
    ]
    return [*trail, (territory.name, "")]


def _contents(request: HttpRequest, territory: Territory, communes: int) -> dict:
    """The communes inside, a page at a time, and only those searched for."""
    if not territory.is_whole:
        return {"page": None, "inside_text": ""}
    text = request.GET.get("q", "").strip()[:100]
    inside = Territory.objects.communes_of([territory]).order_by("folded_name", "pk")
    if text:
        inside = inside.filter(Q(folded_name__contains=fold(text)) | Q(code=text.upper()))
    paginator = Paginator(inside, PER_PAGE)
    if not text:
        paginator.count = communes  # the portrait has counted them
    return {"page": paginator.get_page(request.GET.get("page")), "inside_text": text}


def _history(territory: Territory) -> dict:
    if territory.kind != TerritoryKind.COMMUNE:
        return {"former": [], "predecessors": []}
    return {
        "former": [unit for unit in territory.former_communes.all() if unit.code != territory.code],
        "predecessors": territory.precessions.select_related("predecessor"),
    }
