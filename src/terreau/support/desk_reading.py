"""What the accompanist's desk shows: files, what waits and since when, what comes next."""

import datetime
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.support.enums import SupportPhase, TaskState
from terreau.support.models import SupportFile, SupportTask

STATES = ("ouverts", "clos", "tous")
KINDS = ("organisation", "partnership")


@dataclass(frozen=True)
class DeskFilter:
    """What a person asked to see; anything unknown asks for nothing."""

    phase: str = ""
    kind: str = ""
    state: str = "ouverts"
    mine: bool = False
    words: str = ""

    @classmethod
    def read(cls, query) -> "DeskFilter":
        """Read an address."""
        phase, kind, state = (query.get(name, "") for name in ("phase", "type", "etat"))
        return cls(
            phase if phase in SupportPhase.values else "",
            kind if kind in KINDS else "",
            state if state in STATES else "ouverts",
            bool(query.get("miens")),
            query.get("q", "").replace("\x00", "").strip()[:100],
        )


def desk_files(person: Person, asked: DeskFilter, today: datetime.date) -> QuerySet[SupportFile]:
    """The files a person follows, those that have waited longest first."""
    task = SupportTask.objects.filter(file=OuterRef("pk"), state=TaskState.OPEN).order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )
    rows = SupportFile.objects.visible_to(person, today=today)
    if asked.state != "tous":
        rows = rows.filter(closed_on__isnull=asked.state == "ouverts")
    if asked.phase:
        rows = rows.filter(phase=asked.phase)
    if asked.kind:
        rows = rows.filter(**{f"{asked.kind}__isnull": False})
    if asked.mine:
        rows = rows.filter(accompanist=person)
    if asked.words:
        named = rows.filter(organisation__name__icontains=asked.words)
        rows = named | rows.filter(partnership__title__icontains=asked.words)
    return (
        rows.select_related("organisation", "partnership", "accompanist", "supporter", "alliance")
        .annotate(
            next_task=Subquery(task.values("what")[:1]),
            next_due_on=Subquery(task.values("due_on")[:1]),
        )
        .order_by(F("waits_since").asc(nulls_last=True), "opened_on", "pk")
    )


def waiting_days(file: SupportFile, today: datetime.date) -> int | None:
    """For how many days a file has waited; None when nothing is awaited."""
    return (today - file.waits_since).days if file.waits_since else None


def own_tasks(person: Person, today: datetime.date) -> QuerySet[SupportTask]:
    """The open tasks of a person, in the files they may open."""
    keys = SupportFile.objects.visible_to(person, today=today).values("pk")
    shared = SupportFile.objects.shared_with(person, today=today).values("pk")
    rows = SupportTask.objects.filter(assignee=person, state=TaskState.OPEN, file__closed_on=None)
    mine = rows.filter(file__in=keys) | rows.filter(file__in=shared)
    return mine.select_related("file__organisation", "file__partnership").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )


def kind_word(file: SupportFile) -> str:
    """Say what a file accompanies."""
    return _("organisation") if file.organisation_id else _("partenariat")
