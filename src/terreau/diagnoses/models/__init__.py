"""Rows of the diagnosis."""

from terreau.diagnoses.models.perceptions import (
    PerceptionSurvey,
    SurveyAnswer,
    SurveyItem,
    SurveyScore,
    SurveyTarget,
)

__all__ = ["PerceptionSurvey", "SurveyAnswer", "SurveyItem", "SurveyScore", "SurveyTarget"]
