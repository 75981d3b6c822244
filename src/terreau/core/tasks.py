"""Declare the jobs of the core."""

from terreau.core.exchange.tasks import apply_import, plan_import, undo_import

__all__ = ["apply_import", "plan_import", "undo_import"]
