"""The mixed-integer model: rows and columns of the formulation over chosen candidates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np

from terreau_engine.puzzle.preparing import Floats, Ints, Problem

Key = tuple[str, int | str]
NOBODY: Ints = np.array([], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Cut:
    """What every coalition respects: Σ value × actor ≥ 1 over these actors."""

    actors: Ints
    values: Floats


@dataclass(slots=True)
class Rows:
    """Rows of a sparse matrix, written one after the other; `keys` say what each one asks."""

    keys: list[Key] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(
        self, key: Key, low: float, high: float, columns: Sequence[int], values: Sequence[float]
    ) -> None:
        """Write low ≤ Σ value × column ≤ high."""
        self.keys.append(key)
        self.low.append(low)
        self.high.append(high)
        self.starts.append(len(self.columns))
        self.columns.extend(columns)
        self.values.extend(values)


@dataclass(frozen=True, slots=True)
class Model:
    """Columns: one binary an actor, one part an edge of a tight actor, one hole a piece."""

    actors: Ints
    parts: Ints
    holes: Ints
    rows: Rows
    costs: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class Places:
    """The column of each actor, edge and hole."""

    actor: dict[int, int]
    part: dict[int, int]
    hole: dict[int, int]


def build(
    problem: Problem,
    actors: Ints,
    *,
    most_missing: float = 0.0,
    counts_holes: bool = False,
    others: Sequence[tuple[frozenset[int], int]] = (),
    held: Ints = NOBODY,
    cuts: Sequence[Cut] = (),
) -> Model:
    """Write the formulation over these candidates.

    `most_missing` is the weight of the holes that are allowed (without any: no column for them).
    `counts_holes` minimises that weight instead of the cost. `others`: sets of actors of whom at
    most so many are taken. `held` actors stay in. `cuts`: rows that change nothing but the bound.
    """
    has_holes = counts_holes or most_missing > 0
    edges = np.flatnonzero(np.isin(problem.who, actors))
    parts = edges[problem.tight[problem.who[edges]]]
    holes = np.flatnonzero(problem.open) if has_holes else NOBODY
    places, rows = _places(actors, parts, holes), Rows()
    _coverage_rows(rows, problem, edges, places)
    _capacity_rows(rows, problem, parts, places)
    _quota_rows(rows, problem, actors)
    _other_rows(rows, others, places)
    _cut_rows(rows, cuts, actors, len(problem.names))
    if has_holes and not counts_holes:
        _missing_row(rows, problem, holes, places, most_missing)
    prices = problem.penalty[holes] if counts_holes else np.zeros(len(holes))
    wages = problem.costs[actors] * (0.0 if counts_holes else 1.0)
    stay = problem.fixed[actors] | np.isin(actors, held)
    return Model(
        actors=actors,
        parts=parts,
        holes=holes,
        rows=rows,
        costs=np.concatenate([wages, np.zeros(len(parts)), prices]),
        lower=np.concatenate([stay, np.zeros(len(parts) + len(holes))]),
        upper=np.concatenate([np.ones(len(actors)), problem.part[parts], np.ones(len(holes))]),
    )


def _places(actors: Ints, parts: Ints, holes: Ints) -> Places:
    first_hole = len(actors) + len(parts)
    return Places(
        actor={int(actor): index for index, actor in enumerate(actors)},
        part={int(edge): len(actors) + index for index, edge in enumerate(parts)},
        hole={int(piece): first_hole + index for index, piece in enumerate(holes)},
    )


def _coverage_rows(rows: Rows, problem: Problem, edges: Ints, places: Places) -> None:
    order = edges[np.argsort(problem.what[edges], kind="stable")]
    bounds = np.searchsorted(problem.what[order], np.arange(len(problem.pieces) + 1))
    for piece in np.flatnonzero(problem.open).tolist():
        own = order[bounds[piece] : bounds[piece + 1]].tolist()
        sure = [places.actor[int(problem.who[edge])] for edge in own]
        most = problem.part[own].tolist()
        hole = [places.hole[piece]] if piece in places.hole else []
        real = [places.part.get(edge, place) for edge, place in zip(own, sure, strict=True)]
        given = [1.0 if e in places.part else m for e, m in zip(own, most, strict=True)]
        rows.add(("cover", piece), 1.0, inf, [*real, *hole], [*given, *[1.0] * len(hole)])
        if real != sure:
            rows.add(("sure", piece), 1.0, inf, [*sure, *hole], [*most, *[1.0] * len(hole)])
        if problem.options.no_single_point and problem.essential[piece]:
            least = float(min(2, problem.bringers[piece]))
            rows.add(("double", piece), least, inf, sure, [1.0] * len(sure))


def _capacity_rows(rows: Rows, problem: Problem, parts: Ints, places: Places) -> None:
    owned: dict[int, list[int]] = {}
    for edge in parts.tolist():
        actor = int(problem.who[edge])
        owned.setdefault(actor, []).append(edge)
        ends = [places.part[edge], places.actor[actor]]
        rows.add(("link", edge), -inf, 0.0, ends, [1.0, -float(problem.part[edge])])
    for actor, own in owned.items():
        if problem.capacity[actor] < inf:
            columns = [*(places.part[edge] for edge in own), places.actor[actor]]
            values = [*problem.weight[problem.what[own]].tolist(), -float(problem.capacity[actor])]
            rows.add(("capacity", actor), -inf, 0.0, columns, values)
    for number, line in enumerate(problem.lines):
        if int(line.edges[0]) in places.part:
            columns = [*(places.part[int(edge)] for edge in line.edges), places.actor[line.actor]]
            scale = float(line.rates.max())
            values = [*(line.rates / scale).tolist(), -line.amount / scale]
            rows.add(("line", number), -inf, 0.0, columns, values)


def _quota_rows(rows: Rows, problem: Problem, actors: Ints) -> None:
    options = problem.options
    worlds = [problem.worlds[actor] for actor in actors.tolist()]
    everybody = list(range(len(actors)))
    for world in sorted({world for world in worlds if world}):
        if world in options.required_worlds:
            inside = [index for index in everybody if worlds[index] == world]
            rows.add(("world", world), 1.0, inf, inside, [1.0] * len(inside))
        share = options.largest_world_share
        if share is not None and share < 1:
            values = [1.0 - share if worlds[index] == world else -share for index in everybody]
            rows.add(("share", world), -inf, 0.0, everybody, values)
    if options.most_actors is not None:
        most = float(options.most_actors)
        rows.add(("most", ""), -inf, most, everybody, [1.0] * len(actors))


def _other_rows(rows: Rows, others: Sequence[tuple[frozenset[int], int]], places: Places) -> None:
    for number, (group, most) in enumerate(others):
        inside = [places.actor[actor] for actor in sorted(group) if actor in places.actor]
        rows.add(("other", number), -inf, float(most), inside, [1.0] * len(inside))


def _cut_rows(rows: Rows, cuts: Sequence[Cut], actors: Ints, everybody: int) -> None:
    column = np.full(everybody, -1)
    column[actors] = np.arange(len(actors))
    for number, cut in enumerate(cuts):
        inside = column[cut.actors] >= 0
        columns, values = column[cut.actors[inside]], cut.values[inside]
        rows.add(("cut", number), 1.0, inf, columns.tolist(), values.tolist())


def _missing_row(rows: Rows, problem: Problem, holes: Ints, places: Places, most: float) -> None:
    columns = [places.hole[int(piece)] for piece in holes]
    scale = max(float(problem.penalty[holes].max()), 1e-300)
    values = (problem.penalty[holes] / scale).tolist()
    rows.add(("missing", ""), -inf, most / scale, columns, values)


def quotas_only(problem: Problem) -> Model:
    """Write the quotas alone: can any set of actors respect them?"""
    actors, rows = problem.candidates, Rows()
    _quota_rows(rows, problem, actors)
    if problem.options.no_single_point:
        column = {int(actor): index for index, actor in enumerate(actors)}
        for piece in np.flatnonzero(problem.open & problem.essential).tolist():
            able = [column[int(actor)] for actor in problem.who[problem.what == piece]]
            least = float(min(2, len(able)))
            rows.add(("double", piece), least, inf, able, [1.0] * len(able))
    fixed = problem.fixed[actors].astype(float)
    return Model(actors, NOBODY, NOBODY, rows, problem.costs[actors], fixed, np.ones(len(actors)))
