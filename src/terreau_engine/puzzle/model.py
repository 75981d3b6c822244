"""The mixed-integer model and HiGHS: rows and columns of the formulation, one thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

import highspy
import numpy as np

from terreau_engine.puzzle.preparing import Floats, Ints, Problem


@dataclass(slots=True)
class Rows:
    """Rows of a sparse matrix, written one after the other."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(
        self,
        low: float,
        high: float,
        columns: Sequence[int] | Ints,
        values: Sequence[float] | Floats,
    ) -> None:
        """Write low ≤ Σ value × column ≤ high."""
        self.low.append(low)
        self.high.append(high)
        self.starts.append(len(self.columns))
        self.columns.extend(int(column) for column in columns)
        self.values.extend(float(value) for value in values)


@dataclass(frozen=True, slots=True)
class Found:
    """What HiGHS gave back; `chosen` is None when nothing was found."""

    chosen: Ints | None
    bound: float
    is_optimal: bool
    is_infeasible: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Model:
    """Columns: one binary per candidate, one part per edge that needs one, one hole per piece."""

    problem: Problem
    actors: Ints
    edges: Ints
    tight: Ints
    rows: Rows
    costs: Floats
    upper: Floats


def tight_actors(problem: Problem) -> set[int]:
    """Name the actors who cannot give all they offer at once: only these need parts."""
    offered = np.bincount(
        problem.who, problem.part * problem.weight[problem.what], minlength=len(problem.names)
    )
    over = np.flatnonzero(offered > problem.capacity + 1e-12)
    return {int(actor) for actor in over} | {line.actor for line in problem.lines}


def build(problem: Problem, actors: Ints) -> Model:
    """Write the formulation over these candidates."""
    column = {int(actor): index for index, actor in enumerate(actors)}
    edges = np.flatnonzero(np.isin(problem.who, actors))
    bound = tight_actors(problem)
    tight = np.array([int(e) for e in edges if int(problem.who[e]) in bound], dtype=np.intp)
    first_hole = len(actors) + len(tight)
    pieces = np.flatnonzero(problem.open)
    hole = {int(piece): first_hole + index for index, piece in enumerate(pieces)}
    part = {int(edge): len(actors) + index for index, edge in enumerate(tight)}
    rows = Rows()
    _coverage_rows(rows, problem, edges, column, part, hole)
    _capacity_rows(rows, problem, tight, column, part)
    _quota_rows(rows, problem, actors)
    costs = np.concatenate([problem.costs[actors], np.zeros(len(tight)), problem.penalty[pieces]])
    upper = np.concatenate([np.ones(len(actors)), problem.part[tight], np.ones(len(pieces))])
    return Model(problem, actors, edges, tight, rows, costs, upper)


def _coverage_rows(
    rows: Rows,
    problem: Problem,
    edges: Ints,
    column: dict[int, int],
    part: dict[int, int],
    hole: dict[int, int],
) -> None:
    for piece, slot in hole.items():
        own = [int(edge) for edge in edges if problem.what[edge] == piece]
        sure = [column[int(problem.who[edge])] for edge in own]
        most = [float(problem.part[edge]) for edge in own]
        real = [part.get(edge, place) for edge, place in zip(own, sure, strict=True)]
        given = [1.0 if e in part else m for e, m in zip(own, most, strict=True)]
        rows.add(1.0, inf, [*real, slot], [*given, 1.0])
        if real != sure:
            rows.add(1.0, inf, [*sure, slot], [*most, 1.0])
        if problem.options.no_single_point and problem.pieces[piece].is_essential:
            rows.add(min(2, len(own)), inf, sure, [1.0] * len(sure))


def _capacity_rows(
    rows: Rows, problem: Problem, tight: Ints, column: dict[int, int], part: dict[int, int]
) -> None:
    owned: dict[int, list[int]] = {}
    for edge in tight:
        actor = int(problem.who[edge])
        owned.setdefault(actor, []).append(int(edge))
        rows.add(-inf, 0.0, [part[int(edge)], column[actor]], [1.0, -float(problem.part[edge])])
    weight = problem.weight
    for actor, own in owned.items():
        if problem.capacity[actor] < inf:
            weights = [float(weight[problem.what[edge]]) for edge in own]
            places = [part[edge] for edge in own]
            rows.add(
                -inf, 0.0, [*places, column[actor]], [*weights, -float(problem.capacity[actor])]
            )
    for line in problem.lines:
        if line.actor in column:
            places = [part[int(edge)] for edge in line.edges]
            scale = max(line.amount, 1e-9)
            rows.add(
                -inf,
                0.0,
                [*places, column[line.actor]],
                [*(line.rates / scale), -line.amount / scale],
            )


def _quota_rows(rows: Rows, problem: Problem, actors: Ints) -> None:
    options = problem.options
    worlds = [problem.worlds[int(actor)] for actor in actors]
    everybody = list(range(len(actors)))
    for world in sorted({world for world in worlds if world}):
        inside = [index for index in everybody if worlds[index] == world]
        if world in options.required_worlds:
            rows.add(1.0, inf, inside, [1.0] * len(inside))
        share = options.largest_world_share
        if share is not None and share < 1:
            values = [1.0 - share if worlds[index] == world else -share for index in everybody]
            rows.add(-inf, 1e-9, everybody, values)
    if options.most_actors is not None:
        rows.add(-inf, float(options.most_actors), everybody, [1.0] * len(actors))


def solve(
    model: Model,
    *,
    seconds: float,
    near: float,
    start: Ints | None = None,
    is_relaxed: bool = False,
) -> Found:
    """Ask HiGHS for the best coalition of the model, from `start` when one is known."""
    solver = highspy.Highs()
    for name, value in _settings(seconds, near).items():
        solver.setOptionValue(name, value)
    solver.passModel(_lp(model, is_relaxed))
    if start is not None and not is_relaxed:
        held = highspy.HighsSolution()
        values = np.zeros(len(model.costs))
        values[np.flatnonzero(np.isin(model.actors, start))] = 1.0
        places = np.arange(len(model.actors), dtype=np.int32)
        solver.setSolution(len(places), places, values[: len(places)])
        del held
    solver.run()
    return _read(model, solver, is_relaxed)


def _settings(seconds: float, near: float) -> dict[str, float | int | str | bool]:
    return {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "time_limit": seconds,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": near,
    }


def _lp(model: Model, is_relaxed: bool) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.costs), len(model.rows.low)
    lp.col_cost_ = model.costs
    lower = np.zeros(len(model.costs))
    lower[: len(model.actors)] = model.problem.fixed[model.actors]
    lp.col_lower_, lp.col_upper_ = lower, model.upper
    lp.row_lower_ = np.array(model.rows.low)
    lp.row_upper_ = np.array(model.rows.high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array([*model.rows.starts, len(model.rows.columns)], dtype=np.int32)
    lp.a_matrix_.index_ = np.array(model.rows.columns, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(model.rows.values)
    if not is_relaxed:
        whole = len(model.actors)
        kinds = [highspy.HighsVarType.kInteger] * whole
        lp.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (len(model.costs) - whole)
    return lp


def _read(model: Model, solver: highspy.Highs, is_relaxed: bool) -> Found:
    status, info = solver.getModelStatus(), solver.getInfo()
    best = info.objective_function_value if is_relaxed else info.mip_dual_bound
    has_one = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    chosen = None
    if has_one:
        values = np.array(solver.getSolution().col_value)[: len(model.actors)]
        chosen = model.actors[values > 0.5]
    return Found(
        chosen=chosen,
        bound=float(best),
        is_optimal=status == highspy.HighsModelStatus.kOptimal,
        is_infeasible=status == highspy.HighsModelStatus.kInfeasible,
        seconds=float(solver.getRunTime()),
    )
