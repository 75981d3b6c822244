"""Where a value stands among those of comparable territories: a distance, never a rank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from terreau_engine.errors import BadAmount, OutOfScale

LEAST_PEERS = 5
IQR_OF_NORMAL = 1.3489795  # the quartiles of a normal law stand so many deviations apart


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the need goes beside the peers.

    `need` runs from 0 (every peer is worse off) to 10 (every peer is better off), 5 being the
    middle territory; `z` counts robust deviations, positive when the need is greater, None when
    the peers hardly differ; `middle`, `low` and `high` are the median and the quartiles of the
    peers, in the unit of the value.
    """

    need: float
    z: float | None
    middle: float
    low: float
    high: float
    peers: int


def stand(
    value: float | None,
    peers: Sequence[float | None] | npt.NDArray[np.float64],
    *,
    worse_when: int,
    least: int = LEAST_PEERS,
) -> Standing | None:
    """Compare a value with those of its peers, in the direction that hurts.

    Meaning: is this territory more concerned than comparable ones, and by how much? Formula:
    need = 10 × (peers better off + half of the peers alike) / peers; z = (value − median) /
    (interquartile range / 1.349), with the sign that makes a greater need positive. Both hold for
    skewed indicators: the first depends on the order only. Shapes: any number of peers, None or
    NaN for unknown; None is returned when the value is unknown or fewer than `least` peers are
    known. Units: those of the value; `worse_when` is 1 when more of it is worse, −1 when less of
    it is. Errors: `OutOfScale` for another direction, `BadAmount` for an infinite value. Source:
    arithmetic (R6, G4 of the field's dossier).

    >>> found = stand(18.0, [10, 12, 14, 16, 20, None], worse_when=1)
    >>> found.need, round(found.z, 2), found.peers
    (8.0, 1.35, 5)
    """
    if worse_when not in (1, -1):
        raise OutOfScale(f"worse_when is {worse_when}: give 1 (more is worse) or -1 (less is).")
    known = _known(peers)
    if value is None or np.isnan(value) or len(known) < max(1, least):
        return None
    if not np.isfinite(value) or not np.isfinite(known).all():
        raise BadAmount("a value is infinite: give numbers, or None when it is not known.")
    better, alike = (known * worse_when < value * worse_when).sum(), (known == value).sum()
    low, middle, high = (float(one) for one in np.percentile(known, [25, 50, 75]))
    spread = (high - low) / IQR_OF_NORMAL
    return Standing(
        need=float(10 * (better + alike / 2) / len(known)),
        z=worse_when * (value - middle) / spread if spread > 0 else None,
        middle=middle,
        low=low,
        high=high,
        peers=len(known),
    )


def _known(
    peers: Sequence[float | None] | npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    if isinstance(peers, np.ndarray):
        values = peers.astype(np.float64, copy=False)
    else:
        values = np.array([np.nan if one is None else one for one in peers], dtype=np.float64)
    known: npt.NDArray[np.float64] = values[~np.isnan(values)]
    return known
