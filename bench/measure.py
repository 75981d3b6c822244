"""Measure pages against an empty page of the same application, in turns."""

import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client


@dataclass(frozen=True)
class PageFigure:
    """What one page costs: median CPU milliseconds, times the empty page, queries, bytes.

    `first_queries` are those of the first reader, before anything is kept in memory.
    """

    name: str
    path: str
    cpu_ms: float
    ratio: float
    queries: int
    first_queries: int
    kilobytes: float


def cpu_ms(act: Callable[[], object]) -> float:
    """Processor milliseconds of one call; what other processes do does not count."""
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def measure_page(client: Client, name: str, path: str, empty: str, rounds: int) -> PageFigure:
    """Call the page and the empty page in turns; both medians come from the same minutes.

    « {n} » in the path is another number each time: what is kept of one address serves no other.
    """
    numbers = itertools.count(1)

    def call():
        return client.get(path.replace("{n}", str(next(numbers))))

    queries: list[str] = []

    def count(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        response = call()
        first = len(queries)
        call()
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    for _ in range(3):
        call(), client.get(empty)
    page, nothing = [], []
    for _ in range(rounds):
        page.append(cpu_ms(call))
        nothing.append(cpu_ms(lambda: client.get(empty)))
    median = statistics.median(page)
    return PageFigure(
        name,
        path,
        median,
        median / statistics.median(nothing),
        len(queries) - first,
        first,
        len(response.content) / 1000,
    )


def percentile(values: list[float], rank: float) -> float:
    """The value below which `rank` (0–1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(rank * len(ordered)))]
