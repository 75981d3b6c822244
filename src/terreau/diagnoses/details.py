"""Say each figure and each collection of views line by line: what no threshold changes.

It is the longest part of a page: it is written once for the same figures and views, and read again
whatever the thresholds that somebody tries.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from terreau.core.formats import format_number
from terreau.diagnoses.bridge.crossing import WORSE_WHEN
from terreau.diagnoses.values import ChallengeReading, FigureLine, PerceivedLine
from terreau.diagnoses.words import felt_sentence, felt_title, score_cell
from terreau.territories.indicators.words import format_figure, shown, tell_coverage

MOST_KEPT = 1_000


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
class Details:
    """The lines of one challenge, and what a page shows of them."""

    title: str
    figures: tuple[FigureCell, ...]
    views: tuple[FeltCell, ...]

    @cached_property
    def html(self) -> SafeString:
        """The tables, as they stand in a page; empty without any line."""
        told = {"title": self.title, "figures": self.figures, "views": self.views}
        return render_to_string("diagnoses/_details.html", told)


@dataclass(frozen=True)
class _Asked:
    title: str
    figures: tuple[FigureLine, ...]
    felt: tuple[PerceivedLine, ...]
    used: int | None
    language: str | None


def details_of(reading: ChallengeReading) -> Details:
    """Give the lines of a challenge."""
    told = (reading.title, reading.figures, reading.felt, reading.used)
    return _details(_Asked(*told, get_language()))


@lru_cache(maxsize=MOST_KEPT)
def _details(asked: _Asked) -> Details:
    views = (_view(one, is_used=rank == asked.used) for rank, one in enumerate(asked.felt))
    return Details(asked.title, tuple(figure_cell(one) for one in asked.figures), tuple(views))


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


def _view(one: PerceivedLine, *, is_used: bool) -> FeltCell:
    worlds = tuple((world.world, score_cell(world.mean), world.answers) for world in one.worlds)
    return FeltCell(felt_title(one), felt_sentence(one), worlds, is_used, one.is_simulated)
