"""How far the work rests on few, and who has gone quiet."""

import datetime
from collections.abc import Mapping

from terreau_engine.network import Dormancy, Exhaustion, dormancy, exhaustion

__all__ = ["Dormancy", "Exhaustion", "find_quiet", "measure_load"]


def measure_load(counts: Mapping[int, float]) -> Exhaustion:
    """Measure the load of organisations, named by their keys."""
    return exhaustion({str(key): float(count) for key, count in counts.items()})


def find_quiet(
    last: Mapping[int, datetime.date | None], *, today: datetime.date, days: int
) -> Dormancy:
    """Tell which organisations, named by their keys, gave no sign for so many days."""
    return dormancy({str(key): day for key, day in last.items()}, today=today, silent_after=days)
