"""The coalitions, computed outside of a page; killed, they start again and nothing is half told."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.jobs import Progress, job
from terreau.experiments.actions.coalitions import KIND, compute_coalition
from terreau.experiments.models import CoalitionProposal


@job(KIND, label=gettext_lazy("Recherche d’une coalition"), retries=2)
def find_coalition(progress: Progress, payload: dict) -> dict:
    """Compute one proposal."""
    rows = CoalitionProposal.objects.select_related("experiment")
    proposal = rows.get(pk=payload["proposal"])
    progress.advance(0, 1, _("Lecture des offres du périmètre"))
    compute_coalition(proposal, now=timezone.now())
    progress.advance(1, 1, _("Coalition trouvée"))
    return {
        "url": reverse("experiments:coalition", args=[proposal.experiment.uuid, proposal.uuid]),
        "url_label": _("Voir la proposition"),
    }
