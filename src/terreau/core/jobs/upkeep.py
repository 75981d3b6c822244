"""Small works that nobody asks for: the worker does them by itself, when it is idle.

Most are done a few times a day; a watch, which looks for what has just changed, every few seconds.
"""

import datetime
import logging
import time
from collections.abc import Callable

EVERY_SECONDS = 6 * 3600.0
Keep = Callable[[datetime.datetime], object]
logger = logging.getLogger(__name__)
_works: dict[str, tuple[float, Keep]] = {}


def upkeep(name: str, *, every_seconds: float = EVERY_SECONDS) -> Callable[[Keep], Keep]:
    """Declare a work of upkeep, given the time; done twice, it does nothing more."""

    def declare(keep: Keep) -> Keep:
        _works[name] = (every_seconds, keep)
        return keep

    return declare


class Upkeep:
    """The works of upkeep, as one worker does them in turn."""

    def __init__(self) -> None:
        self._done_at: dict[str, float] = {}

    def keep_up(self, now: datetime.datetime) -> None:
        """Do those whose time has come; one that fails leaves the others to be done."""
        for name, (every_seconds, keep) in sorted(_works.items()):
            if time.monotonic() - self._done_at.get(name, float("-inf")) < every_seconds:
                continue
            self._done_at[name] = time.monotonic()
            try:
                keep(now)
            except Exception:
                logger.exception("The upkeep « %s » failed; it will be tried again", name)
