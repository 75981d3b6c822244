"""The landscapes, computed in the background within seconds of a vote."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from terreau.core.jobs import Progress, enqueue, job
from terreau.core.jobs.upkeep import upkeep
from terreau.core.models import Job, JobState
from terreau.dialogues.actions.landscapes import refresh_landscape, stale_spaces
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Conversation

KIND = "landscape"
WATCH_SECONDS = 3.0


@job(KIND, label=gettext_lazy("Calcul d’un paysage"), retries=2)
def compute_landscape(progress: Progress, payload: dict) -> None:
    """Compute the landscape of one space of a conversation."""
    conversation = Conversation.objects.get(pk=payload["conversation"])
    refresh_landscape(conversation, Space(payload["space"]), now=timezone.now())


@upkeep("landscapes", every_seconds=WATCH_SECONDS)
def watch_votes(now: datetime.datetime) -> None:
    """Ask for the landscapes whose votes have changed; one that is asked for is not asked twice."""
    for conversation, space in stale_spaces(now):
        payload = {"conversation": conversation, "space": space.value}
        enqueue(KIND, payload, by=None, key=f"landscape:{conversation}:{space.value}")


@upkeep("landscape-jobs")
def forget_done_jobs(now: datetime.datetime) -> None:
    """Forget those done for an hour: a day of votes makes thousands, that nobody looks at."""
    done = Job.objects.filter(kind=KIND, state=JobState.SUCCEEDED)
    done.filter(finished_at__lt=now - datetime.timedelta(hours=1)).delete()
