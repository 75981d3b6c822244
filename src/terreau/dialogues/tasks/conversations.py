"""Bring a conversation in from files as a job that can be left and found again."""

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.posture import choose_posture, current_mandates
from terreau.alliances.models import Alliance
from terreau.core.jobs import JobError, Progress, job
from terreau.core.verdicts import Refused
from terreau.dialogues.actions.files import IMPORT_KIND, import_conversation
from terreau.dialogues.enums import Space
from terreau.dialogues.exchange.polis_reading import ConversationFileError, read_uploads


@job(IMPORT_KIND, label=gettext_lazy("Reprise d’une conversation"))
def bring_conversation(progress: Progress, payload: dict) -> dict:
    """Read the files that were handed in, write a draft; the files are then thrown away."""
    now = timezone.now()
    alliance = Alliance.objects.get(pk=payload["alliance"])
    stored = payload["file"]
    try:
        progress.advance(0, 2, _("Lecture des fichiers"))
        with default_storage.open(stored, "rb") as file:
            read = read_uploads([("conversation.zip", file)])
        progress.advance(1, 2, _("Écriture des votes"))
        person = progress.requested_by
        mandates = current_mandates(person, today=timezone.localdate(now))
        made = import_conversation(
            alliance,
            read,
            space=Space(payload["space"]),
            source=payload["source"],
            by=choose_posture(person, mandates, payload["posture"]),
            now=now,
        )
    except (ConversationFileError, Refused) as refusal:
        raise JobError(str(refusal)) from refusal
    finally:
        default_storage.delete(stored)
    return {
        "url": reverse("dialogues:conversation", args=[alliance.slug, made.uuid]),
        "url_label": told(read.fault_count),
    }


def told(faults: int) -> str:
    """Say what to do next, and whether lines were left out."""
    if not faults:
        return _("Voir la conversation reprise")
    return _("Voir la conversation reprise (%(count)s lignes illisibles laissées de côté)") % {
        "count": faults
    }
