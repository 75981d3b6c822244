"""Declare the sending of personal links."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.jobs import Progress, job
from terreau.dialogues.actions.link_letters import SEND_JOB, send_letters
from terreau.dialogues.models import Consultation


@job(SEND_JOB, label=gettext_lazy("Envoi des liens personnels"), retries=3, resumable=True)
def send_voice_links(progress: Progress, payload: dict) -> dict | None:
    """Send the letters, then forget the addresses."""
    if "addresses" not in payload:
        return None  # done already, and forgotten
    found = Consultation.objects.select_related("alliance").filter(uuid=payload["consultation"])
    consultation = found.first()
    if consultation is None:
        return None  # thrown away since

    def advance(done: int, total: int) -> None:
        progress.advance(done, total, _("Messages"))

    sent = send_letters(
        consultation,
        payload["addresses"],
        site=payload["site"],
        now=timezone.now(),
        advance=advance,
    )
    progress.forget_payload()
    return {"sent": sent}
