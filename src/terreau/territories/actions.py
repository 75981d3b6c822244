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
from terreau.territories.models import ReferenceSource
from terreau.territories.permissions import can_refresh_referential

REFRESH_JOB = "territories-refresh"


@transaction.atomic
def request_refresh(
    *,
    by: Any,
    file: UploadedFile | None,
    now: datetime.datetime,
    source: str = "",
    year: int | None = None,
    is_extract: bool = False,
    sha256: str = "",
) -> Job:
    """Ask for a refresh from a file, or from the known addresses; each address once at a time."""
    require(can_refresh_referential(by))
    payload: dict[str, Any] = {"source": source, "year": year, "extract": is_extract}
    payload["sha256"] = sha256
    key = f"{REFRESH_JOB}:{source}"
    if file is not None:
        payload["file"] = default_storage.save("referentiel/fichier", file)
        payload["origin"] = str(file.name)[:200]
        # Two files handed in one after the other are two refreshes.
        key = f"{REFRESH_JOB}:{payload['file']}"[:200]
    job = enqueue(REFRESH_JOB, payload, by=by, key=key)
    record(
        "instance",
        "referential-refresh-requested",
        by=by,
        posture=_("en mon nom"),
        params={"origin": payload.get("origin") or source or _("adresses officielles")},
        now=now,
    )
    return job


@transaction.atomic
def change_address(
    *, by: Any, source: ReferenceSource, url: str, now: datetime.datetime
) -> ReferenceSource:
    """Follow an official file that moved; the deed says the address it had."""
    require(can_refresh_referential(by))
    before = source.url
    source.url = url
    source.save(update_fields=["url"])
    record(
        "instance",
        "source-address-changed",
        by=by,
        posture=_("en mon nom"),
        params={"source": source.name, "before": before or "—", "after": url or "—"},
        now=now,
    )
    return source
