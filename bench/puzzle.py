"""Coalitions beside greedy and plain HiGHS on the same puzzles; timetables beside their bounds."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from bench.puzzle_set import MADE_UP, make_party, make_puzzle
from terreau_engine.puzzle import (
    ActorOffers,
    Coalition,
    Guest,
    Piece,
    Timetable,
    TimetableOptions,
    coalition,
    replan,
    timetable,
)
from terreau_engine.puzzle.model import build
from terreau_engine.puzzle.preparing import prepare

SIZES = ((100, 20, 3.0), (1000, 20, 3.0), (1000, 50, 10.0), (1000, 100, 10.0), (10000, 50, 15.0))
PARTIES = ((30, 5, 5), (60, 6, 6), (200, 10, 4), (200, 10, 8))
SEEDS = range(5)
SEEDED = ((1000, 20, 3.0), (1000, 100, 10.0))
ABSENT = 6  # people who do not come back after the first half
Result = TypeVar("Result")


@dataclass(frozen=True)
class Timing:
    """Wall and processor seconds of one call."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.cpu:.1f} ({self.wall:.1f})"


def timed(act: Callable[[], Result]) -> tuple[Result, Timing]:
    """Call once; the answer and what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = act()
    return answer, Timing(time.perf_counter() - wall, time.process_time() - cpu)


def plain(pieces: list[Piece], offers: list[ActorOffers], seconds: float) -> tuple[float, float]:
    """Give the whole problem to scipy's HiGHS: the cost it finds, its own gap."""
    problem = prepare(pieces, offers, MADE_UP)
    model = build(problem, problem.candidates, counts_holes=True)
    prices = model.costs.copy()
    prices[: len(model.actors)] = problem.costs[model.actors]
    rows = model.rows
    starts = [*rows.starts, len(rows.columns)]
    matrix = csr_array((rows.values, rows.columns, starts), shape=(len(rows.low), len(prices)))
    whole = np.zeros(len(prices))
    whole[: len(model.actors)] = 1
    found = milp(
        prices,
        integrality=whole,
        bounds=Bounds(model.lower, model.upper),
        constraints=LinearConstraint(matrix, rows.low, rows.high),
        options={"time_limit": seconds, "mip_rel_gap": MADE_UP.gap},
    )
    if found.x is None:
        return float("nan"), float("nan")
    return float(found.fun), float(found.mip_gap)


def run() -> str:
    """Return the figures in Markdown."""
    return "\n\n".join(
        ["## Coalitions and timetables", _coalitions(), _seeded(), _timetables(), ""]
    )


def _coalitions() -> str:
    lines = [
        (
            "Puzzles made up from a seed (`bench/puzzle_set.py`): half of the pieces whole, half "
            "sums, λ = μ = 0.5, α = 0.6, β = 0.35, three worlds required. Cost of the coalition "
            "(what exists nowhere misses for everybody and is left out). The same limit of wall "
            "seconds for both; gap to a bound proven over *all* actors; seconds of processor "
            "(wall)."
        ),
        "",
        "| actors × pieces | limit | greedy | Terreau | gap | s | scipy.milp | gap | s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_beside(*size) for size in SIZES)])


def _beside(actors: int, pieces: int, limit: float) -> str:
    wishes, offers = make_puzzle(actors, pieces)

    def ours() -> Coalition:
        return coalition(wishes, offers, options=MADE_UP, time_limit_s=limit)

    mine, taken = timed(ours)
    (value, gap), theirs = timed(lambda: plain(wishes, offers, limit))
    missing = mine.objective - mine.cost
    return (
        f"| {actors:,} × {pieces} | {limit:.0f} | {mine.greedy_objective - missing:.2f} "
        f"| {mine.cost:.2f} ({mine.status}) | {mine.gap:.1%} | {taken} "
        f"| {value:.2f} | {gap:.1%} | {theirs} |"
    )


def _seeded() -> str:
    """Several puzzles of one size: no single one is tuned to."""
    lines = [
        f"The same over {len(SEEDS)} seeds: how many proven, then the median and the worst.",
        "",
        "| actors × pieces | limit | proven | gap | worst | cost, of greedy | worst | s | worst |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_over_seeds(*size) for size in SEEDED)])


def _over_seeds(actors: int, pieces: int, limit: float) -> str:
    found = []
    for seed in SEEDS:
        wishes, offers = make_puzzle(actors, pieces, seed)

        def ours(wishes: list[Piece] = wishes, offers: list[ActorOffers] = offers) -> Coalition:
            return coalition(wishes, offers, options=MADE_UP, time_limit_s=limit)

        found.append(timed(ours))
    told = [one for one, _taken in found]
    gaps = [one.gap for one in told]
    parts = [one.cost / (one.greedy_objective - one.objective + one.cost) for one in told]
    proven = sum(one.status == "optimal" for one in told)
    walls = sorted((taken for _one, taken in found), key=lambda taken: taken.wall)
    return (
        f"| {actors:,} × {pieces} | {limit:.0f} | {proven} of {len(told)} "
        f"| {np.median(gaps):.1%} | {max(gaps):.1%} | {np.median(parts):.1%} | {max(parts):.1%} "
        f"| {walls[len(walls) // 2]} | {walls[-1]} |"
    )


def _timetables() -> str:
    lines = [
        (
            "Timetables of guests made up from a seed (five worlds, several people of one "
            "organisation, two needs and two offers each), beside the bound that no timetable can "
            f"pass and rotating at random; {ABSENT} people leave and one arrives half-way:"
        ),
        "",
        (
            "| people × rounds, tables | repeats (least) | mixing (bound; random) "
            "| complementarity (bound; random) | s | replanned, s | repeats |"
        ),
        "|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_seated(*size) for size in PARTIES), "", _sides()])


def _seated(people: int, rounds: int, size: int) -> str:
    guests = make_party(people)
    plan, taken = timed(lambda: timetable(guests, rounds, size))
    gone = {guest.id for guest in guests[:: people // ABSENT][:ABSENT]}
    late = Guest("late", world="media")
    again, replanned = timed(lambda: replan(plan, gone, rounds // 2 + 1, [late]))
    return (
        f"| {people} × {rounds}, {size} | {plan.figures.repeats} ({plan.figures.fewest_repeats}) "
        f"| {_part(plan)} | {_sum(plan)} | {taken} | {replanned} | {again.figures.repeats} |"
    )


def _part(plan: Timetable) -> str:
    told = plan.figures.mixing
    return f"{told.value:.1%} ({told.bound:.1%}; {told.random:.1%})"


def _sum(plan: Timetable) -> str:
    told = plan.figures.complementarity
    return f"{told.value:.0f} ({told.bound:.0f}; {told.random:.0f})"


def _sides() -> str:
    from_each = [Guest(f"{side}{n}", side=side) for side in "ac" for n in range(10)]
    options = TimetableOptions(two_sided=True)
    plan, taken = timed(lambda: timetable(from_each, 10, 2, options=options))
    return (
        f"Ten associations and ten companies, ten rounds: {plan.figures.pairs} pairs of 100, "
        f"{plan.figures.repeats} repeats, {taken} s."
    )


if __name__ == "__main__":
    sys.stdout.write(run())
