"""One coalition found within a limit of time, beside what long solving told of its puzzle."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bench.puzzle_optima import Known, known, made
from bench.puzzle_set import MADE_UP
from terreau_engine.puzzle import Coalition, coalition

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


@dataclass(frozen=True)
class Seeded:
    """One coalition found within the limit, beside what is known of its puzzle."""

    seed: int
    told: Coalition
    taken: Timing
    kept: Known | None

    @property
    def above(self) -> float:
        """Tell how far above the cost found by long solving, as a part of it."""
        return round(self.told.cost / self.kept.value - 1, 5) + 0.0 if self.kept else float("nan")

    @property
    def of_greedy(self) -> float:
        """Tell the cost as a part of that of the greedy choice."""
        told = self.told
        return told.cost / (told.greedy_objective - told.objective + told.cost)


def of_seed(actors: int, pieces: int, limit: float, seed: int, kind: str = "") -> Seeded:
    """Find a coalition for the puzzle of this seed."""
    wishes, offers = made(kind, actors, pieces, seed)
    kept = known(actors, pieces, seed, (wishes, offers), kind=kind)
    told, taken = timed(
        lambda: coalition(wishes, offers, options=MADE_UP, time_limit_s=limit),
    )
    return Seeded(seed, told, taken, kept)


def beside_known(name: str, row: Seeded) -> str:
    """Write one row: ours, what is known, how far above, our own gap."""
    kept = row.kept
    text = "– | – | –"
    if kept:
        proven = "proven" if kept.is_proven else "not proven"
        text = f"{kept.value:.2f} ({proven}) | {kept.bound:.2f} | {row.above:.2%}"
    return (
        f"| {name}, {row.seed} | {row.told.cost:.2f} ({row.told.status}) | {text} "
        f"| {row.told.gap:.1%} | {row.taken} |"
    )
