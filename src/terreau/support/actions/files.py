"""Open, change, close a file; agree to be accompanied."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.verdicts import Refused, require
from terreau.partnerships.models import Partnership
from terreau.support.actions.writing import tell
from terreau.support.models import SupportFile
from terreau.support.permissions import (
    can_agree_to_support,
    can_close_file,
    can_open_file,
    can_reopen_file,
    can_write_in_file,
)


def _already_open() -> str:
    return _("Votre organisation a déjà un dossier ouvert ici. Retrouvez-le dans votre bureau.")


@transaction.atomic
def open_file(
    values: Mapping[str, Any],
    *,
    organisation: Organisation | None = None,
    partnership: Partnership | None = None,
    by: Posture,
    now: datetime.datetime,
) -> SupportFile:
    """Begin to accompany one organisation, or one partnership, in the name of one's own."""
    require(can_open_file(by, organisation, partnership))
    try:
        with transaction.atomic():
            file = SupportFile.objects.create(
                **values,
                supporter=by.organisation,
                accompanist=by.person,
                organisation=organisation,
                partnership=partnership,
                opened_on=timezone.localdate(now),
                posture=by.label,
            )
    except IntegrityError as error:
        raise Refused(_already_open()) from error
    tell(file, "support-opened", by=by, now=now, name=file)
    return file


@transaction.atomic
def edit_file(
    file: SupportFile,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> SupportFile:
    """Change the phase, the request, who accompanies, what is awaited and since when."""
    require(can_write_in_file(by, file))
    claim_version(file, expected_version)
    for name, value in values.items():
        setattr(file, name, value)
    _date_the_wait(file, timezone.localdate(now))
    file.save(update_fields=[*values, "waits_since"])
    tell(file, "support-edited", by=by, now=now, name=file)
    return file


def _date_the_wait(file: SupportFile, today: datetime.date) -> None:
    """Something awaited has a first day; nothing awaited has none."""
    if not file.waits_for:
        file.waits_since = None
    elif file.waits_since is None:
        file.waits_since = today


@transaction.atomic
def close_file(
    file: SupportFile, *, outcome: str, by: Posture, now: datetime.datetime
) -> SupportFile:
    """Close a file: it stays readable, and waits for nothing more."""
    require(can_close_file(by, file))
    file.closed_on, file.outcome = timezone.localdate(now), outcome
    file.waits_for, file.waits_from, file.waits_since = "", "", None
    file.save(update_fields=["closed_on", "outcome", "waits_for", "waits_from", "waits_since"])
    tell(file, "support-closed", by=by, now=now, name=file)
    return file


@transaction.atomic
def reopen_file(file: SupportFile, *, by: Posture, now: datetime.datetime) -> SupportFile:
    """Open a closed file again, unless another one is open for the same."""
    require(can_reopen_file(by, file))
    file.closed_on = None
    try:
        with transaction.atomic():
            file.save(update_fields=["closed_on"])
    except IntegrityError as error:
        raise Refused(_already_open()) from error
    tell(file, "support-reopened", by=by, now=now, name=file)
    return file


@transaction.atomic
def agree_to_support(
    file: SupportFile, *, agrees: bool, by: Posture, now: datetime.datetime
) -> SupportFile:
    """Agree to be accompanied, or take the accord back, which closes what was shared."""
    require(can_agree_to_support(by, file))
    file.agreed_at, file.agreed_as = (now, by.label) if agrees else (None, "")
    file.save(update_fields=["agreed_at", "agreed_as"])
    verb = "support-agreed" if agrees else "support-withdrawn"
    tell(file, verb, by=by, now=now, name=file.supporter)
    return file
