"""Twins: indicators of territories → the family of those that live in like conditions."""

from terreau_engine.twins.families import Contribution, Family, Twin, explain, find_twins, twins
from terreau_engine.twins.frames import Frame, prepare
from terreau_engine.twins.hiding import HiddenScore, LeaveOneOut, leave_one_out
from terreau_engine.twins.settings import Reading, Settings, Typology
from terreau_engine.twins.steadiness import Stability, stability
from terreau_engine.twins.tables import Indicator, IndicatorTable, Target

__all__ = [
    "Contribution",
    "Family",
    "Frame",
    "HiddenScore",
    "Indicator",
    "IndicatorTable",
    "LeaveOneOut",
    "Reading",
    "Settings",
    "Stability",
    "Target",
    "Twin",
    "Typology",
    "explain",
    "find_twins",
    "leave_one_out",
    "prepare",
    "stability",
    "twins",
]
