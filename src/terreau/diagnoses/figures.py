"""The figures of a perimeter beside its peers, kept until figures, places or words change."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache

from django.db.models import Count, F, Max, QuerySet, Sum, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language

from terreau.core.prepared import rows_of
from terreau.diagnoses.bridge.crossing import WORSE_WHEN, stand_among
from terreau.diagnoses.circles import Circle, draw_circle
from terreau.diagnoses.crosswalk import Link, link_indicators
from terreau.diagnoses.peers import Peers, read_peers
from terreau.diagnoses.subjects import Asked, Unit
from terreau.diagnoses.values import Choices, FigureLine
from terreau.territories.indicators.catalogue import Catalogue
from terreau.territories.indicators.perimeters import Figure, figures_of
from terreau.territories.models import (
    Indicator,
    IndicatorSeries,
    ReferenceImport,
    Succession,
    Territory,
)
from terreau.territories.twins.shelf import alone

MOST_BOOKS, MOST_LINKS = 64, 2_000
_UNSAID = ("definition", "formula", "licence")
_LISTS = ("domain_codes", "goals")
_LOADED = {
    "last_series": (IndicatorSeries, Max("pk")),
    "held_series": (IndicatorSeries, Count("pk")),
    "sum_series": (IndicatorSeries, Sum("pk")),  # two loads at once may end in any order
    "last_import": (ReferenceImport, Max("pk")),
    "loaded_at": (ReferenceImport, Cast(Max("loaded_at"), TextField())),
    "last_move": (Succession, Max("pk")),
    "moves": (Succession, Count("pk")),
    "last_place": (Territory, Max("pk")),
}


@dataclass(frozen=True, eq=False)
class Book:
    """The indicators of the instance and their figures on one perimeter, read when asked for."""

    keys: tuple[int, ...]
    label: str
    state: str
    figures: dict[str, Figure] = field(default_factory=dict)
    circles: dict[tuple[str, str], Circle] = field(default_factory=dict)
    stood: dict[tuple, FigureLine] = field(default_factory=dict)

    @cached_property
    def units(self) -> list[Territory]:
        """The units, by level then by name."""
        return list(Territory.objects.filter(pk__in=self.keys).order_by("kind", "name", "pk"))

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Every indicator, in the order of the registry."""
        rows = Indicator.objects.select_related("source")
        return list(rows.order_by("position", "slug"))

    def read(self, slugs: Iterable[str], registry: Callable[[], Catalogue]) -> None:
        """Read the figures that are not there yet; `registry` gives the catalogue of all these."""
        missing = [slug for slug in dict.fromkeys(slugs) if slug not in self.figures]
        if missing:
            found = figures_of(self.units, missing, catalogue=registry())
            self.figures.update({one.slug: one for one in found})

    def circle(self, level: str, among: str) -> Circle:
        """Give those to whom the perimeter is compared."""
        if (level, among) not in self.circles:
            self.circles[level, among] = draw_circle(self.units, self.label, level, among)
        return self.circles[level, among]


@dataclass(frozen=True)
class _Opened:
    """What makes two books the same."""

    units: tuple[Unit, ...]
    label: str
    language: str | None
    stamp: tuple


def open_book(units: tuple[Unit, ...], label: str) -> Book:
    """Give the book of a perimeter: one query while nothing has changed."""
    return _book(_Opened(units, label, get_language(), figures_stamp()))


@lru_cache(maxsize=MOST_BOOKS)
def _book(opened: _Opened) -> Book:
    state = hashlib.sha256(repr(opened.stamp).encode()).hexdigest()
    return Book(tuple(unit.pk for unit in opened.units), opened.label, state)


def figures_stamp() -> tuple[tuple, ...]:
    """Tell one state of the registry and of what was loaded from another, in one query."""
    return tuple(rows_of("figures-stamp", None, _registry))


def _registry() -> QuerySet:
    words = {
        f"own_{one.attname}": Cast(one.attname, TextField())
        if one.name in _LISTS
        else F(one.attname)
        for one in Indicator._meta.concrete_fields
    }
    source = {f"source_{name}": F(f"source__{name}") for name in ("publisher", "name")}
    loaded = {name: alone(model, figure) for name, (model, figure) in _LOADED.items()}
    told = words | source | loaded
    return Indicator.objects.order_by("position", "slug").annotate(**told).values_list(*told)


def figure_lines(
    book: Book, challenges: Sequence[Asked], choices: Choices, circle: Circle
) -> dict[int, tuple[FigureLine, ...]]:
    """Give each challenge its figures beside their peers; those never loaded are left out."""
    links = {one.pk: _links(_linking(book, one, choices)) for one in challenges}
    slugs = list(dict.fromkeys(link.indicator.slug for rows in links.values() for link in rows))
    # Read when a first figure misses, then shared: a catalogue is too heavy to be kept.
    registry = cache(lambda: Catalogue(slugs, known=book.indicators))
    book.read(slugs, registry)
    held = {
        key: [link for link in rows if book.figures[link.indicator.slug].year is not None]
        for key, rows in links.items()
    }
    _stand(book, circle, [link for rows in held.values() for link in rows], registry)
    return {
        key: tuple(replace(book.stood[_place(circle, link)], weight=link.weight) for link in rows)
        for key, rows in held.items()
    }


def _place(circle: Circle, link: Link) -> tuple:
    return circle.level, circle.among, link.indicator.slug, link.sense


def _stand(
    book: Book, circle: Circle, links: Sequence[Link], registry: Callable[[], Catalogue]
) -> None:
    """Place among the peers what is not yet."""
    fresh = {place: link for link in links if (place := _place(circle, link)) not in book.stood}
    if not fresh:
        return
    slugs = list(dict.fromkeys(link.indicator.slug for link in fresh.values()))
    peers = read_peers(slugs, circle.level, circle.keys, book.state, registry)
    for place, link in fresh.items():
        slug = link.indicator.slug
        book.stood[place] = _line(book.figures[slug], peers.get(slug), link)


@dataclass(frozen=True)
class _Linking:
    """What makes the indicators of two challenges the same."""

    book: Book
    codes: tuple[str, ...]
    goals: tuple[int, ...]
    weights: tuple[tuple[str, float], ...]
    senses: tuple[tuple[str, str], ...]


def _linking(book: Book, one: Asked, choices: Choices) -> _Linking:
    weights = choices.weights.get(one.uuid, {}).items()
    senses = choices.senses.get(one.uuid, {}).items()
    return _Linking(book, one.codes, one.goals, tuple(weights), tuple(senses))


@lru_cache(maxsize=MOST_LINKS)
def _links(asked: _Linking) -> list[Link]:
    weights, senses = dict(asked.weights), dict(asked.senses)
    return link_indicators(asked.book.indicators, asked.codes, asked.goals, weights, senses)


def _line(figure: Figure, peers: Peers | None, link: Link) -> FigureLine:
    found = stand_among(figure.value, peers.figures, link.sense) if peers else None
    line = FigureLine(
        slug=figure.slug,
        name=figure.name,
        unit=figure.unit,
        sense=link.sense,
        weight=link.weight,
        value=figure.value,
        known=figure.known,
        total=figure.total,
        suppressed=figure.suppressed,
        year=figure.year,
        vintage=figure.vintage,
        source=figure.source,
        base=figure.base,
        reason=figure.reason,
        country=peers.country if peers else None,
        peers=len(peers.figures) if peers else 0,
        is_published=figure.is_published,
        is_neutral=link.is_neutral,
    )
    if found is None:
        return line
    line = replace(line, middle=found.middle, low=found.low, high=found.high)
    return replace(line, need=found.need, z=found.z) if link.sense in WORSE_WHEN else line
