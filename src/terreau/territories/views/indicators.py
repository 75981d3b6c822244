"""What is measured: the registry, and the sheet of one indicator."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from terreau.territories.forms_indicators import IndicatorFilterForm, keep_asked
from terreau.territories.indicators.catalogue import Catalogue
from terreau.territories.indicators.maps import draw_indicator
from terreau.territories.indicators.perimeter_maps import draw_places
from terreau.territories.indicators.perimeters import country_figures, series_of
from terreau.territories.indicators.vocabulary import domain_words, goal_words
from terreau.territories.perimeters import label_of
from terreau.territories.permissions import can_manage_indicators
from terreau.territories.picker import build_picker
from terreau.territories.tokens import read_tokens

PER_PAGE = 40
FIELD, YEAR = "t", "annee"


@login_not_required
@require_GET
def list_indicators(request: HttpRequest) -> HttpResponse:
    """Show every indicator with its figure for France, filtered by what is asked."""
    form = IndicatorFilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    catalogue = Catalogue()
    everything = [catalogue.indicators[slug] for slug in catalogue.slugs]
    held = {row.slug for row in everything if catalogue.years(row.slug)}
    rows = keep_asked(everything, asked, held=held)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    figures = {
        one.slug: one for one in country_figures([row.slug for row in page], catalogue=catalogue)
    }
    context = {
        "form": form,
        "page": page,
        "rows": [(row, figures.get(row.slug)) for row in page],
        "is_filtered": any(asked.values()),
        "hidden": 0 if asked.get("tous") else len(everything) - len(held),
        "may_manage": bool(can_manage_indicators(request.user)),
        "crumbs": [(_("Territoires"), reverse("territories:home")), (_("Indicateurs"), "")],
    }
    return render(request, "territories/indicators.html", context)


@login_not_required
@require_GET
def show_indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what an indicator means, where it comes from, its years, and its map."""
    catalogue = Catalogue([slug])
    indicator = catalogue.indicators.get(slug)
    if indicator is None:
        raise Http404
    parts = {part: catalogue.indicators.get(part) for part in indicator.part_slugs}
    year = _year_asked(request, catalogue, slug)
    elsewhere = _elsewhere(request, catalogue, slug, year)
    context = {
        "indicator": indicator,
        "france": country_figures([slug], year=year, catalogue=catalogue)[0],
        "held": [catalogue.choose(slug, year) for year in reversed(catalogue.years(slug))],
        "numerator": parts.get(indicator.numerator_slug),
        "denominator": parts.get(indicator.denominator_slug),
        "weight": parts.get(indicator.weight_slug),
        "domains": domain_words(indicator.domain_codes),
        "goals": goal_words(indicator.goals),
        "map": draw_indicator(catalogue, slug, year),
        "has_asked": YEAR in request.GET,
        "map_years": _map_years(catalogue, slug, year, elsewhere["query"]),
        "may_manage": bool(can_manage_indicators(request.user)) and indicator.is_local,
        "crumbs": [
            (_("Territoires"), reverse("territories:home")),
            (_("Indicateurs"), reverse("territories:indicators")),
            (_(indicator.name), ""),
        ],
        **elsewhere,
    }
    return render(request, "territories/indicator.html", context)


def _year_asked(request: HttpRequest, catalogue: Catalogue, slug: str) -> int | None:
    """Read the year of the map; the latest of the whole country unless a year held is asked."""
    asked = request.GET.get(YEAR, "")
    held = catalogue.years(slug)
    return int(asked) if asked.isdigit() and int(asked) in held else catalogue.choose(slug).year


def _map_years(
    catalogue: Catalogue, slug: str, year: int | None, query: str
) -> list[tuple[str, str, bool]]:
    """Offer every year that is held, the latest first, when there is a choice."""
    held = catalogue.years(slug)
    address = reverse("territories:indicator", args=[slug])
    more = f"&{query}" if query else ""
    return [
        (str(one), f"{address}?{YEAR}={one}{more}#carte", one == year)
        for one in reversed(held)
        if len(held) > 1
    ]


def _elsewhere(request: HttpRequest, catalogue: Catalogue, slug: str, year: int | None) -> dict:
    """The figure of the territories that the address names, year after year, and their map."""
    tokens = [token for token in request.GET.getlist(FIELD) if token]
    text = request.GET.get(f"{FIELD}-q", "").strip()[:100]
    picker = build_picker(FIELD, tokens=tokens, text=text)
    units = picker.chosen
    figures = series_of(units, slug, catalogue=catalogue) if units else []
    return {
        "places_map": draw_places(catalogue, slug, units, year, label_of(units)) if units else None,
        "picker": picker,
        "errors": read_tokens(tokens).errors if len(units) < len(tokens) else [],
        "place": label_of(units),
        "figures": list(reversed(figures)),
        "query": "&".join(f"{FIELD}={unit.token}" for unit in units),
    }
