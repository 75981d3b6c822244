"""Held-out votes: how well they are predicted, and how few questions place somebody.

`python -m bench.prediction` reads REFERENCE_DATA (default ../shared/data/reference), every given
conversation with three seeds; `python -m bench.prediction NAME …` only some. Prints Markdown.
"""

import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from bench.conversations import POLIS, Conversation, names, read_conversation, references, split
from bench.locating import locating_page
from bench.polis_map import log_loss, read_map
from terreau_engine.opinion import predict

SEEDS = (0, 1, 2)
GOAL = 0.656


@dataclass(frozen=True)
class Figures:
    """Log loss (nats), accuracy, AUC of agree against disagree; the loss of the Polis map."""

    loss: float
    accuracy: float
    auc: float
    polis_map: float
    seconds: float


def held_out(talk: Conversation, seed: int) -> Figures:
    """Predict the test votes of one seed from its training votes only."""
    test, validation, training = split(len(talk.values), seed)
    start = time.process_time()
    told = predict(talk.votes(training), talk.pairs(test))
    seconds = time.process_time() - start
    said = talk.values[test]
    polis = read_map(talk, training, validation, test)
    return Figures(
        log_loss(told, said),
        float((told.argmax(axis=1) == said.astype(int) + 1).mean()),
        area(told, said),
        log_loss(polis, said),
        seconds,
    )


def area(told: NDArray[np.float64], said: NDArray[np.int8]) -> float:
    """Chance that a vote for looks more for than a vote against (AUC); passes left out."""
    sided = said != 0
    ranks = rankdata(told[sided, 2] / (told[sided, 0] + told[sided, 2]))
    up = said[sided] == 1
    ups, downs = int(up.sum()), int((~up).sum())
    if not ups or not downs:
        return float("nan")
    return float((ranks[up].sum() - ups * (ups + 1) / 2) / (ups * downs))


def published(name: str, method: str, seed: int, folder: Path = POLIS) -> float | None:
    """The log loss of another predictor on the same test votes, where it was published."""
    known = references(folder).get(name)
    return known["seeds"][str(seed)][method]["ll"] if known else None


def prediction_page(told: dict[str, tuple[Conversation, list[Figures]]]) -> str:
    """The table of the method page: every conversation, every bad case."""
    head = (
        "| conversation | P × S | votes | Polis groups | Polis map | Polis map, ours "
        "| map + style | 16 fits | **Terreau** | accuracy | AUC | CPU s |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    )
    rows = "".join(_row(talk, figures) for talk, figures in told.values())
    return f"{head}{rows}\n{_macro(told)}\n\n{_bad_cases(told)}\n"


def _row(talk: Conversation, figures: list[Figures]) -> str:
    others = [
        _mean([published(talk.name, method, seed) for seed in SEEDS])
        for method in ("polis groups", "map: polis 2D", "map: polis 2D +style", "ens16")
    ]
    cells = [
        talk.name,
        f"{len(talk.people)} × {len(talk.statements)}",
        str(len(talk.values)),
        others[0],
        others[1],
        _mean([f.polis_map for f in figures]),
        *others[2:],
        f"**{_mean([f.loss for f in figures])}**",
        _mean([f.accuracy for f in figures]),
        _mean([f.auc for f in figures]),
        f"{statistics.mean(f.seconds for f in figures):.1f}",
    ]
    return f"| {' | '.join(cells)} |\n"


def _mean(values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{statistics.mean(known):.3f}".replace("0.", ".") if known else "–"


def _macro(told: dict[str, tuple[Conversation, list[Figures]]]) -> str:
    nine = [name for name in told if name in references()]
    if not nine:
        return ""
    losses = [statistics.mean(f.loss for f in told[name][1]) for name in nine]
    hits = [statistics.mean(f.accuracy for f in told[name][1]) for name in nine]
    areas = [statistics.mean(f.auc for f in told[name][1]) for name in nine]
    return (
        f"Macro mean over {len(nine)} of the nine: log loss **{statistics.mean(losses):.4f}** "
        f"(goal ≤ {GOAL}), accuracy {statistics.mean(hits):.3f}, AUC {statistics.mean(areas):.3f}."
    )


def _bad_cases(told: dict[str, tuple[Conversation, list[Figures]]]) -> str:
    """Every seed where one of the others predicts better."""
    lines = []
    for name, (_, figures) in told.items():
        for seed, ours in zip(SEEDS, figures, strict=True):
            rivals = {
                "Polis map": published(name, "map: polis 2D", seed),
                "Polis map, ours": ours.polis_map,
                "map + style": published(name, "map: polis 2D +style", seed),
                "16 fits": published(name, "ens16", seed),
            }
            better = [f"{who} {x:.4f}" for who, x in rivals.items() if x and x < ours.loss]
            if better:
                lines.append(f"- {name}, seed {seed}: {ours.loss:.4f}; {', '.join(better)}")
    return "Seeds where another predicts better:\n\n" + ("\n".join(lines) or "- none")


def main(chosen: list[str]) -> None:
    """Print both pages."""
    talks = [read_conversation(name) for name in chosen or names()]
    told = {}
    for talk in talks:
        told[talk.name] = (talk, [held_out(talk, seed) for seed in SEEDS])
        print(_row(*told[talk.name]), end="", file=sys.stderr, flush=True)
    print(prediction_page(told))
    print(locating_page(talks))


if __name__ == "__main__":
    main(sys.argv[1:])
