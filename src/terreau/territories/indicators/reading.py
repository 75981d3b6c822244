"""Read figures as tables: one line for each territory, one column for each indicator."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q, QuerySet
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
from terreau.territories.indicators.catalogue import Catalogue, Chosen
from terreau.territories.indicators.packing import unpack
from terreau.territories.indicators.places import Ground, read_ground
from terreau.territories.models import IndicatorBlock, IndicatorSeries, Territory

Keys = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class IndicatorTable:
    """Figures of n territories for v indicators.

    `keys` are the primary keys, growing; `values` (n × v) is NaN unless known; `status` (n × v)
    says 0 missing, 1 known, 2 secret; `years` and `vintages` tell of each column (None and "" for
    an indicator of which nothing is held).
    """

    keys: Keys
    slugs: tuple[str, ...]
    values: NDArray[np.float64]
    status: NDArray[np.uint8]
    years: tuple[int | None, ...]
    vintages: tuple[str, ...]

    def column(self, slug: str) -> NDArray[np.float64]:
        """The figures of one indicator."""
        return self.values[:, self.slugs.index(slug)]


def read_table(
    slugs: Sequence[str] | None = None,
    *,
    level: str = TerritoryKind.COMMUNE,
    within: QuerySet | Iterable[Territory] | None = None,
    year: int | None = None,
) -> IndicatorTable:
    """Give the figures of every territory of a level, in five queries whatever their number.

    `within` limits to the communes of these units (a larger unit is then made of those only);
    `year` is the latest that each indicator holds unless it is given. Above the communes, the
    figure that the publisher gives for the unit itself comes first.
    """
    catalogue = Catalogue(slugs)
    chosen = [catalogue.choose(slug, year) for slug in catalogue.slugs]
    ground = _ground_of(within)
    figures = Figures(chosen, ground, levels=() if within is not None else (level,))
    if level == TerritoryKind.COMMUNE:
        keys = ground.communes
        columns = [figures.of_communes(one) for one in chosen]
    else:
        keys, columns = _of_level(level, chosen, ground, figures)
    return _table(keys, chosen, columns)


def _ground_of(within: QuerySet | Iterable[Territory] | None) -> Ground:
    if within is None:
        return read_ground(Territory.objects.communes(), is_whole_country=True)
    communes = within if isinstance(within, QuerySet) else Territory.objects.communes_of(within)
    return read_ground(communes)


def _of_level(
    level: str, chosen: Sequence[Chosen], ground: Ground, figures: "Figures"
) -> tuple[Keys, list[Column]]:
    above = ground.parents[level]
    keys = np.unique(above[above > 0])
    groups = np.where(above > 0, np.searchsorted(keys, above), -1)
    columns = []
    for one in chosen:
        gathered = figures.gather(one, groups, len(keys)).column
        published = figures.published(one, level, keys)
        columns.append(_first_known(published, gathered))
    return keys, columns


def _first_known(first: Column, second: Column) -> Column:
    status = np.where(second.status == MISSING, first.status, second.status)
    return Column(
        np.where(first.known, first.values, second.values),
        np.where(first.known, first.status, status).astype(np.uint8),
    )


def _table(keys: Keys, chosen: Sequence[Chosen], columns: list[Column]) -> IndicatorTable:
    shape = (len(keys), len(columns))
    values, status = np.full(shape, np.nan), np.zeros(shape, np.uint8)
    for rank, column in enumerate(columns):
        values[:, rank], status[:, rank] = column.values, column.status
    return IndicatorTable(
        keys=keys,
        slugs=tuple(one.indicator.slug for one in chosen),
        values=values,
        status=status,
        years=tuple(one.year if one.spoken else None for one in chosen),
        vintages=tuple(one.spoken.vintage if one.spoken else "" for one in chosen),
    )


class Figures:
    """The figures of chosen series on some ground, read in one query."""

    def __init__(
        self, chosen: Sequence[Chosen], ground: Ground, *, levels: Sequence[str] = ()
    ) -> None:
        self.ground = ground
        self._raw: dict[int, Column] = {}
        self._published: dict[tuple[int, str], tuple[Keys, Column]] = {}
        self._folded: dict[int, Column] = {}
        self._fill({series.pk for one in chosen for series in one.parts}, levels)

    def _fill(self, series: set[int], levels: Sequence[str]) -> None:
        commune = Q(level=TerritoryKind.COMMUNE)
        if not self.ground.is_whole_country:
            commune &= Q(area__in=self.ground.areas) | Q(area=None)
        above = [level for level in levels if level != TerritoryKind.COMMUNE]
        blocks = (
            IndicatorBlock.objects.filter(commune | Q(level__in=above), series__in=series)
            .order_by()
            .values_list("series", "level", "keys", "figures", "statuses")
        )
        size = len(self.ground.members)
        for pk in series:
            self._raw[pk] = _empty(size)
        for pk, level, *packed in blocks:
            vectors = unpack(*packed)
            if level == TerritoryKind.COMMUNE:
                _place(self._raw[pk], self.ground.members, vectors)
            else:
                column = Column(vectors.figures, vectors.statuses)
                self._published[pk, level] = (vectors.keys.astype(np.int64), column)

    def raw(self, series: IndicatorSeries) -> Column:
        """The figures of the members, those of yesterday apart."""
        return self._raw[series.pk]

    def summed(self, series: IndicatorSeries) -> Column:
        """The figures of a count on the communes of today."""
        if not self.ground.is_folded:
            return self._raw[series.pk]
        if series.pk not in self._folded:
            heirs, count = self.ground.heirs, len(self.ground.communes)
            self._folded[series.pk] = fold_sums(self._raw[series.pk], heirs, count)
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
        found = _empty(len(keys))
        if (series.pk, level) in self._published:
            known, column = self._published[series.pk, level]
            _put(found, keys, known, column)
        return found


def _empty(size: int) -> Column:
    return Column(np.full(size, np.nan), np.full(size, MISSING, np.uint8))


def _place(column: Column, members: Keys, vectors) -> None:
    _put(column, members, vectors.keys, Column(vectors.figures, vectors.statuses))


def _put(target: Column, keys: Keys, known: NDArray, column: Column) -> None:
    """Write figures on the lines of their keys; those of no line are left out."""
    if not len(keys):
        return
    lines = np.minimum(np.searchsorted(keys, known), len(keys) - 1)
    here = keys[lines] == known
    target.values[lines[here]] = column.values[here]
    target.status[lines[here]] = column.status[here]
