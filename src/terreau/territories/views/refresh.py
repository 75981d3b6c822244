"""The staff pages from which the referential, the indicators and the programmes are refreshed."""

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from terreau.core.verdicts import require
from terreau.territories.actions import change_address, request_refresh
from terreau.territories.enums import ProgrammeKind
from terreau.territories.forms import AddressForm, RefreshForm
from terreau.territories.models import (
    IndicatorSeries,
    ReferenceImport,
    ReferenceSource,
    TerritoryProgramme,
)
from terreau.territories.permissions import can_refresh_referential
from terreau.territories.sources.known import BY_SLUG
from terreau.territories.vintages import SOURCES

PER_PAGE = 20
# What comes with Terreau: these sources have figures before anything is loaded.
EMBEDDED_SLUGS = {
    line["slug"]
    for line in SOURCES
    if line["slug"] not in BY_SLUG and line["vintage"][-4:].isdigit()
}


@require_http_methods(["GET", "POST"])
def refresh(request: HttpRequest) -> HttpResponse:
    """Show the sources and the last loadings; on POST ask for a refresh."""
    require(can_refresh_referential(request.user))
    form = _form_of(request)
    if form.is_valid():
        return _ask(request, form, "")
    context = {
        "form": form,
        "embedded": EMBEDDED_SLUGS,
        "sources": _with_last_import(ReferenceSource.objects.all()),
        "imports": ReferenceImport.objects.select_related("source")[:PER_PAGE],
    }
    return render(request, "territories/refresh.html", context)


@require_http_methods(["GET", "POST"])
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one source, what it gave each time and what was refused; on POST refresh it."""
    require(can_refresh_referential(request.user))
    shown = get_object_or_404(ReferenceSource, slug=slug)
    form = _form_of(request)
    if form.is_valid():
        if form.cleaned_data["file"] or shown.url:
            return _ask(request, form, shown.slug)
        form.add_error(
            "file", _("Cette source n’a pas d’adresse : choisissez un fichier à charger.")
        )
    return _render_source(request, shown, form, AddressForm(initial={"url": shown.url}))


@require_http_methods(["POST"])
def source_address(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the address of a source."""
    require(can_refresh_referential(request.user))
    shown = get_object_or_404(ReferenceSource, slug=slug)
    form = AddressForm(request.POST)
    if form.is_valid():
        url = form.cleaned_data["url"]
        change_address(by=request.user, source=shown, url=url, now=timezone.now())
        return redirect("territories:source", slug=slug)
    return _render_source(request, shown, RefreshForm(), form)


def _form_of(request: HttpRequest) -> RefreshForm:
    # A POST with a file only, or with nothing, has an empty `request.POST`.
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return RefreshForm(*sent)


def _ask(request: HttpRequest, form: RefreshForm, slug: str) -> HttpResponse:
    job = request_refresh(
        by=request.user,
        file=form.cleaned_data["file"],
        year=form.cleaned_data["year"],
        is_extract=form.cleaned_data["is_extract"],
        sha256=form.cleaned_data["sha256"],
        source=slug,
        now=timezone.now(),
    )
    return redirect("core:job", pk=job.pk)


def _with_last_import(sources: QuerySet) -> QuerySet:
    taken = ReferenceImport.objects.filter(source=OuterRef("pk"), refusal="")
    fields = ("loaded_at", "rows", "figures", "rejected_count")
    return sources.annotate(**{f"last_{name}": Subquery(taken.values(name)[:1]) for name in fields})


def _render_source(
    request: HttpRequest, shown: ReferenceSource, form: RefreshForm, address: AddressForm
) -> HttpResponse:
    page = Paginator(shown.imports.all(), PER_PAGE).get_page(request.GET.get("page"))
    held = IndicatorSeries.objects.filter(source_import__source=shown).select_related("indicator")
    years: dict[str, list[int]] = {}
    for series in held.order_by("indicator__position", "indicator__slug", "-year"):
        years.setdefault(series.indicator.name, []).append(series.year)
    held_programmes = (
        TerritoryProgramme.objects.filter(source_import__source=shown, until=None)
        .order_by("programme")
        .values_list("programme")
        .annotate(count=Count("pk"))
    )
    context = {
        "programmes": [
            (ProgrammeKind(programme).label, count) for programme, count in held_programmes
        ],
        "source": shown,
        "form": form,
        "address": address,
        "page": page,
        "years": years,
        "is_indicator_source": shown.slug in BY_SLUG,
        "can_fetch": bool(shown.url) and (shown.slug in BY_SLUG or shown.is_refreshable),
        "trail": [
            (_("Actualiser les données"), "../"),
            (shown.name, ""),
        ],
    }
    return render(request, "territories/source.html", context)
