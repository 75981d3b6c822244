"""What each organisation did in an alliance, and when: the load it carries, the last sign of it.

Organisations are counted, persons never.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import DateField, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from terreau.alliances.enums import MemberRole
from terreau.alliances.models import Alliance, MembershipRole
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

    Having met is a sign of life, and no load. Seven queries, whatever the rows.
    """
    counts: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    last: dict[int, datetime.date] = {}
    for kind, rows in _loads(alliance, today).items():
        for organisation, day in rows:
            if day is None or day > today:
                continue
            last[organisation] = max(last.get(organisation, day), day)
            if day >= since:
                counts[organisation] += 1
                kinds[kind] += 1
    for organisation, day in _signs(alliance):
        if day and day <= today:
            last[organisation] = max(last.get(organisation, day), day)
    return Acts(counts, kinds, last)


def _loads(alliance: Alliance, today: datetime.date) -> dict[str, Iterable[Dated]]:
    pledged = Coalesce("delivered_on", TruncDate("pledged_at"), output_field=DateField())
    contributions = Contribution.objects.standing().filter(piece__experiment__alliance=alliance)
    steps = SmallStep.objects.filter(experiment__alliance=alliance, organisation__isnull=False)
    promises = FollowUp.objects.filter(encounter__event__alliance=alliance, who__isnull=False)
    sessions = SessionSpeaker.objects.filter(
        session__event__alliance=alliance, organisation__isnull=False
    )
    return {
        "contributions": _pairs(contributions, "organisation", pledged),
        "steps": _pairs(steps, "organisation", Coalesce("done_on", TruncDate("created_at"))),
        "promises": _pairs(promises, "who", TruncDate("promised_at")),
        "sessions": _pairs(sessions, "organisation", TruncDate("session__starts_at")),
        "facilitation": _facilitations(alliance, today),
    }


def _facilitations(alliance: Alliance, today: datetime.date) -> list[Dated]:
    """A mandate of facilitation that runs is one act, of today."""
    roles = MembershipRole.objects.running(today).filter(
        role=MemberRole.FACILITATOR,
        membership__alliance=alliance,
        membership__left_on=None,
        membership__organisation__isnull=False,
    )
    told = roles.order_by("pk").values_list("membership__organisation", flat=True)
    return [(organisation, today) for organisation in told]


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


def _pairs(rows: QuerySet, organisation: str, day) -> Iterable[Dated]:
    return rows.order_by("pk").annotate(day=day).values_list(organisation, "day")


def days_before(today: datetime.date, months: int) -> datetime.date:
    """The day that was so many months ago, counted in days of the usual length."""
    return today - datetime.timedelta(days=round(months * 30.44))
