"""The rows of the official referential; codes are text, reference data, never the identity."""

from terreau.territories.models.history import Succession
from terreau.territories.models.indicators import Indicator, IndicatorBlock, IndicatorSeries
from terreau.territories.models.programmes import TerritoryProgramme
from terreau.territories.models.shapes import Adjacency, Contour
from terreau.territories.models.sources import ReferenceImport, ReferenceSource
from terreau.territories.models.territories import Territory, TerritoryQuerySet, UnitLike

__all__ = [
    "Adjacency",
    "Contour",
    "Indicator",
    "IndicatorBlock",
    "IndicatorSeries",
    "ReferenceImport",
    "ReferenceSource",
    "Succession",
    "Territory",
    "TerritoryProgramme",
    "TerritoryQuerySet",
    "UnitLike",
]
