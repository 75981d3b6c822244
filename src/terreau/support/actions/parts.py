"""Tasks, notes and meetings of a file."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from terreau.accounts.models import Person
from terreau.actors.posture import Posture
from terreau.core.verdicts import require
from terreau.support.actions.writing import tell
from terreau.support.enums import TaskState
from terreau.support.models import SupportFile, SupportMeeting, SupportNote, SupportTask
from terreau.support.permissions import (
    can_edit_meeting,
    can_remove_note,
    can_settle_task,
    can_write_in_file,
)


@transaction.atomic
def add_task(
    file: SupportFile,
    *,
    what: str,
    assignee: Person | None,
    due_on: datetime.date | None,
    by: Posture,
    now: datetime.datetime,
) -> SupportTask:
    """Note one thing to do, and who does it."""
    require(can_write_in_file(by, file))
    task = SupportTask.objects.create(
        file=file, what=what, assignee=assignee, due_on=due_on, created_at=now
    )
    tell(file, "support-task-added", by=by, now=now, what=what)
    return task


@transaction.atomic
def settle_task(
    task: SupportTask, *, state: TaskState, by: Posture, now: datetime.datetime
) -> SupportTask:
    """Say that a task is done, dropped, or again to do."""
    require(can_settle_task(by, task))
    if task.state == state:
        return task
    task.state = state
    task.closed_at = None if state == TaskState.OPEN else now
    task.save(update_fields=["state", "closed_at"])
    tell(task.file, f"support-task-{state}", by=by, now=now, what=task.what)
    return task


@transaction.atomic
def write_note(
    file: SupportFile, *, text: str, is_shared: bool, by: Posture, now: datetime.datetime
) -> SupportNote:
    """Write a note for oneself, or for all; a private one leaves no line in the journal."""
    require(can_write_in_file(by, file))
    note = SupportNote.objects.create(
        file=file,
        text=text,
        is_shared=is_shared,
        author=by.person,
        posture=by.label,
        written_at=now,
    )
    if is_shared:
        tell(file, "support-note-shared", by=by, now=now)
    return note


@transaction.atomic
def remove_note(note: SupportNote, *, by: Posture, now: datetime.datetime) -> None:
    """Take one's own note away."""
    require(can_remove_note(by, note))
    file, was_shared = note.file, note.is_shared
    note.delete()
    if was_shared:
        tell(file, "support-note-removed", by=by, now=now)


@transaction.atomic
def add_meeting(
    file: SupportFile, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> SupportMeeting:
    """Note a meeting with those who are accompanied."""
    require(can_write_in_file(by, file))
    meeting = SupportMeeting.objects.create(file=file, posture=by.label, **values)
    tell(file, "support-meeting-noted", by=by, now=now)
    return meeting


@transaction.atomic
def edit_meeting(
    meeting: SupportMeeting, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> SupportMeeting:
    """Complete what was noted of a meeting."""
    require(can_edit_meeting(by, meeting))
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(values))
    tell(meeting.file, "support-meeting-edited", by=by, now=now)
    return meeting
