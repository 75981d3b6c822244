"""The figures of some series on some ground: of each commune, of groups, of published units."""

from collections.abc import Sequence

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from terreau.territories.bridge import (
    MISSING,
    Column,
    Gathered,
    divide,
    fold_means,
    fold_single,
    fold_sums,
    gather_means,
    gather_ratios,
    gather_single,
    gather_sums,
)
from terreau.territories.enums import IndicatorAggregation, TerritoryKind
from terreau.territories.indicators.catalogue import Chosen
from terreau.territories.indicators.packing import Vectors, join
from terreau.territories.indicators.places import Ground
from terreau.territories.models import IndicatorBlock, IndicatorSeries

Keys = NDArray[np.int64]


class Figures:
    """The figures of chosen series on some ground, read in one query."""

    def __init__(
        self, chosen: Sequence[Chosen], ground: Ground, *, levels: Sequence[str] = ()
    ) -> None:
        self.ground = ground
        self._folded: dict[int, Column] = {}
        self._read = self._fill({series.pk for one in chosen for series in one.parts}, levels)
        self._raw: dict[int, Column] = {}

    def _fill(self, series: set[int], levels: Sequence[str]) -> dict[tuple[int, str], Vectors]:
        """Read the blocks of these series, and put those of one level together."""
        commune = Q(level=TerritoryKind.COMMUNE)
        if not self.ground.is_whole_country:
            commune &= Q(area__in=self.ground.areas) | Q(area=None)
        above = [level for level in levels if level != TerritoryKind.COMMUNE]
        blocks = (
            IndicatorBlock.objects.filter(commune | Q(level__in=above), series__in=series)
            .order_by()
            .values_list("series", "level", "keys", "figures", "statuses")
        )
        parts: dict[tuple[int, str], list[tuple]] = {}
        for pk, level, *packed in blocks:
            parts.setdefault((pk, level), []).append(packed)
        return {place: join(some) for place, some in parts.items()}

    def raw(self, series: IndicatorSeries) -> Column:
        """The figures of the members, those of yesterday apart."""
        if series.pk not in self._raw:
            read = self._read.get((series.pk, TerritoryKind.COMMUNE))
            self._raw[series.pk] = _on_lines(self.ground.members, read)
        return self._raw[series.pk]

    def summed(self, series: IndicatorSeries) -> Column:
        """The figures of a count on the communes of today."""
        if not self.ground.is_folded:
            return self.raw(series)
        if series.pk not in self._folded:
            heirs, count = self.ground.heirs, len(self.ground.communes)
            self._folded[series.pk] = fold_sums(self.raw(series), heirs, count)
        return self._folded[series.pk]

    def of_communes(self, one: Chosen) -> Column:
        """The figure of each commune of today."""
        heirs, count = self.ground.heirs, len(self.ground.communes)
        rule = one.indicator.aggregation
        if one.spoken is None:
            return _empty(count)
        if rule == IndicatorAggregation.RATIO:
            return divide(
                self.summed(one.numerator), self.summed(one.denominator), one.indicator.factor
            )
        if rule == IndicatorAggregation.SUM:
            return self.summed(one.own)
        if not self.ground.is_folded:
            return self.raw(one.own)
        if one.weight is not None:
            return fold_means(self.raw(one.own), self.raw(one.weight), heirs, count)
        return fold_single(self.raw(one.own), heirs, count)

    def gather(self, one: Chosen, groups: Keys, count: int) -> Gathered:
        """The figure of each group of communes of today, by the rule of the indicator."""
        rule = one.indicator.aggregation
        if rule == IndicatorAggregation.RATIO and one.spoken is not None:
            above, below = self.summed(one.numerator), self.summed(one.denominator)
            return gather_ratios(above, below, groups, count, one.indicator.factor)
        column = self.of_communes(one)
        if rule == IndicatorAggregation.WEIGHTED_MEAN:
            weight = self.summed(one.weight) if one.weight else _empty(len(groups))
            return gather_means(column, weight, groups, count)
        return (gather_single if rule == IndicatorAggregation.NONE else gather_sums)(
            column, groups, count
        )

    def published(self, one: Chosen, level: str, keys: Keys) -> Column:
        """What the publisher says of units of a level themselves."""
        if one.own is not None:
            return self._of_units(one.own, level, keys)
        if one.numerator is None or one.denominator is None:
            return _empty(len(keys))
        above = self._of_units(one.numerator, level, keys)
        return divide(above, self._of_units(one.denominator, level, keys), one.indicator.factor)

    def _of_units(self, series: IndicatorSeries, level: str, keys: Keys) -> Column:
        return _on_lines(keys, self._read.get((series.pk, level)))


def _empty(size: int) -> Column:
    return Column(np.full(size, np.nan), np.full(size, MISSING, np.uint8))


def _on_lines(keys: Keys, read: Vectors | None) -> Column:
    """Put figures on the lines of these keys; those of no line are left out."""
    values, status = np.full(len(keys), np.nan), np.full(len(keys), MISSING, np.uint8)
    if read is not None and len(keys):
        lines = np.minimum(np.searchsorted(keys, read.keys), len(keys) - 1)
        here = keys[lines] == read.keys
        values[lines[here]], status[lines[here]] = read.figures[here], read.statuses[here]
    return Column(values, status)
