"""Choose the public sheets of a list, and read them by chunks so that memory stays constant."""

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Q
from django.utils.timezone import localdate

from terreau.actors.bridge.freshness import fresh_since
from terreau.actors.enums import Lifecycle
from terreau.actors.exchange.sheets import with_links
from terreau.actors.forms import DirectoryForm
from terreau.actors.models import Organisation
from terreau.actors.models.organisations import OrganisationQuerySet

CHUNK = 500


def public_organisations() -> OrganisationQuerySet:
    """The sheets that everybody sees, whoever asks; a merged one is told by its kept sheet."""
    return Organisation.objects.visible_to(AnonymousUser()).filter(merged_into=None)


@dataclass(frozen=True)
class Selection:
    """Public sheets in the order of their keys; `keys` is None when no filter narrows them."""

    keys: Sequence[int] | None = None

    def count(self) -> int:
        """How many sheets."""
        return public_organisations().count() if self.keys is None else len(self.keys)

    def after(self, key: int, limit: int) -> list[Organisation]:
        """The sheets that follow a key, with all their links, in a few queries."""
        found = with_links(public_organisations()).order_by("pk")
        if self.keys is None:
            return list(found.filter(pk__gt=key)[:limit])
        start = bisect_right(self.keys, key)
        return list(found.filter(pk__in=self.keys[start : start + limit]))

    def chunks(self, size: int = CHUNK) -> Iterator[list[Organisation]]:
        """Every sheet, so many at a time."""
        last = 0
        while True:
            chunk = self.after(last, size)
            if chunk:
                yield chunk
            last = self._next(last, size, chunk)
            if not last:
                return

    def _next(self, last: int, size: int, chunk: list[Organisation]) -> int:
        """Where the next chunk starts, or 0 at the end; a sheet may have gone meanwhile."""
        if self.keys is None:
            return chunk[-1].pk if len(chunk) == size else 0
        end = bisect_right(self.keys, last) + size
        return self.keys[end - 1] if end < len(self.keys) else 0


def select(form: DirectoryForm, *, today: datetime.date | None = None) -> Selection:
    """Keep what passes the filters of the list of actors."""
    if not form.is_filtering:
        return Selection()
    answer = form.answer(signed_in=False, today=today or localdate())
    return Selection(sorted(answer.snapshot.columns.keys[answer.mask].tolist()))


def select_from(query: Mapping) -> Selection:
    """Keep what passes the filters read from an address."""
    return select(DirectoryForm(query))


@dataclass(frozen=True)
class ListFigures:
    """How many sheets, how many confirmed within a year, how many closed."""

    count: int
    fresh: int
    closed: int

    @property
    def fresh_rate(self) -> float | None:
        """The share confirmed within a year; unknown when there is no sheet."""
        return self.fresh / self.count if self.count else None


def figures_of(form: DirectoryForm, today: datetime.date) -> ListFigures:
    """Count the sheets that pass the filters."""
    chosen = form.narrow(public_organisations(), today=today)
    counts = chosen.order_by().aggregate(
        count=Count("pk"),
        fresh=Count("pk", filter=Q(confirmed_on__gte=fresh_since(today))),
        closed=Count("pk", filter=Q(lifecycle=Lifecycle.CLOSED)),
    )
    return ListFigures(**counts)


def last_change() -> tuple[datetime.datetime | None, int]:
    """When a sheet last changed, and the mark of the last version kept: a removal moves it too."""
    latest = Organisation.objects.aggregate(at=Max("updated_at"))["at"]
    mark = Organisation.history.aggregate(mark=Max("history_id"))["mark"]
    return latest, mark or 0
