"""What became of the public sheets: one event a sheet, its latest, in the order of the days.

Whoever copies the list reads the events since a moment and ends with the same list: a sheet that
changes again only moves forward. A sheet that is no longer public is told by its identifier only.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import Lifecycle
from terreau.actors.models import Organisation, SheetChange, SheetTombstone

PAGE = 100
# The row and what stands around it are written in one breath.
_SAME_BREATH = datetime.timedelta(seconds=2)


class ChangeKind(models.TextChoices):
    """What happened to a sheet, as the feed and the API say it."""

    CREATED = "created", _("fiche créée")
    CHANGED = "changed", _("fiche modifiée")
    CONFIRMED = "confirmed", _("fiche vérifiée")
    CLOSED = "closed", _("organisation fermée")
    MERGED = "merged", _("fiche réunie à une autre")
    WITHDRAWN = "withdrawn", _("fiche retirée de la liste")


@dataclass(frozen=True)
class Change:
    """The latest event of one sheet; `name` and `into` are empty when nothing may be said."""

    key: int
    uuid: UUID
    kind: ChangeKind
    at: datetime.datetime
    name: str = ""
    into: str = ""

    @property
    def id(self) -> str:
        """An identifier that is the same each time the same event is told."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{self.uuid}/{self.kind}/{self.at.isoformat()}')}"

    @property
    def cursor(self) -> str:
        """Where to go on from."""
        return f"{self.at.isoformat()}_{self.key}"


def read_cursor(text: str) -> tuple[datetime.datetime, int] | None:
    """Read a cursor, or None when it is not one."""
    moment, _line, key = text.replace(" ", "+").rpartition("_")
    try:
        at = datetime.datetime.fromisoformat(moment)
    except ValueError:
        return None
    if at.tzinfo is None or not key.isdecimal() or len(key) > 18:
        return None
    return at, int(key)


def latest_changes(cursor: tuple | None = None, *, limit: int = PAGE) -> list[Change]:
    """The newest events first, those before the cursor, in two queries."""
    rows = _told().order_by("-updated_at", "-pk")
    gone = _gone().order_by("-removed_at", "-key")
    if cursor:
        at, key = cursor
        rows = rows.filter(Q(updated_at__lt=at) | Q(updated_at=at, pk__lt=key))
        gone = gone.filter(Q(removed_at__lt=at) | Q(removed_at=at, key__lt=key))
    told = [*map(_change, rows[:limit]), *map(_removal, gone[:limit])]
    return sorted(told, key=_order, reverse=True)[:limit]


def changes_since(
    since: datetime.datetime | None, cursor: tuple | None = None, *, limit: int = PAGE
) -> list[Change]:
    """The events from a moment on, the oldest first, those after the cursor, in two queries."""
    rows = _told().order_by("updated_at", "pk")
    gone = _gone().order_by("removed_at", "key")
    if since:
        rows, gone = rows.filter(updated_at__gte=since), gone.filter(removed_at__gte=since)
    if cursor:
        at, key = cursor
        rows = rows.filter(Q(updated_at__gt=at) | Q(updated_at=at, pk__gt=key))
        gone = gone.filter(Q(removed_at__gt=at) | Q(removed_at=at, key__gt=key))
    told = [*map(_change, rows[:limit]), *map(_removal, gone[:limit])]
    return sorted(told, key=_order)[:limit]


def _order(change: Change) -> tuple[datetime.datetime, int]:
    return change.at, change.key


def _gone():
    """The sheets deleted outright; one that came back under its identifier tells itself."""
    back = Organisation.objects.filter(uuid=OuterRef("uuid"))
    return SheetTombstone.objects.filter(~Exists(back))


def _removal(row: SheetTombstone) -> Change:
    return Change(key=row.key, uuid=row.uuid, kind=ChangeKind.WITHDRAWN, at=row.removed_at)


def _told():
    """The public sheets, and those that once were."""
    versions = Organisation.history.filter(id=OuterRef("pk"), is_public=True)
    edited = SheetChange.objects.filter(organisation=OuterRef("pk")).order_by("-at", "-pk")
    return (
        Organisation.objects.filter(Q(is_public=True) | Exists(versions))
        .select_related("merged_into")
        .annotate(edited_at=Subquery(edited.values("at")[:1]))
        .only(
            *("uuid", "name", "is_public", "lifecycle", "created_at", "updated_at"),
            *("confirmed_on", "merged_into__uuid", "merged_into__is_public"),
        )
    )


def _change(row: Organisation) -> Change:
    kind = _kind_of(row)
    into = row.merged_into if kind == ChangeKind.MERGED and row.merged_into.is_public else None
    return Change(
        key=row.pk,
        uuid=row.uuid,
        kind=kind,
        at=row.updated_at,
        name=row.name if row.is_public else "",
        into=str(into.uuid) if into else "",
    )


def _kind_of(row) -> ChangeKind:
    if not row.is_public:
        return ChangeKind.WITHDRAWN
    if row.merged_into_id:
        return ChangeKind.MERGED
    if row.lifecycle == Lifecycle.CLOSED:
        return ChangeKind.CLOSED
    if row.updated_at - row.created_at < _SAME_BREATH:
        return ChangeKind.CREATED
    was_edited = row.edited_at is not None and row.updated_at - row.edited_at < _SAME_BREATH
    if not was_edited and row.confirmed_on == localdate(row.updated_at):
        return ChangeKind.CONFIRMED
    return ChangeKind.CHANGED


def newest(changes: Iterable[Change]) -> datetime.datetime | None:
    """The moment of the newest of these events."""
    return max((change.at for change in changes), default=None)
