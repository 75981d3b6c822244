"""One agreement: started from a template, rewritten, signed, handed over as ODT and PDF."""

import io
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.jobs import enqueue
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.agreements import (
    edit_agreement,
    end_agreement,
    sign_agreement,
    write_agreement,
)
from terreau.partnerships.forms.papers import AgreementForm, SignForm, StartAgreementForm
from terreau.partnerships.frame import partnership_frame
from terreau.partnerships.models import Agreement
from terreau.partnerships.papers.filling import offered_templates
from terreau.partnerships.papers.odt import ODT_TYPE, write_odt
from terreau.partnerships.papers.pdf import PdfUnavailable, load_weasyprint
from terreau.partnerships.papers.places import PDF_KIND, pdf_place
from terreau.partnerships.permissions import (
    can_read_papers,
    can_write_papers,
    readable_agreements,
)
from terreau.partnerships.views.access import fetch_partnership
from terreau.partnerships.views.papers import handed_over

PAST_SHOWN = 20


def start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose a template; the sheet fills its places."""
    partnership = fetch_partnership(request, uuid)
    require(can_write_papers(request.posture, partnership))
    form = StartAgreementForm(
        request.POST or None,
        templates=offered_templates(),
        initial={"title": _("Convention : %(name)s") % {"name": partnership.title[:120]}},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = write_agreement(
                partnership,
                form.chosen,
                title=form.cleaned_data["title"],
                by=request.posture,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("template", str(refusal))
        else:
            messages.success(
                request, _("Un premier texte est écrit : relisez-le et complétez-le ensemble.")
            )
            return redirect("partnerships:agreement", uuid, made.uuid)
    context = partnership_frame(request, partnership, "papers", _("Écrire une convention"))
    page = context | {"form": form, "act": _("Écrire ce texte"), "back": "partnerships:papers"}
    return render(request, "partnerships/form.html", page, status=422 if form.is_bound else 200)


def _fetch(request: HttpRequest, uuid: UUID, agreement: UUID) -> Agreement:
    partnership = fetch_partnership(request, uuid)
    require(can_read_papers(request.posture, partnership))
    found = get_object_or_404(readable_agreements(request.posture, partnership), uuid=agreement)
    found.partnership = partnership
    return found


def show(
    request: HttpRequest, uuid: UUID, agreement: UUID, *, form: SignForm | None = None
) -> HttpResponse:
    """Show the text, its past versions, and what one may do with it."""
    found = _fetch(request, uuid, agreement)
    past = list(found.history.order_by("-history_date", "-history_id")[: PAST_SHOWN + 1])[1:]
    context = partnership_frame(request, found.partnership, "papers", found.title) | {
        "agreement": found,
        "past": past,
        "sign_form": form or SignForm(initial={"signed_on": timezone.localdate()}),
        "may_write": can_write_papers(request.posture, found.partnership),
        "has_pdf": default_storage.exists(pdf_place(found)),
    }
    return render(request, "partnerships/agreement.html", context, status=422 if form else 200)


def edit(request: HttpRequest, uuid: UUID, agreement: UUID) -> HttpResponse:
    """Rewrite the text; the second of two people is told and loses nothing."""
    found = _fetch(request, uuid, agreement)
    require(can_write_papers(request.posture, found.partnership))
    form = AgreementForm(request.POST or None, instance=found)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_agreement(
            found,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            now=timezone.now(),
            **stamp,
        ),
    )
    if status == SAVED:
        messages.success(request, _("Le texte est enregistré ; l’ancien reste lisible."))
        return redirect("partnerships:agreement", uuid, agreement)
    context = partnership_frame(request, found.partnership, "papers", _("Récrire la convention"))
    page = context | {"form": form, "act": _("Enregistrer"), "back": "partnerships:papers"}
    return render(request, "partnerships/form.html", page, status=status)


@require_POST
def sign(request: HttpRequest, uuid: UUID, agreement: UUID) -> HttpResponse:
    """Note the signature, or the end."""
    found = _fetch(request, uuid, agreement)
    if request.POST.get("act") == "end":
        end_agreement(found, by=request.posture, now=timezone.now())
        messages.success(request, _("La fin de la convention est notée."))
        return redirect("partnerships:agreement", uuid, agreement)
    form = SignForm(request.POST)
    if not form.is_valid():
        return show(request, uuid, agreement, form=form)
    try:
        sign_agreement(found, **form.cleaned_data, by=request.posture, now=timezone.now())
    except Refused as refusal:
        form.add_error("ends_on", str(refusal))
        return show(request, uuid, agreement, form=form)
    messages.success(request, _("La signature est notée. Pensez à noter l’étape, si elle change."))
    return redirect("partnerships:agreement", uuid, agreement)


def odt(request: HttpRequest, uuid: UUID, agreement: UUID) -> FileResponse:
    """Hand the agreement over as a text that any office suite opens."""
    found = _fetch(request, uuid, agreement)
    content = io.BytesIO(write_odt(found.title, found.text))
    return handed_over(content, f"{slugify(found.title) or 'convention'}.odt", ODT_TYPE)


@require_POST
def make_pdf(request: HttpRequest, uuid: UUID, agreement: UUID) -> HttpResponse:
    """Ask for the PDF of this version: a job draws it; without Pango, say so at once."""
    found = _fetch(request, uuid, agreement)
    try:
        load_weasyprint()
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("partnerships:agreement", uuid, agreement)
    payload = {"agreement": found.pk}
    key = f"{PDF_KIND}:{found.uuid}:{found.version}:{request.user.pk}"
    return redirect("core:job", enqueue(PDF_KIND, payload, by=request.user, key=key).pk)


def pdf(request: HttpRequest, uuid: UUID, agreement: UUID) -> FileResponse:
    """Hand over the PDF of the version of today, once it was drawn."""
    found = _fetch(request, uuid, agreement)
    try:
        content = default_storage.open(pdf_place(found), "rb")
    except OSError as error:
        raise Http404(
            _("Le PDF de cette version n’est pas encore fait : demandez-le sur sa page.")
        ) from error
    return handed_over(content, f"{slugify(found.title) or 'convention'}.pdf", "application/pdf")
