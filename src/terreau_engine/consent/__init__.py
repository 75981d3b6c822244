"""Consent: who agrees with a shared text, who does not, who has not answered."""

from terreau_engine.consent.tally import ConsentTally, tally_consent

__all__ = ["ConsentTally", "tally_consent"]
