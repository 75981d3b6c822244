"""What the hours say: a month of one's own, and sums by trade, phase and engineering."""

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from terreau.core.formats import format_number
from terreau.support.enums import Engineering, SupportPhase, Trade
from terreau.support.models import HourEntry

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_NONE = ""


def month_of(text: str | None, today: datetime.date) -> datetime.date:
    """Read « 2026-11 » as the first day of a month; this month when it is not one."""
    found = _MONTH.match(text or "")
    if found and 1990 <= int(found[1]) <= today.year + 1 and 1 <= int(found[2]) <= 12:
        return datetime.date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


def months_around(first: datetime.date) -> tuple[str, str]:
    """The month before and the month after, as addresses write them."""
    before = first - datetime.timedelta(days=1)
    days = calendar.monthrange(first.year, first.month)[1]
    after = first + datetime.timedelta(days=days)
    return f"{before:%Y-%m}", f"{after:%Y-%m}"


def entries_of_month(person, first: datetime.date) -> QuerySet[HourEntry]:
    """A person's own entries of a month, the latest first."""
    rows = HourEntry.objects.filter(person=person, on__year=first.year, on__month=first.month)
    return rows.select_related(
        "alliance", "organisation", "file__organisation", "file__partnership"
    ).order_by("-on", "-pk")


def spoken_minutes(minutes: int) -> str:
    """Say « 45 min », « 2 h », « 2 h 30 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(n)d min") % {"n": rest}
    if not rest:
        return _("%(n)s h") % {"n": format_number(hours)}
    return _("%(n)s h %(rest)02d") % {"n": format_number(hours), "rest": rest}


@dataclass(frozen=True)
class HoursReport:
    """Sums of minutes; nobody's own entries."""

    minutes: int
    people: int
    entries: int
    by_trade: dict[str, int]
    by_phase: dict[str, int]
    by_engineering: dict[str, int]
    grid: dict[tuple[str, str], int]

    @property
    def phases(self) -> list[tuple[str, str]]:
        """The phases of the table, the unknown one last and only if it is used."""
        known = list(SupportPhase.choices)
        return [*known, (_NONE, _("sans phase"))] if _NONE in self.by_phase else known

    def rows(self) -> list[tuple[str, list[str], str]]:
        """The table trade × phase, in spoken hours, with its sums."""
        return [
            (
                str(label),
                [_cell(self.grid.get((trade, phase), 0)) for phase, _label in self.phases],
                spoken_minutes(self.by_trade.get(trade, 0)),
            )
            for trade, label in Trade.choices
        ]

    def sums(self) -> list[str]:
        """The last line of the table."""
        return [_cell(self.by_phase.get(phase, 0)) for phase, _label in self.phases]

    def engineerings(self) -> list[tuple[str, str]]:
        """The three engineerings, and what is not told."""
        named = [*Engineering.choices, (_NONE, _("non précisée"))]
        return [
            (str(label), spoken_minutes(self.by_engineering[key]))
            for key, label in named
            if self.by_engineering.get(key)
        ]


def _cell(minutes: int) -> str:
    return spoken_minutes(minutes) if minutes else "–"


def report(rows: QuerySet[HourEntry]) -> HoursReport:
    """Sum some entries up, in two queries whatever their number."""
    told = rows.order_by().aggregate(
        minutes=Sum("minutes"), people=Count("person", distinct=True), entries=Count("pk")
    )
    groups = rows.order_by().values_list("trade", "phase", "engineering")
    sums = list(groups.annotate(minutes=Sum("minutes")))
    return HoursReport(
        told["minutes"] or 0,
        told["people"],
        told["entries"],
        _summed((trade, minutes) for trade, _phase, _engineering, minutes in sums),
        _summed((phase, minutes) for _trade, phase, _engineering, minutes in sums),
        _summed((engineering, minutes) for _trade, _phase, engineering, minutes in sums),
        _summed(((trade, phase), minutes) for trade, phase, _engineering, minutes in sums),
    )


def _summed(pairs: Iterable[tuple]) -> dict:
    sums: dict = {}
    for key, minutes in pairs:
        sums[key] = sums.get(key, 0) + minutes
    return sums
