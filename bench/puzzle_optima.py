"""Long solving of made-up puzzles by scipy's HiGHS, kept in a file to be told beside.

`python -m bench.puzzle_optima 1000 20 120 0 1 2` solves these seeds, 120 seconds at most each;
`--kind "even offers"`, those of another kind of puzzle.
"""

import argparse
import hashlib
import json
import shlex
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from bench.puzzle_set import KINDS, MADE_UP, make_kind, make_puzzle
from terreau_engine.puzzle import ActorOffers, Piece
from terreau_engine.puzzle.filling import weigh
from terreau_engine.puzzle.model import build
from terreau_engine.puzzle.preparing import prepare

KEPT = Path(__file__).with_name("puzzle_optima.json")


class OtherPuzzle(Exception):
    """The kept value is of another puzzle than the one made up from this seed."""


@dataclass(frozen=True)
class Known:
    """What a long solving told of one puzzle: the best cost, a bound under every cost."""

    fingerprint: str
    value: float
    bound: float
    is_proven: bool
    cpu_seconds: float
    command: str
    date: str


def plain(pieces: list[Piece], offers: list[ActorOffers], seconds: float) -> tuple[float, float]:
    """Ask scipy's HiGHS for the same over everybody: the cost it finds, its own gap.

    What limits force everybody to miss may miss, nothing more: a cheaper group that leaves
    another little hole is not an answer to the same question.
    """
    problem = prepare(pieces, offers, MADE_UP)
    forced = max(0.0, weigh(problem, problem.candidates).missing - problem.beyond)
    model = build(problem, problem.candidates, most_missing=forced)
    rows = model.rows
    starts = [*rows.starts, len(rows.columns)]
    shape = (len(rows.low), len(model.costs))
    whole = np.zeros(len(model.costs))
    whole[: len(model.actors)] = 1
    matrix = csr_array((rows.values, rows.columns, starts), shape=shape)
    found = milp(
        model.costs,
        integrality=whole,
        bounds=Bounds(model.lower, model.upper),
        constraints=LinearConstraint(matrix, rows.low, rows.high),
        options={"time_limit": seconds, "mip_rel_gap": MADE_UP.gap},
    )
    if found.x is None:
        return float("nan"), float("nan")
    return float(found.fun), float(found.mip_gap)


def fingerprint(pieces: list[Piece], offers: list[ActorOffers]) -> str:
    """Sum up a puzzle and its settings: another puzzle has another sum."""
    return hashlib.sha256(repr((pieces, offers, MADE_UP)).encode()).hexdigest()


def made(kind: str, actors: int, count: int, seed: int) -> tuple[list[Piece], list[ActorOffers]]:
    """Make up the puzzle of this seed; `kind` is empty for the first kind."""
    return make_kind(kind, actors, count, seed) if kind else make_puzzle(actors, count, seed)


def known(
    actors: int,
    count: int,
    seed: int,
    puzzle: tuple[list[Piece], list[ActorOffers]],
    *,
    kind: str = "",
    path: Path = KEPT,
) -> Known | None:
    """Give what is kept of this puzzle, None when it was never solved long.

    Errors: `OtherPuzzle` when what is kept is not of this very puzzle.
    """
    kept = _read(path).get(_name(kind, actors, count, seed))
    if kept is not None and kept.fingerprint != fingerprint(*puzzle):
        raise OtherPuzzle(f"{path.name}: solve {actors} × {count}, seed {seed}, again.")
    return kept


def solve_long(
    actors: int, count: int, seed: int, seconds: float, *, kind: str = "", path: Path = KEPT
) -> Known:
    """Solve one puzzle as long as that, keep what comes out of it."""
    puzzle = made(kind, actors, count, seed)
    start = time.process_time()
    value, gap = plain(*puzzle, seconds)
    of_kind = f" --kind {shlex.quote(kind)}" if kind else ""
    told = Known(
        fingerprint=fingerprint(*puzzle),
        value=round(value, 6),
        bound=round(value * (1 - gap), 6),
        is_proven=gap <= MADE_UP.gap,
        cpu_seconds=round(time.process_time() - start, 1),
        command=f"python -m bench.puzzle_optima {actors} {count} {seconds:.0f} {seed}{of_kind}",
        date=datetime.now(UTC).date().isoformat(),
    )
    kept = {**_read(path), _name(kind, actors, count, seed): told}
    rows = {name: asdict(one) for name, one in sorted(kept.items())}
    path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return told


def _name(kind: str, actors: int, count: int, seed: int) -> str:
    return f"{kind} {actors}x{count}/{seed}".strip()


def _read(path: Path) -> dict[str, Known]:
    if not path.exists():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {name: Known(**row) for name, row in rows.items()}


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("actors", type=int)
    parser.add_argument("pieces", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("seeds", type=int, nargs="+")
    parser.add_argument("--kind", choices=["", *KINDS], default="")
    return parser.parse_args()


if __name__ == "__main__":
    asked = _asked()
    for number in asked.seeds:
        one = solve_long(asked.actors, asked.pieces, number, asked.seconds, kind=asked.kind)
        sys.stdout.write(f"{asked.actors} × {asked.pieces}, seed {number}: {one}\n")
