"""Read a revealed review side by side: who said what, and where the views part."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.partnerships.enums import Approach, ObjectiveMet
from terreau.partnerships.models import Party, ReviewAnswer
from terreau.partnerships.review_words import QUESTIONS, objective_label

# From three points apart on ten, two parties do not live the same partnership.
WIDE_GAP = 3


@dataclass(frozen=True)
class Line:
    """One question, and the score of each party that answered (None is « sans avis »)."""

    label: str
    scores: tuple[int | None, ...]

    @property
    def told(self) -> list[int]:
        """The scores that were given."""
        return [score for score in self.scores if score is not None]

    @property
    def gap(self) -> int | None:
        """How far apart the furthest two are; unknown with fewer than two scores."""
        return max(self.told) - min(self.told) if len(self.told) > 1 else None


@dataclass(frozen=True)
class Gap:
    """One view on which the parties part, named."""

    label: str
    points: int
    high: str
    low: str


@dataclass(frozen=True)
class Told:
    """The words of one party, and whether its own objectives are met."""

    answer: ReviewAnswer
    objectives: list[tuple[str, str]]


@dataclass(frozen=True)
class ReviewView:
    """What the page of a revealed review shows."""

    parties: tuple[Party, ...]  # those that answered, in order
    asked: int
    objects: tuple[Line, ...]
    approaches: tuple[Line, ...]
    gaps: tuple[Gap, ...]
    answers: tuple[ReviewAnswer, ...]
    silent: tuple[str, ...]

    @property
    def told(self) -> list["Told"]:
        """What each party said in words."""
        return [Told(one, objectives_told(one)) for one in self.answers]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every question that has a score."""
        return (*self.objects, *self.approaches)


def read_review(answers: Sequence[ReviewAnswer]) -> ReviewView:
    """Put the given answers side by side; a review never answered is told as such."""
    given = [one for one in answers if one.given_at]
    objects = tuple(
        Line(str(question.label), tuple(getattr(one, name) for one in given))
        for name, question in QUESTIONS.items()
    )
    approaches = tuple(
        Line(
            str(approach.label).capitalize(),
            tuple(one.approaches.get(str(approach)) for one in given),
        )
        for approach in Approach
    )
    names = [one.party.organisation.name for one in given]
    found = [_gap(line, names) for line in (*objects, *approaches)]
    gaps = sorted((gap for gap in found if gap), key=lambda gap: -gap.points)
    return ReviewView(
        tuple(one.party for one in given),
        len(answers),
        objects,
        approaches,
        tuple(gaps),
        tuple(given),
        tuple(one.party.organisation.name for one in answers if not one.given_at),
    )


def _gap(line: Line, names: list[str]) -> Gap | None:
    if line.gap is None or line.gap < WIDE_GAP:
        return None
    told = [(score, name) for score, name in zip(line.scores, names, strict=True)]
    known = [pair for pair in told if pair[0] is not None]
    high, low = max(known, key=lambda p: p[0]), min(known, key=lambda p: p[0])
    return Gap(line.label, line.gap, f"{high[1]} {high[0]}", f"{low[1]} {low[0]}")


def objectives_told(answer: ReviewAnswer) -> list[tuple[str, str]]:
    """Each own objective of a party, and whether it is met."""
    words = dict(ObjectiveMet.choices)
    return [
        (objective_label(key), str(words.get(said, _("sans avis"))))
        for key, said in answer.objectives.items()
    ]
