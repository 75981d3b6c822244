"""An indicator that a person brought, for the addresses of the indicators."""

from typing import Any

from terreau.territories.models import Indicator
from terreau.territories.vintages import ensure_sources


def fill_indicators(scenario: Any) -> None:
    """Add it to the rows of the scenario."""
    indicator = Indicator.objects.create(
        slug="local-jardins",
        name="Jardins partagés",
        definition="Jardins cultivés en commun.",
        unit="count",
        aggregation="sum",
        is_local=True,
    )
    for name in ("indicator", "indicator-edit", "indicator-withdraw"):
        scenario.arguments[f"territories:{name}.slug"] = indicator.slug
    for name in ("indicator-figures", "indicator-dictionary"):
        scenario.arguments[f"territories:{name}.kind"] = "csv"
    ensure_sources()
    for name in ("source", "source-address"):
        scenario.arguments[f"territories:{name}.slug"] = "insee-filosofi"
