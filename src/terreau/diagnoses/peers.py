"""The figures of comparable territories, kept in memory until what was loaded changes.

The whole country is read to compare one perimeter: once for all pages, not once a page. Whoever
compares with a few of its territories takes their lines in what was read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from terreau.core.keeping import Kept
from terreau.territories.indicators.catalogue import Catalogue
from terreau.territories.indicators.reading import read_beside_country

Floats = NDArray[np.float64]
Keys = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Peers:
    """The known figures of one indicator among the peers, and the country's."""

    figures: Floats
    country: float | None


@dataclass(frozen=True, eq=False)
class _Column:
    """One indicator at one level: the keys of the territories and their figures, NaN unless known.

    The keys are those of the whole table, shared by its columns.
    """

    keys: Keys
    values: Floats
    country: float | None

    def among(self, keys: Keys | None) -> Peers:
        """Keep the known figures of these territories; None is every one of the level."""
        kept = self.values if keys is None else self.values[np.isin(self.keys, keys)]
        return Peers(kept[~np.isnan(kept)], self.country)


_kept: Kept[_Column] = Kept(most=400)  # a national series of communes weighs 280 kB


def read_peers(
    slugs: Sequence[str],
    level: str,
    keys: Keys | None,
    state: str,
    registry: Callable[[], Catalogue],
) -> dict[str, Peers]:
    """Give the peers of each indicator at one `state` of what is loaded, without any query then.

    `registry` gives the catalogue of these indicators, if need be.
    """
    place = (connection.settings_dict["NAME"], level, state)
    found = {slug: _kept.get((*place, slug)) for slug in slugs}
    missing = [slug for slug, column in found.items() if column is None]
    if missing:
        fresh = _read(missing, level, registry())
        for slug, column in fresh.items():
            _kept.keep((*place, slug), column)
        found |= fresh
    return {slug: column.among(keys) for slug, column in found.items() if column is not None}


def _read(slugs: list[str], level: str, catalogue: Catalogue) -> dict[str, _Column]:
    table, figures = read_beside_country(slugs, level=level, catalogue=catalogue)
    country = {one.slug: one.value for one in figures}
    return {
        slug: _Column(table.keys, np.ascontiguousarray(table.values[:, rank]), country.get(slug))
        for rank, slug in enumerate(table.slugs)
    }
