"""Alignment: who cares for the same challenge, what each could bring, who stands against."""

from terreau_engine.alignment.interests import (
    AlignedPair,
    ChallengeAlignment,
    Interest,
    align_interests,
)

__all__ = ["AlignedPair", "ChallengeAlignment", "Interest", "align_interests"]
