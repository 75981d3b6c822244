"""The indicators asked for with what they are made of, and the series of the years chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from terreau.territories.enums import IndicatorAggregation
from terreau.territories.indicators.places import ground_stamp
from terreau.territories.models import Indicator, IndicatorSeries

# A year known for a smaller share of the communes than the best one holds a few places only.
EXTRACT_RATE = 0.5


@dataclass(frozen=True)
class Chosen:
    """The year at which an indicator is read, and the series of its figures or of its parts."""

    indicator: Indicator
    year: int | None
    own: IndicatorSeries | None = None
    numerator: IndicatorSeries | None = None
    denominator: IndicatorSeries | None = None
    weight: IndicatorSeries | None = None

    @property
    def parts(self) -> tuple[IndicatorSeries, ...]:
        """The series to read."""
        found = (self.own, self.numerator, self.denominator, self.weight)
        return tuple(series for series in found if series is not None)

    @property
    def digest(self) -> str:
        """What changes when a figure of its parts does."""
        return " ".join(series.digest for series in self.parts)

    @property
    def other_year(self) -> int | None:
        """The year of the denominator when it is not that of the numerator."""
        below = self.denominator
        if below is None or below.year == self.year or below.indicator.is_lasting:
            return None
        return below.year

    @property
    def spoken(self) -> IndicatorSeries | None:
        """The series that gives the year, the geography and the base."""
        return self.own or self.numerator


class Catalogue:
    """The rows of the registry and every year that is held, read in two queries.

    `known`, every row of the registry with its source, saves one of them.
    """

    def __init__(
        self, slugs: Sequence[str] | None = None, *, known: Iterable[Indicator] | None = None
    ) -> None:
        rows = Indicator.objects.select_related("source") if known is None else known
        found = {one.slug: one for one in rows}
        self.slugs = [slug for slug in (found if slugs is None else slugs) if slug in found]
        wanted = _with_parts(self.slugs, found)
        self.indicators = {slug: found[slug] for slug in wanted}
        by_key = {one.pk: one for one in self.indicators.values()}
        self.series: dict[str, dict[int, IndicatorSeries]] = {slug: {} for slug in wanted}
        for series in IndicatorSeries.objects.filter(indicator__in=by_key).order_by("year"):
            series.indicator = by_key[series.indicator_id]
            self.series[series.indicator.slug][series.year] = series

    @cached_property
    def ground(self) -> tuple:
        """The state of the referential, read once for all that is told from this catalogue."""
        return ground_stamp()

    def years(self, slug: str) -> list[int]:
        """The years at which an indicator can be read, in order."""
        indicator = self.indicators[slug]
        if indicator.aggregation != IndicatorAggregation.RATIO:
            return list(self.series[slug])
        return [
            year
            for year in self.series[indicator.numerator_slug]
            if self._denominator(indicator, year)
        ]

    def choose(self, slug: str, year: int | None = None) -> Chosen:
        """Choose the series of a year, the latest by default; a year not held is unknown."""
        indicator, years = self.indicators[slug], self.years(slug)
        chosen = year if year is not None else self._latest(slug, years)
        if chosen is None or chosen not in years:
            return Chosen(indicator, year)
        if indicator.aggregation == IndicatorAggregation.RATIO:
            return Chosen(
                indicator,
                chosen,
                numerator=self.series[indicator.numerator_slug][chosen],
                denominator=self._denominator(indicator, chosen),
            )
        weight = _nearest(self.series.get(indicator.weight_slug, {}), chosen)
        return Chosen(indicator, chosen, own=self.series[slug][chosen], weight=weight)

    def _latest(self, slug: str, years: Sequence[int]) -> int | None:
        """Find the latest year at which the country is known: an extract is not the country."""
        known = {year: self._known(slug, year) for year in years}
        enough = EXTRACT_RATE * max(known.values(), default=0)
        return max((year for year in years if known[year] >= enough), default=None)

    def _known(self, slug: str, year: int) -> int:
        indicator = self.indicators[slug]
        parts = [self._part(slug, year)]
        if indicator.aggregation == IndicatorAggregation.RATIO:
            numerator = self._part(indicator.numerator_slug, year)
            parts = [numerator, self._denominator(indicator, year)]
        return min(_told(part) for part in parts)

    def _denominator(self, indicator: Indicator, year: int) -> IndicatorSeries | None:
        """Find what to divide by: of the same year, else the nearest one that is declared to do.

        An extract of the nearest year is not preferred to the country in another.
        """
        same = self._part(indicator.denominator_slug, year)
        if same is not None or not indicator.years_apart:
            return same
        held = self.series[indicator.denominator_slug]
        most = max(map(_told, held.values()), default=0)
        near = {
            when: series
            for when, series in held.items()
            if abs(when - year) <= indicator.years_apart
        }
        whole = {k: one for k, one in near.items() if _told(one) >= EXTRACT_RATE * most}
        return _nearest(whole or near, year)

    def _part(self, slug: str, year: int) -> IndicatorSeries | None:
        held = self.series.get(slug, {})
        if held and self.indicators[slug].is_lasting:
            return held[max(held)]
        return held.get(year)


def _with_parts(slugs: Iterable[str], found: dict[str, Indicator]) -> list[str]:
    wanted = dict.fromkeys(slugs)
    for slug in list(wanted):
        wanted |= dict.fromkeys(part for part in found[slug].part_slugs if part in found)
    return list(wanted)


def _told(series: IndicatorSeries | None) -> int:
    return series.known + series.suppressed if series else 0


def _nearest(held: dict[int, IndicatorSeries], year: int) -> IndicatorSeries | None:
    """A weight of another year still weighs; the earlier of two as near."""
    return min(held.values(), key=lambda one: (abs(one.year - year), one.year), default=None)
