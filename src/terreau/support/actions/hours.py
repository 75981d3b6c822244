"""Log hours: one's own, corrected and taken back at will.

Nothing goes to the journal: these are a person's own notes of their days.
"""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from terreau.accounts.models import Person
from terreau.actors.models import Organisation
from terreau.core.verdicts import require
from terreau.support.models import HourEntry
from terreau.support.permissions import can_change_hours


@transaction.atomic
def log_hours(
    values: Mapping[str, Any],
    *,
    organisation: Organisation | None,
    by: Person,
    now: datetime.datetime,
    key: uuid.UUID | None = None,
) -> HourEntry:
    """Note minutes of one's day; `key` is the one of an entry that a file brings back."""
    entry = HourEntry(**values, organisation=organisation, person=by, written_at=now)
    if key is not None:
        entry.uuid = key
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def change_hours(entry: HourEntry, values: Mapping[str, Any], *, by: Person) -> HourEntry:
    """Correct one's own hours."""
    require(can_change_hours(by, entry))
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(values))
    return entry


@transaction.atomic
def remove_hours(entry: HourEntry, *, by: Person) -> None:
    """Take one's own hours back."""
    require(can_change_hours(by, entry))
    entry.delete()
