"""The official files recognised without any mapping, one module for each family."""

from terreau.actors.exchange.layouts.grants import CITY_CONTRACTS, GRANTS
from terreau.actors.exchange.layouts.inclusion import DATA_INCLUSION
from terreau.actors.exchange.layouts.rna import ALSACE_MOSELLE, FORMER_RNA, WALDEC
from terreau.actors.exchange.layouts.search_api import SEARCH_API
from terreau.actors.exchange.layouts.sirene import SITES, UNITS
from terreau.actors.open_data.layouts import OPEN_LAYOUTS

# The most particular first: the first that recognises the headings reads the file.
LAYOUTS = (
    *OPEN_LAYOUTS,
    WALDEC,
    FORMER_RNA,
    ALSACE_MOSELLE,
    SEARCH_API,
    CITY_CONTRACTS,
    GRANTS,
    DATA_INCLUSION,
    SITES,
    UNITS,
)

__all__ = ["LAYOUTS"]
