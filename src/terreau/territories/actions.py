"""Acts on the referential."""

import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from terreau.core.jobs import enqueue
from terreau.core.journal import record
from terreau.core.models import Job
from terreau.core.verdicts import require
from terreau.territories.permissions import can_refresh_referential

REFRESH_JOB = "territories-refresh"


@transaction.atomic
def request_refresh(*, by: Any, file: UploadedFile | None, now: datetime.datetime) -> Job:
    """Ask for a refresh from a file, or from the known addresses; one at a time."""
    require(can_refresh_referential(by))
    payload: dict[str, str] = {}
    if file is not None:
        payload = {
            "file": default_storage.save("referentiel/fichier", file),
            "origin": str(file.name)[:200],
        }
    job = enqueue(REFRESH_JOB, payload, by=by, key=REFRESH_JOB)
    record(
        "instance",
        "referential-refresh-requested",
        by=by,
        posture=_("en mon nom"),
        params={"origin": payload.get("origin") or _("adresses officielles")},
        now=now,
    )
    return job
