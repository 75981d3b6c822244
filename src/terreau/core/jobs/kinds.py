"""Declare the kinds of jobs that the product knows how to run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from terreau.core.jobs.progress import Progress

Run = Callable[[Progress, dict], dict | None]


@dataclass(frozen=True)
class Kind:
    """How one kind of job runs.

    A resumable job commits as it goes and keeps its place with `progress.checkpoint`; any other
    runs in one transaction, so that an interrupted one leaves nothing behind.
    """

    name: str
    label: Any
    run: Run
    retries: int
    resumable: bool


_kinds: dict[str, Kind] = {}


def job(
    name: str, *, label: Any, retries: int = 0, resumable: bool = False
) -> Callable[[Run], Run]:
    """Declare a function as a kind of job; it lives in its domain's `tasks.py`."""

    def declare(run: Run) -> Run:
        _kinds[name] = Kind(name, label, run, retries, resumable)
        return run

    return declare


def get_kind(name: str) -> Kind | None:
    """Find a kind by name."""
    return _kinds.get(name)
