"""The landscape beside red-dwarf, the Python reference of the Polis pipeline, and at full size.

`python -m bench.opinion` measures everything; each measure runs in a process of its own, so that
its peak of memory is its own. Votes are made from a seed: people and statements stand on a plane,
people vote on few or many statements, and each side is given the same votes.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
SIDES = ((1_000, 1_000, 100_000), (10_000, 1_000, 1_000_000))
LARGE = ((33_422, 783, 2_000_000), (100_000, 1_000, 5_000_000))
TICK = 1_000


def make_votes(people, statements, votes, seed=0):
    """Return rows, columns and values in an order of chance; some vote much more than others."""
    dice = np.random.default_rng(seed)
    keen = dice.lognormal(0, 0.8, people)
    each = np.clip(keen / keen.sum() * votes * 1.02, 7, statements).astype(int)
    rows = np.repeat(np.arange(people), each)
    columns = np.concatenate([dice.choice(statements, n, replace=False) for n in each])
    places = dice.normal(size=(people, 2)) + np.array([[-1.5, 0], [1.5, 0]])[np.arange(people) % 2]
    leans = dice.normal(size=(statements, 2))
    said = (places[rows] * leans[columns]).sum(axis=1) + dice.normal(0, 1, len(rows))
    values = np.where(said > 0.4, 1, np.where(said < -0.4, -1, 0))
    turn = dice.permutation(len(rows))
    return rows[turn], columns[turn], values[turn]


def peak():
    """Most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Watch:
    """Wall and processor seconds of what happens inside."""

    def __enter__(self):
        """Start."""
        self.wall, self.cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_):
        """Stop."""
        self.wall = time.perf_counter() - self.wall
        self.cpu = time.process_time() - self.cpu

    def __str__(self):
        """Both, rounded."""
        return f"{self.wall:.2f} / {self.cpu:.2f}"


def tick_of(names):
    """Return the votes of one tick."""
    dice = np.random.default_rng(1)
    people = dice.integers(0, len(names[0]), TICK).tolist()
    statements = dice.integers(0, len(names[1]), TICK).tolist()
    values = dice.integers(-1, 2, TICK).tolist()
    return [
        (names[0][i], names[1][j], v) for i, j, v in zip(people, statements, values, strict=True)
    ]


def terreau(people, statements, votes):
    """Time ours from the numbered votes to the landscape, then a tick and one vote."""
    from terreau_engine.opinion import Votes, landscape, polis_compatible

    rows, columns, values = make_votes(people, statements, votes)
    names = [str(n) for n in range(people)], [str(n) for n in range(statements)]
    start = peak()
    with Watch() as read:
        held = Votes.from_codes(*names, rows, columns, values)
    with Watch() as full:
        found = landscape(held)
    with Watch() as drawn:
        landscape(held, depth="map")
    with Watch() as polis:
        polis_compatible(held)
    counted = held.tables is not None
    more = tick_of(names)
    with Watch() as one:
        for vote in more:
            held.record(*vote)
    with Watch() as tick:
        landscape(held, depth="map")
    return {
        "votes": held.count,
        "tables": counted,
        "read": [read.wall, read.cpu],
        "map": [drawn.wall, drawn.cpu],
        "full": [full.wall, full.cpu],
        "polis": [polis.wall, polis.cpu],
        "one": [one.wall / TICK, one.cpu / TICK],
        "tick": [one.wall + tick.wall, one.cpu + tick.cpu],
        "groups": found.groups.k if found.groups else found.no_groups,
        "start": start,
        "peak": peak(),
    }


def red_dwarf(people, statements, votes):
    """Time red-dwarf's whole pipeline on the same votes, given as it wants them."""
    from reddwarf.implementations.base import run_pipeline

    rows, columns, values = make_votes(people, statements, votes)
    listed = [
        {"participant_id": i, "statement_id": j, "vote": v}
        for i, j, v in zip(rows.tolist(), columns.tolist(), values.tolist(), strict=True)
    ]
    start = peak()
    with Watch() as full:
        run_pipeline(listed, random_state=0)
    return {"full": [full.wall, full.cpu], "start": start, "peak": peak()}


def apart(side, size):
    """Run one measure in a fresh process on one thread, and read its figures."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.opinion", side, *map(str, size)],
        env={
            **os.environ,
            **threads,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        },
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    return json.loads(told.splitlines()[-1])


def told(pair, digits=2):
    """Wall and processor seconds as one cell."""
    return " / ".join(f"{value:.{digits}f}" for value in pair)


def beside(sizes=SIDES):
    """Return the table of both sides, in one run."""
    lines = [
        "| people × statements | votes | red-dwarf | MB | Terreau: Polis | × | full | × | MB | × |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for size in sizes:
        ours, theirs = apart("terreau", size), apart("red_dwarf", size)
        same = [ours["read"][place] + ours["polis"][place] for place in (0, 1)]
        whole = [ours["read"][place] + ours["full"][place] for place in (0, 1)]
        lines.append(
            f"| {size[0]:,} × {size[1]:,} | {ours['votes']:,} | {told(theirs['full'])} s"
            f" | {theirs['peak']:.0f} | {told(same)} s | {theirs['full'][1] / same[1]:.1f}"
            f" | {told(whole)} s | {theirs['full'][1] / whole[1]:.1f}"
            f" | {ours['peak']:.0f} | {theirs['peak'] / ours['peak']:.1f} |"
        )
    return lines


def large(sizes=LARGE):
    """Return the table of the large conversations."""
    lines = [
        "| people × statements | read | map | full | cold | one vote | tick | groups | MB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for size in sizes:
        it = apart("terreau", size)
        cold = [it["read"][place] + it["full"][place] for place in (0, 1)]
        lines.append(
            f"| {size[0]:,} × {size[1]:,} ({it['votes']:,}) | {told(it['read'])} s"
            f" | {told(it['map'])} s | {told(it['full'])} s | {told(cold)} s"
            f" | {told([value * 1000 for value in it['one']])} ms | {told(it['tick'])} s"
            f" | {it['groups']} | {it['peak']:.0f} |"
        )
    return lines


def run():
    """Return the figures of the landscape in Markdown."""
    return "\n".join(
        [
            "Wall / processor seconds on one thread; both sides get the same votes in one run.",
            "MB: the most memory held, votes included. Cold: read, then the full landscape. Tick:",
            f"{TICK:,} votes set one by one, then the map. « Polis » is the published pipeline",
            "(red-dwarf has no base clusters), « full » adds stability, floors and ellipses.",
            "",
            *beside(),
            "",
            *large(),
            "",
        ]
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        side = {"terreau": terreau, "red_dwarf": red_dwarf}[sys.argv[1]]
        print(json.dumps(side(*map(int, sys.argv[2:5]))))
    else:
        print(run())
