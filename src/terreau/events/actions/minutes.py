"""Write what was said, publish it, and let the alliance's journal carry it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.actions.journal import write_entry
from terreau.alliances.enums import JournalKind
from terreau.alliances.models import JournalEntry
from terreau.core.editing import claim_version
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import require
from terreau.events.actions.events import write
from terreau.events.models import Event
from terreau.events.permissions import can_publish_minutes, can_write_minutes


@transaction.atomic
def write_minutes(
    event: Event, text: str, *, expected_version: int, by: Posture, now: datetime.datetime
) -> Event:
    """Write the minutes, unless somebody did meanwhile (`EditConflict`)."""
    require(can_write_minutes(by, event))
    claim_version(event, expected_version)
    stored = Event.objects.select_related("alliance").get(pk=event.pk)
    stored.minutes = text
    stored._history_user, stored._change_reason = by.person, by.label[:100]
    stored.save(update_fields=["minutes", "updated_at"])
    return stored


@transaction.atomic
def publish_minutes(
    event: Event, *, feeds_journal: bool, by: Posture, now: datetime.datetime
) -> None:
    """Let everybody who sees the meeting read its minutes; add a page of journal if wished."""
    event.refresh_from_db(fields=["minutes", "state"])
    require(can_publish_minutes(by, event))
    event.minutes_published_at = now
    event.save(update_fields=["minutes_published_at", "updated_at"])
    write(event, "event-minutes", by=by, now=now)
    if feeds_journal:
        write_entry(
            event.alliance,
            {
                "kind": JournalKind.MEETING,
                "title": event.title[:150],
                "happened_on": PartialDate(timezone.localdate(event.starts_at).isoformat()),
                "text": _as_entry(event),
                "is_public": event.is_public,
                "source": event.source,
            },
            by=by,
            now=now,
        )


def _as_entry(event: Event) -> str:
    """Give the minutes as a page of journal holds them; what is too long says where it goes on."""
    longest = JournalEntry._meta.get_field("text").max_length
    if len(event.minutes) <= longest:
        return event.minutes
    more = _("La suite se lit sur la page de la rencontre « %(title)s ».") % {"title": event.title}
    kept = event.minutes[: longest - len(more) - 2]
    return f"{kept.rpartition(chr(10))[0] or kept}\n\n{more}"
