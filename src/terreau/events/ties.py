"""A tie between two organisations, as the fabric reads it; here those born of encounters."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance
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


def encounter_ties(
    organisation_ids: Iterable[int] | None = None,
    alliance: Alliance | None = None,
    on: datetime.date | None = None,
) -> list[Tie]:
    """List the encounters as ties, in one query; the label never names an event that is private.

    `source_uuid` is that of the event; `on` keeps those who had met by that day.
    """
    rows = encounters_of(alliance=alliance, organisations=organisation_ids)
    if on is not None:
        rows = rows.filter(met_on__lte=on)
    told = rows.values_list("first_id", "second_id", "met_on", "event__uuid")
    return [
        Tie(
            min(first, second),
            max(first, second),
            ENCOUNTER,
            ENCOUNTER_WEIGHT,
            met_on,
            None,
            source,
            _("se sont rencontrées le %(date)s") % {"date": date_format(met_on, "j F Y")},
        )
        for first, second, met_on, source in told
    ]
