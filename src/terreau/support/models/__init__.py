"""The rows of the accompaniment."""

from terreau.support.models.files import SupportFile, SupportMeeting, SupportNote, SupportTask
from terreau.support.models.hours import HourEntry
from terreau.support.models.strategies import AllianceStrategy, SelfDiagnosis

__all__ = [
    "AllianceStrategy",
    "HourEntry",
    "SelfDiagnosis",
    "SupportFile",
    "SupportMeeting",
    "SupportNote",
    "SupportTask",
]
