"""One page for an elected member: twenty minutes, what is known, what is missing, what to ask."""

from dataclasses import dataclass, replace

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from terreau.diagnoses.enums_crossing import Gap
from terreau.diagnoses.pictures.blind_spots import draw_blind_spots
from terreau.diagnoses.summaries import summary_sentences
from terreau.diagnoses.values import ChallengeReading, Diagnosis
from terreau.diagnoses.words import (
    acted_cell,
    confidence_word,
    score_cell,
    verdict_words,
)

MOST_LINES, MOST_SENTENCES = 8, 4
LONGEST_NAME, LONGEST_QUESTION, LONGEST_TITLE = 90, 200, 70


@dataclass(frozen=True)
class Line:
    """One challenge in one line."""

    number: int
    title: str
    measured: str
    perceived: str
    acted: str
    verdict: str
    confidence: str
    is_blind: bool


def elected_page(
    diagnosis: Diagnosis, *, most_lines: int = MOST_LINES, longest: int = LONGEST_TITLE
) -> dict:
    """Give what the page shows: sentences, the picture, a line a challenge, questions to ask."""
    diagnosis = _shortened(diagnosis, longest)
    numbered = list(enumerate(diagnosis.challenges, start=1))
    ordered = sorted(numbered, key=lambda pair: (_rank(pair[1]), pair[0]))
    return {
        "diagnosis": diagnosis,
        "sentences": summary_sentences(diagnosis)[:MOST_SENTENCES],
        "picture": draw_blind_spots(diagnosis, is_listed=False),
        "lines": [_line(diagnosis, one, number) for number, one in ordered[:most_lines]],
        "left": max(0, len(numbered) - most_lines),
        "questions": questions_of(diagnosis),
    }


def _shortened(diagnosis: Diagnosis, longest: int) -> Diagnosis:
    """Cut the longest texts: one sheet is read in twenty minutes, the diagnosis has the rest."""
    return replace(
        diagnosis,
        alliance=_cut(diagnosis.alliance, LONGEST_NAME),
        question=_cut(diagnosis.question, LONGEST_QUESTION),
        perimeter=replace(diagnosis.perimeter, label=_cut(diagnosis.perimeter.label, LONGEST_NAME)),
        challenges=tuple(
            replace(one, title=_cut(one.title, longest)) for one in diagnosis.challenges
        ),
    )


def _cut(text: str, most: int) -> str:
    return Truncator(text).chars(most)


def _rank(one: ChallengeReading) -> int:
    """Blind spots first, then those that could be, then the rest; never a rank of territories."""
    order = (Gap.BLIND_SPOT, Gap.POSSIBLE_BLIND_SPOT)
    return next((place for place, gap in enumerate(order) if one.spot.has(gap)), len(order))


def _line(diagnosis: Diagnosis, one: ChallengeReading, number: int) -> Line:
    return Line(
        number=number,
        title=one.title,
        measured=score_cell(one.spot.measured),
        perceived=score_cell(one.spot.perceived),
        acted=acted_cell(one, diagnosis.choices),
        verdict=verdict_words(one),
        confidence=confidence_word(one.spot.confidence),
        is_blind=one.spot.has(Gap.BLIND_SPOT),
    )


def questions_of(diagnosis: Diagnosis) -> list[str]:
    """Turn what is missing into questions that an elected member can put."""
    asked = []
    blind = diagnosis.blind_spots
    if blind:
        asked.append(
            _("Qui, sur le territoire, pourrait ouvrir la conversation sur « %(title)s » ?")
            % {"title": blind[0].title}
        )
    if not diagnosis.census:
        asked.append(_("Qui pourrait recenser les partenariats qui existent déjà ici ?"))
    unheard = diagnosis.with_gap(Gap.NO_PERCEPTION)
    if unheard:
        asked.append(
            _("Comment demander aux habitants et aux acteurs ce qu’ils vivent sur « %(title)s » ?")
            % {"title": unheard[0].title}
        )
    felt = diagnosis.with_gap(Gap.FELT_ALONE)
    if felt:
        asked.append(
            _("Que vivent les gens sur « %(title)s » que les chiffres ne montrent pas ?")
            % {"title": felt[0].title}
        )
    divided = diagnosis.with_gap(Gap.DIVIDED_WORLDS)
    if divided:
        asked.append(
            _("Pourquoi les mondes ne voient-ils pas « %(title)s » du même œil ?")
            % {"title": divided[0].title}
        )
    return asked[:3]
