"""The stretches of the path in time, with what is known of their dates."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.partial_dates import PartialDate


@dataclass(frozen=True)
class Stretch:
    """One stretch; without an end it goes on."""

    start: PartialDate
    end: PartialDate | None = None
    label: str = ""
    source: str = ""

    @property
    def dates(self) -> str:
        """Write its dates as they are known."""
        if self.end is None:
            return _("depuis %(start)s") % {"start": self.start}
        return f"{self.start} – {self.end}"

    def last_day(self, today: datetime.date) -> datetime.date:
        """The last day it can reach, never before its first."""
        return max(self.end.end if self.end else today, self.start.end)

    def sure(self, today: datetime.date) -> tuple[datetime.date, datetime.date]:
        """The days during which it lived for sure; the first may be the later one."""
        return self.start.end, self.end.start if self.end else min(today, self.last_day(today))


@dataclass(frozen=True)
class PathLane:
    """One phase and its stretches, in order."""

    label: str
    tone: str
    stretches: tuple[Stretch, ...]

    @property
    def first(self) -> datetime.date:
        """Its first possible day."""
        return min(stretch.start.start for stretch in self.stretches)

    def is_disputed(self, stretch: Stretch, today: datetime.date) -> bool:
        """Tell whether another source tells the same time otherwise: then both are named."""
        return any(
            other is not stretch
            and other.source != stretch.source
            and other.start.start <= stretch.last_day(today)
            and stretch.start.start <= other.last_day(today)
            for other in self.stretches
        )


@dataclass(frozen=True)
class Step:
    """A step told by the journal."""

    when: PartialDate
    title: str


MOST_STEPS = 24


def drawn_steps(steps: Sequence[Step]) -> list[Step]:
    """Keep each step of a short path; of a long one, gather the steps of each year.

    Two hundred names beside a line help nobody: the table keeps them all.
    """
    if len(steps) <= MOST_STEPS:
        return list(steps)
    drawn = []
    for year, some in groupby(steps, key=lambda step: step.when.start.year):
        mine = list(some)
        drawn.append(mine[0] if len(mine) == 1 else _gathered(year, mine))
    return drawn


def _gathered(year: int, steps: list[Step]) -> Step:
    title = ngettext(
        "%(count)d étape, dont « %(first)s »", "%(count)d étapes, dont « %(first)s »", len(steps)
    ) % {"count": len(steps), "first": steps[0].title}
    return Step(PartialDate(str(year)), title)


def span_of(
    lanes: Sequence[PathLane], steps: Sequence[Step], today: datetime.date
) -> tuple[datetime.date, datetime.date]:
    """Find the first and the last day to draw."""
    stretches = [stretch for lane in lanes for stretch in lane.stretches]
    firsts = [stretch.start.start for stretch in stretches] + [one.when.start for one in steps]
    lasts = [stretch.last_day(today) for stretch in stretches] + [one.when.end for one in steps]
    return min(firsts, default=today), max(lasts, default=today)


def parent_of(lanes: Sequence[PathLane], place: int) -> int | None:
    """Find the lane out of which this one grows: the nearest above that was already alive."""
    older = [n for n in range(place) if lanes[n].first < lanes[place].first]
    return older[-1] if older else None
