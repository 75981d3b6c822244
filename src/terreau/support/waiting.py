"""What the accompaniment waits for from a person: tasks, an accord, files that have waited long."""

import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.inbox import TodoItem
from terreau.accounts.models import Person
from terreau.support.enums import TaskState
from terreau.support.models import SupportFile, SupportTask

# An answer awaited for longer than that deserves a word.
LONG = datetime.timedelta(days=21)


def tasks_of(person: Person, today: datetime.date) -> QuerySet[SupportTask]:
    """Find the open tasks of a person, in the files they keep or are accompanied by."""
    kept = SupportFile.objects.visible_to(person, today=today)
    theirs = SupportFile.objects.shared_with(person, today=today)
    return SupportTask.objects.filter(
        Q(file__in=kept.values("pk")) | Q(file__in=theirs.values("pk")),
        assignee=person,
        state=TaskState.OPEN,
        file__closed_on=None,
    )


def keys_of_tasks(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give a row a task."""
    return [tasks_of(person, today)]


def tasks_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Tell the tasks."""
    kept = SupportFile.objects.visible_to(person, today=today)
    rows = tasks_of(person, today).select_related(
        "file__organisation", "file__partnership", "file__alliance"
    )
    mine = set(kept.values_list("pk", flat=True))
    return [_task(row, "support:file" if row.file_id in mine else "support:shared") for row in rows]


def _task(row: SupportTask, page: str) -> TodoItem:
    return TodoItem(
        f"support-task:{row.uuid}",
        row.what,
        reverse(page, args=[row.file.uuid]),
        _("Accompagnement de %(name)s.") % {"name": row.file},
        act=_("Voir"),
        due_on=row.due_on,
        since=timezone.localdate(row.created_at),
        alliance=row.file.alliance.name if row.file.alliance else "",
    )


def unanswered_offers(person: Person, today: datetime.date) -> QuerySet[SupportFile]:
    """Find the accompaniments that those for whom the person speaks have not agreed to."""
    files = SupportFile.objects.shared_with(person, today=today)
    return files.filter(agreed_at=None, closed_on=None)


def keys_of_offers(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give a row an accompaniment."""
    return [unanswered_offers(person, today)]


def offers_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Tell the accompaniments that await an accord."""
    rows = unanswered_offers(person, today).select_related(
        "organisation", "partnership", "supporter", "alliance"
    )
    return [
        TodoItem(
            f"support-offer:{row.uuid}",
            _("Dire si vous acceptez d’être accompagnés par %(name)s") % {"name": row.supporter},
            reverse("support:shared", args=[row.uuid]),
            _("pour %(name)s") % {"name": row},
            act=_("Répondre"),
            since=row.opened_on,
            alliance=row.alliance.name if row.alliance else "",
        )
        for row in rows
    ]


def long_waits(person: Person, today: datetime.date) -> QuerySet[SupportFile]:
    """Find the files that a person accompanies and where something has been awaited for long."""
    files = SupportFile.objects.visible_to(person, today=today)
    return files.filter(accompanist=person, closed_on=None, waits_since__lte=today - LONG)


def keys_of_long_waits(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give a row a file."""
    return [long_waits(person, today)]


def long_waits_to_do(
    person: Person, today: datetime.date, now: datetime.datetime
) -> list[TodoItem]:
    """Tell the files to take up again."""
    rows = long_waits(person, today).select_related("organisation", "partnership", "alliance")
    return [
        TodoItem(
            f"support-wait:{row.uuid}:{row.waits_since}",
            _("Relancer : %(what)s") % {"what": row.waits_for},
            row.get_absolute_url(),
            _("Accompagnement de %(name)s.") % {"name": row},
            act=_("Ouvrir"),
            since=row.waits_since,
            alliance=row.alliance.name if row.alliance else "",
        )
        for row in rows
    ]
