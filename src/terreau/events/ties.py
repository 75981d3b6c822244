"""A tie between two organisations, as the fabric reads it; here those born of encounters."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance
from terreau.core.formats import format_long_date
from terreau.events.meetings import encounters_of

ENCOUNTER = "encounter"
# Having met is weaker than having done something together: what is above weighs more.
ENCOUNTER_WEIGHT = 0.5


@dataclass(frozen=True)
class Tie:
    """Two organisations linked by something dated; the lower key is always the first one."""

    first_id: int
    second_id: int
    kind: str
    weight: float
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    source_uuid: UUID
    label: str
    is_seen: bool = True  # may the reader know of it?
    noted_on: datetime.date | None = None  # where nobody said since when

    @property
    def since(self) -> datetime.date | None:
        """The day from which it counts."""
        return self.starts_on or self.noted_on

    def stands(self, on: datetime.date) -> bool:
        """Tell whether it was alive that day."""
        begun = self.since is None or self.since <= on
        return begun and (self.ends_on is None or self.ends_on >= on)


def note_seen(rows: QuerySet, seen: Q, *, with_hidden: bool) -> QuerySet:
    """Keep the rows that the reader may know of; or keep all, and note which with `is_seen`."""
    if with_hidden and seen:
        return rows.annotate(is_seen=Case(When(seen, then=True), default=False))
    return rows.filter(seen).annotate(is_seen=Value(True))


def encounter_ties(
    organisation_ids: Iterable[int] | None = None,
    alliance: Alliance | None = None,
    on: datetime.date | None = None,
    seen_in: Alliance | None = None,
) -> list[Tie]:
    """List the encounters as ties, in one query; the label never names an event that is private.

    `source_uuid` is that of the event; `on` keeps those who had met by that day; where `seen_in`
    is given, those of other alliances are not its members' to know.
    """
    rows = encounters_of(alliance=alliance, organisations=organisation_ids)
    if on is not None:
        rows = rows.filter(met_on__lte=on)
    told = rows.values_list("first_id", "second_id", "met_on", "event__uuid", "event__alliance")
    return [
        Tie(
            min(first, second),
            max(first, second),
            ENCOUNTER,
            ENCOUNTER_WEIGHT,
            met_on,
            None,
            source,
            _("se sont rencontrées le %(date)s") % {"date": format_long_date(met_on)},
            is_seen=seen_in is None or alliance_id == seen_in.pk,
        )
        for first, second, met_on, source, alliance_id in told
    ]
