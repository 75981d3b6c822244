"""Exhaustion and dormancy: who carries, how many carry, who has gone quiet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from terreau_engine.errors import OutOfScale
from terreau_engine.network.graphs import Floats


@dataclass(frozen=True, slots=True)
class Exhaustion:
    """How much the work rests on few; None when nothing was done yet.

    `gini` is 0 when all do as much and near 1 when one does all; `top_share` the part of the
    `top` busiest, `busiest` their names; `effective` the number of equal animators that would
    weigh as much, 1 / Σ s²; `half` the least number who do half; `idle` who did nothing.
    """

    actors: int
    acts: float
    gini: float | None
    top: int
    top_share: float | None
    busiest: tuple[str, ...]
    effective: float | None
    half: int | None
    idle: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dormancy:
    """Who has gone quiet: names, longest first, with days since the last act.

    `never` did nothing yet; `share` is of the actors with a known last act; `median_days` of all.
    """

    asleep: tuple[tuple[str, int], ...]
    never: tuple[str, ...]
    share: float | None
    median_days: float | None


def exhaustion(acts: Mapping[str, float], *, top: int = 3) -> Exhaustion:
    """Measure how far the work of keeping an alliance alive rests on a few.

    Formula: s_i = acts of i / all acts; Gini = Σ (2i − n − 1) x_i / (n Σ x) in rising order;
    effective number 1 / Σ s_i². Shapes: number of acts by name, none for those who did nothing.
    Errors: `OutOfScale` for a negative number or `top` under 1. Sources: Gini 1912; Laakso and
    Taagepera 1979.

    >>> worn = exhaustion({"ama": 8, "bo": 1, "cy": 1, "di": 0, "ed": 0})
    >>> round(worn.gini, 3), worn.top_share, round(worn.effective, 3), worn.half
    (0.68, 1.0, 1.515, 1)
    """
    values = np.array(list(acts.values()), dtype=np.float64)
    if top < 1 or not np.isfinite(values).all() or (values < 0).any():
        raise OutOfScale("Acts are counted from 0 and `top` from 1: correct the numbers.")
    ranked = sorted(acts, key=lambda name: (-acts[name], name))
    total = float(values.sum())
    idle = tuple(sorted(name for name in acts if acts[name] == 0))
    if not total:
        return Exhaustion(len(acts), 0.0, None, top, None, (), None, None, idle)
    down = np.sort(values)[::-1] / total
    return Exhaustion(
        len(acts),
        total,
        gini(values),
        top,
        float(down[:top].sum()),
        tuple(name for name in ranked[:top] if acts[name] > 0),
        float(1 / (down**2).sum()),
        int(np.argmax(np.cumsum(down) >= 0.5 - 1e-12)) + 1,
        idle,
    )


def gini(values: Floats) -> float | None:
    """Measure how unequal numbers from 0 are: 0 when all are equal, (n − 1) / n when one has all.

    Formula: Σ (2i − n − 1) x_i / (n Σ x), x rising; None when there is nothing to share.

    >>> gini(np.array([1.0, 1.0])), gini(np.array([0.0, 1.0]))
    (0.0, 0.5)
    """
    n, total = len(values), float(values.sum())
    if not total:
        return None
    ranks = 2 * np.arange(1, n + 1) - n - 1
    return float((ranks * np.sort(values)).sum() / (n * total))


def dormancy(
    last_acts: Mapping[str, date | None], *, today: date, silent_after: int = 180
) -> Dormancy:
    """Tell who has done nothing for a while.

    Shapes: date of the last act by name, None when there was none. Units: days; asleep from
    `silent_after` days on. Errors: `OutOfScale` for a limit under a day. An act after today
    counts as today.

    >>> quiet = dormancy({"a": date(2026, 1, 1), "b": date(2026, 11, 1), "c": None},
    ...                  today=date(2026, 11, 22))
    >>> quiet.asleep, quiet.never, quiet.share
    ((('a', 325),), ('c',), 0.5)
    """
    if silent_after < 1:
        raise OutOfScale("Silence is counted in days from 1.")
    days = {
        name: max(0, (today - last).days) for name, last in last_acts.items() if last is not None
    }
    asleep = sorted(
        ((name, count) for name, count in days.items() if count >= silent_after),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return Dormancy(
        tuple(asleep),
        tuple(sorted(name for name, last in last_acts.items() if last is None)),
        len(asleep) / len(days) if days else None,
        float(np.median(list(days.values()))) if days else None,
    )
