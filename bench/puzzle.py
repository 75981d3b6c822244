"""Coalitions beside greedy and plain HiGHS on the same puzzles; timetables beside their bounds."""

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from bench.puzzle_optima import plain
from bench.puzzle_runs import Seeded, beside_known, of_seed, timed
from bench.puzzle_set import KINDS, MADE_UP, make_party, make_puzzle
from terreau_engine.puzzle import (
    Coalition,
    Guest,
    Timetable,
    TimetableOptions,
    coalition,
    replan,
    timetable,
)

SIZES = ((100, 20, 3.0), (1000, 20, 3.0), (1000, 50, 10.0), (1000, 100, 10.0), (10000, 50, 15.0))
PARTIES = ((30, 5, 5), (60, 6, 6), (200, 10, 4), (200, 10, 8))
SEEDS, OTHERS = range(5), range(10, 15)
SEEDED = ((1000, 20, 3.0, (*SEEDS, *OTHERS)), (1000, 100, 10.0, tuple(SEEDS)))
ABSENT = 6  # people who do not come back after the first half


def run() -> str:
    """Return the figures in Markdown."""
    return "\n\n".join(
        ["## Coalitions and timetables", _coalitions(), _seeded(), _kinds(), _timetables(), ""]
    )


def _coalitions() -> str:
    lines = [
        (
            "Puzzles made up from a seed (`bench/puzzle_set.py`): half of the pieces whole, half "
            "sums, λ = μ = 0.5, α = 0.6, β = 0.35, three worlds required. Cost of the coalition "
            "(what exists nowhere misses for everybody and is left out). The same limit of wall "
            "seconds for both; gap to a bound proven over *all* actors; seconds of processor "
            "(wall): on two cores, where the walks of a small coalition go on beside the solver."
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
    found = [(size[:3], [of_seed(*size[:3], seed) for seed in size[3]]) for size in SEEDED]
    lines = [
        (
            "The same over several seeds: how many proven within the limit, then the median and "
            "the worst; above: how far from the cost that `python -m bench.puzzle_optima` found "
            "with scipy's HiGHS alone in two minutes at most (negative: cheaper); greedy: part of "
            "the greedy cost."
        ),
        "",
        "| actors × pieces | limit | proven | gap | worst | above | worst | greedy | s | worst |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(_over_seeds(*size, rows) for size, rows in found),
        "",
        "| actors × pieces, seed | Terreau | known | its bound | above | own gap | s |",
        "|---|---|---|---|---|---|---|",
        *(beside_known(f"{size[0]:,} × {size[1]}", row) for size, rows in found for row in rows),
    ]
    return "\n".join(lines)


def _over_seeds(actors: int, pieces: int, limit: float, rows: list[Seeded]) -> str:
    gaps = [row.told.gap for row in rows]
    above = [row.above for row in rows if row.kept]
    proven = sum(row.told.status == "optimal" for row in rows)
    times = sorted((row.taken for row in rows), key=lambda taken: taken.wall)
    return (
        f"| {actors:,} × {pieces} | {limit:.0f} | {proven} of {len(rows)} "
        f"| {np.median(gaps):.1%} | {max(gaps):.1%} | {np.median(above):.1%} | {max(above):.1%} "
        f"| {np.median([row.of_greedy for row in rows]):.1%} "
        f"| {times[len(times) // 2]} | {times[-1]} |"
    )


def _kinds() -> str:
    """Other kinds of puzzles than the one that the search was made with."""
    lines = [
        (
            "Other kinds of puzzles (`KINDS` of `bench/puzzle_set.py`), two seeds each, beside "
            "what scipy's HiGHS alone found and proved in 100 seconds:"
        ),
        "",
        "| kind, actors × pieces, seed | Terreau | known | its bound | above | own gap | s |",
        "|---|---|---|---|---|---|---|",
    ]
    for actors, pieces, limit in ((1000, 20, 3.0), (1000, 100, 10.0)):
        for kind in KINDS:
            found = [of_seed(actors, pieces, limit, seed, kind) for seed in range(2)]
            lines += [beside_known(f"{kind}, {actors:,} × {pieces}", row) for row in found]
    return "\n".join(lines)


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
