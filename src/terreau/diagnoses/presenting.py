"""Say a diagnosis line by line, ready for a page: each challenge as a card."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_number
from terreau.diagnoses.bridge.crossing import WORSE_WHEN
from terreau.diagnoses.enums_crossing import Gap
from terreau.diagnoses.values import ChallengeReading, Diagnosis, FigureLine, PerceivedLine
from terreau.diagnoses.words import (
    acted_sentence,
    confidence_sentence,
    felt_sentence,
    felt_title,
    gap_sentences,
    measured_sentence,
    peers_words,
    score_cell,
    strongest,
    verdict_words,
)
from terreau.territories.indicators.words import format_figure, shown, tell_coverage

_TONES = {
    Gap.BLIND_SPOT: "tag-clay",
    Gap.POSSIBLE_BLIND_SPOT: "tag-honey",
    Gap.SILENT_NEED: "tag-slate",
    Gap.FELT_ALONE: "tag-slate",
}


@dataclass(frozen=True)
class FigureCell:
    """One indicator as a line of a table."""

    slug: str
    name: str
    text: str
    country: str
    middle: str
    need: str
    coverage: str
    source: str
    base: str
    reason: str
    weight: float
    is_counted: bool


@dataclass(frozen=True)
class FeltCell:
    """One collection of views: its title, each world with its mean and its base."""

    title: str
    sentence: str
    worlds: tuple[tuple[str, str, int], ...]
    is_used: bool
    is_simulated: bool


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
    figures: list[FigureCell]
    views: list[FeltCell]


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
        measured=measured_sentence(reading, peers_words(diagnosis.choices.peers)),
        strongest=_strongest(reading),
        felt=felt_sentence(used),
        acted=acted_sentence(reading),
        gaps=gap_sentences(reading),
        confidence=confidence_sentence(reading),
        figures=[figure_cell(one) for one in reading.figures],
        views=[_view(one, is_used=one is used) for one in reading.felt],
    )


def figure_cell(one: FigureLine) -> FigureCell:
    """Write an indicator with its peers, its coverage and its source."""
    year = _("%(source)s, %(year)s") % {"source": shown(one.source), "year": one.year}
    vintage = _("géographie %(vintage)s") % {"vintage": one.vintage} if one.vintage else ""
    return FigureCell(
        slug=one.slug,
        name=shown(one.name),
        text=format_figure(one.unit, one.value),
        country=format_figure(one.unit, one.country),
        middle=format_figure(one.unit, one.middle),
        need=score_cell(one.need) if one.sense in WORSE_WHEN else "—",
        coverage=_coverage(one),
        source=" · ".join(part for part in (year, vintage) if part),
        base=one.base,
        reason=one.reason or _no_peers(one),
        weight=one.weight,
        is_counted=one.weight > 0,
    )


def _coverage(one: FigureLine) -> str:
    if one.is_published:
        return _("chiffre publié pour le territoire entier")
    return tell_coverage(one.known, one.total, one.suppressed)


def _no_peers(one: FigureLine) -> str:
    if one.value is None or one.need is not None:
        return ""
    if one.sense not in WORSE_WHEN:
        return _("Contexte : ni bon ni mauvais en soi.")
    return ngettext(
        "Comparaison impossible : %(n)s seul territoire connu pour ce chiffre.",
        "Comparaison impossible : %(n)s territoires connus seulement pour ce chiffre.",
        one.peers,
    ) % {"n": format_number(one.peers)}


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


def _view(one: PerceivedLine, *, is_used: bool) -> FeltCell:
    worlds = tuple((world.world, score_cell(world.mean), world.answers) for world in one.worlds)
    return FeltCell(felt_title(one), felt_sentence(one), worlds, is_used, one.is_simulated)
