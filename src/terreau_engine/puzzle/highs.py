"""HiGHS, one thread: the same model gives the same answer, unless the time is up."""

from collections.abc import Mapping
from dataclasses import dataclass

import highspy
import numpy as np

from terreau_engine.puzzle.model import Key, Model
from terreau_engine.puzzle.preparing import Floats, Ints

# To prove, nothing else is looked for, and many plain nodes cost less than a few probed ones.
PROVING = {
    "mip_allow_restart": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_allow_cut_separation_at_nodes": False,
    "mip_detect_symmetry": False,
    "mip_pscost_minreliable": 0,
    "mip_lp_age_limit": 5,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What the solver gave back; `chosen` is None when nothing was found."""

    chosen: Ints | None
    bound: float
    is_optimal: bool
    is_infeasible: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Prices:
    """The value of the relaxed model, what each row is worth, the part of each actor taken."""

    value: float
    worth: Mapping[Key, float]
    taken: Floats
    is_optimal: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Step:
    """One solving of a growing model: value, part and reduced cost of each actor."""

    value: float
    taken: Floats
    reduced: Floats


def solve(
    model: Model,
    *,
    seconds: float,
    near: float,
    start: Ints | None = None,
    proves: bool = False,
) -> Found:
    """Find the best set of actors of the model, from `start` when one is known.

    It stops when the value is within `near` of the bound. `proves`: `start` is believed to be the
    best; no time is lost in looking for another one before the bound has risen.
    """
    solver = _solver(seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", near)
    for name, value in PROVING.items() if proves else ():
        solver.setOptionValue(name, value)
    solver.passModel(_lp(model, is_whole=True))
    if start is not None:
        places = np.arange(len(model.actors), dtype=np.int32)
        solver.setSolution(len(places), places, np.isin(model.actors, start).astype(float))
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    chosen = None
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = np.array(solver.getSolution().col_value)[: len(model.actors)]
        chosen = model.actors[values > 0.5]
    return Found(
        chosen=chosen,
        bound=float(info.mip_dual_bound),
        is_optimal=status == highspy.HighsModelStatus.kOptimal,
        is_infeasible=status == highspy.HighsModelStatus.kInfeasible,
        seconds=float(solver.getRunTime()),
    )


def relax(model: Model, *, seconds: float) -> Prices:
    """Solve the model with parts of actors: a bound, and what each row is worth."""
    solver = _solver(seconds)
    solver.passModel(_lp(model, is_whole=False))
    solver.run()
    solution = solver.getSolution()
    duals = np.array(solution.row_dual, dtype=float)
    return Prices(
        value=float(solver.getInfo().objective_function_value),
        worth=dict(zip(model.rows.keys, duals.tolist(), strict=True)) if len(duals) else {},
        taken=np.array(solution.col_value, dtype=float),
        is_optimal=solver.getModelStatus() == highspy.HighsModelStatus.kOptimal,
        seconds=float(solver.getRunTime()),
    )


class Growing:
    """A relaxed model that rows are added to, solved again from where it was."""

    def __init__(self, model: Model, seconds: float) -> None:
        self.model = model
        self.solver = _solver(seconds)
        self.solver.setOptionValue("presolve", "off")
        self.solver.passModel(_lp(model, is_whole=False))

    @property
    def seconds(self) -> float:
        """Tell the time spent since the start."""
        return float(self.solver.getRunTime())

    def solve(self) -> Step | None:
        """Solve it; None when the time is up."""
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution, many = self.solver.getSolution(), len(self.model.actors)
        return Step(
            value=float(self.solver.getInfo().objective_function_value),
            taken=np.array(solution.col_value, dtype=float)[:many],
            reduced=np.array(solution.col_dual, dtype=float)[:many],
        )

    def add(self, columns: Ints, values: Floats) -> None:
        """Ask for Σ value × column ≥ 1."""
        places = columns.astype(np.int32)
        self.solver.addRow(1.0, highspy.kHighsInf, len(places), places, values)


def least(prices: Floats, covers: Floats) -> Floats:
    """Give weights of 0 to 1, of least Σ price × weight, that give each cover 1 at least."""
    lp, (rows, columns) = highspy.HighsLp(), covers.shape
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = prices, np.zeros(columns), np.ones(columns)
    lp.row_lower_, lp.row_upper_ = np.ones(rows), np.full(rows, highspy.kHighsInf)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    row, column = np.nonzero(covers)
    lp.a_matrix_.start_ = np.searchsorted(row, np.arange(rows + 1)).astype(np.int32)
    lp.a_matrix_.index_ = column.astype(np.int32)
    lp.a_matrix_.value_ = np.ones(len(column))
    solver = _solver(1.0)
    solver.passModel(lp)
    solver.run()
    return np.array(solver.getSolution().col_value, dtype=float)


def _solver(seconds: float) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("time_limit", max(seconds, 0.01)),
    ):
        solver.setOptionValue(name, value)
    return solver


def _lp(model: Model, *, is_whole: bool) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    rows = model.rows
    lp.num_col_, lp.num_row_ = len(model.costs), len(rows.low)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = model.costs, model.lower, model.upper
    lp.row_lower_, lp.row_upper_ = np.array(rows.low), np.array(rows.high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array([*rows.starts, len(rows.columns)], dtype=np.int32)
    lp.a_matrix_.index_ = np.array(rows.columns, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(rows.values, dtype=float)
    if is_whole:
        kinds = [highspy.HighsVarType.kInteger] * len(model.actors)
        free = len(model.costs) - len(model.actors)
        lp.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * free
    return lp
