"""Tell the story: pages, voices and files, each stamped with its posture."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import lock_alliance, write
from terreau.alliances.attachments import MAX_PER_ENTRY, clean_name, identify
from terreau.alliances.models import Alliance, Attachment, JournalEntry, JournalVoice
from terreau.alliances.permissions_journal import (
    can_add_voice,
    can_attach,
    can_edit_entry,
    can_write_journal,
)
from terreau.core.editing import claim_version
from terreau.core.verdicts import Refused, require

COLUMNS = ("kind", "title", "happened_on", "text", "is_public", "source")


@transaction.atomic
def write_entry(
    alliance: Alliance, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> JournalEntry:
    """Write a page of the journal."""
    require(can_write_journal(by, alliance))
    entry = JournalEntry(alliance=alliance, author=by.person, posture=by.label)
    _store(entry, values, by)
    write(alliance, "entry-written", by=by, now=now, title=entry.title)
    return entry


@transaction.atomic
def edit_entry(
    entry: JournalEntry,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> JournalEntry:
    """Rewrite a page, unless somebody did meanwhile (`EditConflict`); its past stays readable."""
    require(can_edit_entry(by, entry))
    claim_version(entry, expected_version)
    stored = JournalEntry.objects.select_related("alliance").get(pk=entry.pk)
    _store(stored, values, by)
    write(stored.alliance, "entry-edited", by=by, now=now, title=stored.title)
    return stored


def _store(entry: JournalEntry, values: Mapping[str, Any], by: Posture) -> None:
    for name in COLUMNS:
        setattr(entry, name, values[name])
    entry._history_user = by.person
    entry._change_reason = by.label[:100]
    entry.save()


@transaction.atomic
def add_voice(
    entry: JournalEntry, *, text: str, by: Posture, now: datetime.datetime
) -> JournalVoice:
    """Add what it looked like from where one stands, without touching the page."""
    require(can_add_voice(by, entry.alliance))
    voice = JournalVoice.objects.create(entry=entry, text=text, author=by.person, posture=by.label)
    write(entry.alliance, "voice-added", by=by, now=now, title=entry.title)
    return voice


@transaction.atomic
def attach_file(
    entry: JournalEntry, upload: UploadedFile, *, by: Posture, now: datetime.datetime
) -> Attachment:
    """Attach a file whose type was read from its content."""
    require(can_attach(by, entry.alliance))
    lock_alliance(entry.alliance)
    if entry.attachments.count() >= MAX_PER_ENTRY:
        raise Refused(
            _(
                "Cette page a déjà dix pièces jointes, le plus qu’elle puisse porter. "
                "Écrivez une autre page pour joindre celle-ci."
            )
        )
    size = upload.size or 0
    kind = identify(upload.name or "", upload, size)
    upload.seek(0)
    found = Attachment(
        entry=entry,
        name=clean_name(upload.name or ""),
        content_type=kind.media_type,
        size=size,
        added_by=by.person,
    )
    # Stored under a name of its own: what the person typed never becomes a path.
    found.file.save(f"{found.uuid}.{kind.endings[0]}", upload, save=False)
    try:
        with transaction.atomic():
            found.save()
            write(
                entry.alliance,
                "attachment-added",
                by=by,
                now=now,
                name=found.name,
                title=entry.title,
            )
    except Exception:
        found.file.delete(save=False)
        raise
    return found
