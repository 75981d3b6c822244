"""Declare the jobs of the core."""

from terreau.core.exchange.forgetting import forget_rows
from terreau.core.exchange.tasks import apply_import, decide_import, plan_import, undo_import

__all__ = ["apply_import", "decide_import", "forget_rows", "plan_import", "undo_import"]
