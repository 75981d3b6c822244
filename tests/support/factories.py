"""Files, notes, hours: rows as plain functions, around the cast of the alliances.

Bastien (club) accompanies Ama's school; Fatou (town) keeps nothing; Chloé belongs elsewhere.
"""

import datetime
import itertools
from typing import Any

from django.utils import timezone

from terreau.accounts.models import Person
from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.partnerships.models import Partnership, Party
from terreau.support.models import HourEntry, SupportFile, SupportNote, SupportTask
from tests.actors.factories import make_mandate, make_person

_numbers = itertools.count(1)


def make_file(by: Posture, organisation: Organisation | None = None, **fields: Any) -> SupportFile:
    """An open file kept by the organisation of a posture."""
    values = {"phase": "start", "opened_on": timezone.localdate(), "posture": by.label, **fields}
    return SupportFile.objects.create(
        supporter=by.organisation, accompanist=by.person, organisation=organisation, **values
    )


def make_partnership(*organisations: Organisation, **fields: Any) -> Partnership:
    """A public partnership of some organisations."""
    values = {"title": f"Partenariat {next(_numbers)}", "is_public": True, "posture": "Bastien"}
    partnership = Partnership.objects.create(**{**values, **fields})
    for organisation in organisations:
        Party.objects.create(partnership=partnership, organisation=organisation)
    return partnership


def make_note(file: SupportFile, by: Posture, text: str = "À moi seul", **fields: Any):
    """A note, private unless said otherwise."""
    return SupportNote.objects.create(
        file=file, text=text, author=by.person, posture=by.label, **fields
    )


def make_task(file: SupportFile, what: str = "Appeler la ville", **fields: Any) -> SupportTask:
    """An open task."""
    return SupportTask.objects.create(file=file, what=what, **fields)


def make_hours(person: Person, minutes: int = 60, **fields: Any) -> HourEntry:
    """An hour of dialogue, today."""
    values = {"on": timezone.localdate(), "trade": "dialogue", **fields}
    return HourEntry.objects.create(person=person, minutes=minutes, **values)


def make_colleague(of: Posture, full_name: str = "Nadia Benali") -> Posture:
    """Somebody else who speaks for the same organisation."""
    person = make_person(full_name)
    return Posture(person, make_mandate(person, of.organisation))


def days_ago(days: int) -> datetime.date:
    """A day of the past."""
    return timezone.localdate() - datetime.timedelta(days=days)
