"""How many questions it takes to place somebody: the routing against chance.

Votes of a fifth of the talkative people are hidden from the fit. Each is then asked twelve
questions among those they really answered, drawn by the routing or by chance; a quarter of their
votes is never asked. Three draws of people. After each answer: the squared distance between where
they seem to stand and where all their votes place them, and the log loss on the votes never asked.
"""

import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.conversations import Conversation, names, read_conversation
from terreau_engine.opinion.factor_fit import STYLES
from terreau_engine.opinion.factor_steps import chances
from terreau_engine.opinion.routing import Routing, person_seed, prepare_routing

SEEDS = (0, 1, 2)
QUESTIONS = 12
TARGET = 10
FEWEST_VOTES = QUESTIONS + 8
MOST_PEOPLE = 60
DRAWS = 200


@dataclass(frozen=True)
class Course:
    """Mean over people after 0, 1 … questions: squared distance, loss on the votes never asked."""

    distance: NDArray[np.float64]
    loss: NDArray[np.float64]


def locate(talk: Conversation, seed: int = 0) -> tuple[dict[str, Course], int]:
    """Ask hidden people by both ways; return the two courses and how many people they rest on."""
    dice = np.random.default_rng(seed)
    counts = np.bincount(talk.rows)
    able = dice.permutation(np.flatnonzero(counts >= FEWEST_VOTES))
    hidden = able[: min(MOST_PEOPLE, len(talk.people) // 5, len(able))]
    routing = prepare_routing(talk.votes(np.flatnonzero(~np.isin(talk.rows, hidden))))
    sums = {way: np.zeros((QUESTIONS + 1, 2)) for way in ("routing", "chance")}
    people = 0
    for person in hidden.tolist():
        mine = dice.permutation(np.flatnonzero(talk.rows == person))
        said = [(t, v) for (_, t), v in zip(talk.pairs(mine), talk.values[mine], strict=True)]
        said = [(topic, int(value)) for topic, value in said if topic in routing.statements]
        kept, free = said[: len(said) // 4], dict(said[len(said) // 4 :])
        if len(free) < QUESTIONS:
            continue
        people += 1
        for way, total in sums.items():
            total += _ask(routing, way, kept, free, talk.people[person])
    courses = {way: Course(*(total / max(people, 1)).T) for way, total in sums.items()}
    return courses, people


def _ask(
    routing: Routing, way: str, kept: list[tuple[str, int]], free: dict[str, int], name: str
) -> NDArray[np.float64]:
    closed = [topic for topic in routing.statements if topic not in free]
    whole, _ = routing.place_of({**free, **dict(kept)})
    answers: dict[str, int] = {}
    course = []
    for _ in range(QUESTIONS + 1):
        place, doubt = routing.place_of(answers)
        gap = (place - whole)[STYLES:]
        course.append((float(gap @ gap), _loss(routing, place, doubt, kept)))
        left = [topic for topic in free if topic not in answers]
        if not left:
            break
        chosen = (
            routing.next(answers, closed, seed=person_seed(name))[0]
            if way == "routing"
            else left[0]  # they were shuffled
        )
        answers[chosen] = free[chosen]
    course += course[-1:] * (QUESTIONS + 1 - len(course))
    return np.array(course)


def _loss(
    routing: Routing,
    place: NDArray[np.float64],
    doubt: NDArray[np.float64],
    kept: list[tuple[str, int]],
) -> float:
    """Loss of the chances averaged over the places where the person may stand."""
    where = {topic: row for row, topic in enumerate(routing.statements)}
    loadings = routing.loadings[[where[topic] for topic, _ in kept]]
    dice = np.random.default_rng(0)
    places = dice.multivariate_normal(place, doubt, DRAWS, method="cholesky")
    odds = loadings[:, :, :1] + loadings[:, :, 1:] @ places.T
    agree, disagree = (chance.mean(axis=1) for chance in chances(odds[:, 0], odds[:, 1]))
    told = np.stack([disagree, 1 - agree - disagree, agree], axis=1)
    return float(-np.log([told[i, value + 1] for i, (_, value) in enumerate(kept)]).mean())


def questions_for(course: NDArray[np.float64], level: float) -> float:
    """After how many questions, between two counts if need be, a course first falls to a level."""
    low = np.flatnonzero(course <= level)
    if not len(low):
        return float("nan")
    first = int(low[0])
    if first == 0:
        return 0.0
    fall = course[first - 1] - course[first]
    return first - 1 + float((course[first - 1] - level) / fall)


def locate_thrice(talk: Conversation) -> tuple[dict[str, Course], int]:
    """Hide three draws of people in turn; mean courses and how many people in all."""
    told = [locate(talk, seed) for seed in SEEDS]
    asked = [people for _, people in told]
    if not sum(asked):
        return told[0]
    courses = {}
    for way in told[0][0]:
        parts = [found[way] for found, _ in told]
        courses[way] = Course(
            np.average([part.distance for part in parts], axis=0, weights=asked),
            np.average([part.loss for part in parts], axis=0, weights=asked),
        )
    return courses, sum(asked)


def locating_page(talks: list[Conversation]) -> str:
    """The table of the method page."""
    lines, needed, gains = [], [], []
    for talk in talks:
        courses, people = locate_thrice(talk)
        ours, chance = courses["routing"], courses["chance"]
        if not people:
            lines.append(f"| {talk.name} | 0 | – | – | – | – | – |")
            continue
        asked = questions_for(ours.distance, float(chance.distance[TARGET]))
        needed.append(asked)
        gains.append(chance.loss[TARGET] - ours.loss[TARGET])
        cells = [
            *(f"{chance.distance[n]:.2f} → {ours.distance[n]:.2f}" for n in (5, TARGET)),
            *(f"{chance.loss[n]:.3f} → {ours.loss[n]:.3f}" for n in (5, TARGET)),
        ]
        lines.append(f"| {talk.name} | {people} | {' | '.join(cells)} | **{asked:.1f}** |")
    return (
        "| conversation | people | distance², 5 questions | distance², 10 | loss, 5 | loss, 10 "
        "| questions worth 10 |\n|---|--:|--:|--:|--:|--:|--:|\n" + "\n".join(lines) + "\n\n"
        f"Chance → routing. On average {np.mean(needed):.1f} questions of the routing place people "
        f"as well as ten drawn by chance; after ten the loss is {np.mean(gains):.3f} lower."
    )


def main(chosen: list[str]) -> None:
    """Print the table alone."""
    print(locating_page([read_conversation(name) for name in chosen or names()]))


if __name__ == "__main__":
    main(sys.argv[1:])
