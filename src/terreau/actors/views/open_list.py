"""The open list: its page, its files, its links and its feed; public, and only what is public."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.request import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from terreau.actors.forms import DirectoryForm
from terreau.actors.open_data import feed, geojson, json_ld, links, tables
from terreau.actors.open_data.changes import PAGE, latest_changes, read_cursor
from terreau.actors.open_data.selection import figures_of, last_change, select_from
from terreau.core.exchange.writing import MEDIA_TYPES

WORKBOOKS = ("xlsx", "ods")
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    **{kind: MEDIA_TYPES[kind] for kind in WORKBOOKS},
    "geojson": "application/geo+json",
    "jsonld": "application/ld+json",
}

LABELS = {"csv": "CSV", "xlsx": "XLSX", "ods": "ODS", "geojson": "GeoJSON", "jsonld": "JSON-LD"}


def _last_modified(request: HttpRequest, *args, **kwargs):
    return last_change()[0]


def _etag(request: HttpRequest, *args, **kwargs) -> str:
    told = [*last_change(), request.get_full_path(), get_language(), request.get_host()]
    return f'W/"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


fresh_only = condition(etag_func=_etag, last_modified_func=_last_modified)


@login_not_required
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Say what the list contains, under which licence, how fresh it is, and give its files."""
    form = DirectoryForm(request.GET)
    figures = figures_of(form, timezone.localdate())
    query = request.GET.urlencode()
    context = {
        "form": form,
        "figures": figures,
        "last_change": last_change()[0],
        "files": _files(f"?{query}" if query else "", figures.count),
        "dictionary": tables.dictionary_rows(),
        "licence": settings.TERREAU_OPEN_LICENCE,
        "licence_url": settings.TERREAU_OPEN_LICENCE_URL,
        "kinds": [kind for kind in FORMATS if kind in MEDIA_TYPES],
    }
    return render(request, "actors/open_list.html", context)


def _files(query: str, count: int) -> list[dict]:
    uses = {
        "csv": _("Pour tout tableur. Séparateur point-virgule, UTF-8."),
        "xlsx": _("Pour Excel. Les codes y gardent leurs zéros."),
        "ods": _("Pour LibreOffice. Les codes y gardent leurs zéros."),
        "geojson": _("Pour une carte. Les points sont ceux des mairies, et le fichier le dit."),
        "jsonld": _("Pour les machines, dans les mots de schema.org."),
    }
    return [
        {
            "label": LABELS[kind],
            "use": uses[kind],
            "url": reverse("actors:open-download", args=[kind]) + query,
            "limit": tables.WORKBOOK_ROWS,
            "is_too_long": kind in WORKBOOKS and count > tables.WORKBOOK_ROWS,
        }
        for kind in FORMATS
    ]


@login_not_required
@require_safe
@fresh_only
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the chosen public sheets in one format, by chunks."""
    if kind not in FORMATS:
        raise Http404
    chosen = select_from(request.GET)
    if kind in WORKBOOKS and chosen.count() > tables.WORKBOOK_ROWS:
        told = _("Cette liste est trop longue pour un classeur. Prenez le CSV, ou filtrez-la.")
        messages.warning(request, told)
        return redirect(f"{reverse('actors:open-list')}?{request.GET.urlencode()}")
    chunks = chosen.chunks()
    response = StreamingHttpResponse(_stream(request, kind, chunks))
    return _named(response, f"organisations.{kind}", FORMATS[kind])


def _stream(request: HttpRequest, kind: str, chunks):
    if kind in WORKBOOKS:
        return tables.workbook_pieces(kind, chunks)
    if kind == "csv":
        return tables.csv_pieces(chunks)
    if kind == "geojson":
        licence = settings.TERREAU_OPEN_LICENCE
        return geojson.stream_geojson(chunks, name=_("Acteurs des territoires"), licence=licence)
    return json_ld.stream_json_ld(
        chunks,
        absolute=request.build_absolute_uri,
        licence_url=settings.TERREAU_OPEN_LICENCE_URL,
    )


@login_not_required
@require_safe
def download_dictionary(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the meaning of each column."""
    if kind not in MEDIA_TYPES:
        raise Http404
    content = HttpResponse(tables.write_dictionary(kind))
    return _named(content, f"organisations-dictionnaire.{kind}", MEDIA_TYPES[kind])


@login_not_required
@require_safe
@fresh_only
def download_links(request: HttpRequest) -> StreamingHttpResponse:
    """Give the nodes and the edges as two tables."""
    response = StreamingHttpResponse(links.stream_archive())
    return _named(response, "liens.zip", "application/zip")


@login_not_required
@require_safe
@fresh_only
def download_graph(request: HttpRequest) -> StreamingHttpResponse:
    """Give the nodes and the edges as GraphML."""
    response = StreamingHttpResponse(links.stream_graphml())
    return _named(response, "liens.graphml", "application/graphml+xml")


@login_not_required
@require_safe
@fresh_only
def show_feed(request: HttpRequest) -> HttpResponse:
    """Tell the latest changes, a page at a time."""
    cursor = read_cursor(request.GET.get("avant", ""))
    changes = latest_changes(cursor)
    here = reverse("actors:open-feed")
    content = feed.write_feed(
        changes,
        absolute=request.build_absolute_uri,
        here=request.get_full_path(),
        following=f"{here}?avant={changes[-1].cursor}".replace("+", "%2B")
        if len(changes) == PAGE
        else "",
        list_path=reverse("actors:open-list"),
        sheet_path=lambda change: reverse("actors:detail", args=[change.uuid]),
        licence=settings.TERREAU_OPEN_LICENCE,
    )
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def _named(response, name: str, media_type: str):
    response["Content-Type"] = media_type
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
