"""The confidence that a fact keeps after so many days without anybody saying it again."""

from dataclasses import dataclass
from typing import Literal

from terreau_engine.errors import ImpossibleAge

Level = Literal["fresh", "ageing", "stale", "unknown"]


@dataclass(frozen=True, slots=True)
class Confidence:
    """How far a fact may still be trusted; `value` is None when nobody ever confirmed it."""

    level: Level
    value: float | None


def confidence_of(age_days: int | None, half_life_days: int) -> Confidence:
    """Halve the confidence in a fact each time its half-life passes without confirmation.

    Meaning: a fact said today is fully trusted; said one half-life ago, half as much; never said by
    anybody who knows, it is unknown, which is not zero. Formula: value = 2^(−age / half-life);
    fresh while age < h, ageing while h ≤ age < 2 h, stale from 2 h on, that is value > ½, then
    > ¼, then ≤ ¼. Units: whole days; the value is between 0 and 1, without unit. Errors:
    `ImpossibleAge` for a negative age or a half-life under one day. Source: the project's own
    convention (docs/methodes/fraicheur.md), the exponential decay of a fact that changes at a
    constant rate.

    >>> confidence_of(0, 365)
    Confidence(level='fresh', value=1.0)
    >>> confidence_of(365, 365)
    Confidence(level='ageing', value=0.5)
    >>> confidence_of(730, 365), confidence_of(None, 365).value
    (Confidence(level='stale', value=0.25), None)
    """
    if half_life_days < 1:
        raise ImpossibleAge(f"a half-life lasts at least one day, not {half_life_days}")
    if age_days is None:
        return Confidence("unknown", None)
    if age_days < 0:
        raise ImpossibleAge(f"a fact cannot be {age_days} days old: give the day it was said")
    return Confidence(_level_of(age_days, half_life_days), 2.0 ** (-age_days / half_life_days))


def _level_of(age_days: int, half_life_days: int) -> Level:
    # On whole days, so that a filter by date and this level always agree.
    if age_days < half_life_days:
        return "fresh"
    return "ageing" if age_days < 2 * half_life_days else "stale"
