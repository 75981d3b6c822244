"""Give the figures of any list of units, each with its base, its coverage and its source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from terreau.territories.enums import IndicatorAggregation
from terreau.territories.indicators.catalogue import Catalogue, Chosen
from terreau.territories.indicators.places import Ground, of_today, read_ground
from terreau.territories.indicators.reading import Figures
from terreau.territories.indicators.words import format_figure, shown, tell_coverage
from terreau.territories.indicators.writing import COUNTRY, FRANCE
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
    def is_partial(self) -> bool:
        """Whether some communes do not count in it."""
        return self.known < self.total and not self.is_published


def figures_of(
    units: Iterable[Territory], slugs: Sequence[str] | None = None, *, year: int | None = None
) -> list[Figure]:
    """Give the figures of a perimeter, all indicators by default, in six queries at most."""
    units = of_today(units)
    catalogue = Catalogue(slugs)
    chosen = [catalogue.choose(slug, year) for slug in catalogue.slugs]
    return _tell(chosen, _Perimeter(units, chosen))


def country_figures(slugs: Sequence[str] | None = None, *, year: int | None = None) -> list[Figure]:
    """Give the figures of France, the overseas collectivities apart, as it is loaded."""
    catalogue = Catalogue(slugs)
    chosen = [catalogue.choose(slug, year) for slug in catalogue.slugs]
    return _tell(chosen, _Country(chosen))


def series_of(units: Iterable[Territory], slug: str) -> list[Figure]:
    """Give the figures of one indicator for each year that is held, the oldest first."""
    units = of_today(units)
    catalogue = Catalogue([slug])
    if not catalogue.slugs:
        return []
    chosen = [catalogue.choose(slug, year) for year in catalogue.years(slug)]
    return _tell(chosen, _Perimeter(units, chosen))


class _Perimeter:
    """Some units, and the figures of their communes."""

    def __init__(self, units: list[Territory], chosen: Sequence[Chosen]) -> None:
        self.unit = units[0] if len(units) == 1 and units[0].is_whole else None
        self.level = self.unit.kind if self.unit else ""
        self.key = self.unit.pk if self.unit else FRANCE
        self.ground = self._read(units)
        levels = [self.level] if self.level else []
        self.figures = Figures(chosen, self.ground, levels=levels)

    def _read(self, units: list[Territory]) -> Ground:
        return read_ground(Territory.objects.communes_of(units))


class _Country(_Perimeter):
    """The whole country: the communes that have a région."""

    def __init__(self, chosen: Sequence[Chosen]) -> None:
        self.level, self.key = COUNTRY, FRANCE
        communes = Territory.objects.communes().filter(region__isnull=False)
        self.ground = read_ground(communes, is_whole_country=True)
        self.figures = Figures(chosen, self.ground, levels=[COUNTRY])


def _tell(chosen: Sequence[Chosen], perimeter: _Perimeter) -> list[Figure]:
    return [_tell_one(one, perimeter) for one in chosen]


def _tell_one(one: Chosen, perimeter: _Perimeter) -> Figure:
    ground, figures = perimeter.ground, perimeter.figures
    groups = np.zeros(len(ground.communes), np.int64)
    gathered = figures.gather(one, groups, 1)
    value = float(gathered.values[0])
    published = None
    if perimeter.level and one.spoken is not None:
        column = figures.published(one, perimeter.level, np.array([perimeter.key]))
        published = float(column.values[0]) if column.known[0] else None
    above, below = _parts(one, figures) if published is None else (None, None)
    known = published if published is not None else (value if np.isfinite(value) else None)
    indicator, series = one.indicator, one.spoken
    counts = (int(gathered.known[0]), int(gathered.total[0]), int(gathered.suppressed[0]))
    return Figure(
        slug=indicator.slug,
        name=shown(indicator.name),
        unit=indicator.unit,
        value=known,
        known=counts[0],
        total=counts[1],
        suppressed=counts[2],
        year=one.year,
        vintage=series.vintage if series else "",
        source=shown(indicator.source_words),
        base=_base(one, above, below, is_published=published is not None),
        reason=_reason(one, known, counts),
        sense=indicator.sense,
        numerator=above,
        denominator=below,
        is_published=published is not None,
    )


def _parts(one: Chosen, figures: Figures) -> tuple[float | None, float | None]:
    """The two sums of a ratio, over the communes where both are known."""
    if one.numerator is None or one.denominator is None:
        return None, None
    above, below = figures.summed(one.numerator), figures.summed(one.denominator)
    both = above.known & below.known
    if not both.any():
        return None, None
    return float(above.values[both].sum()), float(below.values[both].sum())


def _base(one: Chosen, above: float | None, below: float | None, *, is_published: bool) -> str:
    if is_published:
        return _("chiffre publié pour le territoire entier")
    if above is not None and below is not None:
        units = one.numerator.indicator.unit, one.denominator.indicator.unit
        return _("%(numerator)s pour %(denominator)s") % {
            "numerator": format_figure(units[0], above),
            "denominator": format_figure(units[1], below),
        }
    return shown(one.spoken.base) if one.spoken else ""


def _reason(one: Chosen, value: float | None, counts: tuple[int, int, int]) -> str:
    known, total, suppressed = counts
    if value is not None:
        return ""
    if not total:
        return _("Ce périmètre ne contient aucune commune.")
    if one.spoken is None:
        return (
            _("Aucun chiffre n’est chargé pour cette année.")
            if one.year
            else _("Aucun chiffre n’est encore chargé.")
        )
    if known and total > 1 and one.indicator.aggregation == IndicatorAggregation.NONE:
        return _(
            "Non calculable sur plusieurs communes : cela ne s’additionne pas et ne se moyenne pas."
        )
    if suppressed and not known:
        return _("Couvert par le secret statistique : trop peu de ménages sont concernés.")
    if known:
        return _("Non calculable : le dénominateur est nul.")
    return _("Les communes de ce périmètre n’ont pas ce chiffre.")
