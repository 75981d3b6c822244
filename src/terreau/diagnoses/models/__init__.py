"""Rows of the diagnosis."""

from terreau.diagnoses.models.choices import ChallengeIndicator, DiagnosisChoices
from terreau.diagnoses.models.ecosystem import EcosystemItem
from terreau.diagnoses.models.perceptions import (
    PerceptionSurvey,
    SurveyAnswer,
    SurveyItem,
    SurveyScore,
    SurveyTarget,
)
from terreau.diagnoses.models.signals import Signal, SignalFollowUp
from terreau.diagnoses.models.snapshots import DiagnosisSnapshot, SnapshotPaper

__all__ = [
    "ChallengeIndicator",
    "DiagnosisChoices",
    "DiagnosisSnapshot",
    "EcosystemItem",
    "PerceptionSurvey",
    "Signal",
    "SignalFollowUp",
    "SnapshotPaper",
    "SurveyAnswer",
    "SurveyItem",
    "SurveyScore",
    "SurveyTarget",
]
