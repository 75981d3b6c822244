"""Find what was already tried: by the words, then by what the question means (R13).

The vector of a question is kept with the experiment when it is written; the few that have none yet
are computed on the spot. Where the model of meaning is not installed, words alone are compared.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet
from rapidfuzz import fuzz

from terreau.actors.folding import fold
from terreau.actors.search.meaning import load_meaning, pack_vector
from terreau.experiments.models import Experiment, ExperimentMeaning

LEAST_MEANING = 0.40  # docs/methodes/existe-t-il-deja.md
LEAST_PERHAPS = 0.30  # further: to be glanced at, before one says that nothing exists
LEAST_WORDS = 0.62
MOST_SHOWN = 6
MOST_READ = 5_000
MOST_ENCODED = 200  # within one request; the upkeep does the others


@dataclass(frozen=True)
class Near:
    """One experiment near to a text, from 0 (far) to 1, and what makes it near."""

    experiment: Experiment
    likeness: float
    is_by_words: bool


def meaning_text(experiment: Experiment) -> str:
    """What is read of an experiment: its name and its question."""
    return f"{experiment.title}. {experiment.question}"


def digest_of(text: str) -> str:
    """Recognise a text that was read already."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def find_near(
    rows: QuerySet[Experiment], text: str, *, most: int = MOST_SHOWN, least: float = LEAST_MEANING
) -> list[Near]:
    """List those of these experiments that are nearest to a text, the nearest first.

    Two queries, and one more when some were never read. Near is not alike: a question and its
    opposite speak of the same thing. So it is shown, never decided.
    """
    words = fold(text)
    if len(words) < 3:
        return []
    read = list(
        rows.order_by("pk").values_list("pk", "title", "question", "meaning__digest")[:MOST_READ]
    )
    by_words = np.array([_likeness(words, title, question) for _pk, title, question, _d in read])
    by_meaning = _meanings(text, read)
    by_meaning[by_meaning < least] = 0
    by_words[by_words < LEAST_WORDS] = 0
    scores = np.maximum(by_words, by_meaning) if read else np.zeros(0)
    chosen = [rank for rank in np.argsort(-scores, kind="stable")[:most] if scores[rank] > 0]
    found = rows.in_bulk([read[rank][0] for rank in chosen])
    return [
        Near(found[read[rank][0]], float(scores[rank]), bool(by_words[rank] >= by_meaning[rank]))
        for rank in chosen
        if read[rank][0] in found
    ]


def _likeness(words: str, title: str, question: str) -> float:
    said = (fold(title), fold(question))
    return max(fuzz.token_set_ratio(words, one) for one in said) / 100 if words else 0.0


def _meanings(text: str, read: Sequence[tuple]) -> np.ndarray:
    """How near in meaning each row is; 0 for what the model has not read."""
    scores = np.zeros(len(read))
    meaning = load_meaning()
    if meaning is None or not read:
        return scores
    asked = meaning.encode([text])[0]
    ranks = {pk: rank for rank, (pk, *_rest) in enumerate(read)}
    kept = ExperimentMeaning.objects.filter(experiment__in=list(ranks)).order_by()
    for pk, digest, vector in kept.values_list("experiment", "digest", "vector").iterator():
        if digest == digest_of(_text(read[ranks[pk]])):
            scores[ranks.pop(pk)] = float(np.frombuffer(bytes(vector), dtype="<f2") @ asked)
    fresh = list(ranks.values())[:MOST_ENCODED]
    if fresh:
        scores[fresh] = meaning.encode([_text(read[rank]) for rank in fresh]) @ asked
    return scores


def _text(row: tuple) -> str:
    return f"{row[1]}. {row[2]}"


def keep_meaning(experiment: Experiment) -> None:
    """Keep the vector of what an experiment asks; nothing where there is no model."""
    meaning, text = load_meaning(), meaning_text(experiment)
    if meaning is None:
        return
    ExperimentMeaning.objects.update_or_create(
        experiment=experiment,
        defaults={"digest": digest_of(text), "vector": pack_vector(meaning.encode([text])[0])},
    )


def keep_missing_meanings(most: int = MOST_ENCODED) -> int:
    """Read the questions that were never read (a file, a demo), some at a time."""
    meaning = load_meaning()
    if meaning is None:
        return 0
    rows = list(Experiment.objects.filter(meaning=None).order_by("pk")[:most])
    vectors = meaning.encode([meaning_text(row) for row in rows]) if rows else []
    made = [
        ExperimentMeaning(
            experiment=row, digest=digest_of(meaning_text(row)), vector=pack_vector(vector)
        )
        for row, vector in zip(rows, vectors, strict=True)
    ]
    ExperimentMeaning.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)
