"""Go through rows one by one, keeping apart those that are refused and those from elsewhere."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from terreau.territories.sources.codes import OutsideError, UnknownCodeError
from terreau.territories.sources.numbers import BadNumberError
from terreau.territories.sources.reading import Reading, Row, Table

T = TypeVar("T")


def walk(
    table: Table,
    reading: Reading,
    check: Callable[[Row], str],
    understand: Callable[[Row], T],
    *,
    is_of_use: Callable[[Row], bool] = lambda _row: True,
) -> Iterator[tuple[Row, T]]:
    """Yield each good row with what was understood of it; count and explain the others."""
    for line, row in table.rows:
        reading.rows += 1
        reason = check(row)
        if reason:
            reading.reject(line, row, reason)
            continue
        if not is_of_use(row):
            continue
        try:
            understood = understand(row)
        except OutsideError:
            reading.outside += 1
        except (UnknownCodeError, BadNumberError) as fault:
            reading.reject(line, row, str(fault))
        else:
            yield row, understood
