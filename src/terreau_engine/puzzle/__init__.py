"""The puzzle: who completes it together, and who should meet whom at which table."""

from terreau_engine.puzzle.answers import (
    Alternative,
    Coalition,
    Coverage,
    Member,
    Relaxation,
    Share,
    WorldCount,
)
from terreau_engine.puzzle.coalitions import coalition
from terreau_engine.puzzle.guests import (
    Guest,
    Measured,
    Round,
    Timetable,
    TimetableFigures,
    TimetableOptions,
)
from terreau_engine.puzzle.timetables import replan, restore_timetable, timetable
from terreau_engine.puzzle.wishes import ActorOffers, CoalitionOptions, Piece, Pledge, SharedLine

__all__ = [
    "ActorOffers",
    "Alternative",
    "Coalition",
    "CoalitionOptions",
    "Coverage",
    "Guest",
    "Measured",
    "Member",
    "Piece",
    "Pledge",
    "Relaxation",
    "Round",
    "Share",
    "SharedLine",
    "Timetable",
    "TimetableFigures",
    "TimetableOptions",
    "WorldCount",
    "coalition",
    "replan",
    "restore_timetable",
    "timetable",
]
