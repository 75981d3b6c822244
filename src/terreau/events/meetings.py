"""Who met whom: what the domains above read of the encounters."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance
from terreau.core.formats import format_long_date
from terreau.events.extensions import Pair, pairs_known_above
from terreau.events.models import Encounter


@dataclass(frozen=True)
class MetPair:
    """Two organisations that met at one event; the lower key is always the first one."""

    first_id: int
    second_id: int
    met_on: datetime.date
    event_id: int
    is_first_time: bool


def encounters_of(
    *, alliance: Alliance | None = None, organisations: Iterable[int] | None = None
) -> QuerySet[Encounter]:
    """The encounters of an alliance, between these organisations, the oldest first."""
    rows = Encounter.objects.all()
    if alliance is not None:
        rows = rows.filter(event__alliance=alliance)
    if organisations is not None:
        keys = list(organisations)
        rows = rows.filter(first__in=keys, second__in=keys)
    return rows.order_by("met_on", "pk")


def met_pairs(
    alliance: Alliance | None = None, organisations: Iterable[int] | None = None
) -> list[MetPair]:
    """List who met whom and when, the oldest first, in one query.

    After a merger of sheets two rows may tell the same pair: it counts once at an event, and only
    its first encounter may be the first one.
    """
    rows = encounters_of(alliance=alliance, organisations=organisations)
    told = rows.values_list("first_id", "second_id", "met_on", "event_id", "is_first_time")
    pairs: dict[tuple[int, int, int], MetPair] = {}
    seen: set[Pair] = set()
    for first, second, met_on, event, is_first in told:
        pair = (min(first, second), max(first, second))
        pairs.setdefault(
            (*pair, event), MetPair(*pair, met_on, event, is_first and pair not in seen)
        )
        seen.add(pair)
    return list(pairs.values())


def known_pairs(organisation_ids: Iterable[int], before: datetime.date) -> dict[Pair, str]:
    """Tell which pairs knew each other before a day, and by what.

    Being members of the same alliance is not knowing each other. An earlier encounter is; what
    the domains above register is too, and says it first: a partnership tells more.
    """
    keys = list(organisation_ids)
    rows = encounters_of(organisations=keys).filter(met_on__lt=before)
    met: dict[Pair, str] = {}
    for first, second, met_on in rows.values_list("first_id", "second_id", "met_on"):
        said = _("se sont rencontrées le %(date)s") % {"date": format_long_date(met_on)}
        met.setdefault((min(first, second), max(first, second)), said)
    return {**met, **pairs_known_above(keys, before)}
