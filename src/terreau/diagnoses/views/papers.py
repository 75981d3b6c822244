"""The diagnosis on paper: pages to print, PDF, and one A4 for an elected member."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import require
from terreau.diagnoses.elected import elected_page
from terreau.diagnoses.forms.choices import ChoicesForm
from terreau.diagnoses.freezing import thaw
from terreau.diagnoses.gathering import gather
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.papers.pdf import write_pdf
from terreau.diagnoses.permissions_snapshots import can_read_diagnosis
from terreau.diagnoses.reading import read_choices
from terreau.diagnoses.views.access import diagnosis_frame, fetch_snapshot
from terreau.diagnoses.views.home import shown_diagnosis
from terreau.partnerships.papers.pdf import PdfUnavailable


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
def pdf(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Give a frozen diagnosis as a tagged PDF, with its sources."""
    found = fetch_snapshot(request, slug, uuid)
    context = shown_diagnosis(thaw(found.content)) | _about(request, found)
    return _pdf(request, found, "diagnoses/paper.html", context, "diagnostic")


@login_not_required
@require_safe
def elected_pdf(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Give the page of the elected member as a tagged PDF."""
    found = fetch_snapshot(request, slug, uuid)
    context = elected_page(thaw(found.content)) | _about(request, found)
    return _pdf(request, found, "diagnoses/elected_paper.html", context, "page-de-l-elu")


def _about(request: HttpRequest, found: DiagnosisSnapshot) -> dict:
    address = request.build_absolute_uri(found.get_absolute_url())
    return {"snapshot": found, "alliance": found.alliance, "address": address}


def _pdf(
    request: HttpRequest, found: DiagnosisSnapshot, template: str, context: dict, name: str
) -> HttpResponse:
    try:
        pages = write_pdf(template, context)
    except PdfUnavailable:
        said = _(
            "Ce serveur ne sait pas encore dessiner de PDF. Imprimez cette page depuis votre "
            "navigateur, qui sait l’enregistrer en PDF, ou demandez à l’administration d’installer "
            "Pango (paquets libpango-1.0-0 et libpangoft2-1.0-0 sous Debian)."
        )
        messages.error(request, said)
        return redirect("diagnoses:print", found.alliance.slug, found.uuid)
    response = HttpResponse(pages, content_type="application/pdf")
    known_by = f"{name}-{found.alliance.slug}-{found.taken_on:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'inline; filename="{known_by}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
