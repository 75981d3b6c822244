"""Say a diagnosis line by line, ready for a page: each challenge as a card."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.diagnoses.details import Details, FeltCell, FigureCell, details_of
from terreau.diagnoses.enums_crossing import Gap
from terreau.diagnoses.peers_words import peers_words
from terreau.diagnoses.values import ChallengeReading, Diagnosis
from terreau.diagnoses.words import (
    acted_sentence,
    confidence_sentence,
    felt_sentence,
    gap_sentences,
    measured_sentence,
    strongest,
    verdict_words,
)
from terreau.territories.indicators.words import format_figure, shown

_TONES = {
    Gap.BLIND_SPOT: "tag-clay",
    Gap.POSSIBLE_BLIND_SPOT: "tag-honey",
    Gap.SILENT_NEED: "tag-slate",
    Gap.FELT_ALONE: "tag-slate",
}


@dataclass(frozen=True)
class Card:
    """One challenge in sentences."""

    number: int
    reading: ChallengeReading
    verdict: str
    tone: str
    measured: str
    strongest: str
    felt: str
    acted: str
    gaps: list[str]
    confidence: str
    details: Details

    @property
    def figures(self) -> tuple[FigureCell, ...]:
        """Each indicator as a line."""
        return self.details.figures

    @property
    def views(self) -> tuple[FeltCell, ...]:
        """Each collection of views."""
        return self.details.views


def cards_of(diagnosis: Diagnosis) -> list[Card]:
    """Give each challenge as a card, in the order of the picture's numbers."""
    return [card_of(diagnosis, one, n) for n, one in enumerate(diagnosis.challenges, start=1)]


def card_of(diagnosis: Diagnosis, reading: ChallengeReading, number: int) -> Card:
    """Say one challenge."""
    used = reading.used_felt
    return Card(
        number=number,
        reading=reading,
        verdict=verdict_words(reading),
        tone=next((css for gap, css in _TONES.items() if reading.spot.has(gap)), ""),
        measured=measured_sentence(reading, peers_words(diagnosis)),
        strongest=_strongest(reading),
        felt=felt_sentence(used),
        acted=acted_sentence(reading),
        gaps=gap_sentences(reading),
        confidence=confidence_sentence(reading),
        details=details_of(reading),
    )


def _strongest(reading: ChallengeReading) -> str:
    """Say the figure where the need goes furthest, beside the middle of the peers."""
    one = strongest(reading)
    if one is None:
        return ""
    sentence = _(
        "Le plus marqué : %(name)s, %(value)s (milieu des territoires comparés : %(middle)s)."
    )
    return sentence % {
        "name": shown(one.name),
        "value": format_figure(one.unit, one.value),
        "middle": format_figure(one.unit, one.middle),
    }
