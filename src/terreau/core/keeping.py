"""Keep in memory what is long to compute, under a key that says all it rests on."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """The things asked for last, `most` of them; each process of the instance has its own.

    >>> kept = Kept(most=2)
    >>> for key in "aba": kept.keep(key, key.upper())
    >>> kept.keep("c", "C")
    >>> kept.get("a"), kept.get("b"), kept.get("c")
    ('A', None, 'C')
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Thing | None:
        """Give what is kept under a key, None when nothing is."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def keep(self, key: Hashable, thing: Thing) -> None:
        """Keep a thing; the one asked for longest ago goes when there are too many."""
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            while len(self._things) > self.most:
                self._things.popitem(last=False)

    def cache_clear(self) -> None:
        """Let everything go."""
        with self._lock:
            self._things.clear()
