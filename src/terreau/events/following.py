"""Follow a merger of organisations: an encounter of a sheet with itself goes away by itself.

Rows are carried over by the merger. Two rows may then tell one pair at one meeting, or a pair be
turned round: whoever reads puts it right (`meetings.py`, `suites.py`), so that the merger can still
be undone exactly. A name typed at a registration stays beside the sheet it was recognised as.
"""

import datetime

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.events.models import FollowUp


def follow_merger(organisation: Organisation, by: Posture, now: datetime.datetime) -> None:
    """Let a promise be that of both when its author is no longer one of the pair."""
    strayed = (
        FollowUp.objects.filter(who=organisation)
        .exclude(encounter__first=organisation)
        .exclude(encounter__second=organisation)
    )
    strayed.update(who=None)
