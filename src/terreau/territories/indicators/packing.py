"""Pack figures into blocks and back, the same on every machine and database."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

KEYS, FIGURES, STATUSES = np.dtype("<i4"), np.dtype("<f8"), np.dtype("u1")


@dataclass(frozen=True, eq=False)
class Vectors:
    """Keys of territories in growing order, their figures, and what is known of each."""

    keys: NDArray[np.int32]
    figures: NDArray[np.float64]
    statuses: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.keys)


def pack(vectors: Vectors) -> tuple[bytes, bytes, bytes]:
    """Write the three vectors as bytes."""
    return (
        vectors.keys.astype(KEYS).tobytes(),
        vectors.figures.astype(FIGURES).tobytes(),
        vectors.statuses.astype(STATUSES).tobytes(),
    )


def join(packed: Iterable[tuple[bytes, bytes, bytes]]) -> Vectors:
    """Read blocks again, one after the other: keys grow within each block only."""
    keys, figures, statuses = (b"".join(some) for some in zip(*packed, strict=True))
    return Vectors(
        np.frombuffer(keys, KEYS),
        np.frombuffer(figures, FIGURES),
        np.frombuffer(statuses, STATUSES),
    )
