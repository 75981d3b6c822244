"""Write in the journal of a source that a file of it was refused, and why."""

import datetime
import logging

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from terreau.territories.models import ReferenceImport, ReferenceSource
from terreau.territories.refreshing.communes import RefreshRefusedError

_log = logging.getLogger(__name__)


def record_refusal(
    source: ReferenceSource, origin: str, digest: str, reason: str, now: datetime.datetime
) -> None:
    """Record it; a database that has no room left for it does not hide the refusal itself."""
    try:
        with transaction.atomic():
            ReferenceImport.objects.create(
                source=source,
                loaded_at=now,
                origin=origin[:400],
                sha256=digest,
                rows=0,
                refusal=reason,
            )
    except DatabaseError:
        _log.exception("The refusal of %s could not be written: %s", source.slug, reason)


def require_fingerprint(expected: str, found: str) -> None:
    """Refuse a file that is not the expected one, when one is."""
    if not expected or expected.strip().lower() == found:
        return
    raise RefreshRefusedError(
        _(
            "L’empreinte de ce fichier (%(found)s…) n’est pas celle que vous attendiez "
            "(%(expected)s…) : il a été changé ou mal reçu. Rien n’a été modifié."
        )
        % {"found": found[:12], "expected": expected.strip().lower()[:12]}
    )
