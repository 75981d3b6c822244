"""Give the figures of any list of units, each with its base, its coverage and its source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.territories.enums import IndicatorAggregation, IndicatorUnit
from terreau.territories.indicators.catalogue import Catalogue, Chosen
from terreau.territories.indicators.counting import Counted, count_country, count_units
from terreau.territories.indicators.figures import Figures
from terreau.territories.indicators.places import of_today
from terreau.territories.indicators.words import format_figure, shown, tell_coverage
from terreau.territories.models import Territory


@dataclass(frozen=True)
class Figure:
    """One figure of a perimeter; `value` is None when it is unknown, and `reason` says why.

    `known` communes of `total` count in it, `suppressed` are kept secret by the publisher, the
    others are missing. `is_published`: the publisher gives it for the unit itself.
    """

    slug: str
    name: str
    unit: str
    value: float | None
    known: int
    total: int
    suppressed: int
    year: int | None
    vintage: str
    source: str
    base: str
    reason: str = ""
    sense: str = ""
    numerator: float | None = None
    denominator: float | None = None
    is_published: bool = False

    @property
    def text(self) -> str:
        """The figure as people read it, « inconnu » when it is."""
        return format_figure(self.unit, self.value)

    @property
    def coverage(self) -> str:
        """Of how many communes it is made: « 31 communes sur 34 »."""
        return tell_coverage(self.known, self.total, self.suppressed)

    @property
    def is_telling(self) -> bool:
        """Whether it speaks of the whole: half of the communes count in it, or it is published."""
        return self.is_published or 2 * (self.known + self.suppressed) >= self.total

    @property
    def is_partial(self) -> bool:
        """Whether some communes do not count in it."""
        return self.known < self.total and not self.is_published


def figures_of(
    units: Iterable[Territory],
    slugs: Sequence[str] | None = None,
    *,
    year: int | None = None,
    catalogue: Catalogue | None = None,
) -> list[Figure]:
    """Give the figures of a perimeter, all indicators by default, in six queries at most.

    `catalogue`, read already, saves two of them.
    """
    catalogue = catalogue or Catalogue(slugs)
    wanted = catalogue.slugs if slugs is None else slugs
    chosen = [catalogue.choose(slug, year) for slug in wanted if slug in catalogue.indicators]
    return _tell(chosen, count_units(of_today(units), chosen))


def country_figures(
    slugs: Sequence[str] | None = None,
    *,
    year: int | None = None,
    catalogue: Catalogue | None = None,
    figures: Figures | None = None,
) -> list[Figure]:
    """Give the figures of France, the overseas collectivities apart, as it is loaded."""
    catalogue = catalogue or Catalogue(slugs)
    wanted = catalogue.slugs if slugs is None else slugs
    chosen = [catalogue.choose(slug, year) for slug in wanted if slug in catalogue.indicators]
    return _tell(chosen, count_country(chosen, catalogue.ground, figures=figures))


def series_of(
    units: Iterable[Territory], slug: str, *, catalogue: Catalogue | None = None
) -> list[Figure]:
    """Give the figures of one indicator for each year that is held, the oldest first."""
    catalogue = catalogue or Catalogue([slug])
    if slug not in catalogue.indicators:
        return []
    chosen = [catalogue.choose(slug, year) for year in catalogue.years(slug)]
    return _tell(chosen, count_units(of_today(units), chosen))


def _tell(chosen: Sequence[Chosen], counted: Sequence[Counted]) -> list[Figure]:
    return [_tell_one(one, count) for one, count in zip(chosen, counted, strict=True)]


def _tell_one(one: Chosen, counted: Counted) -> Figure:
    indicator, series = one.indicator, one.spoken
    return Figure(
        slug=indicator.slug,
        name=shown(indicator.name),
        unit=indicator.unit,
        value=counted.value,
        known=counted.known,
        total=counted.total,
        suppressed=counted.suppressed,
        year=one.year,
        vintage=series.vintage if series else "",
        source=shown(indicator.source_words),
        base=_base(one, counted),
        reason=_reason(one, counted),
        sense=indicator.sense,
        numerator=counted.numerator,
        denominator=counted.denominator,
        is_published=counted.is_published,
    )


def _base(one: Chosen, counted: Counted) -> str:
    above, below = counted.numerator, counted.denominator
    if counted.is_published:
        return _("chiffre publié pour le territoire entier")
    if above is not None and below is not None:
        units = one.numerator.indicator.unit, one.denominator.indicator.unit
        said = {
            "numerator": format_figure(units[0], above),
            "denominator": format_figure(units[1], below),
        }
        if one.other_year:
            years = {"year": one.year, "other": one.other_year}
            return _("%(numerator)s en %(year)s pour %(denominator)s en %(other)s") % (said | years)
        is_share = one.indicator.unit == IndicatorUnit.RATE and units[0] == units[1]
        return (
            _("%(numerator)s sur %(denominator)s") % said
            if is_share
            else _("%(numerator)s pour %(denominator)s") % said
        )
    return shown(one.spoken.base) if one.spoken else ""


def _reason(one: Chosen, counted: Counted) -> str:
    if counted.value is not None:
        return ""
    if not counted.total:
        return _("Ce périmètre ne contient aucune commune.")
    if one.spoken is None:
        absent = _("Aucun chiffre n’est chargé pour cette année.")
        return absent if one.year else _("Aucun chiffre n’est encore chargé.")
    if one.indicator.aggregation == IndicatorAggregation.NONE and counted.total > 1:
        return _(
            "Non calculable sur plusieurs communes : cela ne s’additionne pas et ne se moyenne pas."
        )
    if counted.known:
        return _("Non calculable : le dénominateur est nul.")
    if counted.suppressed:
        return _("Couvert par le secret statistique : trop peu de ménages sont concernés.")
    return _("Les communes de ce périmètre n’ont pas ce chiffre.")
