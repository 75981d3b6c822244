"""How long experiments last, those that still go on counted for what was seen of them (I2)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from terreau.core.partial_dates import PartialDate
from terreau.experiments.enums import DecisionOutcome, ExperimentState
from terreau.experiments.models import Decision, Experiment
from terreau_engine.survival import SurvivalCurve, SurvivalStep, kaplan_meier

Step = SurvivalStep  # what the picture draws
FEWEST = 5
YEARS = (1, 3, 5)
DAYS_A_YEAR = 365.25
BEGUN = (
    ExperimentState.RUNNING,
    ExperimentState.SUSTAINED,
    ExperimentState.SPREAD,
    ExperimentState.STOPPED,
)
# A sheet written this long after the beginning may only tell of what lasted.
AFTERWARDS = datetime.timedelta(days=366)


@dataclass(frozen=True)
class AtYear:
    """What is known after so many years; all None when fewer than five were seen until then."""

    years: int
    base: int
    survival: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class SurvivalView:
    """The survival of some experiments and everything its base needs."""

    curve: SurvivalCurve
    at_years: tuple[AtYear, ...]
    undated: int  # left out: no beginning, or stopped without a day
    not_begun: int
    afterwards: int
    is_hidden: bool


def view_survival(rows: QuerySet[Experiment], *, today: datetime.date) -> SurvivalView:
    """Read the survival of these experiments on a day, in two queries."""
    stops = _stops(rows)
    durations: list[float] = []
    ended: list[bool] = []
    undated = not_begun = afterwards = 0
    told = rows.order_by("pk").values_list("pk", "state", "starts_on", "ends_on", "created_at")
    for pk, state, starts_on, ends_on, created_at in told:
        if state not in BEGUN:
            not_begun += 1
            continue
        is_over = state == ExperimentState.STOPPED
        last = stops.get(pk) or ends_on if is_over else PartialDate(today.isoformat())
        if not starts_on or not last or middle_of(last) < starts_on.start:
            undated += 1
            continue
        durations.append(max((middle_of(last) - middle_of(starts_on)).days, 0) / DAYS_A_YEAR)
        ended.append(is_over)
        afterwards += timezone.localdate(created_at) - starts_on.end > AFTERWARDS
    curve = kaplan_meier(durations, ended)
    years = tuple(_at(curve, years) for years in YEARS)
    hidden = curve.count < FEWEST
    return SurvivalView(curve, years, undated, not_begun, afterwards, hidden)


def middle_of(date: PartialDate) -> datetime.date:
    """The day that stands for a date known to the year or to the season."""
    return date.start + (date.end - date.start) / 2


def _stops(rows: QuerySet[Experiment]) -> dict[int, PartialDate]:
    """The day of the last decision to stop, by experiment."""
    decided = Decision.objects.filter(
        experiment__in=rows.order_by().values("pk"), outcome=DecisionOutcome.STOP
    )
    told: Iterable = decided.order_by("decided_on", "pk").values_list("experiment", "decided_on")
    return dict(told)


def _at(curve: SurvivalCurve, years: int) -> AtYear:
    base, step = curve.at_risk(years), curve.at(years)
    if step is None or base < FEWEST:
        return AtYear(years, base, None, None, None)
    return AtYear(years, base, step.survival, step.low, step.high)
