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
from terreau.territories.indicators.perimeters import Figure, country_figures
from terreau.territories.indicators.places import Ground, read_ground, whole_ground
from terreau.territories.indicators.writing import COUNTRY
from terreau.territories.models import Territory

Keys = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class IndicatorTable:
    """Figures of n territories for v indicators.

    `keys` are the primary keys, growing; `values` (n × v) is NaN unless known; `status` (n × v)
    says 0 missing, 1 known, 2 secret; `known` communes of `total` make each figure; `years` and
    `vintages` tell of each column (None and "" for an indicator of which nothing is held).
    """

    keys: Keys
    slugs: tuple[str, ...]
    values: NDArray[np.float64]
    status: NDArray[np.uint8]
    known: Keys
    total: Keys
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
    catalogue: Catalogue | None = None,
) -> IndicatorTable:
    """Give the figures of every territory of a level, in six queries at most.

    `within` limits to the communes of these units (a larger unit is then made of those only);
    `year` is the latest that each indicator holds unless it is given. Above the communes, the
    figure that the publisher gives for the unit itself comes first.
    """
    catalogue = catalogue or Catalogue(slugs)
    wanted = catalogue.slugs if slugs is None else slugs
    chosen = [catalogue.choose(slug, year) for slug in wanted if slug in catalogue.indicators]
    ground = _ground_of(within, catalogue)
    figures = Figures(chosen, ground, levels=() if within is not None else (level,))
    return _fill(level, chosen, figures)


def read_beside_country(
    slugs: Sequence[str], *, level: str, catalogue: Catalogue
) -> tuple[IndicatorTable, list[Figure]]:
    """Give the table of a level and the figures of the country, whose communes are read once."""
    chosen = [catalogue.choose(slug) for slug in slugs if slug in catalogue.indicators]
    figures = Figures(chosen, whole_ground(catalogue.ground), levels=(level, COUNTRY))
    country = country_figures(slugs, catalogue=catalogue, figures=figures)
    return _fill(level, chosen, figures), country


def _fill(level: str, chosen: Sequence[Chosen], figures: Figures) -> IndicatorTable:
    if level == TerritoryKind.COMMUNE:
        lines = [_line_of_communes(figures.of_communes(one)) for one in chosen]
        return _table(figures.ground.communes, chosen, lines)
    keys, groups = _groups_of(level, figures.ground)
    return _table(keys, chosen, [_line_of(one, level, keys, groups, figures) for one in chosen])


def table_stamp(slugs: Sequence[str] | None = None, *, year: int | None = None) -> str:
    """Sum up what `read_table` would give of the whole country: it changes when that does.

    Three queries, to keep in memory what is long to compute from a table.
    """
    catalogue = Catalogue(slugs)
    chosen = [catalogue.choose(slug, year) for slug in catalogue.slugs]
    told = [(one.indicator.slug, one.indicator.factor, one.year, one.digest) for one in chosen]
    return hashlib.sha256(repr((catalogue.ground, told)).encode()).hexdigest()


def _ground_of(within: QuerySet | Iterable[Territory] | None, catalogue: Catalogue) -> Ground:
    if within is None:
        return whole_ground(catalogue.ground)
    communes = within if isinstance(within, QuerySet) else Territory.objects.communes_of(within)
    return read_ground(communes)


@dataclass(frozen=True, eq=False)
class _Line:
    """One column of a table, with of how many communes each figure is made."""

    column: Column
    known: Keys
    total: Keys


def _line_of_communes(column: Column) -> _Line:
    return _Line(column, column.known.astype(np.int64), np.ones(len(column.values), np.int64))


def _groups_of(level: str, ground: Ground) -> tuple[Keys, Keys]:
    above = ground.parents[level]
    if level == TerritoryKind.DEPARTEMENT:
        # An overseas collectivity stands where a département does, and is not one.
        above = np.where(ground.parents[TerritoryKind.REGION] > 0, above, 0)
    keys = np.unique(above[above > 0])
    return keys, np.where(above > 0, np.searchsorted(keys, above), -1)


def _line_of(one: Chosen, level: str, keys: Keys, groups: Keys, figures: Figures) -> _Line:
    gathered = figures.gather(one, groups, len(keys))
    published, made = figures.published(one, level, keys), gathered.column
    status = np.where(made.status == MISSING, published.status, made.status)
    column = Column(
        np.where(published.known, published.values, made.values),
        np.where(published.known, published.status, status).astype(np.uint8),
    )
    return _Line(column, gathered.known, gathered.total)


def _table(keys: Keys, chosen: Sequence[Chosen], lines: list[_Line]) -> IndicatorTable:
    shape = (len(keys), len(lines))
    values, status = np.full(shape, np.nan), np.zeros(shape, np.uint8)
    known, total = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for rank, line in enumerate(lines):
        values[:, rank], status[:, rank] = line.column.values, line.column.status
        known[:, rank], total[:, rank] = line.known, line.total
    return IndicatorTable(
        keys=keys,
        slugs=tuple(one.indicator.slug for one in chosen),
        values=values,
        status=status,
        known=known,
        total=total,
        years=tuple(one.year if one.spoken else None for one in chosen),
        vintages=tuple(one.spoken.vintage if one.spoken else "" for one in chosen),
    )
