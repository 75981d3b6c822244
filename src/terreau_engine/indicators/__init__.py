"""Indicators: figures of small units made into those of larger ones, with what is known of them."""

from terreau_engine.indicators.columns import KNOWN, MISSING, SUPPRESSED, Column
from terreau_engine.indicators.folding import fold_means, fold_single, fold_sums
from terreau_engine.indicators.gathering import (
    Gathered,
    gather_means,
    gather_ratios,
    gather_single,
    gather_sums,
)
from terreau_engine.indicators.ratios import divide

__all__ = [
    "KNOWN",
    "MISSING",
    "SUPPRESSED",
    "Column",
    "Gathered",
    "divide",
    "fold_means",
    "fold_single",
    "fold_sums",
    "gather_means",
    "gather_ratios",
    "gather_single",
    "gather_sums",
]
