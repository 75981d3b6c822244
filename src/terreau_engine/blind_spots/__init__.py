"""Blind spots: what is needed, what is felt, who acts, and where nobody does."""

from terreau_engine.blind_spots.spotting import find_blind_spots
from terreau_engine.blind_spots.standing import Standing, stand
from terreau_engine.blind_spots.values import (
    Action,
    Gap,
    Level,
    Measure,
    Perception,
    Quadrant,
    Reading,
    Spot,
    Subject,
    Thresholds,
)

__all__ = [
    "Action",
    "Gap",
    "Level",
    "Measure",
    "Perception",
    "Quadrant",
    "Reading",
    "Spot",
    "Standing",
    "Subject",
    "Thresholds",
    "find_blind_spots",
    "stand",
]
