"""Long work of the diagnosis: its papers."""

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.jobs import JobError, Progress, job
from terreau.core.verdicts import Refused
from terreau.diagnoses.actions.papers import keep_paper
from terreau.diagnoses.enums import PaperKind
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.papers.drawing import draw_paper
from terreau.diagnoses.papers.keeping import PAPER_KIND
from terreau.partnerships.papers.pdf import PdfUnavailable

ADDRESSES = {PaperKind.WHOLE: "diagnoses:pdf", PaperKind.ELECTED: "diagnoses:elected_pdf"}


@job(PAPER_KIND, label=gettext_lazy("Diagnostic en PDF"), retries=1)
def draw(progress: Progress, payload: dict) -> dict:
    """Draw one paper of a snapshot; a worker that dies leaves none, and another draws it."""
    rows = DiagnosisSnapshot.objects.select_related("alliance")
    snapshot = rows.filter(pk=payload["snapshot"], alliance__deleted_at=None).first()
    if snapshot is None:
        raise JobError(_("Cet instantané n’existe plus : il n’y a rien à dessiner."))
    progress.advance(0, 2, _("Mise en page"))
    kind, language = payload["kind"], payload["language"]
    try:
        with translation.override(language):
            pages = draw_paper(snapshot, kind, address=payload["address"])
        progress.advance(1, 2, _("Enregistrement"))
        keep_paper(snapshot, kind, language, pages, now=timezone.now())
    except (PdfUnavailable, Refused) as refusal:
        raise JobError(str(refusal)) from refusal
    progress.advance(2, 2, _("Le PDF est prêt."))
    address = reverse(ADDRESSES[PaperKind(kind)], args=[snapshot.alliance.slug, snapshot.uuid])
    return {"url": address, "url_label": _("Prendre le PDF")}
