"""The rows of the partnerships."""

from terreau.partnerships.models.agreements import Agreement, AgreementTemplate, Document
from terreau.partnerships.models.census import Declaration
from terreau.partnerships.models.parties import Flow, Party, PartyObjective
from terreau.partnerships.models.partnerships import (
    LevelChange,
    Partnership,
    PartnershipCategory,
    PartnershipScope,
    StageChange,
)
from terreau.partnerships.models.reviews import NextStep, Review, ReviewAnswer

__all__ = [
    "Agreement",
    "AgreementTemplate",
    "Declaration",
    "Document",
    "Flow",
    "LevelChange",
    "NextStep",
    "Partnership",
    "PartnershipCategory",
    "PartnershipScope",
    "Party",
    "PartyObjective",
    "Review",
    "ReviewAnswer",
    "StageChange",
]
