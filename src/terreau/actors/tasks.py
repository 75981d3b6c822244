"""Declare the jobs of the actors."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.actions.campaign_sending import send_wave
from terreau.actors.actions.campaigns import SEND_JOB
from terreau.actors.models import Campaign
from terreau.core.jobs import Progress, job


@job(SEND_JOB, label=gettext_lazy("Envoi d’une campagne"), retries=3, resumable=True)
def send_campaign(progress: Progress, payload: dict) -> dict | None:
    """Send one wave; each claimed message is its own checkpoint."""
    campaign = Campaign.objects.filter(uuid=payload["campaign"]).first()
    if campaign is None:
        return None  # thrown away since

    def advance(done: int, total: int) -> None:
        progress.advance(done, total, _("Messages"))

    wave = send_wave(campaign, payload["number"], now=timezone.now(), advance=advance)
    return {
        "sent": wave.sent,
        "refused": wave.refused,
        "url": campaign.get_absolute_url(),
        "url_label": str(campaign.title),
    }
