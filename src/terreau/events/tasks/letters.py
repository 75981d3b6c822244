"""Send the letters of the meetings."""

from smtplib import SMTPRecipientsRefused

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.jobs import Progress, job
from terreau.events.actions.letters import JOB, send_letter
from terreau.events.models import Registration


@job(JOB, label=gettext_lazy("Lettres d’une rencontre"), retries=3, resumable=True)
def send_event_letters(progress: Progress, payload: dict) -> dict | None:
    """Write to each in turn; after an interruption, go on with the next one."""
    keys = payload["registrations"]
    rows = Registration.objects.select_related("event__alliance", "event__place", "person")
    for rank in range(progress.saved.get("sent", 0), len(keys)):
        progress.advance(rank, len(keys), _("Lettres"))
        found = rows.filter(pk=keys[rank], erased_at=None).exclude(email="").first()
        if found:
            _send(found, payload)
        progress.checkpoint({"sent": rank + 1})
    progress.advance(len(keys), len(keys), _("Lettres"))
    return None


def _send(registration: Registration, payload: dict) -> None:
    try:
        send_letter(registration, payload["letter"], site=payload["site"], now=timezone.now())
    except SMTPRecipientsRefused:
        return  # an address that nobody has: the others still have theirs
