"""The portrait: each figure beside those of the family and of the country, never a rank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from terreau.territories.enums import TerritoryKind
from terreau.territories.indicators.perimeters import Figure, figures_of
from terreau.territories.indicators.words import format_figure
from terreau.territories.programmes import ProgrammeLayer, programmes_of
from terreau.territories.twins.searching import Search
from terreau.territories.twins.shelf import SIZE, Held, Shelf, shelf_of
from terreau.territories.twins.subjects import Subject

BAND = (10.0, 90.0)  # eight members of the family in ten
LEAST_MEMBERS = 5


@dataclass(frozen=True, eq=False)
class Line:
    """One indicator: the figure, the family's, the country's; `members` are known and in order.

    `place` is "above", "below" or "among" the band of the family, "" when it cannot be said;
    `gap` is the distance to the family's median in spreads of all units of the level.
    """

    figure: Figure
    country: Figure | None
    members: NDArray[np.float64]
    spread: float

    @property
    def band(self) -> tuple[float, float] | None:
        """Where eight members in ten stand."""
        if len(self.members) < LEAST_MEMBERS:
            return None
        low, high = np.percentile(self.members, BAND)
        return float(low), float(high)

    @property
    def median(self) -> float | None:
        """The middle of the family."""
        return float(np.median(self.members)) if len(self.members) >= LEAST_MEMBERS else None

    @property
    def place(self) -> str:
        """Where the figure stands beside the band."""
        if self.band is None or self.figure.value is None:
            return ""
        low, high = self.band
        if self.figure.value > high:
            return "above"
        return "below" if self.figure.value < low else "among"

    @property
    def gap(self) -> float:
        """How far from the middle of the family."""
        if self.figure.value is None or self.median is None or not self.spread:
            return 0.0
        return (self.figure.value - self.median) / self.spread

    @property
    def country_gap(self) -> float:
        """How far from the country."""
        country = self.country.value if self.country else None
        if self.figure.value is None or country is None or not self.spread:
            return 0.0
        return (self.figure.value - country) / self.spread

    @property
    def band_text(self) -> str:
        """The band in words, « inconnu » without one."""
        if self.band is None:
            return format_figure(self.figure.unit, None)
        low, high = (format_figure(self.figure.unit, one) for one in self.band)
        # The unit is a word after an ordinary space: once is enough.
        return _("%(low)s à %(high)s") % {"low": low.split(" ")[0], "high": high}


@dataclass(frozen=True)
class Portrait:
    """All that the page says; `lines` compare, `sizes` only count, `awaited` are not loaded yet."""

    subject: Subject
    search: Search
    lines: tuple[Line, ...]
    sizes: tuple[Figure, ...]
    programmes: tuple[ProgrammeLayer, ...]
    awaited: int = 0

    @property
    def unknown(self) -> list[Figure]:
        """The figures that nobody knows here, with their reason."""
        return [line.figure for line in self.lines if line.figure.value is None]

    @property
    def reasons(self) -> list[tuple[str, list[str]]]:
        """Why figures are unknown here, each reason once with the names of the figures."""
        found: dict[str, list[str]] = {}
        for one in self.unknown:
            found.setdefault(one.reason, []).append(one.name)
        return list(found.items())


def shelves_for(subject: Subject, held: Held) -> list[Shelf]:
    """The shelves a subject may be read beside; a région has none of its own."""
    if subject.is_free and not subject.level:
        levels = (TerritoryKind.EPCI, TerritoryKind.COMMUNE)
        return [shelf_of(level, held) for level in levels]
    return [shelf_of(subject.level or TerritoryKind.EPCI, held)]


def read_figures(subject: Subject, held: Held) -> list[Figure]:
    """All the figures of a subject, in at most six queries."""
    return figures_of(subject.units, catalogue=held.catalogue)


def portray_subject(subject: Subject, figures: Sequence[Figure], search: Search) -> Portrait:
    """Put together what was read and found."""
    shelf, ranges = search.shelf, search.ranges
    spreads = _spreads(shelf)
    loaded = [one for one in figures if one.year is not None]
    compared = [one for one in loaded if one.slug in shelf.indicators]
    lines = tuple(
        Line(
            one,
            shelf.country.get(one.slug),
            ranges.get(one.slug, np.empty(0)),
            spreads.get(one.slug, 0.0),
        )
        for one in compared
        if one.slug != SIZE
    )
    sizes = tuple(one for one in loaded if one.slug not in shelf.indicators or one.slug == SIZE)
    programmes = tuple(programmes_of(subject.units))
    return Portrait(subject, search, lines, sizes, programmes, len(figures) - len(loaded))


def _spreads(shelf: Shelf) -> dict[str, float]:
    """Half the distance between the 16th and the 84th percentile: a spread without extremes."""
    found = {}
    for rank, slug in enumerate(shelf.slugs):
        known = shelf.values[:, rank]
        known = known[np.isfinite(known)]
        if known.size:
            low, high = np.percentile(known, (16, 84))
            found[slug] = float(high - low) / 2
    return found
