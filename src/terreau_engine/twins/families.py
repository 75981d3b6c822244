"""A family of territories in like conditions, and what brings together or sets apart."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from terreau_engine.errors import OutOfScale
from terreau_engine.twins.frames import (
    Frame,
    Singles,
    chosen_weights,
    place_target,
    prepare,
    squared_distances,
)
from terreau_engine.twins.settings import Settings, Typology
from terreau_engine.twins.tables import Floats, IndicatorTable, Target

NAMED = 3
CLEAR, FAR = 0.25, 0.5  # spreads under which two figures are alike, over which they are not


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one indicator does between two territories.

    `gap` = (the other − the target) in spreads; `share` of the squared distance, 0–1; `weight`.
    """

    indicator: str
    gap: float
    share: float
    weight: float


@dataclass(frozen=True, slots=True)
class Twin:
    """One member: `distance` in spreads, 0 for the same; `band` "near", "usual" or "far".

    `shared` is the weight of what both know, 0–1; `near` and `apart` name up to three indicators
    that bring together and that set apart, the strongest first.
    """

    code: str
    distance: float
    band: str
    shared: float
    same_kind: bool
    near: tuple[Contribution, ...]
    apart: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The members, the nearest first; how many could be compared; what the target knows, 0–1.

    `unknown` names the indicators that the target lacks.
    """

    twins: tuple[Twin, ...]
    compared: int
    known: float
    unknown: tuple[str, ...]


def find_twins(frame: Frame, target: str | Target, settings: Settings | None = None) -> Family:
    """Find the k units that live in the conditions most like those of a target.

    Meaning: « in like conditions », never « will act alike », and never a rank of territories.
    Formula: d = √(Σ w (z_i − z_j)² / Σ w) over the indicators both know, plus `gap_of_kinds` under
    the root where types differ; units that share less than `least_shared` of the weights are left
    out. Bands: "near" up to the median distance between a unit and its family over the whole table,
    "usual" up to the ninth decile, "far" beyond. Ties: by code. Shapes: see `Frame`. Units:
    spreads. Errors: `UnknownName`, `OutOfScale` when the target itself knows less than
    `least_shared`. Source: INSEE, « Proximités entre départements »; CIPFA, Nearest Neighbours.

    >>> import numpy as np
    >>> from terreau_engine.twins import Indicator, IndicatorTable, prepare
    >>> values = np.array([[1.0, 10.0], [1.1, 11.0], [5.0, 60.0], [5.2, 58.0]])
    >>> table = IndicatorTable(("a", "b", "c", "d"), (Indicator("x"), Indicator("y")), values)
    >>> [twin.code for twin in find_twins(prepare(table), "a", Settings(k=2)).twins]
    ['b', 'c']
    """
    settings = settings or Settings()
    weights = chosen_weights(frame, settings)
    row, kind = place_target(frame, target)
    known = float(weights[~np.isnan(row)].sum())
    if known < settings.least_shared - 1e-9:
        raise OutOfScale(
            f"the target knows {known:.0%} of the weights, {settings.least_shared:.0%} are needed:"
            " choose indicators that it knows, or ask for less."
        )
    squares, shared = squared_distances(frame, (row, kind), weights, settings)
    leave_out(squares, frame, target, settings)
    places = nearest(squares, settings.k, frame.codes)
    members = tuple(
        _twin(frame, place, (row, kind), weights, float(squares[place]), float(shared[place]))
        for place in places
    )
    unknown = tuple(
        one.name for v, one in enumerate(frame.indicators) if weights[v] > 0 and np.isnan(row[v])
    )
    return Family(members, int(np.isfinite(squares).sum()), known, unknown)


def leave_out(squares: Floats, frame: Frame, target: str | Target, settings: Settings) -> None:
    """Leave out the target itself and what the person does not want."""
    if isinstance(target, str):
        squares[frame.places[target]] = np.inf
    for code in settings.without:
        if code in frame.places:
            squares[frame.places[code]] = np.inf
    if settings.within is not None:
        kept = [frame.places[code] for code in settings.within if code in frame.places]
        inside = np.zeros(len(squares), dtype=bool)
        inside[kept] = True
        squares[~inside] = np.inf


def nearest(squares: Floats, k: int, codes: tuple[str, ...]) -> list[int]:
    """Give the places of the k smallest, the nearest first, ties by code."""
    finite = int(np.isfinite(squares).sum())
    k = min(k, finite)
    if k == 0:
        return []
    last = np.partition(squares, k - 1)[k - 1]
    candidates = np.flatnonzero(squares <= last)
    ordered = sorted(candidates, key=lambda place: (squares[place], codes[place]))
    return [int(place) for place in ordered[:k]]


def _twin(
    frame: Frame,
    place: int,
    target: tuple[Singles, int],
    weights: Floats,
    square: float,
    shared: float,
) -> Twin:
    row, kind = target
    distance = float(np.sqrt(square))
    told = contributions(frame, frame.scaled[place], row, weights)
    # Near on an ordinary trait says nothing: what brings together is what is unusual in both.
    usual = {one.name: float(abs(row[v])) for v, one in enumerate(frame.indicators)}
    near = sorted(told, key=lambda one: -_likeness(one, usual[one.indicator]))
    apart = sorted(told, key=lambda one: -one.share)
    setting_apart = tuple(one for one in apart[:NAMED] if abs(one.gap) > CLEAR)
    return Twin(
        code=frame.codes[place],
        distance=distance,
        band=_band(distance, frame.usual),
        shared=shared,
        same_kind=kind < 0 or int(frame.kinds[place]) == kind,
        near=tuple(one for one in near if one not in setting_apart and abs(one.gap) < FAR)[:NAMED],
        apart=setting_apart,
    )


def _likeness(one: Contribution, unusual: float) -> float:
    return one.weight * (1 + unusual) * float(np.exp(-2 * abs(one.gap)))


def _band(distance: float, usual: tuple[float, float]) -> str:
    if distance <= usual[0]:
        return "near"
    return "usual" if distance <= usual[1] else "far"


def contributions(
    frame: Frame, other: Singles, row: Singles, weights: Floats
) -> list[Contribution]:
    """Part the squared distance among the indicators both know, the heaviest first."""
    gaps = (other - row).astype(np.float64)
    both = np.flatnonzero(~np.isnan(gaps) & (weights > 0))
    parts = weights[both] * gaps[both] ** 2
    total = float(parts.sum())
    told = [
        Contribution(
            frame.indicators[v].name,
            float(gaps[v]),
            float(part) / total if total > 0 else 0.0,
            float(weights[v]),
        )
        for v, part in zip(both, parts, strict=True)
    ]
    return sorted(told, key=lambda one: (-one.share, -one.weight, one.indicator))


def explain(
    frame: Frame, target: str | Target, code: str, settings: Settings | None = None
) -> tuple[Contribution, ...]:
    """Say what each indicator does to the distance between a target and a unit.

    Meaning: which differences make the distance, and their direction. Formula: share of an
    indicator = w (z_other − z_target)² / Σ of these; the gap of types, if any, stands apart.
    Shapes: one `Contribution` an indicator both know, the largest share first. Units: gaps in
    spreads, shares 0–1 that sum to 1. Errors: `UnknownName`. Source: arithmetic.

    >>> import numpy as np
    >>> from terreau_engine.twins import Indicator, IndicatorTable, prepare
    >>> values = np.array([[1.0, 10.0], [1.1, 30.0], [5.0, 60.0]])
    >>> table = IndicatorTable(("a", "b", "c"), (Indicator("x"), Indicator("y")), values)
    >>> [one.indicator for one in explain(prepare(table), "a", "b")]
    ['y', 'x']
    """
    weights = chosen_weights(frame, settings or Settings())
    row, _kind = place_target(frame, target)
    other, _other_kind = place_target(frame, code)
    return tuple(contributions(frame, other, row, weights))


def twins(
    table: IndicatorTable,
    code: str,
    *,
    k: int = 15,
    within: frozenset[str] | None = None,
    weights: Mapping[str, float] | None = None,
) -> list[Twin]:
    """Find the family of one unit in one call; prepare the frame oneself to ask many times.

    Meaning, formula, shapes, units, errors and source: those of `prepare` and `find_twins`.

    >>> import numpy as np
    >>> from terreau_engine.twins import Indicator, IndicatorTable
    >>> table = IndicatorTable(
    ...     ("a", "b", "c"), (Indicator("x"),), np.array([[1.0], [1.1], [5.0]])
    ... )
    >>> [one.code for one in twins(table, "a")]
    ['b', 'c']
    """
    settings = Settings(k=k, within=within, weights=weights or {}, typology=Typology.WEIGHT)
    return list(find_twins(prepare(table), code, settings).twins)
