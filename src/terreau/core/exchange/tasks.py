"""Long imports, run by the job frame."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.exchange.applying import apply_run
from terreau.core.exchange.deciding import settle_alike
from terreau.core.exchange.runs import plan_run, refresh_counts
from terreau.core.exchange.undoing import find_obstacles, take_back
from terreau.core.jobs import JobError, Progress, job
from terreau.core.models import ImportRun, ImportState


@job("import-plan", label=gettext_lazy("Lecture d’un fichier à importer"), resumable=True)
def plan_import(progress: Progress, payload: dict) -> dict:
    """Plan a long file; each batch carries its own place."""
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


@job("import-decide", label=gettext_lazy("Décisions sur un import"), resumable=True)
def decide_import(progress: Progress, payload: dict) -> dict:
    """Settle many look-alikes; a row decided stays decided."""
    run = _run(payload)
    if run.state == ImportState.DECIDING:
        settle_alike(
            run,
            score=payload["score"],
            by=progress.requested_by,
            now=timezone.now(),
            progress=progress,
        )
        run.state = ImportState.PLANNED
        refresh_counts(run)
        run.save()
    return _link(run)


@job("import-undo", label=gettext_lazy("Annulation d’un import"), resumable=True)
def undo_import(progress: Progress, payload: dict) -> dict:
    """Take a long import back; once begun, it goes to its end."""
    run = _run(payload)
    if run.state != ImportState.UNDOING:
        return _link(run)
    has_begun = run.rows.filter(undone=True).exists()
    leaving = has_begun or payload["leaving_moved"]
    if not find_obstacles(run, leaving_moved=leaving, progress=progress):
        take_back(run, by=progress.requested_by, now=timezone.now(), progress=progress)
    return _link(run)


def _run(payload: dict) -> ImportRun:
    run = ImportRun.objects.filter(pk=payload["run"]).first()
    if run is None:
        raise JobError(_("Cet import n’existe plus."))
    return run


def _link(run: ImportRun) -> dict:
    return {"url": reverse("exchange:run", args=[run.pk]), "url_label": _("Voir l’import")}
