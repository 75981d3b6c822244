"""Take back a change of a sheet: an earlier value rather than « êtes-vous sûr ? »."""

import datetime
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.actions.organisations import fields_said
from terreau.actors.actions.telling import tell
from terreau.actors.actions.writing import stamp_of, write_sheet
from terreau.actors.enums import ChangeOrigin
from terreau.actors.models import Organisation, SheetChange
from terreau.actors.permissions import can_undo_change
from terreau.actors.posture import Posture
from terreau.actors.snapshots import read_back
from terreau.core.editing import claim_version
from terreau.core.verdicts import require


@transaction.atomic
def undo_change(
    change: SheetChange,
    *,
    by: Posture,
    now: datetime.datetime,
    names: Collection[str] | None = None,
) -> SheetChange | None:
    """Give the fields of a change (all, or `names`) the values they had before it.

    The undoing is itself a change, which can be taken back. Returns it, or None when the sheet
    already says so. A whole change is marked undone; the values of one field may be taken back
    whenever one likes.
    """
    organisation = Organisation.objects.get(pk=change.organisation_id)
    require(can_undo_change(by.person, change, organisation, today=localdate(now)))
    chosen = [name for name in change.values if names is None or name in names]
    if not chosen:
        raise ValidationError(
            _("Ce champ n’a pas changé cette fois-là : il n’y a rien à rétablir.")
        )
    claim_version(organisation, organisation.version)
    values = {name: read_back(name, change.values[name][0]) for name in chosen}
    made = write_sheet(organisation, values, stamp=stamp_of(by, ChangeOrigin.RESTORE), now=now)
    if len(chosen) == len(change.values):
        SheetChange.objects.filter(pk=change.pk).update(undone_at=now)
    tell(organisation, "organisation-restored", by, now, {"fields": fields_said(made)})
    return made
