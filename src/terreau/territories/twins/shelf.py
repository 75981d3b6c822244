"""Keep each level's prepared frame in memory: 35,000 communes are read once, not at each page."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np
from django.db.models import Aggregate, Count, Max, Model, Subquery, Value
from numpy.typing import NDArray

from terreau.territories.bridge.twins import Column, EngineRefusal, Frame, UnitTable, prepare
from terreau.territories.enums import IndicatorAggregation, TerritoryKind
from terreau.territories.indicators.catalogue import Catalogue
from terreau.territories.indicators.perimeters import Figure
from terreau.territories.indicators.reading import IndicatorTable, read_beside_country
from terreau.territories.models import (
    Indicator,
    IndicatorSeries,
    ReferenceImport,
    ReferenceSource,
    Succession,
    Territory,
)

LEVELS = (TerritoryKind.COMMUNE, TerritoryKind.EPCI, TerritoryKind.DEPARTEMENT)
LEAST_COVERAGE = 0.6  # an indicator known of fewer units than this compares nobody fairly
LEAST_UNITS = 40
MOST_KEPT = 6
SIZE = "population"
OVERSEAS = ("971", "972", "973", "974", "976")


@dataclass(frozen=True, eq=False)
class Shelf:
    """One level, ready: the frame (None when too little is known), raw figures and the country.

    `codes` are the official codes in the order of the lines of `values` (n × slugs); `left_out`
    are the indicators that some units know, and too few.
    """

    level: str
    frame: Frame | None
    codes: tuple[str, ...]
    slugs: tuple[str, ...]
    values: NDArray[np.float64]
    country: dict[str, Figure]
    indicators: dict[str, Indicator]
    left_out: tuple[str, ...]
    has_typology: bool

    @property
    def bytes(self) -> int:
        """Memory held by the figures."""
        return self.values.nbytes + (self.frame.bytes if self.frame else 0)


class Held:
    """What a page reads of what is loaded: its state, then the registry, once each.

    In that order: what is kept under a state is never older than it.
    """

    def __init__(self, loads: tuple | None = None) -> None:
        self.loads = read_loads() if loads is None else loads

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every indicator and the years held."""
        return Catalogue()


_kept: OrderedDict[tuple, Shelf] = OrderedDict()
_lock = Lock()


def shelf_of(level: str, held: Held | None = None) -> Shelf:
    """Give the shelf of a level; it is made anew once figures or territories were loaded.

    Several levels read in one page share `held`.
    """
    held = held or Held()
    state = (level, *held.loads)
    with _lock:
        if state in _kept:
            _kept.move_to_end(state)
            return _kept[state]
    made = _make(level, held.catalogue)
    with _lock:
        for old in [key for key in _kept if key[0] == level]:
            del _kept[old]
        _kept[state] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def read_loads() -> tuple:
    """Read what changes when figures or territories do, in one small query."""
    told = ((IndicatorSeries, "pk"), (ReferenceImport, "loaded_at"), (Succession, "pk"))
    last = {f"last_{rank}": alone(model, Max(column)) for rank, (model, column) in enumerate(told)}
    count = {f"count_{rank}": alone(model, Count("pk")) for rank, (model, _c) in enumerate(told)}
    sources = ReferenceSource.objects.order_by("pk").annotate(**last, **count)
    return sources.values_list(*last, *count).first() or ()


def alone(model: type[Model], figure: Aggregate) -> Subquery:
    """One figure of a whole table, to be read along with a row of another."""
    rows = model.objects.order_by().annotate(all=Value(1)).values("all")
    return Subquery(rows.annotate(figure=figure).values("figure"))


def _make(level: str, catalogue: Catalogue) -> Shelf:
    indicators = {slug: one for slug, one in catalogue.indicators.items() if _compares(one)}
    table, country = read_beside_country(list(indicators), level=level, catalogue=catalogue)
    units = {
        row["pk"]: row
        for row in Territory.objects.filter(kind=level, is_obsolete=False)
        .order_by()
        .values("pk", "code", "density_class", "epci_type", "departement__code")
    }
    rows = np.array([key in units for key in table.keys.tolist()], dtype=bool)
    lines = [units[key] for key in table.keys[rows].tolist()]
    values = table.values[rows]
    kinds = [_kind_of(level, line) for line in lines]
    known = np.isfinite(values).mean(axis=0) if len(values) else np.zeros(values.shape[1])
    kept = [rank for rank in range(len(table.slugs)) if known[rank] >= LEAST_COVERAGE]
    return Shelf(
        level=level,
        frame=_frame(table, kept, values, lines, kinds, indicators),
        codes=tuple(line["code"] for line in lines),
        slugs=table.slugs,
        values=values,
        country={one.slug: one for one in country},
        indicators=indicators,
        left_out=tuple(
            slug for rank, slug in enumerate(table.slugs) if rank not in kept and known[rank] > 0
        ),
        has_typology=len({kind for kind in kinds if kind}) > 1,
    )


def _compares(indicator: Indicator) -> bool:
    """Sums tell sizes: one of them is enough; everything else compares."""
    return indicator.aggregation != IndicatorAggregation.SUM or indicator.slug == SIZE


def _kind_of(level: str, line: dict) -> str:
    """The official type of a unit; overseas départements stand apart; "" is unknown."""
    area = line["code"] if level == TerritoryKind.DEPARTEMENT else line["departement__code"]
    if (area or "").startswith(OVERSEAS):
        return "overseas"
    if level == TerritoryKind.COMMUNE:
        return f"density-{line['density_class']}" if line["density_class"] else ""
    return line["epci_type"] if level == TerritoryKind.EPCI else "mainland"


def _frame(
    table: IndicatorTable,
    kept: list[int],
    values: NDArray[np.float64],
    lines: list[dict],
    kinds: list[str],
    indicators: dict[str, Indicator],
) -> Frame | None:
    if len(lines) < LEAST_UNITS or not kept:
        return None
    columns = tuple(
        Column(slug, indicators[slug].notion, indicators[slug].is_skewed or None)
        for slug in (table.slugs[rank] for rank in kept)
    )
    codes = tuple(line["code"] for line in lines)
    try:
        return prepare(UnitTable(codes, columns, values[:, kept], tuple(kinds)))
    except EngineRefusal:  # no indicator varies: nothing to compare with
        return None
