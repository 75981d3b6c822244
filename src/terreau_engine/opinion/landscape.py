"""The landscape of a conversation: who stands where, what unites, what divides, how surely."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from terreau_engine.errors import UnknownAnswer
from terreau_engine.opinion.axes import Floats
from terreau_engine.opinion.clusters import Places, find_groups
from terreau_engine.opinion.ellipses import place_uncertainty
from terreau_engine.opinion.factors import AgreementFloor, agreement_floor, fit_light
from terreau_engine.opinion.featureless import featureless
from terreau_engine.opinion.grid import (
    Grid,
    main_axes,
    means_of,
    place_statements,
    project,
    take_statements,
)
from terreau_engine.opinion.records import Cells
from terreau_engine.opinion.representative import represent_groups
from terreau_engine.opinion.shares import Representative, count_by_group
from terreau_engine.opinion.stability import Stability, measure_stability
from terreau_engine.opinion.statements import Consensus, Division, rank_consensus, rank_divisions
from terreau_engine.opinion.votes import Votes

ENOUGH_VOTES: Final = 7
ENOUGH_PEOPLE: Final = 15
STABLE: Final = 0.6
NoGroups = Literal["too_few", "unstable", "not_measured"]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Groups that hold when a tenth of the votes is missing, from left to right on the map.

    `labels` has one place in 0…k−1 a participant, -1 for those who are not placed; `confidence`
    the share of their group that stays with them (NaN when not placed); `centres` is k × 2.
    `silhouette` is how far apart they stand, `featureless` what a cloud without groups would reach:
    k is 1 when it is no more.
    """

    k: int
    labels: Places
    confidence: Floats
    centres: Floats
    sizes: tuple[int, ...]
    silhouette: float
    featureless: float


@dataclass(frozen=True, slots=True, eq=False)
class Landscape:
    """The map and its words. Arrays follow `participants` (P) and `statements` (S, in play).

    `positions` P × 2 and `uncertainty` P × 2 × 2 are NaN for those with too few votes; `votes`
    counts the votes of each; `variance` is the share of all differences along each axis;
    `statement_positions` S × 2, `extremity` S. `groups` is None with a reason in `no_groups`;
    `stability` is the mean likeness of 20 replicates, `replicates` tells how many found k groups.
    `representative` has one list a group.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    votes: NDArray[np.int64]
    positions: Floats
    uncertainty: Floats
    variance: tuple[float, float]
    statement_positions: Floats
    extremity: Floats
    groups: Groups | None
    no_groups: NoGroups | None
    stability: float | None
    replicates: dict[int, int]
    consensus: tuple[Consensus, ...]
    divisive: tuple[Division, ...]
    representative: tuple[tuple[Representative, ...], ...]


_Grouped = tuple[Groups | None, Stability | None, NoGroups | None]


@dataclass(frozen=True, slots=True, eq=False)
class _Map:
    """The plane and everybody on it, placed or not."""

    axes: Floats
    variance: tuple[float, float]
    positions: Floats
    uncertainty: Floats
    statements: Floats
    placed: Places


def landscape(
    votes: Votes,
    *,
    moderated_out: Collection[str] = (),
    seed: int = 0,
    depth: Literal["map", "full"] = "full",
) -> Landscape:
    """Draw the landscape of a conversation; the same votes give the same one, in any order.

    Meaning: a linear map where people who answer alike stand close, with the groups that hold when
    a tenth of the votes is missing, what unites and what divides. Formula: plane = two first
    principal components with missing votes at their statement's mean; position = √(S ÷ votes) ·
    Σ (vote − mean) · axis; groups by k-means, k by silhouette, drawn when the mean adjusted Rand
    index of 20 replicates reaches .6; floor of agreement by the factor model. Somebody is placed
    from min(7, S) votes; groups need 15 people placed. Shapes: see `Landscape`. Units: counts,
    shares in 0-1, map units. `depth="map"` leaves out groups and floors, which cost most, and says
    « not_measured ». `seed` draws the replicates. Errors: `UnknownAnswer` for another depth.
    Source: methods page « opinion »; Polis (Small et al., 2021) for the map.

    >>> names = [str(n) for n in range(1, 21)]
    >>> said = [1] * 10 + [-1] * 10
    >>> votes = Votes.from_records(names * 8, [s for s in "abcdefgh" for _ in names], said * 8)
    >>> face = landscape(votes)
    >>> face.groups.k, face.groups.sizes, round(face.stability, 1)
    (2, (10, 10), 1.0)
    >>> landscape(votes, depth="map").no_groups
    'not_measured'
    """
    if depth not in ("map", "full"):
        raise UnknownAnswer(f"depth={depth!r}: give « map » or « full ».")
    grid = take_statements(votes, moderated_out)
    drawn = _draw(grid)
    floor = _floor(grid, seed) if depth == "full" else None
    return _compose(grid, drawn, _group(grid, drawn, seed, depth), floor)


def _compose(grid: Grid, drawn: _Map, grouped: _Grouped, floor: AgreementFloor | None) -> Landscape:
    groups, stability, reason = grouped
    counts = count_by_group(grid, groups.labels, groups.k) if groups else None
    several = counts if groups and groups.k > 1 else None
    extremity, answers = np.hypot(*drawn.statements.T), grid.answers()
    return Landscape(
        participants=grid.participants,
        statements=grid.statements,
        votes=grid.each,
        positions=drawn.positions,
        uncertainty=drawn.uncertainty,
        variance=drawn.variance,
        statement_positions=drawn.statements,
        extremity=extremity,
        groups=groups,
        no_groups=reason,
        stability=stability.likeness if stability else None,
        replicates=stability.counts if stability else {},
        consensus=rank_consensus(grid.statements, answers, counts, floor),
        divisive=rank_divisions(grid.statements, answers, counts, extremity),
        representative=represent_groups(grid.statements, several) if several else (),
    )


def _draw(grid: Grid) -> _Map:
    """Return the map; people with fewer than min(7, S) votes get no place on it."""
    centre = means_of(grid)
    cells = grid.values - centre[grid.columns]
    deviations = grid.matrix(cells)
    axes, values = main_axes(grid, centre, deviations)
    total = max(float(cells @ cells), 1e-300)
    positions = project(deviations, grid.each, axes)
    uncertainty = place_uncertainty(grid, cells, axes)
    enough = grid.each >= max(1, min(ENOUGH_VOTES, len(grid.statements)))
    positions[~enough] = np.nan
    uncertainty[~enough] = np.nan
    return _Map(
        axes,
        (float(values[0] / total), float(values[1] / total)),
        positions,
        uncertainty,
        place_statements(axes, centre),
        np.flatnonzero(enough),
    )


def _group(grid: Grid, drawn: _Map, seed: int, depth: str) -> _Grouped:
    """Return the groups when they are many enough and hold, or the reason why there are none."""
    placed = drawn.placed
    if len(placed) < ENOUGH_PEOPLE:
        return None, None, "too_few"
    if depth == "map":
        return None, None, "not_measured"
    points = drawn.positions[placed]
    above = featureless(points)
    found = find_groups(points, above=above)
    mine = grid if len(placed) == len(grid.participants) else grid.people(placed)
    stability = measure_stability(mine, found.labels, drawn.axes, above=above, seed=seed)
    if stability.likeness < STABLE:
        return None, stability, "unstable"
    labels = np.full(len(grid.participants), -1, np.intp)
    labels[placed] = found.labels
    confidence = np.full(len(grid.participants), np.nan)
    confidence[placed] = stability.confidence
    sizes = tuple(np.bincount(found.labels).tolist())
    groups = Groups(len(sizes), labels, confidence, found.centres, sizes, found.silhouette, above)
    return groups, stability, None


def _floor(grid: Grid, seed: int) -> AgreementFloor | None:
    """Return the floor of agreement of each statement, from one light fit of the factor model."""
    if not len(grid.columns):
        return None
    cells = Cells(grid.rows, grid.columns, grid.values)
    fit = fit_light(
        cells, participants=grid.participants, statements=len(grid.statements), seed=seed
    )
    return agreement_floor(fit.model)
