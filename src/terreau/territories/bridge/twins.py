"""Territories as the engine of twins takes them: `UnitTable` is one line for each unit."""

from terreau_engine.errors import EngineRefusal
from terreau_engine.twins import (
    Contribution,
    Family,
    Frame,
    Settings,
    Stability,
    Target,
    Twin,
    Typology,
    find_twins,
    prepare,
    stability,
)
from terreau_engine.twins import Indicator as Column
from terreau_engine.twins import IndicatorTable as UnitTable

__all__ = [
    "Column",
    "Contribution",
    "EngineRefusal",
    "Family",
    "Frame",
    "Settings",
    "Stability",
    "Target",
    "Twin",
    "Typology",
    "UnitTable",
    "find_twins",
    "prepare",
    "stability",
]
