"""The figures of comparable territories, kept in memory until a series changes.

The whole country is read to compare one perimeter: once for all pages, not once a page.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.db.models import Count, Max
from numpy.typing import NDArray

from terreau.territories.indicators.perimeters import country_figures
from terreau.territories.indicators.reading import read_table
from terreau.territories.models import IndicatorSeries

MOST_HELD = 400  # a national series of communes weighs 280 kB
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Peers:
    """The known figures of one indicator among the territories of a level, and the country's."""

    figures: Floats
    country: float | None


class _Held(OrderedDict):
    """What is held, which a test lets go between two."""

    def cache_clear(self) -> None:
        """Let the next reading start anew."""
        self.clear()


_held: OrderedDict[tuple, Peers] = _Held()


def read_peers(slugs: Iterable[str], level: str) -> dict[str, Peers]:
    """Give the peers of each indicator: one query when nothing has changed."""
    last, held = IndicatorSeries.objects.aggregate(last=Max("pk"), held=Count("pk")).values()
    place = (connection.settings_dict["NAME"], level, last, held)
    wanted = list(dict.fromkeys(slugs))
    missing = [slug for slug in wanted if (*place, slug) not in _held]
    if missing:
        _read(missing, level, place)
    found = {slug: _held.get((*place, slug)) for slug in wanted}
    return {slug: peers for slug, peers in found.items() if peers is not None}


def _read(slugs: list[str], level: str, place: tuple) -> None:
    table = read_table(slugs, level=level)
    country = {one.slug: one.value for one in country_figures(slugs)}
    for rank, slug in enumerate(table.slugs):
        column = table.values[:, rank]
        _held[(*place, slug)] = Peers(column[~np.isnan(column)], country.get(slug))
    while len(_held) > MOST_HELD:
        _held.popitem(last=False)
