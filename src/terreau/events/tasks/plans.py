"""Compute a timetable of encounters; a worker that dies leaves nothing half written."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.jobs import JobError, Progress, job
from terreau.events.actions.plans import JOB, compute_plan
from terreau.events.bridge.timetable import NoTimetable
from terreau.events.models import EncounterPlan


@job(JOB, label=gettext_lazy("Calcul des tours de rencontres"), retries=2)
def compute_encounters(progress: Progress, payload: dict) -> dict | None:
    """Seat everybody, then lead back to the plan."""
    rows = EncounterPlan.objects.select_related("event__alliance")
    plan = rows.filter(pk=payload["plan"]).first()
    if plan is None:
        return None  # thrown away since
    progress.advance(0, plan.rounds, _("Tours"))
    try:
        compute_plan(plan, now=timezone.now())
    except NoTimetable as error:
        raise JobError(str(error)) from error
    progress.advance(plan.rounds, plan.rounds, _("Tours"))
    args = [plan.event.alliance.slug, plan.event.uuid, plan.uuid]
    return {"url": reverse("events:plan-one", args=args), "url_label": _("Lire le plan proposé")}
