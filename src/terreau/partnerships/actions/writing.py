"""What every act shares: one writer at a time, and a line in the journal."""

import datetime

from terreau.actors.posture import Posture
from terreau.core.journal import record
from terreau.partnerships.models import Partnership


def lock_partnership(partnership: Partnership) -> Partnership:
    """Take the row until the end of the transaction."""
    return Partnership.objects.select_for_update().get(pk=partnership.pk)


def write(
    partnership: Partnership, verb: str, *, by: Posture, now: datetime.datetime, **params
) -> None:
    """Append to the partnership's own chain; what a review says is never written there."""
    record(partnership.scope, verb, by=by.person, posture=by.label, params=params, now=now)


def save(partnership: Partnership, by: Posture, fields: list[str]) -> None:
    """Save some columns, telling the history who did it."""
    partnership._history_user = by.person
    partnership._change_reason = by.label[:100]
    partnership.save(update_fields=[*fields, "updated_at"])
