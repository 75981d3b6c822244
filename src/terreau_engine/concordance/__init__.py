"""Concordance: how far several views of the same things agree, and where they part."""

from terreau_engine.concordance.gaps import Gap, GapTable, View, world_gaps
from terreau_engine.concordance.kendall import Concordance, kendall_w

__all__ = ["Concordance", "Gap", "GapTable", "View", "kendall_w", "world_gaps"]
