"""Long work of the partnerships, and the calendar of the reviews."""

import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.jobs import JobError, Progress, job
from terreau.core.jobs.upkeep import upkeep
from terreau.partnerships.actions.calendar import open_due_reviews
from terreau.partnerships.models import Agreement
from terreau.partnerships.papers.pdf import PdfUnavailable, write_pdf
from terreau.partnerships.papers.places import PDF_KIND, pdf_place


@job(PDF_KIND, label=gettext_lazy("Convention en PDF"))
def draw_agreement(progress: Progress, payload: dict) -> dict:
    """Draw the pages of an agreement; its parties alone then take them."""
    agreement = Agreement.objects.select_related("partnership").filter(pk=payload["agreement"])
    found = agreement.first()
    if found is None:
        raise JobError(_("Cette convention n’existe plus : il n’y a rien à dessiner."))
    progress.advance(0, 2, _("Mise en page"))
    try:
        pages = write_pdf(found, partnership_title=found.partnership.title)
    except PdfUnavailable as missing:
        raise JobError(str(missing)) from missing
    progress.advance(1, 2, _("Enregistrement"))
    place = pdf_place(found)
    if default_storage.exists(place):
        default_storage.delete(place)
    default_storage.save(place, ContentFile(pages))
    progress.advance(2, 2, _("Le PDF est prêt."))
    address = reverse("partnerships:agreement-pdf", args=[found.partnership.uuid, found.uuid])
    return {"url": address, "url_label": _("Prendre le PDF")}


@upkeep("partnership-reviews", every_seconds=3600.0)
def keep_reviews(now: datetime.datetime) -> None:
    """Open the reviews whose day has come, write that those whose date passed are revealed."""
    open_due_reviews(now=now)
