"""« Démultiplication »: did those who met in the alliance found partnerships two by two?

Each pair is followed from the day it met. A pair is counted in the rate at 12 months only when
twelve months have passed: before, it is « encore trop tôt », neither a success nor a failure.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.events.meetings import met_pairs
from terreau.events.models import FollowUp
from terreau.events.ties import Tie
from terreau.experiments.ties import contribution_ties
from terreau.partnerships.enums import Stage
from terreau.partnerships.models import Partnership, Party

Pair = tuple[int, int]
WINDOWS = (12, 24)
DAYS_A_MONTH = 30.44
# A pair that met some weeks ago is not yet one « sans suite ».
PATIENCE_MONTHS = 3


@dataclass(frozen=True)
class Followed:
    """One pair from the day it met: when it became partners, and what else came of it."""

    pair: Pair
    met_on: datetime.date
    is_first_time: bool
    partners_on: datetime.date | None
    has_follow_up: bool

    def months(self, until: datetime.date) -> float:
        """The months between the meeting and a day."""
        return (until - self.met_on).days / DAYS_A_MONTH

    @property
    def waited(self) -> float | None:
        """The months between the meeting and the partnership."""
        return self.months(self.partners_on) if self.partners_on else None


@dataclass(frozen=True)
class Cohort:
    """The pairs that met in one year."""

    year: int
    met: int
    exposed: tuple[int, ...]  # observed for at least each of WINDOWS
    partners: tuple[int, ...]  # of those, partners within it
    too_early: int  # observed for less than the first window
    without: int


@dataclass(frozen=True)
class Multiplication:
    """The indicator of an alliance, with its base and its windows."""

    met: int
    first_met: int
    already: int
    partnerships: int
    exposed: tuple[int, ...]
    partners: tuple[int, ...]
    too_early: int
    since: datetime.date | None
    cohorts: tuple[Cohort, ...]
    without: tuple[Followed, ...]

    def rate(self, window: int) -> float | None:
        """The share of the pairs observed long enough that became partners within a window."""
        place = WINDOWS.index(window)
        return self.partners[place] / self.exposed[place] if self.exposed[place] else None


def measure(alliance: Alliance, *, today: datetime.date) -> Multiplication:
    """Follow every pair that met in the alliance, in five queries."""
    ties = contribution_ties(alliance=alliance)
    met = _met(alliance, ties, today)
    bilateral = _bilateral(alliance, met)
    already = {
        pair for pair, since in bilateral.items() if since is not None and since < met[pair][0]
    }
    busy = _continued(alliance, ties)
    followed = [
        Followed(pair, met_on, is_first, bilateral.get(pair), pair in busy)
        for pair, (met_on, is_first) in sorted(met.items())
        if pair not in already
    ]
    counts = _count(followed, today)
    patience = today - datetime.timedelta(days=round(PATIENCE_MONTHS * DAYS_A_MONTH))
    return Multiplication(
        len(followed),
        sum(one.is_first_time for one in followed),
        len(already),
        sum(one.partners_on is not None for one in followed),
        counts.exposed,
        counts.partners,
        counts.too_early,
        min((met_on for met_on, _first in met.values()), default=None),
        tuple(
            _count([one for one in followed if one.met_on.year == year], today, year)
            for year in sorted({one.met_on.year for one in followed})
        ),
        tuple(one for one in followed if _is_without(one) and one.met_on <= patience),
    )


def _is_without(one: Followed) -> bool:
    return one.partners_on is None and not one.has_follow_up


def _met(
    alliance: Alliance, ties: Sequence[Tie], today: datetime.date
) -> dict[Pair, tuple[datetime.date, bool]]:
    """The first day on which each pair met: at an event, or around one experiment."""
    found: dict[Pair, tuple[datetime.date, bool]] = {}
    for one in met_pairs(alliance):
        if one.met_on <= today:
            pair = _pair(one.first_id, one.second_id)
            found[pair] = min(
                found.get(pair, (one.met_on, one.is_first_time)), (one.met_on, one.is_first_time)
            )
    for tie in ties:
        pair = _pair(tie.first_id, tie.second_id)
        if tie.starts_on and tie.starts_on <= today and pair not in found:
            # Nobody said whether they knew each other: it is not told as a first time.
            found[pair] = (tie.starts_on, False)
    return found


def _pair(first: int, second: int) -> Pair:
    return (first, second) if first < second else (second, first)


def _bilateral(alliance: Alliance, pairs: Iterable[Pair]) -> dict[Pair, datetime.date]:
    """The day on which each pair founded its first partnership of two that members may read."""
    keys = {key for pair in pairs for key in pair}
    shared = Partnership.objects.filter(alliances=alliance, is_shared=True).order_by().values("pk")
    seen = Partnership.objects.exclude(stage=Stage.SPOTTING).filter(
        Q(is_public=True) | Q(pk__in=shared),
        pk__in=Party.objects.filter(organisation__in=keys).order_by().values("partnership"),
    )
    rows = Party.objects.filter(partnership__in=seen.order_by().values("pk")).order_by("pk")
    members: dict[int, set[int]] = {}
    since: dict[int, datetime.date] = {}
    for key, organisation, starts_on, created_at in rows.values_list(
        "partnership", "organisation", "partnership__starts_on", "partnership__created_at"
    ):
        members.setdefault(key, set()).add(organisation)
        since[key] = starts_on.start if starts_on else timezone.localdate(created_at)
    found: dict[Pair, datetime.date] = {}
    for key, both in members.items():
        if len(both) == 2 and both <= keys:
            pair = _pair(*both)
            found[pair] = min(found.get(pair, since[key]), since[key])
    wanted = set(pairs)
    return {pair: day for pair, day in found.items() if pair in wanted}


def _continued(alliance: Alliance, ties: Sequence[Tie]) -> set[Pair]:
    """The pairs that promised each other something, or that brought pieces together."""
    promised = FollowUp.objects.filter(encounter__event__alliance=alliance).order_by("pk")
    pairs = {_pair(*row) for row in promised.values_list("encounter__first", "encounter__second")}
    return pairs | {_pair(tie.first_id, tie.second_id) for tie in ties}


def _count(followed: Sequence[Followed], today: datetime.date, year: int = 0) -> Cohort:
    exposed, partners = [], []
    for window in WINDOWS:
        seen = [one for one in followed if one.months(today) >= window]
        exposed.append(len(seen))
        partners.append(sum(one.waited is not None and one.waited <= window for one in seen))
    return Cohort(
        year,
        len(followed),
        tuple(exposed),
        tuple(partners),
        sum(one.months(today) < WINDOWS[0] for one in followed),
        sum(_is_without(one) for one in followed),
    )
