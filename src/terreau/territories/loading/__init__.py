"""Load the embedded referential: all of France, or a few départements for tests."""

from terreau.territories.loading.loader import load_referential

__all__ = ["load_referential"]
