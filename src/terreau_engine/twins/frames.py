"""The prepared frame: all units on one scale, kept between queries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from terreau_engine.errors import OutOfScale, UnknownName
from terreau_engine.twins.scaling import Scale, scale_of, weights_of
from terreau_engine.twins.settings import Reading, Settings, Typology
from terreau_engine.twins.tables import Floats, Indicator, IndicatorTable, Target

SAMPLE = 240  # units whose own families say how near twins usually are
USUAL_K = 15
BLOCK = 1 << 22

Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Units ready to be compared; `scaled` is n × v in spreads from the centre, NaN unknown.

    `weights` sum to 1. `usual` holds the median and the ninth decile of the distances between a
    unit and the members of its family, over a sample of all units, with the default choices.
    """

    codes: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    scaled: Singles
    kinds: npt.NDArray[np.int32]
    kind_names: tuple[str, ...]
    scales: tuple[Scale, ...]
    weights: Floats
    usual: tuple[float, float]
    places: Mapping[str, int]

    @property
    def bytes(self) -> int:
        """Memory held by the arrays."""
        return self.scaled.nbytes + self.kinds.nbytes + self.weights.nbytes


def prepare(table: IndicatorTable, reading: Reading | None = None) -> Frame:
    """Scale and weigh the indicators once, for any number of queries.

    Meaning: after this, one unit of any column is « as usual a gap as any other ». Formula: the
    logarithm ln(1 + x / median) where an indicator is never negative and its skewness exceeds 1,
    ln(1 + x / 10th percentile) where it says to be skewed; centre and spread are the mean and the
    standard deviation inside the 1st and 99th percentiles; beyond ±5 counts as ±5. Weight =
    √R² of its regression on the indicators of other notions (at least .05, ridge .05, rows that
    know both), divided by the number of indicators of its notion; weights sum to 1. Shapes: n × v
    in, n × v out. Units: none. Errors: `OutOfScale` when no indicator varies. Source: engine page
    of the project; squared multiple correlation, L. Guttman, Psychometrika 18, 1953.

    >>> import numpy as np
    >>> from terreau_engine.twins import Indicator, IndicatorTable
    >>> table = IndicatorTable(
    ...     ("a", "b", "c"), (Indicator("age"),), np.array([[30.0], [40.0], [50.0]])
    ... )
    >>> prepare(table).scaled.astype(float).ravel().round(2).tolist()
    [-1.25, 0.0, 1.25]
    """
    reading = reading or Reading()
    scales, scaled = _scale(table, reading)
    varies = np.array([float(scale.spread > 0) for scale in scales])
    if not varies.any():
        raise OutOfScale("no indicator varies: give at least one that separates the units.")
    kinds, names = _number_kinds(table)
    weights = weights_of(scaled, table.indicators, varies, reading)
    bare = Frame(
        codes=table.codes,
        indicators=table.indicators,
        scaled=np.ascontiguousarray(scaled, dtype=np.float32),
        kinds=kinds,
        kind_names=names,
        scales=scales,
        weights=weights,
        usual=(0.0, 0.0),
        places={code: place for place, code in enumerate(table.codes)},
    )
    return _with_usual(bare)


def _scale(table: IndicatorTable, reading: Reading) -> tuple[tuple[Scale, ...], Floats]:
    """Measure each column and put it on its scale."""
    columns = table.values.T
    scales = tuple(
        scale_of(column, one, reading)
        for column, one in zip(columns, table.indicators, strict=True)
    )
    scaled = [scale.apply(column) for scale, column in zip(scales, columns, strict=True)]
    return scales, np.stack(scaled, axis=1) if scaled else table.values


def _number_kinds(table: IndicatorTable) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
    """Number the types that are known; an unknown one is −1."""
    names = tuple(kind for kind in dict.fromkeys(table.kinds) if kind)
    numbers = {name: number for number, name in enumerate(names)}
    given = table.kinds or ("",) * len(table.codes)
    return np.array([numbers.get(kind, -1) for kind in given], dtype=np.int32), names


def _with_usual(frame: Frame) -> Frame:
    rows = np.unique(np.linspace(0, len(frame.codes) - 1, SAMPLE).round().astype(np.int64))
    k = min(USUAL_K, len(frame.codes) - 1)
    near: list[float] = []
    for start, squares in distance_blocks(frame, rows, Settings()):
        for row in range(len(squares)):
            squares[row, rows[start + row]] = np.inf
        nearest = np.partition(squares, k - 1, axis=1)[:, :k] if k else squares[:, :0]
        near += np.sqrt(nearest[np.isfinite(nearest)]).tolist()
    usual = np.percentile(near, [50, 90]) if near else np.zeros(2)
    return replace(frame, usual=(float(usual[0]), float(usual[1])))


def chosen_weights(frame: Frame, settings: Settings) -> Floats:
    """Apply the weights that a person chose; they sum to 1 again."""
    places = {one.name: place for place, one in enumerate(frame.indicators)}
    weights = frame.weights.copy()
    for name, factor in settings.weights.items():
        if name not in places:
            raise UnknownName(f"no indicator {name!r}: choose among those of the table.")
        weights[places[name]] *= factor
    total = weights.sum()
    if not total > 0:
        raise OutOfScale("all the weights are 0: keep at least one indicator that varies.")
    return np.asarray(weights / total)


def place_target(frame: Frame, target: str | Target) -> tuple[Singles, int]:
    """Give the scaled row and the number of the kind (-1: none) of what is asked about."""
    if isinstance(target, str):
        if target not in frame.places:
            raise UnknownName(f"no unit {target!r}: ask about one of the table, or give values.")
        place = frame.places[target]
        return frame.scaled[place], int(frame.kinds[place])
    known = {one.name for one in frame.indicators}
    for name in target.values:
        if name not in known:
            raise UnknownName(f"no indicator {name!r}: give those of the table.")
    row = np.full(len(frame.indicators), np.nan, dtype=np.float32)
    for v, one in enumerate(frame.indicators):
        value = target.values.get(one.name)
        if value is not None:
            row[v] = frame.scales[v].apply(np.array([value], dtype=np.float64))[0]
    names = frame.kind_names
    return row, names.index(target.kind) if target.kind in names else -1


def squared_distances(
    frame: Frame, target: tuple[Singles, int], weights: Floats, settings: Settings
) -> tuple[Floats, Floats]:
    """Give the squared distance of each unit, infinite where it may not be compared; shares known.

    d² = Σ w (z_i − z_j)² / Σ w over the indicators both know, + `gap_of_kinds` where types differ.
    """
    row, kind = target
    used = np.flatnonzero(weights > 0)
    gaps = frame.scaled[:, used] - row[used]
    shared = (~np.isnan(gaps)) @ weights[used]
    np.nan_to_num(gaps, copy=False, nan=0.0)
    np.square(gaps, out=gaps)
    squares = gaps @ weights[used] / np.maximum(shared, 1e-12)
    squares[shared < settings.least_shared - 1e-9] = np.inf
    _set_kinds_apart(squares, frame.kinds, kind, settings)
    return squares, shared


def _set_kinds_apart(
    squares: Floats, kinds: npt.NDArray[np.int32], kind: int, settings: Settings
) -> None:
    """An unknown type is no reason to part, unless the same type is required."""
    if kind < 0 or settings.typology is Typology.IGNORE:
        return
    if settings.typology is Typology.CONSTRAINT:
        squares[kinds != kind] = np.inf
    else:
        squares[(kinds != kind) & (kinds >= 0)] += settings.gap_of_kinds


def distance_blocks(
    frame: Frame, rows: npt.NDArray[np.int64], settings: Settings
) -> Iterator[tuple[int, Floats]]:
    """Compare many rows with all units, a block at a time, as products of matrices."""
    weights = chosen_weights(frame, settings)
    known = (~np.isnan(frame.scaled)).astype(np.float64)
    filled = np.nan_to_num(frame.scaled, nan=0.0).astype(np.float64)
    square = filled**2
    step = max(1, BLOCK // max(1, len(frame.codes)))
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        shared = (known[some] * weights) @ known.T
        squares = (square[some] * weights) @ known.T + (known[some] * weights) @ square.T
        squares -= 2 * (filled[some] * weights) @ filled.T
        squares = np.maximum(squares, 0.0) / np.maximum(shared, 1e-12)
        squares[shared < settings.least_shared - 1e-9] = np.inf
        for place, row in enumerate(some):
            _set_kinds_apart(squares[place], frame.kinds, int(frame.kinds[row]), settings)
        yield start, squares
