"""All the indicators that Terreau knows how to read; each source adds its own tuple here."""

from terreau.territories.indicators.definitions import IndicatorDefinition, ensure_definitions
from terreau.territories.indicators.registry_census import CENSUS
from terreau.territories.indicators.registry_comparator import COMPARATOR
from terreau.territories.indicators.registry_embedded import EMBEDDED
from terreau.territories.indicators.registry_filosofi import FILOSOFI
from terreau.territories.indicators.registry_others import OTHERS
from terreau.territories.indicators.registry_services import SERVICES
from terreau.territories.indicators.registry_social import SOCIAL
from terreau.territories.models import Indicator
from terreau.territories.vintages import ensure_sources

# A module `registry_<source>.py` per source: one line each.
DEFINITIONS: tuple[IndicatorDefinition, ...] = (
    *EMBEDDED,
    *COMPARATOR,
    *FILOSOFI,
    *OTHERS,
    *SERVICES,
    *SOCIAL,
    *CENSUS,
)


def ensure_indicators() -> dict[str, Indicator]:
    """Write the registry into rows; what staff amended stays theirs."""
    return ensure_definitions(DEFINITIONS, ensure_sources())
