"""The long measures: each in a process and a database of its own, each dated in the page.

`python -m bench --full` measures everything; `python -m bench importing meaning` measures these
again and leaves the rest of the page as it stands.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.databases import POSTGRESQL, SQLITE, fresh_postgresql, fresh_sqlite

ROOT = Path(__file__).resolve().parents[1]
MILLION = "1000000"
_PART = re.compile(r"<!-- measure: (?P<name>[\w-]+) -->\n(?P<text>.*?)<!-- end -->\n", re.DOTALL)


@dataclass(frozen=True)
class Measure:
    """One long measure: the title of its part of the page, and what runs it."""

    name: str
    title: str
    words: tuple[str, ...]
    both: bool = False  # on SQLite and, when DATABASE_URL gives a server, beside it on PostgreSQL


MEASURES = (
    Measure("importing", "Import of 100,000 lines of a register", ("bench.importing",), both=True),
    Measure("directory", "Directory", ("bench.directory", MILLION), both=True),
    Measure("matching-quality", "Duplicates: quality", ("bench.matching", "quality")),
    Measure(
        "matching-speed",
        "Duplicates: speed",
        ("bench.matching", "speed", MILLION, "10000"),
        both=True,
    ),
    Measure("meaning", "Likeness of meanings", ("bench.meaning",)),
    Measure("opinion", "Landscapes of opinion", ("bench.opinion",)),
    Measure("prediction", "Votes foretold", ("bench.prediction",)),
    Measure("priorities", "Ballots", ("bench.priorities",)),
    Measure("network", "Figures of networks", ("bench.network",)),
    Measure("encounters", "Encounters suggested", ("bench.encounters",)),
    Measure("puzzle", "Coalitions and timetables", ("bench.puzzle",)),
    Measure("sources", "Refresh of national files", ("bench.sources",)),
    Measure("twins", "Twins", ("bench.twins",)),
    Measure("indicators", "Figures of territories", ("bench.indicators",), both=True),
    Measure("diagnosis", "Diagnosis", ("bench.diagnosis",), both=True),
    Measure("votes", "Votes of two hundred people at once", ("bench.votes",)),
)


def measure_anew(names: Iterable[str]) -> dict[str, str]:
    """Run these measures one after the other; give their parts of the page."""
    wanted = set(names)
    unknown = wanted - {measure.name for measure in MEASURES}
    if unknown:
        raise SystemExit(f"No such measure: {', '.join(sorted(unknown))}.")
    return {item.name: _run(item) for item in MEASURES if item.name in wanted}


def read_parts(page: str) -> dict[str, str]:
    """Give the parts of the page that an earlier run wrote."""
    return {found["name"]: found["text"] for found in _PART.finditer(page)}


def put_parts(page: str, parts: dict[str, str]) -> str:
    """Write the parts at the end of the page, in one order, over those that stood there."""
    kept = _PART.sub("", page).rstrip()
    told = [
        f"<!-- measure: {item.name} -->\n{parts[item.name]}<!-- end -->\n"
        for item in MEASURES
        if item.name in parts
    ]
    return "\n\n".join([kept, "\n".join(told)]) if told else f"{kept}\n"


def _run(measure: Measure) -> str:
    started = time.perf_counter()
    with fresh_sqlite() as environment:
        if not measure.both and "DATABASE_URL" in os.environ:
            environment["DATABASE_URL"] = os.environ["DATABASE_URL"]
        told = _tell(measure, environment)
    if measure.both:
        told = f"### {SQLITE}\n\n{_below(told)}\n\n### {POSTGRESQL}\n\n{_on_server(measure)}"
    return _part(measure, told, minutes=(time.perf_counter() - started) / 60)


def _on_server(measure: Measure) -> str:
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        return "Not run: DATABASE_URL gave no server."
    with fresh_postgresql(server) as environment:
        return _below(_tell(measure, environment))


def _tell(measure: Measure, environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", *measure.words]
    return subprocess.run(
        command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


def _below(told: str) -> str:
    """Put the titles of a measure under the title of its database."""
    return re.sub(r"^##+ (?P<title>.+)$", r"**\g<title>**\n", told, flags=re.MULTILINE)


def _part(measure: Measure, told: str, *, minutes: float) -> str:
    heading, text = f"## {measure.title}", told
    if told.startswith("## "):
        heading, _newline, text = told.partition("\n")
    busy = os.getloadavg()[2] / (os.cpu_count() or 1)
    day = time.strftime("%Y-%m-%d")
    base = f"Measured on {day} by `python -m {' '.join(measure.words)}`, in {minutes:.1f} minutes; "
    base += f"{busy:.1f} processes waited for each core: trust the seconds of processor."
    return f"{heading}\n\n{base}\n\n{text.strip()}\n"
