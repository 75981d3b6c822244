"""What each organisation did in an alliance, and when: the load it carries, the last sign of it.

Organisations are counted, persons never.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate

from terreau.alliances.models import Alliance, MembershipRole
from terreau.core.partial_dates import PartialDate
from terreau.events.models import Encounter, FollowUp, SessionSpeaker
from terreau.experiments.models import Contribution, SmallStep
from terreau.partnerships.models import Party, StageChange

Dated = tuple[int, datetime.date | None]


@dataclass(frozen=True)
class Acts:
    """The acts of a window by organisation, and the last sign of each whatever its age."""

    counts: Counter[int]
    kinds: Counter[str]
    last: dict[int, datetime.date]

    @property
    def last_of_all(self) -> datetime.date | None:
        """The last sign of life of the alliance."""
        return max(self.last.values(), default=None)


def acts_of(alliance: Alliance, *, since: datetime.date, today: datetime.date) -> Acts:
    """Count contributions, small steps, promises, sessions held and facilitation since a day.

    Having met is a sign of life, and no load. Four queries, whatever the rows.
    """
    acts = loads_of(alliance, since=since, today=today)
    for organisation, day in _signs(alliance):
        if day and day <= today:
            acts.last[organisation] = max(acts.last.get(organisation, day), day)
    return acts


def loads_of(alliance: Alliance, *, since: datetime.date, today: datetime.date) -> Acts:
    """Count what was carried since a day, in one query."""
    acts = Acts(Counter(), Counter(), {})
    for kind, organisation, told in _loads(alliance, today):
        day = PartialDate(told).start if told else today
        if not told or day > today:
            continue
        acts.last[organisation] = max(acts.last.get(organisation, day), day)
        if day >= since:
            acts.counts[organisation] += 1
            acts.kinds[kind] += 1
    return acts


def _loads(alliance: Alliance, today: datetime.date) -> QuerySet:
    """Each act as (kind, organisation, day written); a mandate of facilitation is one, today."""
    brought = NullIf("delivered_on", Value(""), output_field=CharField())
    pledged = Coalesce(brought, _written(TruncDate("pledged_at")))
    contributions = Contribution.objects.standing().filter(piece__experiment__alliance=alliance)
    steps = SmallStep.objects.filter(experiment__alliance=alliance, organisation__isnull=False)
    promises = FollowUp.objects.filter(encounter__event__alliance=alliance, who__isnull=False)
    sessions = SessionSpeaker.objects.filter(
        session__event__alliance=alliance, organisation__isnull=False
    )
    roles = MembershipRole.objects.facilitating(today).filter(
        membership__alliance=alliance, membership__organisation__isnull=False
    )
    stepped = Coalesce("done_on", TruncDate("created_at"), output_field=DateField())
    the_day = Value(today.isoformat())
    return _told("contributions", contributions, "organisation_id", pledged).union(
        _told("steps", steps, "organisation_id", _written(stepped)),
        _told("promises", promises, "who_id", _written(TruncDate("promised_at"))),
        _told("sessions", sessions, "organisation_id", _written(TruncDate("session__starts_at"))),
        _told("facilitation", roles, "membership__organisation_id", _written(the_day)),
        all=True,
    )


def _written(day: Any) -> Cast:
    """Write a day as text, as what is known to the year only is."""
    return Cast(day, CharField())


def _told(kind: str, rows: QuerySet, organisation: str, day: Any) -> QuerySet:
    told = rows.order_by().annotate(
        act=Value(kind, output_field=CharField()), who_key=F(organisation), act_day=day
    )
    return told.values_list("act", "who_key", "act_day")


def _signs(alliance: Alliance) -> Iterator[Dated]:
    met = Encounter.objects.filter(event__alliance=alliance).order_by("pk")
    for first, second, day in met.values_list("first", "second", "met_on"):
        yield first, day
        yield second, day
    born = alliance.partnerships.order_by().values("pk")
    changes = StageChange.objects.filter(partnership__in=born).order_by("pk")
    days = dict(changes.values_list("partnership", TruncDate("recorded_at")))
    parties = Party.objects.current().filter(partnership__in=born).order_by("pk")
    for organisation, partnership in parties.values_list("organisation", "partnership"):
        yield organisation, days.get(partnership)


def days_before(today: datetime.date, months: int) -> datetime.date:
    """The day that was so many months ago, counted in days of the usual length."""
    return today - datetime.timedelta(days=round(months * 30.44))
