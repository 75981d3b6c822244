"""Small series, made by hand, on the communes that a test has loaded."""

from collections.abc import Mapping
from typing import Any

from terreau.territories.indicators.perimeters import Figure, figures_of
from terreau.territories.indicators.writing import write_series
from terreau.territories.models import Indicator, IndicatorSeries, Territory


def make_indicator(slug: str, aggregation: str = "sum", **fields: Any) -> Indicator:
    """Declare an indicator."""
    told = {"name": slug.capitalize(), "definition": slug, "unit": "count"} | fields
    return Indicator.objects.create(slug=slug, aggregation=aggregation, **told)


def keys_of(*codes: str) -> list[int]:
    """The keys of communes, in the order given."""
    found = dict(Territory.objects.filter(kind="commune", code__in=codes).values_list("code", "pk"))
    return [found[code] for code in codes]


def put(slug: str, year: int, by_code: Mapping[str, float | None], **more: Any) -> IndicatorSeries:
    """Write a series by codes of communes; None is a secret."""
    keys = keys_of(*by_code)
    values = dict(zip(keys, by_code.values(), strict=True))
    return write_series(slug, year, values, **{"vintage": "2026", **more})


def figure(units: list[Territory], slug: str, **more: Any) -> Figure:
    """The one figure of a perimeter."""
    (found,) = figures_of(units, [slug], **more)
    return found
