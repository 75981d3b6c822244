"""The rows of the meetings."""

from terreau.events.models.encounters import Encounter, EncounterPlan, EncounterSeat, FollowUp
from terreau.events.models.events import Event, EventSeries, EventSession, SessionSpeaker
from terreau.events.models.registrations import Registration

__all__ = [
    "Encounter",
    "EncounterPlan",
    "EncounterSeat",
    "Event",
    "EventSeries",
    "EventSession",
    "FollowUp",
    "Registration",
    "SessionSpeaker",
]
