"""Read figures as tables: one line for each territory, one column for each indicator."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from terreau.territories.bridge import MISSING, Column
from terreau.territories.enums import TerritoryKind
from terreau.territories.indicators.catalogue import Catalogue, Chosen
from terreau.territories.indicators.figures import Figures
from terreau.territories.indicators.places import Ground, ground_stamp, read_ground, whole_ground
from terreau.territories.models import Territory

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
    """Give the figures of every territory of a level, in six queries at most.

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


def table_stamp(slugs: Sequence[str] | None = None, *, year: int | None = None) -> str:
    """Sum up what `read_table` would give of the whole country: it changes when that does.

    Three queries, to keep in memory what is long to compute from a table.
    """
    catalogue = Catalogue(slugs)
    chosen = [catalogue.choose(slug, year) for slug in catalogue.slugs]
    told = [(one.indicator.slug, one.indicator.factor, one.year, one.digest) for one in chosen]
    return hashlib.sha256(repr((ground_stamp(), told)).encode()).hexdigest()


def _ground_of(within: QuerySet | Iterable[Territory] | None) -> Ground:
    if within is None:
        return whole_ground()
    communes = within if isinstance(within, QuerySet) else Territory.objects.communes_of(within)
    return read_ground(communes)


def _of_level(
    level: str, chosen: Sequence[Chosen], ground: Ground, figures: Figures
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
