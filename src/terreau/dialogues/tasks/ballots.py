"""Large ballots, counted as a job that can be left and found again."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.posture import choose_posture, current_mandates
from terreau.core.jobs import JobError, Progress, job
from terreau.core.verdicts import Refused
from terreau.dialogues.actions.ballots import COUNT_KIND, count_ballot
from terreau.dialogues.models import Ballot


@job(COUNT_KIND, label=gettext_lazy("Dépouillement d’un scrutin"))
def count_large_ballot(progress: Progress, payload: dict) -> dict:
    """Count a ballot in the name of who asked for it."""
    now = timezone.now()
    ballot = Ballot.objects.select_related("alliance").get(pk=payload["ballot"])
    progress.advance(0, 1, _("Dépouillement"))
    mandates = current_mandates(progress.requested_by, today=timezone.localdate(now))
    by = choose_posture(progress.requested_by, mandates, payload["posture"])
    try:
        count_ballot(ballot, by=by, now=now)
    except Refused as refusal:
        raise JobError(str(refusal)) from refusal
    return {
        "url": reverse("dialogues:ballot", args=[ballot.alliance.slug, ballot.uuid]),
        "url_label": _("Voir le résultat"),
    }
