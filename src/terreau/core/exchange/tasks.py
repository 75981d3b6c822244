"""Long imports, run by the job frame."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.exchange.actions import apply_run, plan_run
from terreau.core.exchange.undoing import take_back
from terreau.core.jobs import JobError, Progress, job
from terreau.core.models import ImportRun, ImportState
from terreau.core.verdicts import Refused


@job("import-plan", label=gettext_lazy("Lecture d’un fichier à importer"), resumable=True)
def plan_import(progress: Progress, payload: dict) -> dict:
    """Plan a long file; nothing to resume, since planning writes only its own end."""
    run = _run(payload)
    if run.state == ImportState.PLANNING:
        plan_run(run, progress)
    return _link(run)


@job("import-apply", label=gettext_lazy("Import d’un fichier"), resumable=True)
def apply_import(progress: Progress, payload: dict) -> dict:
    """Write a long file; each batch carries its own place."""
    run = _run(payload)
    if run.state == ImportState.RUNNING:
        apply_run(run, progress)
    return _link(run)


@job("import-undo", label=gettext_lazy("Annulation d’un import"))
def undo_import(progress: Progress, payload: dict) -> dict:
    """Take a long import back, in one transaction."""
    run = _run(payload)
    try:
        with transaction.atomic():
            take_back(run, by=progress.requested_by, now=timezone.now(), progress=progress)
    except Refused as refusal:
        run.state, run.message = ImportState.DONE, str(refusal)
        run.save(update_fields=["state", "message"])
    return _link(run)


def _run(payload: dict) -> ImportRun:
    run = ImportRun.objects.filter(pk=payload["run"]).first()
    if run is None:
        raise JobError(_("Cet import n’existe plus."))
    return run


def _link(run: ImportRun) -> dict:
    return {"url": reverse("exchange:run", args=[run.pk]), "url_label": _("Voir l’import")}
