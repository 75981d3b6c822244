"""Small works that nobody asks for: the worker does them, a few times a day, when it is idle."""

import datetime
import logging
import time
from collections.abc import Callable

EVERY_SECONDS = 6 * 3600.0
Keep = Callable[[datetime.datetime], object]
logger = logging.getLogger(__name__)
_works: dict[str, Keep] = {}


def upkeep(name: str) -> Callable[[Keep], Keep]:
    """Declare a work of upkeep, given the time; done twice, it does nothing more."""

    def declare(keep: Keep) -> Keep:
        _works[name] = keep
        return keep

    return declare


class Upkeep:
    """The works of upkeep, as one worker does them in turn."""

    def __init__(self) -> None:
        self._done_at = float("-inf")

    def keep_up(self, now: datetime.datetime) -> None:
        """Do them when it is time; one that fails leaves the others to be done."""
        if time.monotonic() - self._done_at < EVERY_SECONDS:
            return
        self._done_at = time.monotonic()
        for name, keep in sorted(_works.items()):
            try:
                keep(now)
            except Exception:
                logger.exception("The upkeep « %s » failed; it will be tried again", name)
