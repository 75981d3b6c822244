"""Twins: what hidden indicators are guessed to be, choices made on halves, speed and memory."""

import csv
import os
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from terreau_engine.twins import (
    Indicator,
    IndicatorTable,
    Reading,
    Settings,
    Typology,
    find_twins,
    leave_one_out,
    prepare,
    stability,
)

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = Path(os.environ.get("REFERENCE_DATA", ROOT.parent / "shared" / "data" / "reference"))
FILE = REFERENCE / "territories" / "communes_2000plus_indicators.csv"
NOTIONS = {"car": "travel", "pt": "travel"}
PLAIN = Reading(clip=3.0, skewed_from=float("inf"), information=0)  # z-scores, equal weights
UNITS, WIDTH = 35_000, 60


def communes() -> IndicatorTable:
    """Read the communes of 2,000 inhabitants and over."""
    with FILE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in {"code", "dep", "typ", "aav"}]
    return IndicatorTable(
        tuple(row["code"] for row in rows),
        tuple(Indicator(name, NOTIONS.get(name, "")) for name in names),
        np.array([[float(row[name]) for name in names] for row in rows]),
        tuple(row["typ"] for row in rows),
    )


def part(table: IndicatorTable, rows: np.ndarray) -> IndicatorTable:
    """Keep some units."""
    return IndicatorTable(
        tuple(table.codes[row] for row in rows),
        table.indicators,
        table.values[rows],
        tuple(table.kinds[row] for row in rows),
    )


def run() -> str:
    """Return the figures in Markdown."""
    quality = _quality() if FILE.exists() else "Guesses: not measured, no reference data."
    return "\n\n".join(["## Twins", quality, _speed(), ""])


def _quality() -> str:
    table = communes()
    ways = {
        "z-scores, equal weights, same type": (Settings(typology=Typology.CONSTRAINT), PLAIN),
        "Terreau, same type": (Settings(typology=Typology.CONSTRAINT), Reading()),
        "Terreau, no type": (Settings(typology=Typology.IGNORE), Reading()),
        "Terreau (default)": (Settings(), Reading()),
    }
    told = {name: leave_one_out(table, *way) for name, way in ways.items()}
    names = [one.name for one in table.indicators]
    head = f"| | mean | {' | '.join(names)} |"
    lines = [
        f"| {name} | **{one.mean:.3f}** | {' | '.join(f'{s.r2:.3f}' for s in one.scores)} |"
        for name, one in told.items()
    ]
    said = f"R² of a hidden indicator, 15 neighbours, {len(table.codes):,} communes:"
    return "\n".join([said, "", head, "|---" * (len(names) + 2) + "|", *lines])


def choose(splits: int = 1) -> str:
    """Choose on one half of the communes, judge on the other; the choices of the engine beside."""
    grid = list(product((3.0, 5.0), (1.0, float("inf")), (0.0, 0.5, 1.0), (0.0, 0.2, 0.4)))
    table = communes()
    lines = ["| chosen on a half (clip, skewness, power, types) | there | on the other | default |"]
    lines.append("|---|---|---|---|")
    for split in range(splits):
        order = np.random.default_rng(split).permutation(len(table.codes))
        halves = [part(table, np.sort(some)) for some in np.array_split(order, 2)]
        found = [[_mean(half, *way) for way in grid] for half in halves]
        for first, second in ((0, 1), (1, 0)):
            best = int(np.argmax(found[first]))
            default = found[second][grid.index((5.0, 1.0, 0.5, 0.2))]
            lines.append(
                f"| {grid[best]} | {found[first][best]:.4f} | {found[second][best]:.4f} "
                f"| {default:.4f} |"
            )
    return "\n".join(lines)


def _mean(table: IndicatorTable, clip: float, skewed: float, power: float, gap: float) -> float:
    return leave_one_out(table, Settings(gap_of_kinds=gap), Reading(clip, skewed, power)).mean


def _speed() -> str:
    dice = np.random.default_rng(0)
    values = dice.normal(size=(UNITS, WIDTH)) + dice.normal(size=(UNITS, 1))
    values[dice.random(values.shape) < 0.05] = np.nan
    table = IndicatorTable(
        tuple(f"{number:05}" for number in range(UNITS)),
        tuple(Indicator(f"v{number}") for number in range(WIDTH)),
        values,
        tuple(f"k{number % 7}" for number in range(UNITS)),
    )
    frame, prepared = timed(lambda: prepare(table))
    family, found = timed(lambda: find_twins(frame, "00100", Settings(k=20)))
    _held, held = timed(lambda: stability(frame, "00100", family, Settings(k=20)))
    return (
        f"{UNITS:,} units × {WIDTH} indicators, 5 % missing: prepared in {prepared}, kept in "
        f"{frame.bytes / 1e6:.1f} MB; a family of 20 in {found}; its stability (40 trials) in "
        f"{held} (processor, wall)."
    )


def timed(act: Callable[[], object]) -> tuple[object, str]:
    """Run three times; keep the result and the least processor and wall times."""
    spent = []
    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        result = act()
        spent.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = min(spent)
    return result, f"{cpu * 1000:.0f} ms ({wall * 1000:.0f} ms)"


if __name__ == "__main__":
    print(choose() if "choose" in sys.argv else run())
