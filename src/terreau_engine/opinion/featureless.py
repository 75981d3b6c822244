"""How well groups seem to stand apart in a cloud that has none."""

from typing import Final

import numpy as np

from terreau_engine.opinion.axes import Floats

_PEOPLE: Final = (15, 20, 30, 45, 65, 100, 150, 250, 400, 600)
_RATIOS: Final = (1.0, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0)
# The silhouette that one featureless cloud in twenty exceeds: a line for each number of people, a
# column for each ratio of the widths, simulated with `find_groups` on clouds of the normal law.
_SILHOUETTES: Final = (
    (0.557, 0.543, 0.559, 0.609, 0.640, 0.682, 0.694),
    (0.508, 0.521, 0.531, 0.572, 0.611, 0.661, 0.675),
    (0.486, 0.480, 0.501, 0.530, 0.590, 0.625, 0.664),
    (0.442, 0.464, 0.475, 0.513, 0.564, 0.597, 0.634),
    (0.427, 0.432, 0.447, 0.491, 0.545, 0.582, 0.609),
    (0.403, 0.407, 0.431, 0.477, 0.525, 0.570, 0.590),
    (0.383, 0.398, 0.422, 0.462, 0.507, 0.553, 0.583),
    (0.368, 0.376, 0.413, 0.455, 0.501, 0.541, 0.567),
    (0.356, 0.377, 0.401, 0.445, 0.497, 0.536, 0.562),
    (0.352, 0.364, 0.396, 0.439, 0.493, 0.532, 0.555),
)


def featureless(points: Floats) -> float:
    """Return the silhouette that groups of a cloud without any would reach, once in twenty.

    Meaning: k-means always finds groups, and their silhouette is never zero; it only speaks when
    it is higher than this. Formula: the 95th percentile over simulated clouds of a normal law as
    wide along each axis as these points, by number of people (15 to 600, then constant) and ratio
    of the widths (1 to 10), linear between the logarithms. Shapes: P × 2. Units: a silhouette.

    >>> round(featureless(np.array([[-2.0, -1], [2, 1]] * 50)), 3)
    0.477
    """
    narrow, wide = np.sort(points.std(axis=0))
    ratio = min(wide / narrow, _RATIOS[-1]) if narrow > 0 else _RATIOS[-1]
    lines = [np.interp(np.log(ratio), np.log(_RATIOS), line) for line in _SILHOUETTES]
    return float(np.interp(np.log(max(len(points), 1)), np.log(_PEOPLE), lines))
