"""Declare the jobs of the actors."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.actions.campaign_sending import send_wave
from terreau.actors.actions.campaigns import SEND_JOB
from terreau.actors.matching.scanning import scan_directory
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


@job("find-duplicates", label=gettext_lazy("Recherche des doublons de l’annuaire"), resumable=True)
def find_duplicates(progress: Progress, payload: dict) -> dict:
    """Compare every sheet with those noted before it."""
    found = scan_directory(progress, now=timezone.now())
    return {**found, "url": reverse("actors:duplicates"), "url_label": _("Voir les doublons")}
