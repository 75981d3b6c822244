"""Who may do what with a job."""

from django.utils.translation import gettext as _

from terreau.core.models import Job
from terreau.core.verdicts import GRANTED, Verdict, refused


def can_retry_job(user, job: Job) -> Verdict:
    """Who asked for a job, or who administers, may ask for it again once it has failed."""
    if not user.is_staff and job.requested_by_id != user.pk:
        return refused(_("Seule la personne qui a demandé ce travail peut le relancer."))
    if job.is_live:
        return refused(_("Ce travail est déjà en attente ou en cours. Attendez sa fin."))
    if not job.error:
        return refused(_("Ce travail est terminé. Il n’y a rien à relancer."))
    return GRANTED
