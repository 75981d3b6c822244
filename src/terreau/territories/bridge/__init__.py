"""The figures of territories as the engine takes them."""

from terreau_engine.indicators import (
    KNOWN,
    MISSING,
    SUPPRESSED,
    Column,
    Gathered,
    divide,
    fold_means,
    fold_single,
    fold_sums,
    gather_means,
    gather_ratios,
    gather_single,
    gather_sums,
)

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
