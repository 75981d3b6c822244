"""Public conversations in the Polis export format, cut as the held-out protocol says.

The protocol: statements moderated out are dropped; people with fewer than ten votes and statements
with fewer than ten are dropped until nobody more is; of the votes in the order of people then
statements, a tenth drawn by `default_rng(seed).permutation` is the test, the next tenth the
validation, the rest the training.
"""

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from terreau_engine.opinion import Votes

ROOT = Path(__file__).resolve().parents[1]
POLIS = Path(os.environ.get("REFERENCE_DATA", ROOT.parent / "shared/data/reference")) / "polis"
FEWEST = 10


@dataclass(frozen=True)
class Conversation:
    """Standing votes by place: `rows`, `columns`, `values` in canonical order."""

    name: str
    people: tuple[str, ...]
    statements: tuple[str, ...]
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: NDArray[np.int8]

    def pairs(self, places: NDArray[np.intp]) -> list[tuple[str, str]]:
        """The names of some votes."""
        rows, columns = self.rows[places].tolist(), self.columns[places].tolist()
        return [(self.people[i], self.statements[j]) for i, j in zip(rows, columns, strict=True)]

    def votes(self, places: NDArray[np.intp]) -> Votes:
        """The state that knows only some votes."""
        pairs = self.pairs(places)
        return Votes.from_records(
            [person for person, _ in pairs], [topic for _, topic in pairs], self.values[places]
        )


def names(folder: Path = POLIS) -> list[str]:
    """The given conversations: the nine with published figures, then the others."""
    nine = list(references(folder))
    others = sorted(p.name for p in folder.iterdir() if any(p.glob("*votes.csv")))
    return nine + [name for name in others if name not in nine]


def references(folder: Path = POLIS) -> dict[str, dict]:
    """Figures of other predictors on the same held-out votes."""
    return json.loads((folder / "heldout_reference.json").read_text("utf-8"))


def read_conversation(name: str, folder: Path = POLIS) -> Conversation:
    """Read one export; of several votes of a pair the last in time stands."""
    files = sorted((folder / name).glob("*votes.csv"))
    ballots = next(file for file in files if "participants-" not in file.name)
    with next((folder / name).glob("*comments.csv")).open(encoding="utf-8", newline="") as lines:
        out = {line["comment-id"] for line in csv.DictReader(lines) if line["moderated"] == "-1"}
    with ballots.open(encoding="utf-8", newline="") as lines:
        history = sorted(csv.DictReader(lines), key=lambda line: int(line["timestamp"]))
    kept = [line for line in history if line["comment-id"] not in out]
    votes = Votes.from_records(
        [line["voter-id"] for line in kept],
        [line["comment-id"] for line in kept],
        [int(line["vote"]) for line in kept],
    )
    return _frequent(name, votes)


def _frequent(name: str, votes: Votes) -> Conversation:
    rows, columns, values = votes.cells()
    while True:
        often = np.bincount(rows)[rows] >= FEWEST
        often &= np.bincount(columns)[columns] >= FEWEST
        if often.all():
            break
        rows, columns, values = rows[often], columns[often], values[often]
    people, rows = np.unique(rows, return_inverse=True)
    topics, columns = np.unique(columns, return_inverse=True)
    return Conversation(
        name,
        tuple(votes.participants[i] for i in people),
        tuple(votes.statements[j] for j in topics),
        rows.astype(np.int32),
        columns.astype(np.int32),
        values,
    )


def split(count: int, seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Test, validation and training votes, by place."""
    shuffled = np.random.default_rng(seed).permutation(count)
    tenth = int(count * 0.1)
    return shuffled[:tenth], shuffled[tenth : 2 * tenth], np.sort(shuffled[2 * tenth :])
