"""The published Polis pipeline, step by step, to compare with and to read its exports."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from terreau_engine.opinion.axes import Floats
from terreau_engine.opinion.grid import (
    Grid,
    deviations_of,
    main_axes,
    means_of,
    place_statements,
    project,
    take_statements,
)
from terreau_engine.opinion.polis_groups import (
    BASE_ROUNDS,
    BASES,
    Clustering,
    cluster_in_order,
    group_bases,
)
from terreau_engine.opinion.representative import represent_groups
from terreau_engine.opinion.shares import (
    Representative,
    Shared,
    count_by_group,
    group_consensus,
    shared_statements,
)
from terreau_engine.opinion.votes import Votes

_ENOUGH_VOTES: Final = 7
_ENOUGH_PEOPLE: Final = 15
_META: Final = 49.0


@dataclass(frozen=True, slots=True)
class PolisGroup:
    """A group: its centre on the map and its members in order of arrival."""

    centre: tuple[float, float]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PolisResult:
    """What the published pipeline says; arrays follow `participants` and `statements`.

    `centre` S, `components` 2 × S, `projections` P × 2, `statement_positions` S × 2, `extremity`
    S; `base_clusters` and `groups` hold only the people `included`; `representative` has one list
    a group. Values: 1 agree, so centre, components' product and positions carry the opposite sign
    of Polis' database, where -1 is agree.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    included: tuple[str, ...]
    centre: Floats
    components: Floats
    projections: Floats
    statement_positions: Floats
    extremity: Floats
    base_clusters: tuple[PolisGroup, ...]
    groups: tuple[PolisGroup, ...]
    silhouette: float
    representative: tuple[tuple[Representative, ...], ...]
    consensus_agree: tuple[Shared, ...]
    consensus_disagree: tuple[Shared, ...]
    group_aware_consensus: Mapping[str, float]
    priorities: Mapping[str, float]


def polis_compatible(
    votes: Votes,
    *,
    moderated_out: Collection[str] = (),
    meta: Collection[str] = (),
    order: Sequence[str] | None = None,
) -> PolisResult:
    """Run the published Polis pipeline, dependence on the order of arrival included.

    Meaning: the map, groups and lists that Polis would show. Formula: the thirteen steps of the
    methods page « opinion »: columns moderated out or meta count as 0 for everybody; missing votes
    take their statement's mean; two principal components; sparse projection scaled by √(S ÷ n);
    100 base clusters then k-means in order of first vote; smoothed shares and z tests.
    Shapes: see `PolisResult`. `order` lists participants by first vote (canonical otherwise; those
    it leaves out come last). Errors: none of its own. Source: Small, Bjorkegren, Erkkilä, Shaw,
    Megill (2021), « Polis: Scaling deliberation by mapping high dimensional opinion spaces ».

    >>> names = [str(n) for n in range(1, 9)]
    >>> votes = Votes.from_records(names * 2, ["a"] * 8 + ["b"] * 8, [1] * 4 + [-1] * 4 + [1] * 8)
    >>> result = polis_compatible(votes)
    >>> [group.members for group in result.groups]
    [('1', '2', '3', '4'), ('5', '6', '7', '8')]
    >>> [shared.statement for shared in result.consensus_agree]
    ['b']
    """
    grid = take_statements(votes)
    aside = np.array([n in {*moderated_out, *meta} for n in grid.statements], bool)
    centre, components, projections = _map(grid, aside)
    inside = _included(grid, order)
    base, groups = _clusters(projections[inside])
    labels = np.full(len(grid.participants), -1, np.intp)
    if groups is not None:
        labels[inside] = groups.labels[base.labels]
    zeroed = replace(grid, values=np.where(aside[grid.columns], 0, grid.values).astype(np.int8))
    kept = _Kept(grid.participants, inside, base, groups, labels)
    return _tell(grid, zeroed, kept, (centre, components, projections), meta)


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """Who is grouped, in order of arrival, and how."""

    participants: tuple[str, ...]
    inside: NDArray[np.intp]
    base: Clustering
    groups: Clustering | None
    labels: NDArray[np.intp]

    def named(self, found: Clustering, labels: NDArray[np.intp]) -> tuple[PolisGroup, ...]:
        """Return the groups of the people inside with their names."""
        names = np.array(self.participants, object)[self.inside]
        return tuple(
            PolisGroup((float(x), float(y)), tuple(names[labels == group]))
            for group, (x, y) in enumerate(found.centres)
        )


def _tell(
    grid: Grid,
    zeroed: Grid,
    kept: _Kept,
    plane: tuple[Floats, Floats, Floats],
    meta: Collection[str],
) -> PolisResult:
    centre, components, projections = plane
    groups, labels = kept.groups, kept.labels
    k = len(groups.centres) if groups else 0
    against, passed, agreed = zeroed.answers()
    answered = against + passed + agreed
    positions = place_statements(components, centre)
    extremity = np.hypot(*positions.T)
    raw = group_consensus(count_by_group(grid, labels, k))
    return PolisResult(
        participants=grid.participants,
        statements=grid.statements,
        included=tuple(grid.participants[place] for place in kept.inside),
        centre=centre,
        components=components,
        projections=projections,
        statement_positions=positions,
        extremity=extremity,
        base_clusters=kept.named(kept.base, kept.base.labels),
        groups=kept.named(groups, labels[kept.inside]) if groups else (),
        silhouette=groups.silhouette if groups else 0.0,
        representative=represent_groups(grid.statements, count_by_group(zeroed, labels, k)),
        consensus_agree=shared_statements(grid.statements, agreed, answered),
        consensus_disagree=shared_statements(grid.statements, against, answered),
        group_aware_consensus=_by_name(grid, raw),
        priorities=_by_name(grid, _priorities(grid, labels, extremity, meta)),
    )


def _by_name(grid: Grid, values: Floats) -> dict[str, float]:
    return dict(zip(grid.statements, values.tolist(), strict=True))


def _map(grid: Grid, aside: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Return means, components and positions; a column set aside is 0 for everybody."""
    centre = np.where(aside, 0.0, means_of(grid))
    values = np.where(aside[grid.columns], 0, grid.values).astype(np.int8)
    tables = grid.tables
    if tables is not None:
        keep = np.where(aside, 0, 1)
        tables = tables._replace(
            product=tables.product * np.outer(keep, keep), lean=tables.lean * keep[:, None]
        )
    zeroed = replace(grid, values=values, tables=tables)
    deviations = deviations_of(zeroed, centre)
    components, _ = main_axes(zeroed, centre, deviations)
    each = np.bincount(grid.rows[~aside[grid.columns]], minlength=len(grid.participants))
    return centre, components, project(deviations, each + aside.sum(), components)


def _included(grid: Grid, order: Sequence[str] | None) -> NDArray[np.intp]:
    """Return who is grouped, in order of arrival: enough votes, or among the fifteen keenest.

    Polis counts again at every vote and never leaves out somebody it once took: while fewer than
    fifteen had come everybody was in, so the fifteen first stay, when the order is known.
    """
    rank = {name: place for place, name in enumerate(order or ())}
    last = len(rank)
    arrival = np.argsort([rank.get(name, last) for name in grid.participants], kind="stable")
    each = grid.each[arrival]
    enough = each >= min(_ENOUGH_VOTES, len(grid.statements))
    if order is not None:
        enough[:_ENOUGH_PEOPLE] = True
    if enough.sum() < _ENOUGH_PEOPLE:
        enough[np.argsort(-each, kind="stable")[:_ENOUGH_PEOPLE]] = True
    return arrival[enough]


def _clusters(points: Floats) -> tuple[Clustering, Clustering | None]:
    if not len(points):
        return Clustering(np.zeros((0, 2)), np.zeros(0, np.intp), 0.0), None
    base = cluster_in_order(points, np.ones(len(points)), BASES, BASE_ROUNDS)
    return base, group_bases(base.centres, np.bincount(base.labels).astype(np.float64))


def _priorities(
    grid: Grid, labels: NDArray[np.intp], extremity: Floats, meta: Collection[str]
) -> Floats:
    """Return ((1 − (P+1)/(S+2))·(E+1)·(A+1)/(S+2)·(1 + 8·2^(−S/5)))², and 49 for meta."""
    size = len(grid.statements)
    inside = labels[grid.rows] >= 0

    def count(chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(grid.columns[chosen & inside], minlength=size)

    every, agree, passes = count(inside), count(grid.values == 1), count(grid.values == 0)
    novelty = 1 + 8 * 2.0 ** (-every / 5)
    interest = (1 - (passes + 1) / (every + 2)) * (extremity + 1) * (agree + 1) / (every + 2)
    is_meta = np.array([name in meta for name in grid.statements], bool)
    return np.asarray(np.where(is_meta, _META, (interest * novelty) ** 2))
