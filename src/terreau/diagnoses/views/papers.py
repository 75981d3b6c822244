"""The diagnosis on paper: pages to print, PDF, and one A4 for an elected member."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from terreau.alliances.views.access import fetch_alliance
from terreau.core.models import Job
from terreau.core.rate_limits import limit
from terreau.core.verdicts import require
from terreau.diagnoses.actions.papers import ask_paper
from terreau.diagnoses.elected import elected_page
from terreau.diagnoses.enums import PaperKind
from terreau.diagnoses.forms.choices import ChoicesForm
from terreau.diagnoses.freezing import thaw
from terreau.diagnoses.gathering import gather
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.papers.keeping import drawn_papers, open_paper, paper_key
from terreau.diagnoses.permissions_snapshots import can_read_diagnosis
from terreau.diagnoses.reading import read_choices
from terreau.diagnoses.showing import shown_diagnosis
from terreau.diagnoses.views.access import diagnosis_frame, fetch_snapshot
from terreau.partnerships.papers.pdf import PdfUnavailable, load_weasyprint

ADDRESSES = {
    PaperKind.WHOLE.value: "diagnoses:pdf",
    PaperKind.ELECTED.value: "diagnoses:elected_pdf",
}
NAMES = {PaperKind.WHOLE.value: "diagnostic", PaperKind.ELECTED.value: "page-de-l-elu"}


def elected_live(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one A4 of the live diagnosis to the members."""
    alliance = fetch_alliance(request, slug)
    require(can_read_diagnosis(request.posture, alliance))
    form = ChoicesForm(request.GET, read_choices(alliance))
    diagnosis = gather(alliance, form.choices, on=timezone.localdate())
    context = diagnosis_frame(request, alliance, "home", _("Page de l’élu·e"))
    context |= elected_page(diagnosis) | {
        "snapshot": None,
        "address": request.build_absolute_uri(alliance.get_absolute_url()),
    }
    return render(request, "diagnoses/elected.html", context)


@login_not_required
@require_safe
def elected(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show one A4 of a frozen diagnosis."""
    found = fetch_snapshot(request, slug, uuid)
    context = diagnosis_frame(request, found.alliance, "snapshots", _("Page de l’élu·e"))
    context |= elected_page(thaw(found.content)) | _about(request, found)
    context["papers"] = drawn_papers(found)
    return render(request, "diagnoses/elected.html", context)


@login_not_required
@require_safe
def print_page(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show a frozen diagnosis as sheets to print."""
    found = fetch_snapshot(request, slug, uuid)
    context = diagnosis_frame(request, found.alliance, "snapshots", _("Page à imprimer"))
    context |= shown_diagnosis(thaw(found.content)) | _about(request, found)
    return render(request, "diagnoses/print.html", context)


@login_not_required
@require_safe
def pdf(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """Give a frozen diagnosis as a tagged PDF, with its sources."""
    return _paper(request, fetch_snapshot(request, slug, uuid), PaperKind.WHOLE)


@login_not_required
@require_safe
def elected_pdf(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """Give the page of the elected member as a tagged PDF."""
    return _paper(request, fetch_snapshot(request, slug, uuid), PaperKind.ELECTED)


@never_cache
@login_not_required
def paper(request: HttpRequest, slug: str, uuid: UUID, kind: str) -> HttpResponse:
    """Follow a paper while a job draws it; a POST asks for it."""
    if kind not in PaperKind.values:
        raise Http404(_("Ce papier n’existe pas."))
    found = fetch_snapshot(request, slug, uuid)
    if request.method == "POST":
        return _ask(request, found, kind)
    job = Job.objects.filter(key=paper_key(found, kind, get_language() or "fr"))
    context = diagnosis_frame(request, found.alliance, "snapshots", _("PDF")) | {
        "snapshot": found,
        "kind": kind,
        "label": PaperKind(kind).label,
        "job": job.order_by("-created_at").first(),
        "is_ready": kind in drawn_papers(found),
        "address": reverse(ADDRESSES[kind], args=[slug, uuid]),
    }
    template = "diagnoses/_paper_state.html" if request.htmx else "diagnoses/paper_state.html"
    return render(request, template, context)


def _ask(request: HttpRequest, found: DiagnosisSnapshot, kind: str) -> HttpResponse:
    """Ask for a paper; without Pango, say so at once."""
    try:
        load_weasyprint()
    except PdfUnavailable:
        said = _(
            "Ce serveur ne sait pas encore dessiner de PDF. Imprimez cette page depuis votre "
            "navigateur, qui sait l’enregistrer en PDF, ou demandez à l’administration d’installer "
            "Pango (paquets libpango-1.0-0 et libpangoft2-1.0-0 sous Debian)."
        )
        messages.error(request, said)
        return redirect("diagnoses:print", found.alliance.slug, found.uuid)
    if kind not in drawn_papers(found):
        require(limit(request, "diagnosis-paper", "20/h"))
        address = request.build_absolute_uri(found.get_absolute_url())
        ask_paper(found, kind, address=address, by=request.posture or None)
    return redirect("diagnoses:paper", found.alliance.slug, found.uuid, kind)


def _about(request: HttpRequest, found: DiagnosisSnapshot) -> dict:
    address = request.build_absolute_uri(found.get_absolute_url())
    return {"snapshot": found, "alliance": found.alliance, "address": address}


def _paper(request: HttpRequest, found: DiagnosisSnapshot, kind: str) -> HttpResponseBase:
    """Hand a paper over, or lead to where it is asked for."""
    content = open_paper(found, kind)
    if content is None:
        return redirect("diagnoses:paper", found.alliance.slug, found.uuid, kind)
    name = f"{NAMES[kind]}-{found.alliance.slug}-{found.taken_on:%Y-%m-%d}.pdf"
    response = FileResponse(content, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
