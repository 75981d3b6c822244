"""Freshness: silence lowers the confidence that a fact deserves."""

from terreau_engine.freshness.decay import Confidence, Level, confidence_of

__all__ = ["Confidence", "Level", "confidence_of"]
