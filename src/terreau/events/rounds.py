"""When each round of encounters begins and ends, breaks included."""

import datetime
from dataclasses import dataclass

from terreau.events.models import EncounterPlan


@dataclass(frozen=True)
class Round:
    """One round, numbered from 1."""

    number: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    break_after: int  # minutes until the next round, 0 when it follows at once


def rounds_of(plan: EncounterPlan) -> list[Round]:
    """Lay the rounds of a plan on the clock.

    `figures["params"]` keeps the minutes needed to change table, and after which round one rests.
    """
    told = plan.figures.get("params", {})
    change, rest_after = told.get("change_minutes", 0), told.get("break_after", 0)
    rounds, starts_at = [], plan.starts_at
    for number in range(1, plan.rounds + 1):
        ends_at = starts_at + datetime.timedelta(minutes=plan.minutes)
        pause = told.get("break_minutes", 0) if number == rest_after else change
        pause = 0 if number == plan.rounds else pause
        rounds.append(Round(number, starts_at, ends_at, pause))
        starts_at = ends_at + datetime.timedelta(minutes=pause)
    return rounds


def next_round(plan: EncounterPlan, now: datetime.datetime) -> int:
    """Number the first round that has not begun; the last one when all have."""
    ahead = (one.number for one in rounds_of(plan) if one.starts_at > now)
    return next(ahead, plan.rounds)
