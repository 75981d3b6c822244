"""Numbers drawn from a seed for igraph, which otherwise draws from a state shared by all."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import igraph
import numpy as np

_ONE_AT_A_TIME = Lock()
_BLOCK = 4096


class Dice:
    """The three draws that igraph asks for, from a seed, taken by blocks."""

    def __init__(self, seed: int) -> None:
        """Start from the seed."""
        self._generator = np.random.default_rng(seed)
        self._drawn: list[float] = []

    def random(self) -> float:
        """Draw a number from 0 to 1, 1 left out."""
        if not self._drawn:
            self._drawn = self._generator.random(_BLOCK).tolist()
        return self._drawn.pop()

    def randint(self, low: int, high: int) -> int:
        """Draw a whole number from `low` to `high`, both possible."""
        return low + int(self.random() * (high - low + 1))

    def gauss(self, mean: float, deviation: float) -> float:
        """Draw from a normal law."""
        return float(self._generator.normal(mean, deviation))


@contextmanager
def dice(seed: int) -> Iterator[None]:
    """Let igraph draw from this seed, alone in the process, then give its own dice back."""
    with _ONE_AT_A_TIME:
        igraph.set_random_number_generator(Dice(seed))
        try:
            yield
        finally:
            igraph.set_random_number_generator(None)
