"""Numbers drawn from a seed for igraph, which otherwise draws from a state shared by all."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import igraph
import numpy as np

_ONE_AT_A_TIME = Lock()
_BLOCK = 1 << 14
_WORD = 32


class Dice:
    """The draws that igraph asks for, from a seed, taken by blocks."""

    def __init__(self, seed: int) -> None:
        """Start from the seed."""
        self._generator = np.random.default_rng(seed)
        self._drawn: list[int] = []

    def getrandbits(self, bits: int) -> int:
        """Draw a whole number of so many bits."""
        if bits > _WORD:
            return self.getrandbits(_WORD) << (bits - _WORD) | self.getrandbits(bits - _WORD)
        if not self._drawn:
            self._drawn = self._generator.integers(0, 1 << _WORD, _BLOCK).tolist()
        return self._drawn.pop() >> (_WORD - bits)

    def random(self) -> float:
        """Draw a number from 0 to 1, 1 left out."""
        return float(self._generator.random())

    def randint(self, low: int, high: int) -> int:
        """Draw a whole number from `low` to `high`, both possible."""
        return int(self._generator.integers(low, high + 1))

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
