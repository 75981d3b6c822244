"""Works of upkeep of the accounts."""

import datetime

from terreau.accounts.digest_sending import send_digests
from terreau.core.jobs.upkeep import upkeep

EVERY_SECONDS = 120.0


@upkeep("digests", every_seconds=EVERY_SECONDS)
def send_due_digests(now: datetime.datetime) -> int:
    """Send the digests whose hour has come."""
    return send_digests(now)
