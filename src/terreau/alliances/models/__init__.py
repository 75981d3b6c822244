"""The rows of the alliances, told by object."""

from terreau.alliances.models.alliances import Alliance, DeletionConsent, PhaseSpan
from terreau.alliances.models.challenges import Challenge, ChallengeStance
from terreau.alliances.models.estimates import ChallengeEstimate
from terreau.alliances.models.journal import Attachment, JournalEntry, JournalVoice
from terreau.alliances.models.members import Invitation, Membership, MembershipRole
from terreau.alliances.models.objectives import Objective, ObjectiveAnswer

__all__ = [
    "Alliance",
    "Attachment",
    "Challenge",
    "ChallengeEstimate",
    "ChallengeStance",
    "DeletionConsent",
    "Invitation",
    "JournalEntry",
    "JournalVoice",
    "Membership",
    "MembershipRole",
    "Objective",
    "ObjectiveAnswer",
    "PhaseSpan",
]
