"""Agreements and documents: between the parties, and nobody else."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.papers import add_document, remove_document
from terreau.partnerships.forms.papers import DocumentForm
from terreau.partnerships.frame import partnership_frame
from terreau.partnerships.models import Document
from terreau.partnerships.permissions import (
    can_read_documents,
    can_read_papers,
    can_write_papers,
    readable_agreements,
)
from terreau.partnerships.views.access import fetch_partnership


def papers(request: HttpRequest, uuid: UUID, *, form: DocumentForm | None = None) -> HttpResponse:
    """Show the agreements and the documents."""
    partnership = fetch_partnership(request, uuid)
    require(can_read_papers(request.posture, partnership))
    title = _("Convention et documents")
    context = partnership_frame(request, partnership, "papers", title) | {
        "agreements": readable_agreements(request.posture, partnership),
        "documents": partnership.documents.all(),
        "form": form or DocumentForm(),
        "may_write": can_write_papers(request.posture, partnership),
    }
    return render(request, "partnerships/papers.html", context, status=422 if form else 200)


@require_POST
def attach(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Join a document."""
    partnership = fetch_partnership(request, uuid)
    require(can_write_papers(request.posture, partnership))
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            add_document(partnership, upload, by=request.posture, now=timezone.now())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("Le document est joint ; les parties seules le lisent."))
            return redirect("partnerships:papers", uuid)
    return papers(request, uuid, form=form)


def _fetch(request: HttpRequest, uuid: UUID, document: UUID) -> Document:
    partnership = fetch_partnership(request, uuid)
    require(can_read_documents(request.posture, partnership))
    found = get_object_or_404(Document, uuid=document, partnership=partnership)
    found.partnership = partnership
    return found


def document(request: HttpRequest, uuid: UUID, document: UUID) -> FileResponse:
    """Hand a document over as a download."""
    found = _fetch(request, uuid, document)
    try:
        content = found.file.open("rb")
    except OSError as error:
        raise Http404(_("Ce fichier n’est plus sur le serveur.")) from error
    return handed_over(content, found.name, found.content_type)


@require_POST
def remove(request: HttpRequest, uuid: UUID, document: UUID) -> HttpResponse:
    """Take a document away."""
    found = _fetch(request, uuid, document)
    remove_document(found, by=request.posture, now=timezone.now())
    messages.success(request, _("Le document est retiré."))
    return redirect("partnerships:papers", uuid)


def handed_over(content, name: str, content_type: str) -> FileResponse:
    """Give a file that no cache may keep and no browser may guess."""
    response = FileResponse(content, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
