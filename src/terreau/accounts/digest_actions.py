"""Stop the digests of a person."""

import datetime

from django.db import transaction

from terreau.accounts.enums import DigestRhythm
from terreau.accounts.models import Digest, DigestPreference


@transaction.atomic
def stop_digests(digest: Digest, *, now: datetime.datetime) -> DigestPreference:
    """Send no more digest to whom one was sent; whoever holds its secret may ask, twice too."""
    preference, _made = DigestPreference.objects.update_or_create(
        person=digest.person, defaults={"rhythm": DigestRhythm.NEVER, "changed_at": now}
    )
    return preference
