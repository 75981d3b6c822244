"""Give their meaning to the statements that came in from a file, some at a time."""

import datetime

from django.db.models import Exists, OuterRef

from terreau.core.jobs.upkeep import upkeep
from terreau.dialogues.alike import keep_meanings
from terreau.dialogues.models import Conversation, Statement

WATCH_SECONDS = 30.0


@upkeep("meanings", every_seconds=WATCH_SECONDS)
def watch_meanings(now: datetime.datetime) -> None:
    """Compute what is missing in one running conversation, for « déjà dit ? »."""
    missing = Statement.objects.filter(conversation=OuterRef("pk"), meaning=None)
    found = Conversation.objects.running(now).filter(Exists(missing)).order_by("pk").first()
    if found:
        keep_meanings(found)
