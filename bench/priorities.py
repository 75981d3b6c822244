"""Counts of ballots: equal shares beside pabutools in one run, majority judgment, Schulze."""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import method_of_equal_shares

from terreau_engine.priorities import (
    RankedBallots,
    equal_shares,
    majority_judgment,
    ranked_pairs,
    read_pabulib,
    schulze,
)

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = Path(os.environ.get("REFERENCE_DATA", ROOT.parent / "shared" / "data" / "reference"))
LARGEST = 3  # files of the reference, by number of supports


@dataclass(frozen=True)
class Timing:
    """Wall and processor milliseconds of one call, the median of several."""

    wall: float
    cpu: float


def timed(act: Callable[[], object], rounds: int) -> Timing:
    """Call several times; the median forgets what the machine did meanwhile."""
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return Timing(statistics.median(walls), statistics.median(cpus))


def run() -> str:
    """Return the figures in Markdown."""
    return "\n\n".join(["## Votes et budgets", _shares(), _grades(), _ranked(), ""])


def _shares() -> str:
    folder = REFERENCE / "ballots" / "pabulib"
    files = sorted(folder.glob("*.pb"), key=lambda path: path.stat().st_size)[-LARGEST:]
    if not files:
        return "Equal shares: not measured, no reference data."
    lines = [
        (
            "Equal shares without completion, ballots already read by each, cost utilities, "
            "milliseconds of processor (wall):"
        ),
        "",
        "| election | voters | projects | pabutools | Terreau | ratio | reading |",
        "|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_beside, reversed(files))])


def _beside(path: Path) -> str:
    """Count one election with both, in turns, and check that they agree."""
    instance, profile = parse_pabulib(str(path))
    reading = timed(lambda: read_pabulib(path), 1)
    file = read_pabulib(path)

    def ours() -> tuple[str, ...]:
        return equal_shares(file.projects, file.ballots, file.budget).winners

    def theirs() -> list[str]:
        chosen = method_of_equal_shares(instance, profile, sat_class=Cost_Sat)
        return [project.name for project in chosen]

    if sorted(theirs()) != sorted(ours()):
        raise RuntimeError(f"{path.name}: the two choices differ")
    before, peer, after = timed(ours, 5), timed(theirs, 1), timed(ours, 5)
    mine = Timing((before.wall + after.wall) / 2, (before.cpu + after.cpu) / 2)
    return (
        f"| {path.stem} | {file.ballots.base.voters:,} | {len(file.projects)} "
        f"| {peer.cpu:,.0f} ({peer.wall:,.0f}) | {mine.cpu:.1f} ({mine.wall:.1f}) "
        f"| {peer.cpu / mine.cpu:,.0f} | {reading.cpu:.0f} |"
    )


def _grades(options: int = 1000, voters: int = 10**7, grades: int = 7) -> str:
    dice = random.Random(1)
    tallies = []
    for _ in range(options):
        weights = [dice.random() for _ in range(grades)]
        tally = [int(voters * weight / sum(weights)) for weight in weights]
        tally[grades // 2] += voters - sum(tally)
        tallies.append(tally)
    uneven = [[count + dice.randrange(1000) for count in tally] for tally in tallies]
    same, other = (timed(lambda t=t: majority_judgment(t), 5) for t in (tallies, uneven))
    return (
        f"Majority judgment, {options:,} options × {voters:,} ballots, {grades} grades, order, "
        f"profiles and smallest change: {same.cpu:.0f} ms ({same.wall:.0f}); with unequal numbers, "
        f"on their common multiple: {other.cpu:.0f} ms ({other.wall:.0f})."
    )


def _ranked(options: int = 100, voters: int = 1000) -> str:
    dice = np.random.default_rng(0)
    names = tuple(f"n{number}" for number in range(options))
    liked = dice.normal(size=options) * 0.3
    ballots = RankedBallots(
        names,
        tuple(
            tuple(names[place] for place in np.argsort(-(liked + dice.normal(size=options))))
            for _ in range(voters)
        ),
    )
    parts = [
        f"{method.__name__} {figure.cpu:.0f} ms ({figure.wall:.0f})"
        for method in (schulze, ranked_pairs)
        for figure in [timed(lambda m=method: m(ballots), 3)]
    ]
    return (
        f"{options} options ranked by {voters:,} voters, from plain ballots to the order, the "
        f"table of duels, the explanations and the smallest change: {', '.join(parts)}."
    )


if __name__ == "__main__":
    sys.stdout.write(run())
